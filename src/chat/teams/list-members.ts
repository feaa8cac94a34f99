/**
 * Who is in a Teams tenant as far as Vigil is let see: the members of each team it is in, a page at a time, then
 * everybody who has it for themselves. One account of an event is read here too.
 * The rule: only a full account of this very tenant is a member; guests and people of other tenants are marked as such,
 * so that nobody ever asks them. A team that has shut Vigil out is passed over.
 */
import { z } from 'zod';
import type { Member, Standing } from '../../domain/member.ts';
import type { MembersPage, Reference, Workspace } from '../chat.ts';
import { membersLane, tenantLane } from './lanes.ts';
import { pacedCall } from './paced-call.ts';
import type { TeamsParts } from './place.ts';
import { isSwitchedOff, outcomeOf } from './send-outcome.ts';
import type { Wire, Wired } from './wire.ts';

const PAGE = 200;
/** Everybody who has Vigil for themselves is looked up singly. */
const PEOPLE = 20;

const accountSchema = z.object({
  id: z.string().optional(),
  aadObjectId: z.string().min(1).max(64).optional(),
  objectId: z.string().min(1).max(64).optional(),
  name: z.string().nullish(),
  email: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  tenantId: z.string().nullish(),
  userRole: z.string().nullish(),
});
type Account = z.infer<typeof accountSchema>;

/** One account as Teams tells of it; null for what is none, such as a bot. */
export function memberOf(account: unknown, tenantId: string): Member | null {
  const read = accountSchema.safeParse(account);
  if (!read.success) return null;
  const { aadObjectId, objectId, name, email, userPrincipalName } = read.data;
  const userId = aadObjectId ?? objectId;
  if (userId === undefined) return null;
  const written = (email || userPrincipalName || '').trim().toLowerCase();
  return {
    userId,
    name: name || written || userId,
    email: written === '' ? null : written,
    zone: null,
    standing: standingOf(read.data, tenantId),
  };
}

function memberAlone(account: unknown, tenantId: string): Member | null {
  const member = memberOf(account, tenantId);
  const { userPrincipalName } = accountSchema.catch({}).parse(account);
  const isOwn = userPrincipalName?.trim().toLowerCase() === member?.email;
  return member === null || isOwn ? member : { ...member, email: null };
}

function standingOf({ tenantId, userRole, userPrincipalName }: Account, own: string): Standing {
  // One that does not say where it belongs is not taken to belong here.
  const isElsewhere = tenantId?.toLowerCase() !== own.toLowerCase();
  const isGuest = userRole === 'guest' || userRole === 'anonymous' || /#EXT#/i.test(userPrincipalName ?? '');
  return isElsewhere || isGuest ? 'guest' : 'member';
}

/** Where the reading stands: a team and the place in its list, or the person after whom to go on. */
const cursorSchema = z.discriminatedUnion('in', [
  z.object({ in: z.literal('team'), id: z.string(), on: z.string().nullable() }),
  z.object({ in: z.literal('people'), after: z.string().nullable() }),
]);
type Cursor = z.infer<typeof cursorSchema>;

export async function listMembers(
  parts: TeamsParts,
  tenant: Workspace,
  after: string | null,
): Promise<MembersPage> {
  const cursor =
    after === null ? await teamAfter(parts, tenant, null) : cursorSchema.parse(JSON.parse(after));
  return cursor.in === 'team' ? readTeam(parts, tenant, cursor) : readPeople(parts, tenant, cursor.after);
}

async function readTeam(
  parts: TeamsParts,
  tenant: Workspace,
  { id, on }: Extract<Cursor, { in: 'team' }>,
): Promise<MembersPage> {
  const { externalId } = tenant;
  const next = async (): Promise<string> => JSON.stringify(await teamAfter(parts, tenant, id));
  const kept = await parts.references.find(externalId, 'team', id);
  if (!kept?.conversationId) return { kind: 'page', members: [], next: await next() };
  const where = { serviceUrl: kept.serviceUrl, conversationId: kept.conversationId };
  const read = await listed(parts, tenant, where, () =>
    parts.wire.members(where, { after: on, limit: PAGE }),
  );
  // One team's closed door says nothing of the others.
  if (read.kind === 'gone' || (read.kind === 'refused' && !isSwitchedOff(read)))
    return { kind: 'page', members: [], next: await next() };
  if (read.kind !== 'done') return outcomeOf(read, 'channel');
  return {
    kind: 'page',
    members: read.value.members.flatMap((account) => memberOf(account, externalId) ?? []),
    next:
      read.value.next === null
        ? await next()
        : JSON.stringify({ in: 'team', id, on: read.value.next } satisfies Cursor),
  };
}

async function readPeople(parts: TeamsParts, tenant: Workspace, after: string | null): Promise<MembersPage> {
  const people = await parts.references.list(tenant.externalId, 'person', { after, limit: PEOPLE });
  const members: Member[] = [];
  for (const person of people) {
    const read = await lookUp(parts, tenant, person, person.id);
    if (read.kind === 'done') members.push(...(read.value === null ? [] : [read.value]));
    // Whoever is not there any more, or has not got Vigil any more, is simply not listed.
    else if (read.kind !== 'refused' && read.kind !== 'gone') return outcomeOf(read, 'person');
  }
  const last = people.at(-1);
  const isLast = people.length < PEOPLE || last === undefined;
  return {
    kind: 'page',
    members,
    next: isLast ? null : JSON.stringify({ in: 'people', after: last.id } satisfies Cursor),
  };
}

/**
 * One account, as a conversation it is in tells of it. Looked up alone, nothing tells whether another has the same
 * mail: its address counts only where it is the name it signs in with, which no two have.
 */
export async function lookUp(
  parts: TeamsParts,
  { externalId }: Pick<Workspace, 'externalId'>,
  { serviceUrl, conversationId }: Pick<Reference, 'serviceUrl' | 'conversationId'>,
  userId: string,
): Promise<Wire<Member | null>> {
  if (conversationId === null) return { kind: 'gone', code: null };
  const where = { serviceUrl, conversationId };
  const read = await listed(parts, { externalId }, where, () => parts.wire.member(where, userId));
  return read.kind === 'done' ? { kind: 'done', value: memberAlone(read.value, externalId) } : read;
}

async function teamAfter(
  { references }: TeamsParts,
  { externalId }: Workspace,
  after: string | null,
): Promise<Cursor> {
  const [team] = await references.list(externalId, 'team', { after, limit: 1 });
  return team ? { in: 'team', id: team.id, on: null } : { in: 'people', after: null };
}

function listed<T>(
  { pace }: TeamsParts,
  tenant: Pick<Workspace, 'externalId'>,
  { conversationId }: Wired,
  call: () => Promise<Wire<T>>,
): Promise<Wire<T>> {
  const about = membersLane(conversationId);
  return pacedCall(pace, { lanes: [tenantLane(tenant), about], about }, call);
}
