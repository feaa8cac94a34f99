/**
 * Writes a day's plan down: prompt rows, the messages that bear them, and the deliverer's wake, together.
 * The rule: a message bears only prompts that are new, so what is already planned is never asked twice; and nobody
 * is sent to themselves with a worry.
 */
import type { PlannedAsk } from '../domain/day-plan.ts';
import { shuffled } from '../domain/ids.ts';
import { addDays, instantAt, isoWeek, type LocalDate, localDate } from '../domain/local-time.ts';
import { againKey } from '../domain/occurrence.ts';
import { type Current, type PlanRecord, periodKey } from '../domain/plan-record.ts';
import { type PromptFrame, viewOf } from '../domain/prompt-view.ts';
import { leadOnDuty } from '../domain/route.ts';
import { schoolDayAfter } from '../domain/school-day.ts';
import type { Person, Setting } from '../domain/setting.ts';
import { promptMessage } from '../messages/prompt.ts';
import type { Tx } from '../store/database.ts';
import { type NewMessage, queueMessages } from '../store/messages.ts';
import { insertPrompts, type NewPrompt } from '../store/plans.ts';
import { wakeBy } from '../store/wakes.ts';
import type { Context } from './context.ts';

/** Messages queued in one statement. */
const BATCH = 1_000;
/** School days a prompt stays open when its period ends sooner. */
const OPEN_DAYS = 5;

export type Plan = {
  setting: Setting;
  people: readonly Person[];
  asks: readonly PlannedAsk[];
  record: Pick<PlanRecord, 'lostTo'>;
  /** Ids of questions that were not checked and no lead has approved. */
  unapproved: ReadonlySet<string>;
};

type Borne = { prompt: NewPrompt & { choiceOrder: string[] | null }; current: Current };
type Drafted = { ask: PlannedAsk; borne: Borne[] };

/** Gives how many prompts were written. */
export async function writePlan(context: Context, tx: Tx, plan: Plan): Promise<number> {
  const { setting, people, asks, record, unapproved } = plan;
  if (asks.length === 0) return 0;
  const today = localDate(context.now, setting.zone);
  const drafted = draft(context, { setting, asks, record }, today);
  const written = await insertPrompts(
    tx,
    context.org,
    drafted.flatMap(({ borne }) => borne.map(({ prompt }) => prompt)),
  );
  const frameFor = framesFor(setting, people, today);
  const messages: NewMessage[] = [];
  for (const { ask, borne } of drafted) {
    const fresh = borne.filter(({ prompt }) => written.has(prompt.promptId));
    const [first] = fresh;
    if (!first) continue;
    const views = fresh.map(({ prompt, current: { question } }) =>
      viewOf(question, prompt, setting, unapproved.has(question.id), { is: 'open' }),
    );
    messages.push({
      messageId: context.ids.id(),
      settingId: setting.id,
      to: { personId: ask.person.id },
      dedupeKey: ask.isCard
        ? `card:${setting.id}:${ask.person.id}:${today}`
        : `prompt:${first.prompt.promptId}`,
      body: promptMessage(frameFor(ask.person), views),
      notBefore: ask.at,
      notAfter: ask.until,
      promptIds: fresh.map(({ prompt }) => prompt.promptId),
    });
  }
  for (let from = 0; from < messages.length; from += BATCH) {
    const batch = messages.slice(from, from + BATCH);
    const { queued } = await queueMessages(tx, context.org, batch, context.now);
    // Left so, a prompt would wait for ever: better nothing is planned and the step is tried again.
    if (queued.length < batch.length) throw new Error('A prompt was planned without its message');
  }
  const [earliest] = asks.map(({ at }) => at).sort((one, other) => one.getTime() - other.getTime());
  if (earliest) await wakeBy(tx, context.org, 'deliver-messages', earliest);
  return written.size;
}

function draft(
  context: Context,
  { setting, asks, record }: Pick<Plan, 'setting' | 'asks' | 'record'>,
  today: LocalDate,
): Drafted[] {
  const fifthDay = schoolDayAfter(setting.calendar, today, OPEN_DAYS) ?? today;
  return asks.map((ask) => ({
    ask,
    borne: ask.questions.map((current) => ({ current, prompt: promptFor(current, ask) })),
  }));

  function promptFor(current: Current, ask: PlannedAsk): Borne['prompt'] {
    const { question, occurrence } = current;
    const isAgain = record.lostTo.get(periodKey(current))?.has(ask.person.id) ?? false;
    const lastDay = occurrence.endsOn > fifthDay ? occurrence.endsOn : fifthDay;
    return {
      promptId: context.ids.id(),
      settingId: setting.id,
      personId: ask.person.id,
      questionId: question.id,
      questionVersion: question.version,
      kind: question.kind,
      standard: question.standard,
      indicator: question.indicator,
      occurrence: isAgain ? againKey(occurrence.key, today) : occurrence.key,
      token: context.ids.token(),
      choiceOrder:
        question.answer.kind === 'scenario'
          ? shuffled(
              context.random,
              question.answer.choices.map(({ key }) => key),
            )
          : null,
      seconds: question.seconds,
      localDate: today,
      localWeek: isoWeek(today),
      askAt: ask.at,
      closesAt: endOfDay(lastDay, setting.zone),
    };
  }
}

/** The last second of a local day. */
function endOfDay(date: LocalDate, zone: string): Date {
  return new Date(instantAt(addDays(date, 1), '00:00', zone).getTime() - 1_000);
}

/** The frame of each person's message: the lead on duty, and for that lead the next one. */
function framesFor(
  setting: Setting,
  people: readonly Person[],
  today: LocalDate,
): (person: Person) => PromptFrame {
  const lead = leadOnDuty(people, today);
  const next = leadOnDuty(
    people.filter((person) => person !== lead),
    today,
  );
  return (person) => {
    const told = person.id === lead?.id ? next : lead;
    return {
      settingName: setting.name,
      today,
      leadOnDuty: told === null ? null : { name: told.name, phone: setting.contacts.leadPhone },
      again: false,
    };
  };
}
