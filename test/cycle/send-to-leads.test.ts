/**
 * A digest the safeguarding channel surely refused: once to each lead who can be reached, in the hours a lead is told
 * things, saying no more than it would have in the channel.
 */
import { eq, inArray } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import type { SendOutcome } from '../../src/chat/chat.ts';
import { deliverMessages } from '../../src/cycle/deliver-messages.ts';
import { knowSchool } from '../../src/cycle/know-school.ts';
import { sendToLeads } from '../../src/cycle/send-to-leads.ts';
import type { Message } from '../../src/domain/message.ts';
import { address, membership } from '../../src/store/schema/index.ts';
import { readMessages } from '../support/ask.ts';
import { chat, freshSchool, school, store } from '../support/fresh-school.ts';
import { queueMessage } from '../support/queue-message.ts';

const MONDAY = '2026-11-09T08:05:00Z';
const SATURDAY = '2026-11-14T10:00:00Z';
const BODY: Message = {
  kind: 'digest',
  summary: 'The week',
  blocks: [{ type: 'text', text: 'Said of nobody' }],
};

freshSchool();

const deliver = (at: string) => deliverMessages(school.at(at), new Map([['local' as const, chat]]));
async function refused(why: Extract<SendOutcome, { kind: 'refused' }>['why'], body = BODY, at = MONDAY) {
  await queueMessage(store, school, {
    at,
    kind: body.kind,
    to: 'channel',
    dedupeKey: 'of-the-channel',
    body,
  });
  chat.script({ kind: 'refused', why });
  await deliver(at);
}
const copies = async () =>
  (await readMessages(store, school)).filter(({ dedupeKey }) => dedupeKey.includes(':to:'));
const refs = async () => {
  const byId = new Map(school.people.map(({ id, staffRef }) => [id, staffRef]));
  return (await copies()).map(({ personId }) => byId.get(personId ?? '')).sort();
};
const idsOf = (...all: string[]) => all.map((ref) => school.person(ref).id);
const lose = (...all: string[]) =>
  store.within(school.org, (tx) =>
    tx
      .update(address)
      .set({ state: 'unreachable' })
      .where(inArray(address.personId, idsOf(...all))),
  );

describe('a digest refused by the channel', () => {
  test.each(['channel_gone', 'not_in_channel'] as const)(
    'because of %s goes to the DSL and the deputy, the very same, once',
    async (why) => {
      await refused(why);
      expect(await refs()).toEqual(['D01', 'D02']);
      for (const { body } of await copies()) expect(body).toEqual(BODY);
      await deliver(MONDAY);
      await deliver(MONDAY);
      for (const ref of ['D01', 'D02'])
        expect(chat.to(`U-${ref}`).filter(({ message }) => message.summary === 'The week')).toHaveLength(1);
      expect(chat.to('U-H01').filter(({ message }) => message.kind === 'digest')).toEqual([]);
    },
  );

  test('goes to the one lead who can be reached, and to the headteacher only where none can', async () => {
    await lose('D01');
    await refused('channel_gone');
    expect(await refs()).toEqual(['D02']);
  });

  test('goes to the headteacher where no lead can be reached', async () => {
    await lose('D01', 'D02');
    await refused('channel_gone');
    expect(await refs()).toEqual(['H01']);
  });

  test('does not go to a lead who has left', async () => {
    await store.within(school.org, (tx) =>
      tx
        .update(membership)
        .set({ leavesOn: '2026-11-06' })
        .where(eq(membership.personId, school.person('D01').id)),
    );
    await refused('channel_gone');
    expect(await refs()).toEqual(['D02']);
  });

  test('on a Saturday waits for the next school day’s morning', async () => {
    await refused('channel_gone', BODY, SATURDAY);
    for (const { notBefore } of await copies()) expect(notBefore).toEqual(new Date('2026-11-16T07:30:00Z'));
    await deliver(SATURDAY);
    expect(chat.copies).toEqual([]);
    await deliver('2026-11-16T07:30:00Z');
    expect(chat.to('U-D01').map(({ message }) => message.summary)).toContain('The week');
  });
});

test.each(['too_long', 'invalid'] as const)('one that is %s goes to nobody else', async (why) => {
  await refused(why);
  expect(await copies()).toEqual([]);
});

test('an alert does not: it has a road of its own', async () => {
  await refused('channel_gone', { ...BODY, kind: 'alert' });
  expect(await copies()).toEqual([]);
});

test('asked for twice it is queued once', async () => {
  await refused('channel_gone');
  const [of] = (await readMessages(store, school)).filter(({ dedupeKey }) => dedupeKey === 'of-the-channel');
  if (!of) throw new Error('The channel’s own message is not there');
  const context = school.at(MONDAY);
  const again = await store.within(school.org, async (tx) =>
    sendToLeads(context, tx, await knowSchool(tx, school.setting.id, context.now), {
      ...of,
      userId: null,
      elsewhere: false,
      alertState: null,
      alertClock: null,
      claim: 'a',
      attemptedAt: new Date(MONDAY),
      uncertain: false,
      crashed: false,
      prompts: [],
    }),
  );
  expect(again).toBe(0);
  expect(await copies()).toHaveLength(2);
});
