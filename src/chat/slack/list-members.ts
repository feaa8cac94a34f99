/**
 * Who is in a Slack workspace: users.list a page at a time, and one user of an event, as members.
 * The rule: only a full account of this workspace is a member; single- and multi-channel guests, people from other
 * workspaces, bots and deactivated accounts are marked as what they are, so that nobody ever asks them.
 */
import { z } from 'zod';
import type { Member, Standing } from '../../domain/member.ts';
import type { MembersPage } from '../chat.ts';
import type { SlackCalls } from './calls.ts';
import { outcomeOf } from './send-outcome.ts';

const PAGE = 200;
const SLACKBOT = 'USLACKBOT';

const userSchema = z.object({
  id: z.string().min(1),
  team_id: z.string().optional(),
  name: z.string().optional(),
  deleted: z.boolean().optional(),
  is_bot: z.boolean().optional(),
  is_workflow_bot: z.boolean().optional(),
  is_restricted: z.boolean().optional(),
  is_ultra_restricted: z.boolean().optional(),
  is_stranger: z.boolean().optional(),
  is_admin: z.boolean().optional(),
  is_owner: z.boolean().optional(),
  tz: z.string().nullish(),
  real_name: z.string().nullish(),
  profile: z
    .object({
      real_name: z.string().nullish(),
      display_name: z.string().nullish(),
      email: z.string().nullish(),
    })
    .optional(),
});
type User = z.infer<typeof userSchema>;

const pageSchema = z.object({
  members: z.array(z.unknown()),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

export async function listMembers(
  calls: SlackCalls,
  workspaceId: string,
  after: string | null,
): Promise<MembersPage> {
  const read = await calls({ workspaceId, method: 'users.list' }, async (client) =>
    pageSchema.parse(await client.users.list({ limit: PAGE, ...(after === null ? {} : { cursor: after }) })),
  );
  if (read.is === 'put_off') return read.outcome;
  if (read.is === 'failed') return outcomeOf(read.fault, 'channel');
  return {
    kind: 'page',
    members: read.value.members.flatMap((user) => memberOf(user, workspaceId) ?? []),
    next: read.value.response_metadata?.next_cursor || null,
  };
}

/** One user as Slack tells of them; null for what is not a user at all. */
export function memberOf(user: unknown, workspaceId: string): Member | null {
  const read = userSchema.safeParse(user);
  if (!read.success) return null;
  const { id, name, real_name: realName, profile, tz } = read.data;
  const email = profile?.email?.trim().toLowerCase();
  return {
    userId: id,
    name: profile?.real_name || realName || profile?.display_name || name || id,
    email: email ? email : null,
    zone: tz && isZone(tz) ? tz : null,
    standing: standingOf(read.data, workspaceId),
    ...(read.data.is_admin || read.data.is_owner ? { manages: true } : {}),
  };
}

function standingOf(user: User, workspaceId: string): Standing {
  if (user.deleted) return 'gone';
  if (user.is_bot || user.is_workflow_bot || user.id === SLACKBOT) return 'bot';
  const isElsewhere = user.is_stranger || (user.team_id !== undefined && user.team_id !== workspaceId);
  return user.is_restricted || user.is_ultra_restricted || isElsewhere ? 'guest' : 'member';
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
