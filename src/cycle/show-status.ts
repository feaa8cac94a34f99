/**
 * Answers "status": one's own to anybody, with the standards they own; the setting, or one standard of it, to its leads
 * and those who oversee. The rule: nobody is named, and what could tell of a case is counted for those alone who may
 * see it. Who may see what is domain/access's.
 */
import { awayUntil } from '../domain/absence.ts';
import { type Access, accessOf, seesAllStandards, tellsOfCases } from '../domain/access.ts';
import { releasedFacts } from '../domain/anonymous-answer.ts';
import type { Scope } from '../domain/command.ts';
import type { Block, Message } from '../domain/message.ts';
import { pausedUntil } from '../domain/pause.ts';
import type { PromptState } from '../domain/prompt.ts';
import { fillText } from '../domain/question.ts';
import { FEWEST_REPLIERS, rateIndicator } from '../domain/rating.ts';
import { isSmall } from '../domain/route.ts';
import type { StandardId } from '../domain/standard.ts';
import { termOf } from '../domain/term.ts';
import { chargeDaysBlocks } from '../messages/charge-days.ts';
import { type AskedLately, myStatusMessage } from '../messages/my-status.ts';
import { notYourStandardBlocks, ownedBlocks } from '../messages/owned-standard.ts';
import { releasedBlocks } from '../messages/released.ts';
import { type IndicatorStanding, settingStatusMessage, standardStatusMessage } from '../messages/status.ts';
import { listReleased } from '../store/anonymous.ts';
import { readChargeDays } from '../store/charge-days.ts';
import { listCharges } from '../store/charges.ts';
import { listOverdue } from '../store/counts.ts';
import type { Tx } from '../store/database.ts';
import { readBegun } from '../store/digests.ts';
import { listAskedOf, listDues, readMine } from '../store/dues.ts';
import { listEvidence } from '../store/evidence.ts';
import { listPeople } from '../store/people.ts';
import { listQuestions } from '../store/questions.ts';
import { readStatus } from '../store/status.ts';
import type { Context } from './context.ts';
import type { Writer } from './find-writers.ts';

export async function showStatus(context: Context, writer: Writer, scope: Scope): Promise<Message> {
  return context.within(async (tx) => {
    const access = accessOf(writer.person.roles, writer.setting);
    const { standard } = scope;
    if (scope.who === 'me') return showMine(context, tx, writer, 'me');
    if (standard !== null && access.standards.includes(standard))
      return showStandard(context, tx, writer, standard, access);
    if (access.totals) {
      const status = await readStatus(tx, writer.setting, context.now, { cases: access.cases });
      const asked = (await listCharges(tx, writer.setting.id, writer.today)).filter(
        ({ closedAt }) => closedAt === null,
      );
      const named = asked.filter(({ namedId }) => namedId !== null);
      return settingStatusMessage(
        { ...status, inCharge: { asked: asked.length, named: named.length } },
        { oneByOne: seesAllStandards(access) },
      );
    }
    const owned = access.standards.length === 0 ? [] : await listOwned(context, tx, writer, access);
    const refused = owned.length > 0 && standard !== null ? notYourStandardBlocks(standard) : [];
    return showMine(context, tx, writer, owned.length > 0 ? 'me' : 'setting', [...refused, ...owned]);
  });
}

async function showStandard(
  context: Context,
  tx: Tx,
  writer: Writer,
  standard: StandardId,
  { cases }: Access,
): Promise<Message> {
  const status = await readStatus(tx, writer.setting, context.now, { cases, standards: [standard] });
  const [standing] = status.standards;
  if (!standing) throw new Error(`A status has no standard ${standard}`);
  const { name, unreachable } = status;
  return standardStatusMessage(
    name,
    { ...standing, unreachable },
    await listIndicators(tx, writer, standard, cases),
    [
      ...(standard === 'leadership' ? await listCoverOf(tx, writer) : []),
      ...(await listReleasedOf(tx, writer, standard)),
    ],
  );
}

