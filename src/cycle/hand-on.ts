/**
 * Ends a question for the person asked and puts it to somebody else, at once if they are at work.
 * The rule: recorded, never the same person twice, and nobody beyond their week's budget; where nobody is left for a
 * check, or an attestation is said not to be for somebody, a lead is told. A knowledge question with nobody left
 * simply ends.
 */
import type { IncomingPress } from '../chat/chat.ts';
import { chooseNext } from '../domain/hand-on.ts';
import { shuffled } from '../domain/ids.ts';
import { instantAt, isoWeek, localDate } from '../domain/local-time.ts';
import { mayMove } from '../domain/prompt.ts';
import { viewOf } from '../domain/prompt-view.ts';
import { inAudience } from '../domain/role.ts';
import { schoolDayAfter } from '../domain/school-day.ts';
import { isEmployed, type Person, type Setting } from '../domain/setting.ts';
import { metSince } from '../domain/voluntary-question.ts';
import { nextAllowed } from '../domain/working-hours.ts';
import { promptMessage } from '../messages/prompt.ts';
import type { Tx } from '../store/database.ts';
import { insertHandedOn, listAskedOf } from '../store/hand-ons.ts';
import { queueMessages } from '../store/messages.ts';
import type { ShownPrompt } from '../store/pressed.ts';
import { writePress } from '../store/replies.ts';
import { wakeBy } from '../store/wakes.ts';
import type { Context } from './context.ts';
import { type About, drawEvery, withPrompt } from './draw-prompts.ts';
import { frameFor, type KnownSchool, knowSchool } from './know-school.ts';
import { ledgerEntry } from './ledger-entry.ts';
import { tellOfPress } from './tell-of-press.ts';

/** School days a question stays open after it is asked. */
const OPEN_DAYS = 5;
const NEVER = '9999-12-31';

/** How it came about: by a press, which is then taken; or because they are away, when only their own role is asked. */
export type HandedBy = { press: Pick<IncomingPress, 'from' | 'eventKey'> } | { away: true; actor: string };

/** Gives the prompt and its messages as they are then, and whether somebody has it. */
export async function handOn(
  context: Context,
  tx: Tx,
  about: About,
  person: Person,
  by: HandedBy,
): Promise<{ after: About; isTaken: boolean }> {
  const { now, org } = context;
  const { prompt, setting } = about;
  const isAway = 'away' in by;
  if (!mayMove(prompt.state, 'handed_on'))
    throw new Error(`A prompt that is ${prompt.state} cannot be handed on`);
  const next = await findNext(context, tx, about, person, isAway);
  const after = withPrompt(about, {
    ...prompt,
    state: 'handed_on',
    snoozedUntil: null,
    handedOn: next !== null,
  });
  await writePress(tx, org, {
    at: now,
    event: isAway ? null : { platform: by.press.from.platform, eventKey: by.press.eventKey },
    move: {
      promptId: prompt.promptId,
      state: 'handed_on',
      replyId: null,
      askedAt: prompt.askedAt,
      answeredAt: null,
      snoozedUntil: null,
      chase: 'off',
    },
    draws: drawEvery(after, now),
    ledger: [
      ledgerEntry(
        context,
        'prompt_handed_on',
        prompt.promptId,
        { to: next?.promptId ?? null },
        isAway ? by.actor : prompt.personId,
      ),
    ],
    wakes: [{ step: 'deliver-messages', dueAt: now }],
  });
  if (next !== null) await putTo(context, tx, about, next);
  else if (prompt.question.kind !== 'knowledge')
    await tellOfPress(context, tx, about, {
      what: isAway ? 'nobody_meanwhile' : prompt.question.kind === 'duty' ? 'nobody_holds' : 'not_for_them',
      key: `handed-on:${prompt.promptId}`,
    });
  context.log.info({ prompt: prompt.promptId, setting: setting.id, left: next !== null }, 'handed_on');
  return { after, isTaken: next !== null };
}

