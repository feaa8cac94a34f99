/**
 * What the tests of a workspace's members find and look at: one real store for the file, and for each test a school
 * whose staff are in a workspace of its own.
 * The rule: a file calls `freshMembers` once, outside any test; the names are bound anew before each.
 */
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { noteMember } from '../../src/cycle/note-member.ts';
import { syncMembers } from '../../src/cycle/sync-members.ts';
import type { Store } from '../../src/store/database.ts';
import { address, ledger } from '../../src/store/schema/index.ts';
import {
  chatsOf,
  keptMembers,
  type MemberChat,
  memberChat,
  type memberOf,
  reachOf,
  staffMembers,
  withMembers,
  worldOf,
} from './members.ts';
import { makeSchool, type School } from './school.ts';
import { openTestStore } from './store.ts';

export const SUNDAY_NIGHT = '2026-11-08T02:00:00Z';
export const MONDAY_NIGHT = '2026-11-09T02:00:00Z';
export const TUESDAY_NIGHT = '2026-11-10T02:00:00Z';

export let store: Store;
export let school: School;
export let chat: MemberChat;

export function freshMembers(): void {
  let block = 0;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    block += 1;
    school = await makeSchool(store, { block });
    await withMembers(store, school);
    chat = memberChat(staffMembers(school));
  });
}

export const sync = (at = SUNDAY_NIGHT) => syncMembers(school.at(at), chatsOf(chat));
export const kept = () => keptMembers(store, school);
export const reach = () => reachOf(store, school);
export const rows = async (kind: string) =>
  (await store.within(school.org, (tx) => tx.select().from(ledger))).filter((row) => row.kind === kind);
export const unlink = () => store.within(school.org, (tx) => tx.delete(address));
export const note = (made: ReturnType<typeof memberOf>, at = SUNDAY_NIGHT) =>
  noteMember(worldOf(store, [school], at), { platform: 'slack', externalId: school.externalId }, made);
