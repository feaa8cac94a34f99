/**
 * Queues one message that bears no question, as some step would have: to a school's channel, or to one of its people.
 */
import type { Message, MessageKind } from '../../src/domain/message.ts';
import type { Store } from '../../src/store/database.ts';
import { queueMessages } from '../../src/store/messages.ts';
import { wakeBy } from '../../src/store/wakes.ts';
import type { School } from './school.ts';

export type Queued = {
  at: string | Date;
  kind: MessageKind;
  /** 'channel', or a person's reference such as D01. */
  to: string;
  dedupeKey: string;
  /** Of that kind; a line that says its key where nothing is given. */
  body?: Partial<Omit<Message, 'kind'>>;
};

/** Gives the message's id. */
export async function queueMessage(store: Store, school: School, queued: Queued): Promise<string> {
  const { org, installationId, channelId, setting } = school;
  const { ids, now } = school.at(queued.at);
  const { kind, dedupeKey, to, body } = queued;
  const messageId = ids.id();
  const made = {
    messageId,
    settingId: setting.id,
    to: to === 'channel' ? { installationId, channelId } : { personId: school.person(to).id },
    dedupeKey,
    body: { kind, summary: dedupeKey, blocks: [{ type: 'text' as const, text: dedupeKey }], ...body },
    notBefore: now,
    notAfter: null,
    promptIds: [],
  };
  await store.within(org, async (tx) => {
    await queueMessages(tx, org, [made], now);
    await wakeBy(tx, org, 'deliver-messages', now);
  });
  return messageId;
}