type Next = { promptId: string; person: Person; school: KnownSchool; at: Date; until: Date };

async function findNext(
  context: Context,
  tx: Tx,
  about: About,
  person: Person,
  sameRole: boolean,
): Promise<Next | null> {
  const { prompt, setting } = about;
  const { question, occurrence } = prompt;
  if (question.kind === 'attestation') return null;
  const school = await knowSchool(tx, setting.id, context.now);
  const today = localDate(context.now, setting.zone);
  const asked = await listAskedOf(tx, context.org, {
    settingId: setting.id,
    questionId: question.id,
    occurrence,
    // A check may come round again at once; a knowledge question may not.
    since: question.kind === 'knowledge' ? metSince(setting.calendar, today) : NEVER,
    week: isoWeek(today),
  });
  const askedOf = new Map(asked.map((row) => [row.personId, row]));
  const moments = new Map<string, { at: Date; until: Date }>();
  const candidates = school.people.flatMap((other) => {
    const moment = nextAllowed(setting, other, context.now);
    const fits =
      other.id !== person.id && isEmployed(other, today) && school.reachable.has(other.id) && moment !== null;
    const before = askedOf.get(other.id);
    if (sameRole && !inAudience(question.audience, other.roles)) return [];
    if (!fits || moment.at >= prompt.closesAt || before?.met === true) return [];
    // Somebody else's question is no reason to ask a person more than the week's budget.
    if (question.kind === 'knowledge' && (before?.weekAsked ?? 0) >= Math.ceil(setting.weeklyBudget))
      return [];
    moments.set(other.id, moment);
    return [{ person: other, lastAsked: before?.lastAsked ?? null }];
  });
  const chosen = chooseNext(question, candidates, context.random);
  const moment = chosen === null ? undefined : moments.get(chosen.id);
  if (chosen === null || moment === undefined) return null;
  return { promptId: context.ids.id(), person: chosen, school, ...moment };
}

/** The same question, for the same occurrence, to somebody else: a prompt and its message. */
async function putTo(context: Context, tx: Tx, about: About, next: Next): Promise<void> {
  const { now, org, ids, random } = context;
  const { prompt, setting } = about;
  const { question } = prompt;
  const askedOn = localDate(next.at, setting.zone);
  const made = {
    promptId: next.promptId,
    token: ids.token(),
    choiceOrder: prompt.choiceOrder === null ? null : shuffled(random, prompt.choiceOrder),
  };
  await insertHandedOn(tx, org, {
    ...made,
    settingId: setting.id,
    personId: next.person.id,
    questionId: question.id,
    questionVersion: question.version,
    kind: question.kind,
    standard: question.standard,
    indicator: question.indicator,
    occurrence: prompt.occurrence,
    seconds: prompt.seconds,
    localDate: askedOn,
    localWeek: isoWeek(askedOn),
    askAt: next.at,
    closesAt: closesAt(prompt, setting, askedOn),
    handedFrom: prompt.promptId,
  });
  await queueMessages(
    tx,
    org,
    [
      {
        messageId: ids.id(),
        settingId: setting.id,
        to: { personId: next.person.id },
        dedupeKey: `prompt:${next.promptId}`,
        body: promptMessage(frameFor(next.school, next.at, next.person.id), [
          viewOf(question, made, setting, prompt.checkLocally, { is: 'open' }),
        ]),
        notBefore: next.at,
        notAfter: next.until,
        promptIds: [next.promptId],
      },
    ],
    now,
  );
  await wakeBy(tx, org, 'deliver-messages', next.at);
}

/** As late as the first prompt, or five school days after this one is asked. */
function closesAt({ closesAt: first }: ShownPrompt, { calendar, zone }: Setting, askedOn: string): Date {
  const last = schoolDayAfter(calendar, askedOn, OPEN_DAYS);
  const end = last === null ? first : instantAt(last, '23:59:59', zone);
  return end > first ? end : first;
}
