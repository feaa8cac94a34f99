/**
 * Which lead is told that a stranger wrote, where a trust's schools are in different workspaces: the leads of whoever's
 * workspace it was, and of all only where nothing tells whose it is.
 */
import { createHmac } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Sender } from '../../src/chat/chat.ts';
import { acknowledgeAlert } from '../../src/cycle/acknowledge-alert.ts';
import { applyRetention } from '../../src/cycle/apply-retention.ts';
import { chaseOverdue } from '../../src/cycle/chase-overdue.ts';
import { mentionStranger } from '../../src/cycle/mention-stranger.ts';
import type { Person, Setting } from '../../src/domain/setting.ts';
import type { Store } from '../../src/store/database.ts';
import { saveInstallation } from '../../src/store/installations.ts';
import { saveAddress, savePerson } from '../../src/store/people.ts';
import { address, alert, inboundEvent, ledger, message } from '../../src/store/schema/index.ts';
import { insertSetting } from '../../src/store/settings.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

const MONDAY = '2026-11-09T10:05:00Z';
const TENANT = '00000000-0000-4000-9000-0000000000ee';

let store: Store;
/** In Slack, with the trust's first lead. */
let oak: School;
/** In Teams, with a lead of its own. */
let elm: { setting: Setting; lead: Person; installationId: string };
let block = 0;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  block += 1;
  oak = await makeSchool(store, { block, platform: 'slack' });
  const { ids, now } = oak.at(MONDAY);
  const setting = { ...oak.setting, id: ids.id(), ref: `elm-${block}`, name: 'Elm Primary', channel: null };
  const lead = { ...oak.person('D01'), id: ids.id(), name: 'Mia Stone', email: 'd01@elm.example' };
  const installationId = ids.id();
  await store.within(oak.org, async (tx) => {
    await saveInstallation(tx, oak.org, {
      installationId,
      platform: 'teams',
      externalId: tenantId(),
      botUserId: null,
    });
    await insertSetting(tx, oak.org, setting);
    await savePerson(tx, oak.org, setting.id, lead, now);
    await saveAddress(tx, oak.org, { personId: lead.id, installationId, userId: 'U-ELM-D01' });
  });
  elm = { setting, lead, installationId };
});

/** The names of those told. */
async function toldIn(from: Sender, installationId: string) {
  await mentionStranger(oak.at(MONDAY), { from, installationId, did: 'wrote', text: 'hello' });
  const rows = await store.within(oak.org, (tx) => tx.select().from(message));
  const names = new Map([...oak.people, elm.lead].map(({ id, name }) => [id, name]));
  return rows.map(({ personId }) => names.get(personId ?? '')).sort();
}
const tenantId = () => `${block}${TENANT.slice(String(block).length)}`;
const inTeams = (userId = 'U-PUPIL') =>
  toldIn({ platform: 'teams', externalId: tenantId(), userId }, elm.installationId);
const inSlack = () =>
  toldIn({ platform: 'slack', externalId: oak.externalId, userId: 'U-PUPIL' }, oak.installationId);

test('a pupil in Teams is told of to the Teams school’s lead alone, though it has no channel there', async () => {
  expect(await inTeams()).toEqual(['Mia Stone']);
  const [row] = await store.within(oak.org, (tx) => tx.select().from(message));
  expect(row?.body.summary).toContain('Elm Primary');
});

test('a pupil in Slack is told of to the Slack school’s lead alone', async () => {
  expect(await inSlack()).toEqual(['Ines Duarte']);
});

test('in a workspace where nobody is reached yet and no channel is, both are told', async () => {
  const { ids } = oak.at(MONDAY);
  const installationId = ids.id();
  const externalId = `T-NEW-${block}`;
  await store.within(oak.org, (tx) =>
    saveInstallation(tx, oak.org, { installationId, platform: 'slack', externalId, botUserId: null }),
  );
  expect(await toldIn({ platform: 'slack', externalId, userId: 'U-PUPIL' }, installationId)).toEqual([
    'Ines Duarte',
    'Mia Stone',
  ]);
});

test('somebody on a list who may not be answered is told of to their own school’s lead', async () => {
  await store.within(oak.org, (tx) =>
    tx
      .update(address)
      .set({ installationId: elm.installationId })
      .where(eq(address.personId, oak.person('T01').id)),
  );
  expect(await inTeams('U-T01')).toEqual(['Ines Duarte']);
});

