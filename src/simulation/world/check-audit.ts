/**
 * Rule 15 of the simulated world: each change of state has its row in the ledger, and each row its change.
 * The rule: they are counted against each other by what they are of.
 */
import type { Change } from '../../store/simulated-database.ts';
import { type Evidence, grouped } from './evidence.ts';

type State = string | null;
/** A change to that state (from that one, where it matters) and the kind of row that says so, one for one. */
type Told = { of: string; from?: State; to: string; kind: string; byLead?: boolean };

const TOLD: readonly Told[] = [
  { of: 'prompt', to: 'lapsed', kind: 'prompt_lapsed' },
  { of: 'prompt', to: 'cancelled', kind: 'prompt_cancelled' },
  { of: 'prompt', to: 'overdue', kind: 'prompt_overdue' },
  { of: 'prompt', to: 'handed_on', kind: 'prompt_handed_on' },
  { of: 'message', to: 'failed', kind: 'message_failed' },
  { of: 'message', to: 'held', kind: 'message_held' },
  { of: 'message', from: 'held', to: 'pending', kind: 'message_released' },
  { of: 'message', from: 'held', to: 'sent', kind: 'message_found', byLead: true },
  { of: 'alert', from: null, to: 'open', kind: 'alert_opened' },
  { of: 'alert', to: 'acknowledged', kind: 'alert_acknowledged' },
  { of: 'alert', to: 'closed', kind: 'alert_closed' },
  { of: 'alert', from: 'closed', to: 'open', kind: 'alert_reopened' },
  { of: 'action', from: null, to: 'open', kind: 'action_opened' },
  { of: 'installation', to: 'revoked', kind: 'installation_revoked' },
  { of: 'address', from: 'reachable', to: 'unreachable', kind: 'person_unreachable' },
];

export function auditRows(found: Evidence): string[] {
  return [
    ...TOLD.flatMap((told) => countMoves(found, told)),
    ...repliesTold(found),
    ...askedTold(found),
    ...climbsTold(found),
    ...sumsTold(found),
  ];
}

function countMoves({ changes, ledger }: Evidence, { of, from, to, kind, byLead }: Told): string[] {
  const moved = changes.filter(
    ({ what, was, now }) =>
      what === of &&
      now.state === to &&
      (was?.state ?? null) !== to &&
      (from === undefined || (was?.state ?? null) === from),
  );
  const moves = grouped(moved, ({ key }) => key);
  const rows = grouped(
    ledger.filter((row) => row.kind === kind && (!byLead || row.actor !== null)),
    ({ subject }) => subject,
  );
  return [...new Set([...moves.keys(), ...rows.keys()])].flatMap((key) => {
    const [times, said] = [moves.get(key)?.length ?? 0, rows.get(key)?.length ?? 0];
    return times === said ? [] : [`${of} ${key} became ${to} ${times} times, and ${said} rows say ${kind}`];
  });
}

function repliesTold({ ledger, replies }: Evidence): string[] {
  const told = grouped(
    ledger.filter(({ kind }) => kind === 'reply_recorded' || kind === 'reply_corrected'),
    ({ facts }) => String(facts.reply),
  );
  return replies.flatMap(({ replyId }) => {
    const count = told.get(replyId)?.length ?? 0;
    return count === 1 ? [] : [`reply ${replyId} has ${count} rows that say so`];
  });
}

/** That a question was put to somebody is said of the message that bore it. */
function askedTold({ changes, ledger, borne }: Evidence): string[] {
  const told = new Set(ledger.filter(({ kind }) => kind === 'prompt_asked').map(({ subject }) => subject));
  const bearers = grouped(borne, ({ promptId }) => promptId);
  return changes.flatMap(({ what, key, was, now }) => {
    if (what !== 'prompt' || was?.state !== 'planned' || now.state !== 'asked') return [];
    const isTold = (bearers.get(key) ?? []).some(({ messageId }) => told.has(messageId));
    return isTold ? [] : [`${key} was asked, and no row says so`];
  });
}

function climbsTold({ changes, ledger }: Evidence): string[] {
  const climbed = changes.filter(
    ({ what, was, now }) => what === 'alert' && was !== null && Number(now.level) > Number(was.level),
  );
  const rows = grouped(
    ledger.filter(({ kind }) => kind === 'alert_climbed'),
    ({ subject }) => subject,
  );
  return [...grouped(climbed, ({ key }) => key)].flatMap(([key, moves]) =>
    moves.length === rows.get(key)?.length ? [] : [`alert ${key} climbed, and its rows do not say so`],
  );
}

/** Rows that say how many: of what was planned, of what was not asked, of digests. */
function sumsTold({ sim, changes, ledger, prompts, notAsked, digests }: Evidence): string[] {
  return sim.schools.flatMap(({ key, setting: { id } }) => {
    const facts = (kind: string, fact: string) =>
      ledger
        .filter((row) => row.kind === kind && row.subject === id)
        .reduce((total, row) => total + Number(row.facts[fact]), 0);
    const theirs = prompts.filter(({ settingId }) => settingId === id);
    const alone = new Set(
      ledger.filter(({ kind }) => kind === 'prompt_planned').map(({ subject }) => subject),
    );
    const planned = theirs.filter((row) => row.handedFrom === null && !alone.has(row.promptId)).length;
    const made = changes.filter(({ what, key: of }: Change) => what === 'digest' && of === id).length;
    const sent = digests.filter((row) => row.settingId === id && row.messageId !== null).length;
    const weeks = ledger.filter((row) => row.kind === 'digest_sent' && row.subject === id).length;
    const missed = notAsked.filter(({ settingId }) => settingId === id).length;
    const sums: [string, number, number][] = [
      ['questions planned', planned, facts('prompt_planned', 'prompts')],
      ['questions not asked', missed, facts('question_not_asked', 'questions')],
      ['digests sent', sent, weeks],
      ['digests kept', digests.filter((row) => row.settingId === id).length, made],
    ];
    return sums.flatMap(([what, rows, said]) =>
      rows === said ? [] : [`${key} has ${rows} ${what}, and its rows say ${said}`],
    );
  });
}
