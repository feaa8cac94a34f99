/**
 * Whose token it is: the workspace a bot token speaks for, as Slack itself says.
 * The rule: a token is used for the workspace it belongs to and no other, so it is asked before it is first used.
 */
import { z } from 'zod';
import type { Installed } from '../chat.ts';
import { webClient } from './web-client.ts';

const told = z.object({
  team_id: z.string().min(1),
  team: z.string().min(1),
  user_id: z.string().min(1),
  response_metadata: z.object({ scopes: z.array(z.string()).optional() }).optional(),
});

/** The workspace, without its token; throws what the client throws when Slack refuses or cannot be reached. */
export async function ownWorkspace(
  token: string,
  apiUrl: string | null,
  given?: typeof fetch,
): Promise<Installed> {
  const answer = told.parse(await webClient(token, { apiUrl, fetch: given }).auth.test());
  return {
    platform: 'slack',
    externalId: answer.team_id,
    name: answer.team,
    botUserId: answer.user_id,
    scopes: answer.response_metadata?.scopes ?? [],
    token: null,
  };
}
