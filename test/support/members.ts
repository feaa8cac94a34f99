/**
 * A chat workspace with a list of its members, for tests: a test school moved onto a platform that has one, and a
 * chat that tells of whoever the test puts in it, a page at a time. What the next asks meet may be scripted.
 */
import { eq } from 'drizzle-orm';
import type { MembersPage, Platform } from '../../src/chat/chat.ts';
import type { World } from '../../src/cycle/context.ts';
import type { Member } from '../../src/domain/member.ts';
import type { Store } from '../../src/store/database.ts';
import { address, installation, installationRoute, member } from '../../src/store/schema/index.ts';
import { type FakeChat, fakeChat } from './fake-chat.ts';
import type { School } from './school.ts';

export type MemberChat = FakeChat & {
  members: Member[];
  pageSize: number;
  /** What the next asks meet, before any page is given. */
  meets: (Exclude<MembersPage, { kind: 'page' }> | 'throw')[];
  /** Each ask so far: the workspace, and what it was to go on from. */
  asked: { externalId: string; after: string | null }[];
  /** Called before each page is given. */
  beforePage: () => Promise<void>;
};

export function memberChat(members: Member[] = [], pageSize = 100): MemberChat {
  const chat: MemberChat = {
    ...fakeChat('slack'),
    members,
    pageSize,
    meets: [],
    asked: [],
    beforePage: async () => {},
    async listMembers({ externalId }, after) {
      chat.asked.push({ externalId, after });
      const met = chat.meets.shift();
      if (met === 'throw') throw new Error('The connection was reset');
      if (met !== undefined) return met;
      await chat.beforePage();
      const from = after === null ? 0 : Number(after);
      const until = from + chat.pageSize;
      const next = until < chat.members.length ? String(until) : null;
      return { kind: 'page', members: chat.members.slice(from, until), next };
    },
  };
  return chat;
}

export const chatsOf = (chat: MemberChat) => new Map<Platform, MemberChat>([['slack', chat]]);

export function memberOf(userId: string, made: Partial<Member> = {}): Member {
  return {
    userId,
    name: `Name ${userId}`,
    email: `${userId.toLowerCase()}@elsewhere.example`,
    zone: 'Europe/London',
    standing: 'member',
    ...made,
  };
}

/** Everybody on the school's list as the workspace would have them, by the accounts the school knows them by. */
export const staffMembers = (school: School): Member[] =>
  school.people.map(({ staffRef, name, email }) => memberOf(`U-${staffRef}`, { name, email }));

/** Moves the school's workspace onto a platform that has a list; `linked: false` takes everybody's address away. */
export async function withMembers(
  store: Store,
  school: School,
  { linked = true }: { linked?: boolean } = {},
): Promise<void> {
  const platform = 'slack' as const;
  await store.within(school.org, async (tx) => {
    await tx.update(installation).set({ platform });
    await tx
      .update(installationRoute)
      .set({ platform })
      .where(eq(installationRoute.installationId, school.installationId));
    if (!linked) await tx.delete(address);
  });
}

/** What is kept of each account, by user id. */
export async function keptMembers(store: Store, school: School) {
  const rows = await store.within(school.org, (tx) => tx.select().from(member));
  return new Map(rows.map((row) => [row.userId, row]));
}

/** Where each person is reached, by staff reference: "U-T01 reachable". */
export async function reachOf(store: Store, school: School): Promise<Record<string, string>> {
  const rows = await store.within(school.org, (tx) => tx.select().from(address));
  return Object.fromEntries(
    school.people.map(({ id, staffRef }) => {
      const row = rows.find(({ personId }) => personId === id);
      return [staffRef, row ? `${row.userId} ${row.state}` : 'nowhere'];
    }),
  );
}

export function worldOf(store: Store, schools: readonly School[], moment: string): World {
  return {
    store,
    async contextFor(org) {
      const found = schools.find((school) => school.org === org);
      if (!found) throw new Error('No such organisation');
      return found.at(moment);
    },
  };
}