async function listOwned(
  context: Context,
  tx: Tx,
  { setting, today }: Writer,
  access: Access,
): Promise<Block[]> {
  const status = await readStatus(tx, setting, context.now, access);
  const overdue = (await listOverdue(tx, setting.id)).filter((row) =>
    access.standards.includes(row.standard),
  );
  return ownedBlocks(status, overdue, isSmall(await listPeople(tx, setting.id), today));
}

/** As many of their questions as are read at a glance. */
const MOST_LATELY = 8;

async function showMine(
  context: Context,
  tx: Tx,
  { person, setting, today }: Writer,
  asked: 'me' | 'setting',
  more: readonly Block[] = [],
): Promise<Message> {
  const waiting = await listDues(tx, setting.id, person.id, context.now);
  const since = termOf(setting.calendar, today)?.startsOn ?? today;
  const mine = await readMine(tx, setting.id, person.id, since);
  const lately = await listAskedOf(tx, setting.id, person.id, { from: since, most: MOST_LATELY });
  return myStatusMessage(
    {
      settingName: setting.name,
      waiting: waiting.length,
      overdue: waiting.filter((due) => due.state === 'overdue').length,
      asked: mine.asked,
      answered: mine.answered,
      minutes: Math.round(mine.seconds / 60),
      away: awayUntil(person, today),
      paused: pausedUntil(person, today),
      lately: lately.map(({ on, question, state }) => ({
        on,
        text: fillText(question.text, { edition: setting.edition, setting: setting.name }),
        became: becameOf(state),
      })),
    },
    asked,
    more,
  );
}

function becameOf(state: PromptState): AskedLately['became'] {
  switch (state) {
    case 'answered':
      return 'answered';
    case 'planned':
    case 'asked':
    case 'overdue':
      return 'waits';
    case 'handed_on':
      return 'passed_on';
    case 'lapsed':
    case 'cancelled':
      return 'let_go';
  }
}

/** Every indicator the setting asks about, with what its answers come to; unasked ones are grey. */
async function listIndicators(
  tx: Tx,
  { setting, today }: Writer,
  standard: StandardId,
  cases: boolean,
): Promise<IndicatorStanding[]> {
  const evidence = await listEvidence(tx, setting, today, { cases });
  const small = isSmall(await listPeople(tx, setting.id), today);
  const standings = new Map<string, IndicatorStanding>();
  for (const { question } of await listQuestions(tx, setting.id)) {
    const { indicator, kind } = question;
    if (question.standard !== standard || (!cases && tellsOfCases(standard, kind))) continue;
    const found = evidence.find(
      (one) => one.standard === standard && one.indicator === indicator && one.kind === kind,
    );
    const told =
      kind === 'knowledge' &&
      question.anonymous !== true &&
      !small &&
      found &&
      found.repliers >= FEWEST_REPLIERS;
    standings.set(`${indicator} ${kind}`, {
      indicator,
      kind,
      rating: found ? rateIndicator(found) : 'not_yet_assessed',
      share: told ? { good: found.good, counted: found.good + found.partly + found.poor } : null,
    });
  }
  return [...standings.values()];
}

/** The last period let out of each of its anonymous questions, in words. */
async function listReleasedOf(tx: Tx, { setting, today }: Writer, standard: StandardId): Promise<Block[]> {
  const small = isSmall(await listPeople(tx, setting.id), today);
  const released = await listReleased(tx, setting.id, today);
  return releasedBlocks(
    released
      .filter(({ question }) => question.standard === standard)
      .map((each) => releasedFacts(each, setting)),
    small,
  );
}

/** Evidence of cover: the school days of this term on which somebody was named as in charge. */
async function listCoverOf(tx: Tx, { setting, today }: Writer): Promise<Block[]> {
  const from = termOf(setting.calendar, today)?.startsOn ?? today;
  const begun = await readBegun(tx, setting);
  return chargeDaysBlocks(
    await readChargeDays(tx, setting, { from, to: today, begun, today }),
    'this term so far',
  );
}
