/**
 * A colleague mentioned with @ comes from chat as an account's id: an allegation about them is one all the same, and
 * nobody is told of it unless the writer asks.
 */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { parseSlash } from '../../src/chat/slack/parse.ts';
import { parseEvent, parseWords } from '../../src/chat/slack/parse-event.ts';
import type { World } from '../../src/cycle/context.ts';
import { takeCommand } from '../../src/cycle/take-command.ts';
import { type Message, messageText } from '../../src/domain/message.ts';
import type { Store } from '../../src/store/database.ts';
import { alert, message } from '../../src/store/schema/index.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

let store: Store;
let oak: School;
let world: World;
let block = 0;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  block += 1;
  oak = await makeSchool(store, { block, platform: 'slack' });
  world = { store, contextFor: async () => oak.at('2026-11-12T12:00:00Z') };
});

/** In the school's own workspace, whose accounts' ids have no dash. */
const asSlackWrites = (text: string) => text.replace(/@(\w+)/g, (_all, ref) => `<@UX${ref}>`);
const write = async (text: string, userId: string, more: object = {}): Promise<Message> => {
  const event = {
    type: 'message',
    channel_type: 'im',
    channel: 'D1',
    user: userId,
    text: asSlackWrites(text),
  };
  const read = parseEvent({ event_id: `E${block}${text.length}`, team_id: oak.externalId, event });
  const words = read && parseWords({ ...read, event: { ...read.event, ...more } });
  if (!words) throw new Error('Slack would not send this');
  const { command } = words;
  // The test school's accounts are called U-T01.
  const mentioned = command.mentioned?.map(({ said, userId: id }) => ({
    said,
    userId: id.replace('UX', 'U-'),
  }));
  return takeCommand(world, { ...command, ...(mentioned ? { mentioned } : {}) });
};
const alerts = () => store.within(oak.org, (tx) => tx.select().from(alert));
const textOf = (answer: Message) => messageText(answer).join('\n');

test.each([
  '@D01 grabbed a boy by the arm and shouted at him',
  '@D01 has been messaging a year 9 girl on insta',
  '@D01 pushed Jake into the wall',
])('%s: the routes are shown, and nobody is told', async (text) => {
  const answer = await write(text, 'U-T01');
  expect(textOf(answer)).toContain('This may be about an adult, so Vigil has told nobody');
  expect(await alerts()).toEqual([]);
  expect(await store.within(oak.org, (tx) => tx.select().from(message))).toEqual([]);
  expect(textOf(answer)).not.toContain(oak.person('T01').name);
});

test('one with a file, and one a stranger writes, are about an adult too', async () => {
  const text = '@D01 grabbed a boy by the arm and shouted at him';
  expect(textOf(await write(text, 'U-T01', { subtype: 'file_share' }))).toContain('about an adult');
  await write(text, 'U-PUPIL');
  expect(await alerts()).toEqual([]);
});

test('an account that is nobody’s on the list is left as it is: it may be a pupil’s', async () => {
  const answer = await write('@X99 told me her dad hits her', 'U-T01');
  expect(textOf(answer)).toContain('is being told, in private');
  expect(await alerts()).toMatchObject([{ kind: 'concern', personId: oak.person('T01').id }]);
});

test('of a command’s words too, and each account is told once, however often it stands there', () => {
  const slash = parseSlash({
    team_id: 'T1',
    user_id: 'U1',
    trigger_id: 't',
    text: 'see <@U0AB|ines> and <@W0CD>, <@U0AB|ines>',
  });
  expect(slash?.command.mentioned).toEqual([
    { said: '<@U0AB|ines>', userId: 'U0AB' },
    { said: '<@W0CD>', userId: 'W0CD' },
  ]);
  expect(
    parseSlash({ team_id: 'T1', user_id: 'U1', trigger_id: 't', text: 'status' })?.command,
  ).not.toHaveProperty('mentioned');
});
