/**
 * Whom a text of Slack's mentions: it writes an account's id where its reader sees a name.
 * The rule: the text is left as it came, and only so many mentions are looked at. Whose accounts they are is the
 * cycle's to know.
 */
import type { Mentioned } from '../chat.ts';

/** "<@U0123>", or "<@U0123|ines>" after a command. */
const MENTION = /<@([UW][A-Z0-9]{1,30})(?:\|[^<>]{0,200})?>/g;
const MOST = 20;

export function mentionsIn(text: string): { mentioned?: Mentioned[] } {
  const found = new Map<string, Mentioned>();
  for (const [said, userId = ''] of text.matchAll(MENTION)) {
    found.set(said, { said, userId });
    if (found.size === MOST) break;
  }
  return found.size === 0 ? {} : { mentioned: [...found.values()] };
}
