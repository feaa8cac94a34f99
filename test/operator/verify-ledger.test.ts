/**
 * Five attacks on the ledger by whoever owns the database, on both databases, and what "ledger verify" says of each;
 * and what it says to bad input, to other forms of it, and where nothing is wrong.
 */
import { type SQL, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sealLedger } from '../../src/cycle/seal-ledger.ts';
import { sendDigests } from '../../src/cycle/send-digests.ts';
import type { SealedRow } from '../../src/domain/check-chain.ts';
import { emptyHead, nextHead } from '../../src/domain/ledger-chain.ts';
import { messageText } from '../../src/domain/message.ts';
import { digest } from '../../src/operator/digest.ts';
import { runCommand } from '../../src/operator/run-command.ts';
import { verifyLedger } from '../../src/operator/verify-ledger.ts';
import type { Db, Store } from '../../src/store/database.ts';
import { ownerOf } from '../../src/store/embedded.ts';
import { appendLedger } from '../../src/store/ledger.ts';
import { message } from '../../src/store/schema/index.ts';
import { readChain, sha256 } from '../../src/store/seals.ts';
import { asOwner, openServer } from '../../src/store/server.ts';
import { givenFor } from '../support/given.ts';
import { canRunPostgres, type Postgres, startPostgres } from '../support/postgres.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

const MONDAYS = ['2026-11-09', '2026-11-16', '2026-11-23'];
const NOW = '2026-11-23T09:00:00.000Z';
const NONE = { name: '', text: '' };
const kinds = canRunPostgres ? (['embedded', 'server'] as const) : (['embedded'] as const);

