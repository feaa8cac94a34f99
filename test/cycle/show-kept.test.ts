/**
 * "export me": the writer's own counts and periods and nobody else's, and whom to ask for a copy.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { takeCommand } from '../../src/cycle/take-command.ts';
import { messageText } from '../../src/domain/message.ts';
import type { Store } from '../../src/store/database.ts';
import { insertHold } from '../../src/store/holds.ts';
import { savePeriods } from '../../src/store/retention.ts';
import { ledger } from '../../src/store/schema/index.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';
import { liveWholeLife } from '../support/whole-life.ts';

const NOW = '2026-11-12T10:00:00Z';
let store: Store;
let school: School;

beforeAll(async () => {
  store = await openTestStore();
  school = await makeSchool(store, { block: 64 });
  await liveWholeLife(store, school, 'T01', 'D01');
});
afterAll(() => store.close());

const write = async (ref: string, text: string) => {
  const world = { store, contextFor: async () => school.at(NOW) };
  const from = { platform: 'local' as const, externalId: school.externalId, userId: `U-${ref}` };
  return messageText(await takeCommand(world, { from, eventKey: `${ref} ${text}`, text })).join('\n');
};

test('it counts the writer’s own, says how long each is kept, and leaves no trace', async () => {
  const before = await store.within(school.org, (tx) => tx.$count(ledger));
  const said = await write('T01', 'export me');
  expect(said).toContain(
    'Your answers, with your name: 2. Kept for 12 months from the end of the school year',
  );
  expect(said).toContain('in your own words, encrypted: 1. Kept for 12 months');
  expect(said).toContain('Questions put to you: 3');
  expect(said).toContain('Alerts you took on, or about you: 2');
  expect(said).toContain('ask Ines Duarte, or the headteacher');
  expect(await write('T02', 'export')).toContain('Your answers, with your name: 0');
  expect(await store.within(school.org, (tx) => tx.$count(ledger))).toBe(before);
});

test('the DSL is not sent to themselves for a copy', async () => {
  expect(await write('D01', 'export me')).toContain('ask Joe Lamb, or the headteacher');
});

test('it keeps to the setting’s own periods, and says that a hold stands', async () => {
  expect(await write('T01', 'export me')).not.toContain('legal hold');
  await store.within(school.org, async (tx) => {
    await savePeriods(tx, school.setting.id, { notes: 2 });
    await insertHold(tx, school.org, {
      holdId: school.at(NOW).ids.id(),
      settingId: school.setting.id,
      personId: null,
      reference: 'LG-secret',
      placedAt: new Date(NOW),
    });
  });
  const said = await write('T01', 'export me');
  expect(said).toContain('encrypted: 1. Kept for 2 months from the day it was written');
  expect(said).toContain('A legal hold stands just now');
  expect(said).not.toContain('LG-secret');
});

test('words after it that it does not know get the guard, and a stranger is sent to a teacher', async () => {
  expect(await write('T01', 'export tom')).toContain('This is not a report');
  expect(await write('T77', 'export me')).toContain('Tell a teacher now');
});
