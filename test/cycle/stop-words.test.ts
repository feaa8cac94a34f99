/**
 * Whose lead is told where the writer works in two settings: those of the setting they are in that day.
 */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { answerCommand } from '../../src/cycle/answer-command.ts';
import { messageText } from '../../src/domain/message.ts';
import type { Person, Setting } from '../../src/domain/setting.ts';
import type { Store } from '../../src/store/database.ts';
import { saveAddress, savePerson } from '../../src/store/people.ts';
import { alert, message } from '../../src/store/schema/index.ts';
import { insertSetting } from '../../src/store/settings.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

/** A Thursday. */
const NOON = '2026-11-12T12:00:00Z';
const SATURDAY = '2026-11-14T12:00:00Z';
const CHILD = 'A boy told me that his dad hits him';
let store: Store;
let school: School;
let elm: Setting;
let elmsLead: Person;
let block = 700;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  block += 1;
  school = await makeSchool(store, { block });
  const { ids } = school.at(NOON);
  elm = { ...school.setting, id: ids.id(), ref: `elm-${block}`, name: 'Elm Primary', channel: null };
  elmsLead = { ...school.person('D01'), id: ids.id(), name: 'Elma Lead', email: null, staffRef: 'E01' };
  await store.within(school.org, async (tx) => {
    await insertSetting(tx, school.org, elm);
    const at = new Date('2026-09-01T06:00:00Z');
    await savePerson(tx, school.org, elm.id, elmsLead, at);
    await saveAddress(tx, school.org, {
      personId: elmsLead.id,
      installationId: school.installationId,
      userId: 'U-E01',
    });
    await savePerson(tx, school.org, elm.id, { ...school.person('T01'), staffRef: 'E02' }, at);
  });
});

const writes = async (days: { oak: number[]; elm: number[] }, text = CHILD, at = NOON) => {
  const person = school.person('T01');
  const who = [
    { settingId: elm.id, person: { ...person, workingDays: days.elm } },
    { settingId: school.setting.id, person: { ...person, workingDays: days.oak } },
  ];
  return messageText(await answerCommand(school.at(at), who, text)).join('\n');
};
const told = () =>
  store.within(school.org, async (tx) => ({
    settings: (await tx.select().from(alert)).map(({ settingId }) => (settingId === elm.id ? 'elm' : 'oak')),
    people: (await tx.select().from(message)).map(({ personId }) => personId),
  }));

test('works today in one: its lead is told, and the answer sends the writer there', async () => {
  const answer = await writes({ elm: [1, 2], oak: [3, 4, 5] });
  expect(answer).toContain('Ines Duarte');
  expect(answer).not.toContain('Elma Lead');
  expect(await told()).toEqual({ settings: ['oak'], people: [school.person('D01').id] });
});

test('works today in both: each lead is told, and the writer of both', async () => {
  const answer = await writes({ elm: [4], oak: [4] });
  expect(answer).toContain('Elma Lead is being told, in private');
  expect(answer).toMatch(/You work at .* too, so Ines Duarte there is being told the same/);
  const { settings, people } = await told();
  expect(settings.toSorted()).toEqual(['elm', 'oak']);
  expect(people.toSorted()).toEqual([elmsLead.id, school.person('D01').id].toSorted());
});

test('works in neither that day: both leads are told, since either school may be meant', async () => {
  await writes({ elm: [1], oak: [2] }, CHILD, SATURDAY);
  expect((await told()).settings.toSorted()).toEqual(['elm', 'oak']);
});

test('“Ask the DSL to speak to me” goes to the lead of the setting they are in', async () => {
  expect(await writes({ elm: [1, 2], oak: [3, 4, 5] }, 'tell-dsl')).toContain('Ines Duarte is being asked');
  expect((await told()).settings).toEqual(['oak']);
});
