/**
 * Draws a message of questions that has not gone yet, from the record, after what it bears has changed.
 * The rule: it is drawn as an answer would redraw it, so that the two never differ.
 */
import type { Message } from '../domain/message.ts';
import type { Tx } from '../store/database.ts';
import { listTokens } from '../store/late-prompts.ts';
import { readPressed } from '../store/pressed.ts';
import type { Context } from './context.ts';
import { drawEvery } from './draw-prompts.ts';
import { maySeal } from './keep-note.ts';

/** Nobody has pressed anything; what is read of a press is wanted for the rest of it. */
const NOBODY = { platform: 'local', externalId: '', userId: '', eventKey: '' } as const;

export async function drawMessage(context: Context, tx: Tx, messageId: string): Promise<Message> {
  const { org, now } = context;
  const [token] = await listTokens(tx, org, messageId);
  if (token === undefined) throw new Error('A message without a question was to be drawn');
  const { about } = await readPressed(tx, org, { ...NOBODY, token });
  const drawn =
    about &&
    drawEvery({ ...about, notes: maySeal(context) }, now).find((each) => each.messageId === messageId);
  if (!drawn) throw new Error('A message of questions could not be drawn');
  return drawn.body;
}
