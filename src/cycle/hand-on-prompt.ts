/**
 * "Not me": the question goes to somebody else, and the message that was pressed says so.
 * The rule: whom it goes to, and who is told where nobody is left, is hand-on's; this is the press alone.
 */
import type { IncomingPress, PressResult } from '../chat/chat.ts';
import type { Person } from '../domain/setting.ts';
import type { Tx } from '../store/database.ts';
import type { Context } from './context.ts';
import { type About, drawPressed } from './draw-prompts.ts';
import { handOn } from './hand-on.ts';

export async function handOnPrompt(
  context: Context,
  tx: Tx,
  about: About,
  person: Person,
  press: IncomingPress,
): Promise<PressResult> {
  const { after } = await handOn(context, tx, about, person, { press });
  return { kind: 'redraw', message: drawPressed(after, press.platformId, context.now) };
}
