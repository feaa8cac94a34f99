/**
 * Puts the names of colleagues into words in which chat wrote only their accounts: the guard knows staff by name, and
 * "@… grabbed a boy" is about an adult whichever way the adult is named.
 * The rule: only of people on a staff list; an account that is nobody's there is left as it came, and may be a pupil's.
 * What the words are then taken for is the guard's to say.
 */
import type { IncomingCommand } from '../chat/chat.ts';
import { findByChatUser } from '../store/people.ts';
import type { Context } from './context.ts';

/** `colleagues`: the names put in, whichever setting they work in. */
export type Named = { text: string; colleagues: readonly string[] };

export async function nameMentioned(
  context: Context,
  { from, text, mentioned = [] }: IncomingCommand,
): Promise<Named> {
  if (mentioned.length === 0) return { text, colleagues: [] };
  const names = await context.within(async (tx) => {
    const found = new Map<string, string>();
    for (const { said, userId } of mentioned) {
      const [known] = await findByChatUser(tx, from.platform, from.externalId, userId);
      if (known !== undefined) found.set(said, known.person.name);
    }
    return found;
  });
  let named = text;
  for (const [said, name] of names) named = named.replaceAll(said, () => ` ${name} `);
  return { text: named, colleagues: [...new Set(names.values())] };
}
