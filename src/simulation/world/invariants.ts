/**
 * The 21 things that must hold of every run, whatever goes wrong in it: one named check each.
 * The rule: a check says what it found in ids and states, never in names or answers; one that waits for something not
 * yet built says for what, and is never counted as holding.
 */
import { messageText } from '../../domain/message.ts';
import type { Change, Snapshot } from '../../store/simulated-database.ts';
import { calledOpen } from './check-answered.ts';
import { auditRows } from './check-audit.ts';
import { countsOff } from './check-counts.ts';
import { missingDues } from './check-dues.ts';
import { lostAlerts, lostDigests, lostQuestions, unchased } from './check-goings.ts';
import { IN_HAND_MS, outsideHours } from './check-hours.ts';
import { lanesShared, stillWaiting, waitsBroken } from './check-queue.ts';
import { lostReplies } from './check-replies.ts';
import { chainsHold } from './check-seals.ts';
import { illegalMoves } from './check-states.ts';
import { type Evidence, gather, grouped } from './evidence.ts';
import { countDigest } from './recount-digest.ts';
import { periodOf, weekOf } from './second-clock.ts';
import type { Sim } from './sim-world.ts';

export type Violation = { invariant: number; what: string };
/** Looked at after each run; or elsewhere, as it says; or not before what it waits for is built. */
type Check = { says: string } & (
  | { look(found: Evidence): string[] }
  | { elsewhere: string }
  | { waits: string }
);

/** Ledger rows of what a press does. */
const PRESSED = [
  'reply_recorded',
  'reply_corrected',
  'prompt_later',
  'prompt_handed_on',
  'alert_acknowledged',
];
const HOUR_MS = 3_600_000;
/** No clock is set by more. */
const CLOCK_MS = 6 * HOUR_MS;
/** The record's own moments are whole seconds. */
const A_SECOND_MS = 1_000;

