/**
 * What a message says in place of what a platform had no room for: how much, and where it can be seen.
 * The rule: it never says that the rest is unimportant. Deciding what is left out is each chat's renderer's.
 */
import type { MessageKind } from '../domain/message.ts';
import { counted } from './standards-table.ts';

const DUE = 'Write “due” to see what waits for you.';
const OVERDUE = 'Write “due” to see all that is overdue.';
const STATUS = 'Write “status” and the name of a standard to see that one alone.';

const WHERE: Record<MessageKind, string> = {
  prompt: `They come up here as the others are answered. ${DUE}`,
  nudge: DUE,
  overdue: OVERDUE,
  alert: OVERDUE,
  digest: `${OVERDUE} ${STATUS}`,
  status: STATUS,
  due: 'The rest will show when these are answered.',
  help: 'Write “help” to Vigil in a direct message.',
  why: STATUS,
  ask: DUE,
  guard: 'Please go to your DSL or deputy now; do not wait for a longer message.',
  stranger: 'Please tell a teacher now; do not wait for a longer message.',
  action: OVERDUE,
  private_line: DUE,
  calendar: 'The school’s own calendar has the rest.',
  set_up: 'Write “setup” to Vigil in a direct message.',
  charge: 'Write “lead” to see who may be named.',
  bank: 'Write “bank” and the name of a standard to see that one alone.',
  people: 'The rest will show when these are decided.',
};

/** `asks` are things to press or fill in. */
export function leftOutLine(kind: MessageKind, { asks, lines }: { asks: number; lines: number }): string {
  const asked = kind === 'people' ? counted(asks, 'name') : counted(asks, 'question');
  const what = [...(asks > 0 ? [asked] : []), ...(lines > 0 ? [counted(lines, 'line')] : [])].join(' and ');
  return `${what} did not fit in this message. ${WHERE[kind]}`;
}
