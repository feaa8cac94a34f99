/**
 * Brings what is kept of some accounts of a workspace, and whom they reach, into line with what the workspace says.
 * The rule: an account is known by its id, else by an e-mail address that one person on the lists has; never by a
 * name. A person whose account has closed or become a guest's is unreachable, not silent. Said twice, done once.
 */
import { type Member, matchByEmail, reachAfter, tidyMember } from '../domain/member.ts';
import type { Tx } from '../store/database.ts';
import { appendLedger, type LedgerEntry } from '../store/ledger.ts';
import { findHolders, holdListed, linkMembers, setReach } from '../store/member-links.ts';
import { decideMembers, type KeptMember, listBearers, readMembers, saveMembers } from '../store/members.ts';
import { wakeBy } from '../store/wakes.ts';
import type { Context } from './context.ts';
import { ledgerEntry } from './ledger-entry.ts';

/** `waiting`: those who were not linked yet, and have an e-mail address of the lists. */
export type Aligned = { written: number; linked: number; lost: number; back: number; waiting: Member[] };

type How = {
  /** later: others who have the same e-mail may still be told of, and nobody is linked before. */
  linking?: 'now' | 'later';
  /** When it was told, where that was not just now. */
  toldAt?: Date;
};

/** One transaction's worth: how many are told of at once is the caller's affair. What was seen later stands. */
export async function alignMembers(
  context: Context,
  tx: Tx,
  installationId: string,
  told: readonly Member[],
  { linking = 'now', toldAt = context.now }: How = {},
): Promise<Aligned> {
  const { org, now } = context;
  const byId = new Map(told.map((member) => [member.userId, tidyMember(member)]));
  const known = await readMembers(tx, installationId, [...byId.keys()]);
  const members = [...byId.values()]
    .filter(({ userId }) => (known.get(userId)?.seenAt ?? toldAt) <= toldAt)
    .sort((one, other) => (one.userId < other.userId ? -1 : 1));
  const written = await saveMembers(tx, org, installationId, news(members, known, context), toldAt);
  const userIds = members.map(({ userId }) => userId);
  const holders = await findHolders(tx, installationId, userIds);
  const { lost, back } = await moveReach(context, tx, installationId, members, known, holders);
  const isNow = linking === 'now';
  const links = isNow ? await link(context, tx, installationId, members, holders) : [];
  const waiting = isNow ? [] : await findWaiting(context, tx, members, holders);
  const onList = userIds.filter((userId) => holders.has(userId) && known.get(userId)?.decision !== 'staff');
  await decideMembers(tx, installationId, onList, 'staff');
  await appendLedger(
    tx,
    org,
    links.map(({ personId }) =>
      ledgerEntry(context, 'member_linked', personId, { installation: installationId, by: 'email' }),
    ),
  );
  if (links.length + back > 0) await wakeBy(tx, org, 'plan-prompts', now);
  return { written, linked: links.length, lost, back, waiting };
}

/** Those of whom something is told that is not kept yet, each with a token should it be new. */
function news(
  members: readonly Member[],
  known: ReadonlyMap<string, KeptMember>,
  { ids }: Context,
): (Member & { token: string })[] {
  return members.flatMap((member) => {
    const kept = known.get(member.userId);
    if (kept && isAsKept(member, kept)) return [];
    return [{ ...member, token: kept?.token ?? ids.token() }];
  });
}

/** Of those no name is kept of, only their standing can change. */
function isAsKept(member: Member, kept: KeptMember): boolean {
  if (member.standing !== kept.standing || (member.manages ?? false) !== (kept.manages ?? false))
    return false;
  if (member.standing !== 'member' || kept.decision !== 'undecided') return true;
  return member.name === kept.name && member.email === kept.email && member.zone === kept.zone;
}

async function moveReach(
  context: Context,
  tx: Tx,
  installationId: string,
  members: readonly Member[],
  known: ReadonlyMap<string, KeptMember>,
  holders: ReadonlyMap<string, string>,
): Promise<{ lost: number; back: number }> {
  const reach = (wanted: 'lost' | 'back') =>
    members.flatMap(({ userId, standing }) => {
      const personId = holders.get(userId);
      const moved = reachAfter(known.get(userId)?.standing ?? null, standing);
      return personId !== undefined && moved === wanted ? [{ personId, standing }] : [];
    });
  const lost = reach('lost');
  const ids = (all: { personId: string }[]) => all.map(({ personId }) => personId);
  const gone = new Set(await setReach(tx, ids(lost), 'unreachable'));
  const returned = await setReach(tx, ids(reach('back')), 'reachable');
  const entry = (kind: LedgerEntry['kind'], subject: string, facts: LedgerEntry['facts']): LedgerEntry =>
    ledgerEntry(context, kind, subject, { installation: installationId, ...facts });
  await appendLedger(tx, context.org, [
    ...lost
      .filter(({ personId }) => gone.has(personId))
      .map(({ personId, standing }) => entry('person_unreachable', personId, { account: standing })),
    ...returned.map((personId) => entry('person_reachable', personId, {})),
  ]);
  return { lost: gone.size, back: returned.length };
}

async function findWaiting(
  { org, now }: Context,
  tx: Tx,
  members: readonly Member[],
  holders: ReadonlyMap<string, string>,
): Promise<Member[]> {
  const unlinked = members.filter(({ userId, standing }) => standing === 'member' && !holders.has(userId));
  const emails = unlinked.flatMap(({ email }) => email ?? []);
  const listed = new Set((await holdListed(tx, org, emails, now)).map(({ email }) => email));
  return unlinked.filter(({ email }) => email !== null && listed.has(email));
}

/** Gives whoever is on the lists the account that has their e-mail address. */
async function link(
  { org, now }: Context,
  tx: Tx,
  installationId: string,
  members: readonly Member[],
  holders: ReadonlyMap<string, string>,
): Promise<{ userId: string; personId: string }[]> {
  const unlinked = members.filter(({ userId }) => !holders.has(userId));
  const emails = unlinked.flatMap(({ standing, email }) =>
    standing === 'member' && email !== null ? [email] : [],
  );
  const found = matchByEmail(unlinked, await holdListed(tx, org, emails, now));
  const bearers = await listBearers(tx, installationId, emails);
  const emailOf = new Map(unlinked.map(({ userId, email }) => [userId, email]));
  // Told of at another time, another account may have the same: then neither is anybody's.
  const matched = new Map(
    [...found].filter(([userId]) =>
      bearers.every((other) => other.userId === userId || other.email !== emailOf.get(userId)),
    ),
  );
  if (matched.size === 0) return [];
  // Their rows are held by being decided about; a lead may have confirmed one of them in the moment before.
  await decideMembers(tx, installationId, [...matched.keys()], 'staff');
  const since = await findHolders(tx, installationId, [...matched.keys()]);
  const links = [...matched].flatMap(([userId, personId]) =>
    since.has(userId) ? [] : [{ userId, personId }],
  );
  await linkMembers(tx, org, installationId, links);
  return links;
}
