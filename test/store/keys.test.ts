/**
 * The key ring: what is sealed opens in its own row alone, a shredded key serves nobody, and a key that came to
 * nothing seals nothing.
 */
import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Store } from '../../src/store/database.ts';
import { shredPersonKey } from '../../src/store/key-rows.ts';
import { keyRing, type Place } from '../../src/store/keys.ts';
import { mastersOf } from '../../src/store/masters.ts';
import { KeyMissing, SealedUnreadable } from '../../src/store/refusals.ts';
import { orgKey, personKey } from '../../src/store/schema/index.ts';
import { ringUnder, TEST_KEY } from '../support/keys.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

const OTHER_KEY = Buffer.alloc(32, 9).toString('base64');
const TEXT = 'CANARY the gate by the field';
const NOW = new Date('2026-11-10T10:00:00Z');
const ring = ringUnder(TEST_KEY);

let store: Store;
let block = 100;
let school: School;
let twin: School;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  block += 2;
  school = await makeSchool(store, { block });
  twin = await makeSchool(store, { block: block + 1 });
});

const placeIn = ({ org }: School, more: Partial<Place> = {}): Place => ({
  org,
  table: 'note',
  row: 'r1',
  column: 'sealed',
  ...more,
});
const seal = (text = TEXT, by = ring) =>
  store.within(school.org, (tx) => by.seal(tx, text, placeIn(school), NOW));
const open = (sealed: Uint8Array, by = ring, place = placeIn(school), of = school) =>
  store.within(of.org, (tx) => by.open(tx, sealed, place));
const me = () => school.person('T01').id;
const sealMine = (by = ring, place = placeIn(school)) =>
  store.within(school.org, async (tx) => {
    const sealed = await by.sealForPerson(tx, TEXT, place, { personId: me(), now: NOW });
    if (sealed.is === 'shredded') throw new Error('The key was shredded');
    return sealed.sealed;
  });
const openMine = (sealed: Uint8Array, by = ring, personId = me()) =>
  store.within(school.org, (tx) => by.openForPerson(tx, sealed, placeIn(school), personId));
const keyRow = () => store.within(school.org, (tx) => tx.select().from(orgKey));

describe('under an organisation’s key', () => {
  test('any text comes back, by any ring of the same master, and looks like nothing meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), async (text) => {
        const sealed = await seal(text);
        expect(await open(sealed, ringUnder(TEST_KEY))).toBe(text);
        if (Buffer.byteLength(text) > 8) expect(Buffer.from(sealed).includes(text)).toBe(false);
      }),
      { numRuns: 15 },
    );
  });

  test('it opens in its own table, row and column alone', async () => {
    const sealed = await seal();
    expect(await open(sealed)).toBe(TEXT);
    for (const elsewhere of [{ table: 'reply' }, { row: 'r2' }, { column: 'facts' }])
      await expect(open(sealed, ring, placeIn(school, elsewhere))).rejects.toThrow(SealedUnreadable);
  });

  test('another organisation has another key, and cannot reach this one’s', async () => {
    const sealed = await seal();
    await store.within(twin.org, (tx) => ring.seal(tx, 'of the twin', placeIn(twin), NOW));
    await expect(open(sealed, ring, placeIn(twin), twin)).rejects.toThrow(SealedUnreadable);
    await expect(open(sealed, ring, placeIn(school), twin)).rejects.toThrow(SealedUnreadable);
  });

  test('parts of a place cannot be shifted into each other', async () => {
    await expect(
      store.within(school.org, (tx) => ring.seal(tx, TEXT, placeIn(school, { row: 'r|1' }), NOW)),
    ).rejects.toThrow('named by ids');
  });

  test('any one bit changed is refused', async () => {
    const sealed = await seal();
    for (let bit = 0; bit < sealed.length * 8; bit += 23) {
      const changed = Uint8Array.from(sealed);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      await expect(open(changed)).rejects.toThrow(SealedUnreadable);
    }
  });

  test('the key is made once; one made in a transaction that came to nothing seals nothing after', async () => {
    const undone = store.within(school.org, async (tx) => {
      await ring.seal(tx, TEXT, placeIn(school), NOW);
      await ring.seal(tx, TEXT, placeIn(school), NOW);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await keyRow()).toEqual([]);
    const sealed = await seal();
    const [made] = await keyRow();
    await seal();
    expect(await keyRow()).toEqual([made]);
    expect(await open(sealed, ringUnder(TEST_KEY))).toBe(TEXT);
  });

  test('the row holds no key in the clear', async () => {
    const given: Buffer[] = [];
    const watched = keyRing(mastersOf(TEST_KEY), (count) => {
      const made = randomBytes(count);
      given.push(made);
      return made;
    });
    await seal(TEXT, watched);
    const [row] = await keyRow();
    const keys = given.filter(({ length }) => length === 32);
    expect(keys).toHaveLength(1);
    for (const key of keys) expect(Buffer.from(row?.wrapped ?? []).includes(key)).toBe(false);
  });
});

