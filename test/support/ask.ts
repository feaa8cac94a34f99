/**
 * Puts a question to somebody without planning: the prompt row and its message, as planning would leave them.
 */
import { and, eq } from 'drizzle-orm';
import { addDays, instantAt, isoWeek, localDate } from '../../src/domain/local-time.ts';
import type { PromptState } from '../../src/domain/prompt.ts';
import { viewOf } from '../../src/domain/prompt-view.ts';
import { schoolDayAfter } from '../../src/domain/school-day.ts';
import { promptMessage } from '../../src/messages/prompt.ts';
import type { Store } from '../../src/store/database.ts';
import { queueMessages } from '../../src/store/messages.ts';
import { alert, message, messagePrompt, prompt } from '../../src/store/schema/index.ts';
import { wakeBy } from '../../src/store/wakes.ts';
import type { School } from './school.ts';

export type Asking = {
  who: string;
  questions: string[];
  at: string;
  /** HH:MM, the end of the ask window. */
  until?: string;
};

/** Gives the prompts' ids, in the order of the questions. */
export async function ask(store: Store, school: School, asking: Asking): Promise<string[]> {
  const { setting } = school;
  const context = school.at(asking.at);
  const person = school.person(asking.who);
  const askAt = new Date(asking.at);
  const on = localDate(askAt, setting.zone);
  const fifth = schoolDayAfter(setting.calendar, on, 5) ?? addDays(on, 7);
  const asked = asking.questions.map((id) => {
    const question = school.questions.find((each) => each.id === id);
    if (!question) throw new Error(`The test school does not ask ${id}`);
    return { question, promptId: context.ids.id(), token: context.ids.token() };
  });
  await store.within(school.org, async (tx) => {
    await tx.insert(prompt).values(
      asked.map(({ question, promptId, token }) => ({
        orgId: school.org,
        promptId,
        settingId: setting.id,
        personId: person.id,
        questionId: question.id,
        questionVersion: question.version,
        kind: question.kind,
        standard: question.standard,
        indicator: question.indicator,
        occurrence: on,
        token,
        seconds: question.seconds,
        localDate: on,
        localWeek: isoWeek(on),
        askAt,
        closesAt: new Date(instantAt(addDays(fifth, 1), '00:00', setting.zone).getTime() - 1000),
      })),
    );
    const views = asked.map(({ question, token }) =>
      viewOf(question, { token, choiceOrder: null }, setting, false, { is: 'open' }),
    );
    const frame = { settingName: setting.name, today: on, leadOnDuty: null, again: false };
    const queued = {
      messageId: context.ids.id(),
      settingId: setting.id,
      to: { personId: person.id },
      dedupeKey: `prompt:${asked[0]?.promptId}`,
      body: promptMessage(frame, views),
      notBefore: askAt,
      notAfter: instantAt(on, asking.until ?? person.dayEnd, setting.zone),
      promptIds: asked.map(({ promptId }) => promptId),
    };
    await queueMessages(tx, school.org, [queued], askAt);
    await wakeBy(tx, school.org, 'deliver-messages', askAt);
  });
  return asked.map(({ promptId }) => promptId);
}

export async function readPrompt(store: Store, school: School, promptId: string) {
  const [row] = await store.within(school.org, (tx) =>
    tx.select().from(prompt).where(eq(prompt.promptId, promptId)),
  );
  if (!row) throw new Error('No such prompt');
  return row;
}

export const readMessages = (store: Store, school: School) =>
  store.within(school.org, (tx) => tx.select().from(message).orderBy(message.createdAt, message.messageId));

export const readAlerts = (store: Store, school: School) =>
  store.within(school.org, (tx) => tx.select().from(alert).orderBy(alert.openedAt, alert.alertId));

/** Sets a prompt's state as some other step would have. */
export async function setPrompt(
  store: Store,
  school: School,
  promptId: string,
  changes: { state?: PromptState; answeredAt?: Date; snoozedUntil?: Date; closesAt?: Date },
): Promise<void> {
  await store.within(school.org, async (tx) => {
    await tx.update(prompt).set(changes).where(eq(prompt.promptId, promptId));
  });
}

/** How a message that bears a prompt stands: its states, prompt and nudges alike, in order. */
export async function messagesBearing(store: Store, school: School, promptId: string) {
  return store.within(school.org, (tx) =>
    tx
      .select({
        kind: message.kind,
        state: message.state,
        notBefore: message.notBefore,
        fault: message.fault,
      })
      .from(messagePrompt)
      .innerJoin(
        message,
        and(eq(message.orgId, messagePrompt.orgId), eq(message.messageId, messagePrompt.messageId)),
      )
      .where(eq(messagePrompt.promptId, promptId))
      .orderBy(message.createdAt, message.messageId),
  );
}
