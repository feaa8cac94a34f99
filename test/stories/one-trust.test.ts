/**
 * A trust with one school in Slack and one in Teams: the same Vigil asks in both, each is answered where it is, and
 * the trust's lead sees one status of the two, whichever platform they ask from. Nothing of one is in the other's.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  ELM_CHANNEL,
  OAK_CHANNEL,
  openTrust,
  slackIdOf,
  type Trust,
  teamsIdOf,
} from '../support/one-trust.ts';

let trust: Trust;
beforeAll(async () => {
  trust = await openTrust('2026-11-30T08:20:00Z');
}, 600_000);
afterAll(() => trust?.close());

const inSlack = (ref: string) => trust.slack.person(slackIdOf(ref));
const inTeams = (ref: string) => trust.teams.person(teamsIdOf(ref));
const lines = (text: string) => text.split('\n').map((line) => line.trim());

test('each school is asked on its own platform, in its own name, and answers there', async () => {
  const oak = inSlack('T01')
    .dm()
    .findLast(({ buttons }) => buttons.includes('Not me'));
  const elm = inTeams('T01')
    .dm()
    .findLast(({ buttons }) => buttons.includes('Not me'));
  expect(oak?.text).toContain('Oak Primary School');
  expect(elm?.text).toContain('Elm Primary School');
  await oak?.press(oak.buttons[0] ?? '');
  await elm?.press(elm.buttons[0] ?? '');
  await expect.poll(() => oak?.text, { timeout: 20_000 }).toContain('✓ Recorded');
  expect(elm?.text).toContain('✓ Recorded');
});

test('both are of one organisation, and the operator’s status has both', async () => {
  const { out, errors } = await trust.vigil.vigil('status', { json: true });
  expect(errors).toEqual([]);
  const { settings } = JSON.parse(out) as {
    settings: { ref: string; standards: { asked: number; answered: number }[] }[];
  };
  const answered = settings.map(({ ref, standards }) => [
    ref,
    standards.reduce((sum, row) => sum + row.answered, 0),
  ]);
  expect(answered.sort()).toEqual([
    ['elm', 1],
    ['oak', 1],
  ]);
});

test('the trust’s lead asks in Slack or in Teams, and is shown the same of both schools, and no name', async () => {
  await inSlack('X01').command('/vigil status all');
  await inTeams('X02').writes('status all');
  const slack = inSlack('X01').ephemerals.at(-1)?.text ?? '';
  const teams = inTeams('X02').dm().at(-1)?.text ?? '';
  for (const text of [slack, teams]) {
    expect(text).toContain('2 settings today.');
    expect(text).toContain('Oak Primary School');
    expect(text).toContain('Elm Primary School');
    expect(text).toMatch(/not yet assessed: \d+, of 12/);
    expect(text).not.toMatch(/Khan|Osei|Duarte|Stone/);
  }
  const [heading, summary] = lines(slack);
  expect(lines(teams).slice(0, 2)).toEqual([heading, summary]);
});

test('a school’s own lead sees their own school alone, and its staff only themselves', async () => {
  await inTeams('D01').writes('status all');
  const lead = inTeams('D01').dm().at(-1)?.text ?? '';
  expect(lead).toContain('Elm Primary School today');
  expect(lead).not.toContain('Oak');
  await inSlack('T01').command('/vigil status all');
  const teacher = inSlack('T01').ephemerals.at(-1)?.text ?? '';
  expect(teacher).toContain('You, at Oak Primary School');
  expect(teacher).not.toContain('Elm');
});

test('nothing of one school has gone to the other’s platform', () => {
  const statusAll = (said: string) => said.includes('All settings today');
  const toSlack = trust.slack.calls.map((call) => JSON.stringify(call)).filter((said) => !statusAll(said));
  const toTeams = trust.teams.calls.map((call) => JSON.stringify(call)).filter((said) => !statusAll(said));
  expect(toSlack.join('\n')).not.toContain('Elm');
  expect(toTeams.join('\n')).not.toContain('Oak');
  expect(toSlack.join('\n')).not.toContain(ELM_CHANNEL);
  expect(toTeams.join('\n')).not.toContain(OAK_CHANNEL);
  expect([trust.slack.refused, trust.teams.refused]).toEqual([[], []]);
});