describe.each(kinds)('on the %s database', (kind) => {
  let server: Postgres | null = null;
  let store: Store;
  let asAttacker: (statement: SQL) => Promise<unknown>;
  let attack: Promise<void> | null = null;
  let end = () => {};
  let block = 0;
  const schools: School[] = [];
  beforeAll(async () => {
    if (kind === 'embedded') {
      store = await openTestStore();
      asAttacker = async (statement) => ownerOf(store)?.execute(statement);
      return;
    }
    server = await startPostgres();
    const { login, owner, superuser } = await server.fresh();
    store = await openServer(login, { migrateUrl: owner });
    const everything = await new Promise<Db>((lend) => {
      attack = asOwner(superuser, (all) => {
        lend(all);
        return new Promise<void>((resolve) => {
          end = resolve;
        });
      });
    });
    asAttacker = (statement) => everything.execute(statement);
  }, 60_000);
  afterAll(async () => {
    end();
    await attack;
    await store?.close();
    await server?.stop();
  });

  /** A school of three weeks: twelve changes a week, sealed, and a digest each Monday. Thirty-eight rows in all. */
  async function lived(): Promise<School> {
    block += 1;
    const oak = await makeSchool(store, { block });
    schools.push(oak);
    for (const monday of MONDAYS) {
      const at = oak.at(`${monday}T08:00:00Z`);
      const rows = Array.from({ length: 12 }, (_, count) => ({
        entryId: at.ids.id(),
        at: new Date(Date.parse(`${monday}T06:00:00Z`) + count * 60_000),
        kind: 'prompt_asked' as const,
        subject: `message ${count}`,
        actor: null,
        facts: { prompts: count },
      }));
      await store.within(oak.org, (tx) => appendLedger(tx, oak.org, rows));
      await sealLedger(at);
      expect((await sendDigests(at)).counts.digests).toBe(1);
    }
    await sealLedger(oak.at(NOW));
    return oak;
  }
  /** Everything in the channel, as somebody would paste it. */
  const channel = async (at: School) => {
    const rows = await store.within(at.org, (tx) => tx.select().from(message));
    const text = rows
      .filter(({ kind }) => kind === 'digest')
      .sort((one, two) => one.createdAt.getTime() - two.createdAt.getTime())
      .map(({ body }) => messageText(body).join('\n'))
      .join('\n\n');
    return { name: 'channel.txt', text };
  };
  const verify = (at: School, file = NONE, now = NOW) =>
    verifyLedger(givenFor(store, schools, now), { setting: at.setting.ref }, file);
  const chain = (at: School) => store.within(at.org, (tx) => readChain(tx, at.org, null, 1_000));
  const head = (sequence: number, hash: string) => sql`sequence = ${sequence}::bigint, hash = ${hash}`;

  test('where nothing was done to it, it holds: alone, and beside every digest in the channel', async () => {
    const oak = await lived();
    const file = await channel(oak);
    expect(file.text.match(/Record: \d+ changes sealed, ending/g)).toHaveLength(3);
    const outcome = await verify(oak, file);
    expect(outcome).toMatchObject({ code: 0, errors: [] });
    expect(outcome.out).toMatch(/The chain holds, and so does it beside 3 kept and 3 given digests\./);
    expect(outcome.out).toContain('Record: 39 changes sealed, ending ');
    const json = await verifyLedger(
      givenFor(store, schools, NOW),
      { setting: oak.setting.ref, json: true },
      file,
    );
    expect(JSON.parse(json.out)).toMatchObject({
      intact: true,
      organisations: [
        { settings: [oak.setting.ref], sealed: 39, unsealed: 0, digests: { kept: 3, given: 3 }, faults: [] },
      ],
    });
    // What it prints can be given back to it.
    expect((await verify(oak, { name: 'mine.txt', text: outcome.out })).code).toBe(0);
  });

  test('the foot of a digest, its row and "digest --json" tell one head; a week not sent tells none', async () => {
    const oak = await lived();
    const given = givenFor(store, schools, NOW);
    const of = async (week: string) =>
      JSON.parse((await digest(given, { setting: oak.setting.ref, week })).out).record;
    const { sealed, ending } = await of('2026-W46');
    expect(sealed).toBe(25);
    expect((await chain(oak))[24]?.hash.slice(0, 32)).toBe(ending);
    expect((await channel(oak)).text).toContain(
      `25 changes sealed, ending ${ending.match(/.{4}/g).join(' ')}`,
    );
    expect(await of('2026-W48')).toBeNull();
  });

  describe('attacks', () => {
    const caught = async (at: School, says: RegExp, file = NONE) => {
      const outcome = await verify(at, file);
      expect(outcome.code).toBe(1);
      expect(outcome.errors[0]).toMatch(says);
      expect(outcome.errors.at(-1)).toMatch(/^What to do next/);
      expect(outcome.out).toContain('does NOT hold');
    };

    test('1: a row deleted in the middle', async () => {
      const oak = await lived();
      await asAttacker(sql`delete from ledger where org_id = ${oak.org} and sequence = 7`);
      await caught(oak, /number 7 is not there: that row was removed$/);
    });

    test('2: a fact edited', async () => {
      const oak = await lived();
      await asAttacker(
        sql`update ledger set facts = '{"prompts": 99}' where org_id = ${oak.org} and sequence = 7`,
      );
      await caught(oak, /number 7 is not what was sealed: it was edited afterwards$/);
    });

    test('2: anything else of a row edited, however little', async () => {
      const edits = [
        sql`at = at + interval '1 microsecond'`,
        sql`kind = 'prompt_later'`,
        sql`subject = subject || ' '`,
        sql`actor = entry_id`,
        sql`entry_id = org_id`,
        sql`facts = facts || '{"more": null}'`,
        sql`facts = '{"prompts": "6"}'`,
        sql`hash = upper(hash)`,
        sql`hash = null`,
      ];
      const oak = await lived();
      for (const edit of edits) {
        await asAttacker(
          sql`create table kept as select * from ledger where org_id = ${oak.org} and sequence = 7`,
        );
        await asAttacker(sql`update ledger set ${edit} where org_id = ${oak.org} and sequence = 7`);
        await caught(oak, /number(s)? 7 /);
        await asAttacker(sql`delete from ledger where org_id = ${oak.org} and sequence = 7`);
        await asAttacker(sql`insert into ledger select * from kept`);
        await asAttacker(sql`drop table kept`);
        expect((await verify(oak)).code).toBe(0);
      }
    });

    test.each(['with their seals', 'their seals left in place'])('3: two rows swapped, %s', async (how) => {
      const oak = await lived();
      const rows = await chain(oak);
      const [seven, eight] = [rows[6], rows[7]];
      if (!seven || !eight) throw new Error('The chain is too short');
      const [first, second] =
        how === 'with their seals' ? [eight.hash, seven.hash] : [seven.hash, eight.hash];
      const put = (id: string, to: SQL) =>
        asAttacker(sql`update ledger set ${to} where org_id = ${oak.org} and entry_id = ${id}`);
      await put(seven.entryId, head(1_000, ''));
      await put(eight.entryId, head(7, first));
      await put(seven.entryId, head(8, second));
      await caught(oak, /numbers 7 to \d do not stand in the order they were sealed in/);
    });

    test('4: the end cut off', async () => {
      const oak = await lived();
      await asAttacker(sql`delete from ledger where org_id = ${oak.org} and sequence > 30`);
      await caught(
        oak,
        /ends at number 30, and the kept digest of 2026-W47 for \S+ tells of number 38: its end was cut off/,
      );
      // Where the digest's own row was brought into line, the channel still tells.
      const file = await channel(oak);
      await asAttacker(
        sql`update digest set ledger_sequence = null where org_id = ${oak.org} and week = '2026-W47'`,
      );
      expect((await verify(oak)).code).toBe(0);
      await caught(oak, /ends at number 30, and line \d+ of channel\.txt tells of number 38/, file);
    });

    test('4: the whole of it, or its end taken out of the chain', async () => {
      const [oak, elm] = [await lived(), await lived()];
      await asAttacker(sql`delete from ledger where org_id = ${oak.org}`);
      await caught(oak, /ends at number 0/);
      await asAttacker(
        sql`update ledger set sequence = null, hash = null where org_id = ${elm.org} and sequence > 20`,
      );
      await caught(elm, /ends at number 20/);
      expect((await verify(elm)).errors.join('\n')).toMatch(/19 changes wait to be sealed/);
    });

    test('5: the whole chain rebuilt, with right seals, from a changed history', async () => {
      const oak = await lived();
      const file = await channel(oak);
      const rebuilt = await sealedAnew(oak, await chain(oak));
      // The digests kept beside it tell of the old one, until they are brought into line too.
      await caught(oak, /number 25 has another seal than the kept digest of 2026-W46 for \S+ tells/);
      for (const { sequence, hash } of rebuilt)
        await asAttacker(
          sql`update digest set ledger_hash = ${hash} where org_id = ${oak.org} and ledger_sequence = ${sequence}::bigint`,
        );
      expect((await verify(oak)).code).toBe(0);
      await caught(oak, /number 25 has another seal than line \d+ of channel\.txt tells/, file);
      // What was told before the row that was changed fits still.
      const { errors } = await verify(oak, file);
      expect(errors.filter((line) => /another seal/.test(line))).toHaveLength(2);
    });

    /** As whoever can write the database and read this program would: one fact changed, every seal after it made anew. */
    async function sealedAnew(at: School, rows: SealedRow[]) {
      let last = emptyHead(at.org, sha256);
      const heads = [];
      for (const row of rows) {
        const changed = row.sequence === 20 ? { ...row, facts: { prompts: 0 } } : row;
        last = nextHead(at.org, last, changed, sha256);
        heads.push(last);
        await asAttacker(sql`update ledger set facts = ${JSON.stringify(changed.facts)}::jsonb, hash = ${last.hash}
          where org_id = ${at.org} and entry_id = ${row.entryId}`);
      }
      return heads;
    }
  });

  test('a change that has waited for long is said, and how to have it sealed', async () => {
    const oak = await lived();
    const row = {
      entryId: oak.at(NOW).ids.id(),
      kind: 'prompt_asked' as const,
      subject: 'm',
      actor: null,
      facts: {},
    };
    await store.within(oak.org, (tx) => appendLedger(tx, oak.org, [{ ...row, at: new Date(NOW) }]));
    expect(await verify(oak, NONE, '2026-11-23T09:04:00Z')).toMatchObject({
      code: 0,
      out: expect.stringContaining('1 not sealed yet'),
    });
    const late = await verify(oak, NONE, '2026-11-23T09:06:00Z');
    expect(late.code).toBe(1);
    expect(late.errors).toEqual([
      expect.stringMatching(/1 change waits to be sealed, the oldest since 2026-11-23T09:00Z.*vigil -- tick/),
    ]);
  });

  test('another organisation’s digests are told from rebuilding as far as can be: they do not fit', async () => {
    const [oak, elm] = [await lived(), await lived()];
    const outcome = await verify(oak, await channel(elm));
    expect(outcome.code).toBe(1);
    expect(outcome.errors[0]).toMatch(/or that line is another organisation’s/);
  });

  test('bad input is told by its line, and nothing is looked at', async () => {
    const oak = await lived();
    const [line = ''] = /Record: .*/.exec((await channel(oak)).text) ?? [];
    expect(await verify(oak, { name: 'pasted.txt', text: `Hello\n${line.slice(0, -5)}\n` })).toEqual({
      code: 2,
      out: '',
      errors: [expect.stringMatching(/^pasted\.txt, line 2: its ending has 28 digits/)],
    });
    expect(await verify(oak, { name: 'pasted.txt', text: 'Hello' })).toMatchObject({
      code: 2,
      errors: [expect.stringMatching(/^pasted\.txt: no line of a digest is in it/)],
    });
    const given = givenFor(store, schools, NOW);
    const run = (args: Record<string, string>, files: { name: string; text: string }[]) =>
      runCommand(given, { command: 'ledger verify', args, files });
    expect(await run({}, [{ name: 'pasted.txt', text: line }])).toMatchObject({
      code: 2,
      errors: [expect.stringMatching(/^--digests: say whose they are.*--setting REF/)],
    });
    expect(await run({ setting: 'nowhere' }, [])).toMatchObject({ code: 2 });
    expect(await run({ setting: oak.setting.ref }, [])).toMatchObject({ code: 0 });
  });
});
