/**
 * Why a press on who is in charge changed nothing, to whoever pressed.
 * The rule: it says that nothing was recorded, why, and what to do next.
 */
import type { Message } from '../domain/message.ts';
import { privateLine } from './private-line.ts';

export type Unnamed = 'not_yours' | 'closed' | 'another_day' | 'day_over' | 'not_named' | 'cannot_be_named';

const LINES: Record<Unnamed, string> = {
  not_yours:
    'Who is in charge is for the DSL, deputies and the headteacher of the school to say. Nothing was recorded. If you know who it is, please tell one of them.',
  closed: 'Nobody needs to be named for that day, so nothing was recorded.',
  another_day: 'That question was for another day, so nothing was recorded. Write “lead” to see today’s.',
  day_over:
    'The school day is over, so nothing was recorded, and nobody was told. What was said in the day stands. If somebody needs a lead now, please ring one.',
  not_named: 'You are not named any more, so nothing was recorded. Write “lead” to see who is.',
  cannot_be_named:
    'They cannot be named: they are away, have left, or are no longer a lead on the staff list. Nothing was recorded. Write “lead” to see who may be named.',
};

export function unnamedLine(why: Unnamed): Message {
  return privateLine(LINES[why]);
}
