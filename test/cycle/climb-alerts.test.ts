/**
 * Each alert has a turn of its own: one that cannot be drawn holds up no concern, and no other alert.
 */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { chaseOverdue } from '../../src/cycle/chase-overdue.ts';
import { deliverMessages } from '../../src/cycle/deliver-messages.ts';
import { stopWords } from '../../src/cycle/stop-words.ts';
import type { Store } from '../../src/store/database.ts';
import { alert } from '../../src/store/schema/index.ts';
import { fakeChat } from '../support/fake-chat.ts';
import { historyOf } from '../support/history.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

const NOON = '2026-11-12T12:00:00Z';
const LATER = '2026-11-12T12:11:00Z';
let store: Store;
let school: School;
let block = 600;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  block += 1;
  school = await makeSchool(store, { block });
});

const alerts = () => store.within(school.org, (tx) => tx.select().from(alert));
async function opens(subject: string, kind: 'overdue_duty' | 'concern' = 'overdue_duty'): Promise<void> {
  const { ids } = school.at(NOON);
  await store.within(school.org, (tx) =>
    tx.insert(alert).values({
      orgId: school.org,
      settingId: school.setting.id,
      alertId: ids.id(),
      kind,
      subject,
      token: ids.token(),
      level: 1,
      openedAt: new Date('2026-11-11T16:00:00Z'),
      climbsAt: new Date('2026-11-12T08:00:00Z'),
    }),
  );
}
const writes = (at: string) =>
  stopWords(
    school.at(at),
    [{ person: school.person('T01'), setting: school.setting, today: '2026-11-12' }],
    'A boy told me that his dad hits him',
  );

test('a concern goes on, and others climb and close, while one alert cannot be gone on with at all', async () => {
  const past = historyOf(store, school, 900 + block);
  const late = { on: '2026-11-09', state: 'overdue', dueOn: '2026-11-11' } as const;
  const climbing = await past.add({ ...late, question: 'SIT-D1', person: 'S01' });
  const settled = await past.add({ question: 'CON-D1', person: 'T02', on: '2026-11-09', verdict: 'good' });
  for (const { promptId } of [climbing, settled]) await opens(promptId);
  // Nobody's, which no step of ours would make; the longest due of all.
  await opens('child:nobody', 'concern');
  await writes(NOON);
  await expect(chaseOverdue(school.at(LATER))).rejects.toThrow('names nobody');
  const after = await alerts();
  const of = (subject: string) => after.find((one) => one.subject === subject);
  expect(after.find(({ personId }) => personId !== null)?.level).toBe(2);
  expect(of(climbing.promptId)?.level).toBe(2);
  expect(of(settled.promptId)?.state).toBe('closed');
  expect(school.log.lines.filter(({ event }) => event === 'alert_passed_over')).toHaveLength(1);
});

test('one whose question has been removed is closed without being drawn again', async () => {
  await opens('00000000-0000-4000-8000-00000000dead');
  const chats = new Map([['local', fakeChat()]] as const);
  await expect(deliverMessages(school.at(LATER), chats)).resolves.toBeDefined();
  expect((await alerts()).map(({ state }) => state)).toEqual(['closed']);
});