describe('one mention a day for each', () => {
  const WORRY = 'my dad hits me';
  const ADULT = 'Mr Smith grabbed a boy by the arm and swore at him';
  const alerts = () => store.within(oak.org, (tx) => tx.select().from(alert));
  const writes = (userId: string, text: string, at = MONDAY) =>
    mentionStranger(oak.at(at), {
      ...{ from: { platform: 'slack', externalId: oak.externalId, userId } as const, did: 'wrote', text },
      installationId: oak.installationId,
    });
  const presses = (userId: string, at = MONDAY) =>
    mentionStranger(oak.at(at), {
      ...{ from: { platform: 'slack', externalId: oak.externalId, userId } as const, did: 'pressed' },
      installationId: oak.installationId,
    });
  const said = async () => {
    const rows = await store.within(oak.org, (tx) => tx.select().from(message));
    return rows.map(({ body, dedupeKey }) => ({ text: body.summary, dedupeKey }));
  };

  test('forty strangers are forty mentions, and none of them twice', async () => {
    const pupils = Array.from({ length: 40 }, (_, at) => `U-PUPIL-${at}`);
    for (const text of ['hello', 'is anybody there']) for (const pupil of pupils) await writes(pupil, text);
    await presses('U-PUPIL-7');
    expect(await said()).toHaveLength(40);
  });

  test('what may be about an adult is told of where nothing before was, in lead hours, and nobody is alerted', async () => {
    for (const text of ['hello', ADULT, ADULT, 'hello again']) await writes('U-PUPIL', text);
    expect((await said()).map(({ text }) => text.includes('may have been a worry'))).toEqual([false, true]);
    expect(await alerts()).toEqual([]);
  });

  test('what may be about a child goes at once, at night too, and on to the next until somebody has it', async () => {
    const night = '2026-11-14T23:30:00Z';
    for (const text of [WORRY, 'hello', WORRY]) await writes('U-PUPIL', text, night);
    await presses('U-PUPIL', night);
    const [first, ...more] = await store.within(oak.org, (tx) => tx.select().from(message));
    expect(more).toEqual([]);
    expect(first).toMatchObject({
      personId: oak.person('D01').id,
      kind: 'guard',
      notBefore: new Date(night),
    });
    expect(JSON.stringify(first?.body)).toContain('Somebody who is not on the staff list');
    expect(JSON.stringify(first?.body)).not.toMatch(/dad|U-PUPIL/);
    await chaseOverdue(oak.at('2026-11-14T23:41:00Z'));
    const told = await store.within(oak.org, (tx) => tx.select().from(message));
    expect(told.map(({ personId }) => personId)).toEqual([oak.person('D01').id, oak.person('D02').id]);
    expect(await alerts()).toMatchObject([{ kind: 'concern', level: 2, personId: null, state: 'open' }]);
    const token = (await alerts())[0]?.token ?? '';
    const taken = await acknowledgeAlert(oak.at('2026-11-14T23:45:00Z'), {
      from: { platform: 'slack', externalId: oak.externalId, userId: 'U-D02' },
      eventKey: 'press',
      verb: 'have_it',
      token,
    });
    expect(JSON.stringify(taken)).toContain('You have had it since');
    expect(await alerts()).toMatchObject([{ state: 'acknowledged', climbsAt: null }]);
    await chaseOverdue(oak.at('2026-11-15T00:45:00Z'));
    expect((await said()).length).toBe(2);
  });

  test('what comes after somebody took it on is told of anew, once until that is taken too, and the ledger says to whom', async () => {
    const take = async (at: string) => {
      const open = (await alerts()).find(({ state }) => state === 'open');
      await acknowledgeAlert(oak.at(at), {
        from: { platform: 'slack', externalId: oak.externalId, userId: 'U-D01' },
        eventKey: `press ${at}`,
        verb: 'have_it',
        token: open?.token ?? '',
      });
    };
    await writes('U-PUPIL', WORRY, '2026-11-09T10:05:00Z');
    await take('2026-11-09T10:10:00Z');
    // The same breath: whoever has it is on their way.
    await writes('U-PUPIL', WORRY, '2026-11-09T10:12:00Z');
    expect(await alerts()).toHaveLength(1);
    for (let minute = 10; minute < 60; minute += 1)
      await writes('U-PUPIL', WORRY, `2026-11-09T15:${minute}:00Z`);
    await writes('U-PUPIL', 'hello', '2026-11-09T16:00:00Z');
    const states = async () => (await alerts()).map(({ state }) => state).sort();
    expect(await states()).toEqual(['acknowledged', 'open']);
    await chaseOverdue(oak.at('2026-11-09T16:01:00Z'));
    const told = await store.within(oak.org, (tx) => tx.select().from(message));
    const [dsl, deputy] = [oak.person('D01').id, oak.person('D02').id];
    expect(told.map(({ personId }) => personId)).toEqual([dsl, dsl, deputy]);
    await take('2026-11-09T16:05:00Z');
    await writes('U-PUPIL', WORRY, '2026-11-09T16:20:00Z');
    expect(await states()).toEqual(['acknowledged', 'acknowledged', 'open']);
    const rows = await store.within(oak.org, (tx) => tx.select().from(ledger));
    const opened = rows.filter(({ kind }) => kind === 'alert_opened');
    expect(opened.map(({ facts }) => facts)).toEqual(Array(3).fill({ about: 'concern', told: dsl }));
    expect(opened.map(({ subject }) => subject).sort()).toEqual(
      (await alerts()).map(({ alertId }) => alertId).sort(),
    );
  });

  test('the mark says nothing without the day’s salt, which is another each day and goes with the events', async () => {
    const salts = async () => {
      const rows = await store.within(oak.org, (tx) => tx.select().from(inboundEvent));
      return rows.flatMap(({ eventKey }) => /^salt:\S{10}:(\S{16,})$/.exec(eventKey)?.[1] ?? []);
    };
    await writes('U-PUPIL', 'hello');
    await writes('U-PUPIL-2', 'hello');
    await writes('U-PUPIL', 'hello', '2026-11-10T10:05:00Z');
    expect(new Set(await salts()).size).toBe(2);
    const marks = (await said()).map(({ dedupeKey }) => dedupeKey.split(':')[3] ?? '');
    expect(new Set(marks).size).toBe(3);
    for (const mark of marks) expect(mark).toMatch(/^[0-9a-f]{32}$/);
    const unsalted = ['', oak.org, oak.externalId, oak.installationId].map((key) =>
      createHmac('sha256', key)
        .update(JSON.stringify([oak.externalId, 'U-PUPIL']))
        .digest('hex')
        .slice(0, 32),
    );
    for (const guess of unsalted) expect(marks).not.toContain(guess);
    for (let night = 0; night < 12; night += 1)
      await applyRetention(oak.at(`2026-11-${11 + night}T03:00:00Z`));
    expect(await salts()).toEqual([]);
  });
});
