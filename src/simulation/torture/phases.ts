/**
 * The nine moments at which Vigil is killed, in the order in which a question lives.
 * The rule: how each is reached is told with it, for each kind of database, and printed; a moment that is not
 * reached is not counted.
 */
export const PHASES = [
  'plan',
  'enqueue',
  'claim',
  'pre-post',
  'post-sent',
  'pre-mark',
  'pre-commit',
  'post-commit',
  'pre-✓',
] as const;
export type Phase = (typeof PHASES)[number];

/** Typed on a keyboard that has no tick. */
const ALSO: Record<string, Phase> = { 'pre-tick': 'pre-✓' };

/** The phases named, in order; null where one is not known. */
export function phasesNamed(text: string): Phase[] | null {
  if (text === 'all') return [...PHASES];
  const named = text.split(',').map((word) => ALSO[word.trim()] ?? word.trim());
  const known = PHASES.filter((phase) => named.includes(phase));
  return known.length === new Set(named).size ? known : null;
}

/** Postgres: seen on the link to the server, or by the Slack that is called. */
export const ON_SERVER: Record<Phase, string> = {
  plan: 'the planning transaction has taken its turn and not yet written',
  enqueue: 'the message rows are being written, not committed',
  claim: 'rows are being marked as being sent, not committed',
  'pre-post': 'that is committed, and Slack has not been asked',
  'post-sent': 'Slack has been asked and has not answered',
  'pre-mark': 'Slack has answered, and what became of it is not committed',
  'pre-commit': 'a reply is being written, not committed',
  'post-commit': 'a reply is committed, and Vigil may not know it yet',
  'pre-✓': 'Slack is being asked to show ✓, and has not answered',
};

/** PGlite has no link to watch: its commits are seen as they sync the disk, and counted from a quiet moment. */
export const IN_PROCESS: Record<Phase, string> = {
  plan: 'after the planning step is claimed (its first sync), before its rows are synced',
  enqueue: 'as the plan’s rows are synced (the step’s second sync)',
  claim: 'as the rows marked as being sent are synced (a delivery’s second sync)',
  'pre-post': 'Slack has been asked and has done nothing yet',
  'post-sent': 'Slack has been asked and has not answered',
  'pre-mark': 'Slack has answered; up to 600 ms later',
  'pre-commit': 'as the reply is synced (the first sync after a press)',
  'post-commit': 'as that sync has ended',
  'pre-✓': 'Slack is being asked to show ✓, and has not answered',
};