export const INVARIANTS: readonly Check[] = [
  {
    says: 'Each due question of a person and period has exactly one prompt row',
    look: (found) => {
      const { prompts, schoolOfSetting, questions, changes, local } = found;
      const cadences = new Map(questions.map(({ questionId, body }) => [questionId, body.cadence]));
      const twice = [
        ...grouped(prompts, (p) => [p.settingId, p.questionId, p.occurrence, p.personId].join(' ')),
      ]
        .filter(([, rows]) => rows.length > 1)
        .map(([key]) => `asked twice: ${key}`);
      const misplaced = prompts.flatMap((p) => {
        const { calendar } = schoolOfSetting(p.settingId).setting;
        const period = periodOf(cadences.get(p.questionId) ?? '', p.localDate, calendar);
        const isRight =
          p.localWeek === weekOf(p.localDate) &&
          (p.handedFrom !== null || [period, p.localDate, `${period}+${p.localDate}`].includes(p.occurrence));
        return isRight
          ? []
          : [`${p.promptId} of ${p.localDate} is counted in ${p.localWeek}, ${p.occurrence}`];
      });
      const dates = new Map(prompts.map((p) => [p.promptId, p]));
      const misdated = changes.flatMap(({ what, key, was, at }) => {
        const prompt = what === 'prompt' && was === null ? dates.get(key) : undefined;
        if (prompt === undefined || prompt.handedFrom !== null) return [];
        const { date } = local(schoolOfSetting(prompt.settingId), at.getTime());
        const isNear = Math.abs(Date.parse(date) - Date.parse(prompt.localDate)) <= 24 * HOUR_MS;
        return isNear ? [] : [`${key} of ${prompt.localDate} was planned on ${date}`];
      });
      return [...missingDues(found), ...twice, ...misplaced, ...misdated];
    },
  },
  {
    says: 'Told that it is recorded: the reply is committed; that it is received: it is filed, or they are told why not',
    look: lostReplies,
  },
  {
    says: 'One reply a revision, one effect for each inbound event',
    look: ({ replies, ledger, workOf }) => {
      const gaps = [...grouped(replies, (r) => r.promptId)].flatMap(([promptId, rows]) =>
        rows.every((row, at) => row.revision === at + 1)
          ? []
          : [`replies of ${promptId} are not one after another`],
      );
      // What a press changes is written once: by one piece of work, in one row that says so.
      const effects = new Map<string, string[]>();
      for (const { entryId, kind } of ledger) {
        const piece = PRESSED.includes(kind) ? workOf(entryId) : undefined;
        if (piece?.eventKey) effects.set(piece.eventKey, [...(effects.get(piece.eventKey) ?? []), kind]);
      }
      const doubled = [...effects]
        .filter(([, kinds]) => kinds.length > 1)
        .map(([event, kinds]) => `${event} had ${kinds.length} effects: ${kinds.join(', ')}`);
      return [...gaps, ...doubled];
    },
  },
  {
    says: 'Whoever replied is whoever was asked',
    look: ({ replies, promptOf, pressOf, whoIs }) =>
      replies.flatMap((reply) => {
        const press = pressOf(reply.replyId);
        const presser = press && whoIs(press.user)?.id;
        const asked = promptOf(reply.promptId)?.personId;
        return reply.personId === asked && (press === undefined || presser === asked)
          ? []
          : [`${reply.replyId} was given by another than was asked`];
      }),
  },
  {
    says: 'Copies of a message are at most one more than its ambiguous sends',
    look: ({ sim, posts }) => {
      const tries = grouped(posts, (post) => post.key ?? '');
      return [...grouped(sim.history.copies, (copy) => copy.key)].flatMap(([key, copies]) => {
        const unsure = (tries.get(key) ?? []).filter(
          ({ outcome, settled }) => outcome === 'ambiguous' || !settled,
        );
        return copies.length <= 1 + unsure.length ? [] : [`${key} is there ${copies.length} times`];
      });
    },
  },
  {
    says: 'A message marked as sent exists; a question is on a message that went or goes',
    look: (found) => [
      ...found.messages
        .filter(({ state, platformId }) => state === 'sent' && platformId !== null)
        .filter(
          ({ messageId, platformId }) =>
            !found.copiesOf(messageId).some((copy) => copy.platformId === platformId),
        )
        .map(({ messageId }) => `${messageId} is nowhere`),
      ...lostQuestions(found),
    ],
  },
  {
    says: 'No question outside somebody’s hours, in the holidays or while they are away; nothing at night',
    look: outsideHours,
  },
  {
    says: 'No direct message after somebody was seen to have left',
    look: ({ sim, posts, whoIs }) =>
      posts.flatMap((post) => {
        const person = post.kind === 'person' ? whoIs(post.to) : undefined;
        const left = sim.history.left.find(({ personId }) => personId === person?.id);
        const isLate = left !== undefined && post.startedAt > left.at + IN_HAND_MS;
        const isOdd = sim.history.clockMoves.length > 0 && post.startedAt < (left?.at ?? 0) + 6 * HOUR_MS;
        return isLate && !isOdd ? [`${post.key} (${post.message.kind}) went to somebody who had left`] : [];
      }),
  },
  {
    says: 'Each overdue check has its alert, one copy for each it goes to; its level only rises',
    look: (found) => {
      const { messages, changes } = found;
      const copies = grouped(
        messages.filter(({ alertId, kind }) => alertId !== null && kind === 'alert'),
        (m) => `${m.alertId} ${m.personId ?? m.channelId} ${m.dedupeKey.split(':to:')[0]}`,
      );
      const twice = [...copies].filter(([, rows]) => rows.length > 1).map(([key]) => `told twice: ${key}`);
      const fell = changes
        .filter(({ what, was, now }) => what === 'alert' && was && Number(now.level) < Number(was.level))
        .map(({ key }) => `${key} went down a level`);
      return [...lostAlerts(found), ...twice, ...fell];
    },
  },
  {
    says: 'No alert of a check after its answer was committed; what is answered is not called overdue',
    look: (found) => {
      const { alerts, changes, posts, replies, messageOf, wasClockSet } = found;
      const about = new Map(
        alerts.filter((a) => a.kind === 'overdue_duty').map((a) => [a.alertId, a.subject]),
      );
      const committed = new Map(
        changes.filter(({ what }) => what === 'reply').map(({ key, at }) => [key, at.getTime()]),
      );
      const answered = new Map(
        replies
          .filter(({ verdict }) => verdict !== 'pending')
          // What was pressed while the record was away is committed later than it was given.
          .map((r) => [r.promptId, Math.max(r.repliedAt.getTime(), committed.get(r.replyId) ?? 0)] as const)
          .reverse(),
      );
      const late = posts.flatMap((post) => {
        const alertId = messageOf(post.key ?? '')?.alertId ?? '';
        const answeredAt = answered.get(about.get(alertId) ?? '');
        if (answeredAt === undefined || post.startedAt <= answeredAt + IN_HAND_MS) return [];
        // Where the record's clock was set, what came after may bear the earlier moment.
        return wasClockSet(post.trueAt - CLOCK_MS, post.trueAt + CLOCK_MS)
          ? []
          : [`${post.key} told of ${about.get(alertId)}, answered`];
      });
      return [...late, ...calledOpen(found)];
    },
  },
  {
    says: 'Whoever could not be reached is never called overdue; who could is not forgotten',
    look: (found) => {
      const { changes, borne, copiesOf, promptOf } = found;
      const bearers = grouped(borne, ({ promptId }) => promptId);
      const reach = new Map<string, string>();
      const wrongly = changes.flatMap(({ what, key, now, at }) => {
        if (what === 'address') reach.set(key, String(now.state));
        if (what !== 'prompt' || now.state !== 'overdue') return [];
        const personId = promptOf(key)?.personId ?? '';
        const arrived = (bearers.get(key) ?? []).some(({ messageId }) =>
          copiesOf(messageId).some((copy) => copy.at < at.getTime() + A_SECOND_MS),
        );
        if (reach.get(personId) === 'reachable' && arrived) return [];
        return [`${key} is overdue of somebody who was not reached`];
      });
      return [...wrongly, ...unchased(found)];
    },
  },
  {
    says: 'Each week has one digest, and it is what the rows were when it was made',
    look: (found) => [...countDigest(found), ...lostDigests(found)],
  },
  {
    says: 'Anonymous answers are counts alone, let out once, and no number shown tells of few',
    look: countsOff,
  },
  {
    says: 'Nothing that goes to one organisation bears the other’s canary',
    look: ({ sim }) => {
      const others = new Map(
        sim.schools.map(({ key }) => [key, sim.schools.filter((s) => s.key !== key).map((s) => s.canary)]),
      );
      return [...sim.history.attempts, ...sim.history.shown].flatMap(({ school, message }) => {
        const text = messageText(message).join('\n');
        return others.get(school)?.some((canary) => text.includes(canary))
          ? [`a ${message.kind} to ${school}`]
          : [];
      });
    },
  },
  {
    says: 'Every change of state has one audit row; the chain verifies; heads only extend',
    look: (found) => [...auditRows(found), ...chainsHold(found)],
  },
  {
    says: 'No state is reached from one it may not be reached from',
    look: illegalMoves,
  },
  { says: 'Two keepers never deliver for one installation at once', look: lanesShared },
  { says: 'Once faults stop, all that is due has gone within an hour of working time', look: stillWaiting },
  { says: 'Told to wait, no more than one call already on its way goes on', look: waitsBroken },
  { says: 'Of an erased person no plain text is left; the chain still verifies', waits: 'erasure' },
  {
    says: 'Other names, and another order of organisations, change nothing but names',
    elsewhere: 'by running some seeds once more',
  },
];

export function checkInvariants(sim: Sim, snapshot: Snapshot, changes: Change[]): Violation[] {
  const found = gather(sim, snapshot, changes);
  return INVARIANTS.flatMap((check, at) =>
    'look' in check ? check.look(found).map((what) => ({ invariant: at + 1, what })) : [],
  );
}
