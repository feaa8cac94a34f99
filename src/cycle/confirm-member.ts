/**
 * Takes a lead's press on somebody in the workspace: confirmed as staff in a role, or not staff.
 * The rule: only a lead of the setting, employed today; the account is held while it is decided about, so two
 * leads at once decide once and the same press twice has one effect. All of it is one transaction, and the answer is
 * its value.
 */
import type { IncomingPress, PressResult } from '../chat/chat.ts';
import { CHAT_ROLES, type ChatRole, isCandidate, staffFrom } from '../domain/member.ts';
import { maySeeNames } from '../domain/role.ts';
import { strangerMessage } from '../messages/guard.ts';
import {
  confirmedNotice,
  DECLINED_NOTICE,
  FOUND_NOTICE,
  type Unconfirmed,
  unconfirmedLine,
} from '../messages/people.ts';
import type { Tx } from '../store/database.ts';
import type { LedgerEntry } from '../store/ledger.ts';
import { findHolders, holdListed } from '../store/member-links.ts';
import { decideMember, findMemberByToken, type KeptMember, wasTaken } from '../store/members.ts';
import { findByChatUser, listPeople, saveAddress, savePerson } from '../store/people.ts';
import { writePress } from '../store/replies.ts';
import { listSettings } from '../store/settings.ts';
import { alignMembers } from './align-members.ts';
import type { Context } from './context.ts';
import { type Writer, writersIn } from './find-writers.ts';
import { ledgerEntry } from './ledger-entry.ts';
import { retryDeadlock } from './retry-deadlock.ts';
import { drawPeople } from './show-people.ts';

export async function confirmMember(context: Context, press: IncomingPress): Promise<PressResult> {
  return retryDeadlock(context, (tx) => takeMember(context, tx, press));
}

async function takeMember(context: Context, tx: Tx, press: IncomingPress): Promise<PressResult> {
  const { platform, externalId, userId } = press.from;
  const known = await findByChatUser(tx, platform, externalId, userId);
  const writers = writersIn(await listSettings(tx), known, context.now);
  if (writers.length === 0) return { kind: 'private', message: strangerMessage() };
  const choice = choiceOf(press);
  if (choice === null) return unchanged('unknown');
  // A button from when they worked in one setting alone does not say which of several it means.
  if (choice.ref === null && writers.length > 1) return unchanged('unknown');
  const lead = choice.ref === null ? writers[0] : writers.find(({ setting }) => setting.ref === choice.ref);
  if (!lead || !maySeeNames(lead.person.roles)) return unchanged('not_a_lead');
  const member = await findMemberByToken(tx, press.token);
  if (member === null) return unchanged('unknown');
  const draw = async (notice: string | null): Promise<PressResult> => ({
    kind: 'redraw',
    message: await drawPeople(context, tx, lead, { ref: choice.ref, notice }),
  });
  if (await wasTaken(tx, { platform, eventKey: press.eventKey })) return draw(null);
  const refusal = await refusalFor(tx, member);
  if (refusal !== null) return unchanged(refusal);
  const asked = { lead, member, role: choice.role };
  const notice = (await findOnList(context, tx, press, member)) ?? (await decide(context, tx, press, asked));
  return notice === 'clashing' ? unchanged(notice) : draw(notice.said);
}

type Choice = { role: ChatRole | null; ref: string | null };

/** "teacher", or "teacher oak" where there are several settings; "oak" alone with "Not staff". Null: not ours. */
function choiceOf({ verb, arg }: IncomingPress): Choice | null {
  if (verb === 'not_staff') return { role: null, ref: arg ?? null };
  const [named = '', ...rest] = (arg ?? '').split(' ');
  const role = CHAT_ROLES.find((each) => each === named);
  return role === undefined ? null : { role, ref: rest.length > 0 ? rest.join(' ') : null };
}

async function refusalFor(tx: Tx, member: KeptMember): Promise<Unconfirmed | null> {
  if (member.decision !== 'undecided') return member.decision;
  if (!isCandidate(member)) return 'no_account';
  const holders = await findHolders(tx, member.installationId, [member.userId]);
  return holders.size > 0 ? 'staff' : null;
}

type Said = { said: string };

/** The list may have come to have them since they were shown: then it decides, and nobody is put on it twice. */
async function findOnList(
  context: Context,
  tx: Tx,
  press: IncomingPress,
  member: KeptMember,
): Promise<Said | 'clashing' | null> {
  const { org, now } = context;
  const emails = member.email === null ? [] : [member.email];
  if ((await holdListed(tx, org, emails, now)).length === 0) return null;
  const { linked } = await alignMembers(context, tx, member.installationId, [member]);
  if (linked === 0) return 'clashing';
  await writePress(tx, org, { at: now, event: eventOf(press) });
  return { said: FOUND_NOTICE };
}

async function decide(
  context: Context,
  tx: Tx,
  press: IncomingPress,
  {
    lead: { person: by, setting },
    member,
    role,
  }: { lead: Writer; member: KeptMember; role: ChatRole | null },
): Promise<Said> {
  const { org, now, ids } = context;
  const { installationId, userId } = member;
  const entry = (kind: LedgerEntry['kind'], subject: string, facts: LedgerEntry['facts']): LedgerEntry =>
    ledgerEntry(context, kind, subject, facts, by.id);
  const event = eventOf(press);
  if (role === null) {
    await decideMember(tx, member, 'not_staff');
    // By our own token for them: the ledger is for good, and they may be a child.
    const ledger = [
      entry('member_declined', member.token, { installation: installationId, setting: setting.id }),
    ];
    await writePress(tx, org, { at: now, event, ledger });
    return { said: DECLINED_NOTICE };
  }
  const taken = (await listPeople(tx, setting.id)).map(({ staffRef }) => staffRef);
  const person = staffFrom(member, { id: ids.id(), roles: [role], taken });
  await savePerson(tx, org, setting.id, person, now);
  await saveAddress(tx, org, { personId: person.id, installationId, userId });
  await decideMember(tx, member, 'staff');
  await writePress(tx, org, {
    at: now,
    event,
    ledger: [
      entry('person_confirmed', person.id, { setting: setting.id, roles: role }),
      entry('member_linked', person.id, { installation: installationId, by: 'lead' }),
    ],
    wakes: [{ step: 'plan-prompts', dueAt: now }],
  });
  return { said: confirmedNotice(person.name, role, setting.name) };
}

const eventOf = ({ from, eventKey }: IncomingPress) => ({ platform: from.platform, eventKey });
const unchanged = (why: Unconfirmed): PressResult => ({ kind: 'private', message: unconfirmedLine(why) });