describe('the master key', () => {
  test('missing or wrong is a typed refusal, and nothing is made then', async () => {
    const none = ringUnder(null);
    expect([none.canSeal(), ring.canSeal()]).toEqual([false, true]);
    await expect(seal(TEXT, none)).rejects.toThrow(KeyMissing);
    await expect(sealMine(none)).rejects.toThrow(KeyMissing);
    expect(await keyRow()).toEqual([]);
    const sealed = await seal();
    await expect(open(sealed, none)).rejects.toThrow(KeyMissing);
    const refused = open(sealed, ringUnder(OTHER_KEY));
    await expect(refused).rejects.toThrow(/VIGIL_ENCRYPTION_KEY: it is not the key/);
    await expect(refused).rejects.not.toThrow(/CANARY/);
    await expect(seal(TEXT, ringUnder(OTHER_KEY))).rejects.toThrow(SealedUnreadable);
    const looks = [ring, ringUnder(OTHER_KEY), none, ringUnder(OTHER_KEY, [TEST_KEY])].map((by) =>
      store.within(school.org, (tx) => by.look(tx, school.org)),
    );
    expect(await Promise.all(looks)).toEqual(['current', 'wrong', 'wrong', 'former']);
    expect(await store.within(twin.org, (tx) => ring.look(tx, twin.org))).toBe('none');
  });

  test('changed: the key is wrapped anew and what is under it is not touched', async () => {
    const [sealed, mine] = [await seal(), await sealMine()];
    const both = ringUnder(OTHER_KEY, [TEST_KEY]);
    const later = new Date('2026-11-11T10:00:00Z');
    const rewrap = () => store.within(school.org, (tx) => both.rewrap(tx, school.org, later));
    expect([await rewrap(), await rewrap()]).toEqual(['rewrapped', 'unchanged']);
    expect(await store.within(twin.org, (tx) => both.rewrap(tx, twin.org, later))).toBe('none');
    const after = ringUnder(OTHER_KEY);
    expect([await open(sealed, after), await openMine(mine, after)]).toEqual([
      TEXT,
      { is: 'open', text: TEXT },
    ]);
    await expect(open(sealed)).rejects.toThrow(SealedUnreadable);
    expect((await keyRow())[0]?.wrappedAt).toEqual(later);
  });
});

describe('under a person’s key', () => {
  test('it comes back for them, and not with another’s key or in another row', async () => {
    const sealed = await sealMine();
    expect(await openMine(sealed)).toEqual({ is: 'open', text: TEXT });
    const other = school.person('T02').id;
    await store.within(school.org, (tx) =>
      ring.sealForPerson(tx, 'another', placeIn(school, { row: 'r2' }), { personId: other, now: NOW }),
    );
    await expect(openMine(sealed, ring, other)).rejects.toThrow(SealedUnreadable);
    await expect(openMine(sealed, ring, school.person('T03').id)).rejects.toThrow(SealedUnreadable);
    const elsewhere = await sealMine(ring, placeIn(school, { row: 'r2' }));
    await expect(openMine(elsewhere)).rejects.toThrow(SealedUnreadable);
  });

  test('shredded, by whichever replica, it opens nothing and is never made again', async () => {
    const [here, there] = [ringUnder(TEST_KEY), ringUnder(TEST_KEY)];
    const sealed = await sealMine(here);
    expect(await openMine(sealed, here)).toMatchObject({ is: 'open' });
    const shred = (personId: string) =>
      store.within(school.org, (tx) => shredPersonKey(tx, school.org, personId, NOW));
    expect([await shred(me()), await shred(me())]).toEqual([true, false]);
    for (const each of [here, there]) {
      expect(await openMine(sealed, each)).toEqual({ is: 'shredded' });
      await expect(sealMine(each)).rejects.toThrow('shredded');
    }
    const neverHad = school.person('T02').id;
    expect(await shred(neverHad)).toBe(true);
    const refused = await store.within(school.org, (tx) =>
      ring.sealForPerson(tx, TEXT, placeIn(school), { personId: neverHad, now: NOW }),
    );
    expect(refused).toEqual({ is: 'shredded' });
    const rows = await store.within(school.org, (tx) =>
      tx.select({ wrapped: personKey.wrapped, shreddedAt: personKey.shreddedAt }).from(personKey),
    );
    expect(rows).toEqual([
      { wrapped: null, shreddedAt: NOW },
      { wrapped: null, shreddedAt: NOW },
    ]);
  });

  test('a wrapped key copied to another person’s row opens nothing', async () => {
    const sealed = await sealMine();
    const other = school.person('T02').id;
    await store.within(school.org, async (tx) => {
      const [mine] = await tx.select().from(personKey);
      await tx
        .insert(personKey)
        .values({ orgId: school.org, personId: other, wrapped: mine?.wrapped ?? null, madeAt: NOW });
    });
    await expect(openMine(sealed, ring, other)).rejects.toThrow(SealedUnreadable);
    const holders = await store.within(school.org, (tx) =>
      tx.select().from(personKey).where(eq(personKey.personId, other)),
    );
    expect(holders).toHaveLength(1);
  });
});
