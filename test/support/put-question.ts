/**
 * Puts questions to people of a test school as planning and delivery would have left them: prompts with the message
 * that bears them, sent, and pressed as the platform would report it.
 */
import { eq } from 'drizzle-orm';
import type { IncomingPress } from '../../src/chat/chat.ts';
import type { Answer } from '../../src/domain/answer.ts';
import { instantAt, isoWeek, type LocalDate, localDate } from '../../src/domain/local-time.ts';
import type { Verb } from '../../src/domain/message.ts';
import type { PromptState } from '../../src/domain/prompt.ts';
import { viewOf } from '../../src/domain/prompt-view.ts';
import { promptMessage } from '../../src/messages/prompt.ts';
import type { Store } from '../../src/store/database.ts';
import { queueMessages } from '../../src/store/messages.ts';
import { message, prompt } from '../../src/store/schema/index.ts';
import type { School } from './school.ts';

export type Put = {
  promptIds: string[];
  tokens: string[];
  messageId: string;
  platformId: string;
};

export type PutOptions = {
  on?: LocalDate;
  state?: PromptState;
  dueOn?: LocalDate;
  closesAt?: Date;
  /** False: still being sent, so neither prompt nor message is marked. */
  marked?: boolean;
  choiceOrder?: string[];
  /** The period it is asked for; unless given, one of its own. */
  occurrence?: string;
  /** What the platform calls the message; unless given, one of its own. */
  platformId?: string;
};

export const ASKED_ON: LocalDate = '2026-11-10';

/** One message to one person bearing these questions, all asked at 08:05 on the day. */
export async function put(
  store: Store,
  school: School,
  ref: string,
  questions: string[],
  options: PutOptions = {},
): Promise<Put> {
  const { on = ASKED_ON, marked = true, choiceOrder = null } = options;
  const { zone } = school.setting;
  const at = instantAt(on, '08:05', zone);
  const { ids } = school.at(at);
  const person = school.person(ref);
  const chosen = questions.map((id) => {
    const question = school.questions.find((each) => each.id === id);
    if (!question) throw new Error(`The test school has no question ${id}`);
    return { question, promptId: ids.id(), token: ids.token(), choiceOrder };
  });
  const messageId = ids.id();
  const platformId = options.platformId ?? `sent-${messageId}`;
  await store.within(school.org, async (tx) => {
    for (const { question, promptId, token } of chosen)
      await tx.insert(prompt).values({
        orgId: school.org,
        promptId,
        settingId: school.setting.id,
        personId: person.id,
        questionId: question.id,
        questionVersion: question.version,
        kind: question.kind,
        standard: question.standard,
        indicator: question.indicator,
        occurrence: options.occurrence ?? `${on}, ${promptId}`,
        token,
        choiceOrder,
        seconds: question.seconds,
        state: marked ? (options.state ?? 'asked') : 'planned',
        localDate: on,
        localWeek: isoWeek(on),
        askAt: at,
        askedAt: marked ? at : null,
        dueOn: options.dueOn ?? null,
        chaseAt: marked ? instantAt(on, '16:00', zone) : null,
        closesAt: options.closesAt ?? instantAt('2026-11-17', '23:59:59', zone),
      });
    const views = chosen.map((each) => viewOf(each.question, each, school.setting, false, { is: 'open' }));
    const frame = {
      settingName: school.setting.name,
      today: localDate(at, zone),
      leadOnDuty: null,
      again: false,
    };
    await queueMessages(
      tx,
      school.org,
      [
        {
          messageId,
          settingId: school.setting.id,
          to: { personId: person.id },
          dedupeKey: messageId,
          body: promptMessage(frame, views),
          notBefore: at,
          notAfter: null,
          promptIds: chosen.map((each) => each.promptId),
        },
      ],
      at,
    );
    await tx
      .update(message)
      .set(marked ? { state: 'sent', platformId, sentAt: at, drawnRevision: 1 } : { state: 'sending' })
      .where(eq(message.messageId, messageId));
  });
  return {
    promptIds: chosen.map((each) => each.promptId),
    tokens: chosen.map((each) => each.token),
    messageId,
    platformId,
  };
}

let events = 0;

/** A press as the platform reports it, with an event key of its own unless one is given. */
export function pressOn(
  school: School,
  ref: string,
  asked: Put,
  pressed: {
    verb: Verb;
    arg?: string;
    after?: number;
    answer?: Answer;
    note?: string;
    nth?: number;
    eventKey?: string;
  },
): IncomingPress {
  events += 1;
  const { nth = 0, eventKey = `event-${events}`, ...rest } = pressed;
  return {
    from: { platform: 'local', externalId: school.externalId, userId: `U-${ref}` },
    eventKey,
    token: asked.tokens[nth] ?? 'no such token',
    platformId: asked.platformId,
    ...rest,
  };
}
