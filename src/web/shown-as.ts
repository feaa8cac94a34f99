/**
 * The ways a conversation can be shown: plainly, or drawn from the very payload that Slack or Teams would be sent.
 * The rule: what draws another platform's payload is loaded when it is first asked for and not before, so that nobody
 * else waits for it.
 */
export const WAYS = ['plain', 'slack', 'teams'] as const;
export type Way = (typeof WAYS)[number];

/** A way, with what draws it and reads what is pressed there. */
export type View =
  | { way: 'plain' }
  | { way: 'slack'; pen: typeof import('./as-slack.ts') }
  | { way: 'teams'; pen: typeof import('./as-teams.ts') };

export const PLAIN: View = { way: 'plain' };

/** `asked` is from an address or a form; whatever is not a way is plain. */
export async function openView(asked: unknown): Promise<View> {
  switch (WAYS.find((way) => way === asked)) {
    case 'slack':
      return { way: 'slack', pen: await import('./as-slack.ts') };
    case 'teams':
      return { way: 'teams', pen: await import('./as-teams.ts') };
    case 'plain':
    case undefined:
      return PLAIN;
  }
}
