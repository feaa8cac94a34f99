/**
 * Ends set-up: the setting, its leads and its questions are written, all of it in one transaction, and those named are
 * told.
 * The rule: nothing is written while a part is missing or somebody chosen is no longer there. Whoever sets up is on the
 * list too, as an administrator where they are none of the leads, and is asked the first question, in their own hours.
 */
import type { IncomingPress, PressResult } from '../chat/chat.ts';
import { frameworkOf } from '../domain/framework.ts';
import { localDate } from '../domain/local-time.ts';
import { staffFrom } from '../domain/member.ts';
import type { Message } from '../domain/message.ts';
import type { Role } from '../domain/role.ts';
import { setUpGaps } from '../domain/set-up.ts';
import { beginningCalendar } from '../domain/set-up-calendar.ts';
import { missingParts, refFrom, type SetUpDraft } from '../domain/set-up-draft.ts';
import { type Person, type Setting, USUAL_SETTING } from '../domain/setting.ts';
import { channelHelloMessage } from '../messages/channel-hello.ts';
import { namedLeadMessage } from '../messages/named-lead.ts';
import { setUpDoneMessage } from '../messages/set-up-done.ts';
import { usualAsking } from '../messages/set-up-form.ts';
import { type FinishFault, finishFaultLine } from '../messages/set-up-lines.ts';
import type { Tx } from '../store/database.ts';
import { appendLedger } from '../store/ledger.ts';
import { decideMember, readMembers } from '../store/members.ts';
import { queueMessages } from '../store/messages.ts';
import { findByPerson, saveAddress, savePerson } from '../store/people.ts';
import { type Account, findAccount, holdSetUps, removeSetUp } from '../store/set-ups.ts';
import { listSettings } from '../store/settings.ts';
import { askNow } from './ask-now.ts';
import type { Context } from './context.ts';
import { entering, type Seated } from './enter-set-up.ts';
import { ledgerEntry } from './ledger-entry.ts';
import { standingOf } from './open-set-up.ts';
import { retryDeadlock } from './retry-deadlock.ts';
import { tellLead } from './tell-lead.ts';
import { writeSetting } from './write-setting.ts';

export async function finishSetUp(
  context: Context,
  press: IncomingPress,
  token: string,
): Promise<PressResult> {
  let made: Made | null = null;
  const result = await retryDeadlock(context, (tx) =>
    entering(context, tx, press, token, async (seated) => {
      const ended = await end(context, tx, seated);
      if ('fault' in ended) return { kind: 'private', message: finishFaultLine(ended.fault) };
      made = ended;
      return { kind: 'redraw', message: doneMessage(ended, null) };
    }),
  );
  if (made === null) return result;
  // It is written by now; the question is asked of them as of anybody who writes "ask".
  const first = await askNow(context, writerOf(context, made));
  return { kind: 'redraw', message: doneMessage(made, first) };
}

type Lead = { person: Person; account: Account; roles: Role[]; isNew: boolean };
type Made = { setting: Setting; leads: Lead[]; founder: Person; questions: number };

function writerOf({ now }: Context, { setting, founder }: Made) {
  return { person: founder, setting, today: localDate(now, setting.zone) };
}

function doneMessage({ setting, leads, founder, questions }: Made, first: Message | null): Message {
  return setUpDoneMessage({
    setting,
    told: leads.filter(({ person }) => person.id !== founder.id).map(({ person }) => person.name),
    questions,
    framework: frameworkOf(setting),
    first,
  });
}

async function end(
  context: Context,
  tx: Tx,
  { setUp, seat, standing }: Seated,
): Promise<Made | { fault: FinishFault }> {
  const { org, ids, now } = context;
  if (standing !== null) return { fault: { why: 'not_new' } };
  const missing = missingParts(setUp.draft);
  const { school, contacts, channel } = setUp.draft;
  if (missing.length > 0 || !school || !contacts || !channel)
    return { fault: { why: 'missing', parts: missing } };
  await holdSetUps(tx, org);
  // Somebody else may have ended theirs since, and this is not the first any more.
  if (!(await standingOf(context, tx, seat, null)).may) return { fault: { why: 'not_new' } };
  const setting = settingFrom(setUp.draft, {
    id: ids.id(),
    refs: (await listSettings(tx)).map(({ ref }) => ref),
    installationId: setUp.installationId,
    today: localDate(now, school.zone),
  });
  const found = await findLeads(context, tx, setUp.installationId, setUp.draft, seat.userId);
  if ('fault' in found) return found;
  const people = found.leads.map(({ person }) => person);
  if (setUpGaps(setting, people, localDate(now, setting.zone)).length > 0) return { fault: { why: 'leads' } };
  const founder = found.leads.find(({ account }) => account.userId === seat.userId)?.person;
  if (founder === undefined) throw new Error('Whoever sets up is not among those put on the list');
  const { questions } = await writeSetting(context, tx, { before: null, after: setting, by: founder.id });
  await saveLeads(context, tx, setting, setUp.installationId, found.leads, founder);
  await greet(context, tx, setting, found.leads, founder);
  await removeSetUp(tx, setUp.setUpId);
  return { setting, leads: found.leads, founder, questions };
}

function settingFrom(
  draft: SetUpDraft,
  made: { id: string; refs: readonly string[]; installationId: string; today: string },
): Setting {
  const { school, contacts, channel } = draft;
  if (!school || !contacts || !channel) throw new Error('A setting is made of parts that are not there');
  const { terms, ...asking } = draft.asking ?? usualAsking(draft);
  return {
    ...USUAL_SETTING,
    id: made.id,
    ref: refFrom(school.name, made.refs),
    ...school,
    edition: frameworkOf(school).guidance === 'EYFS' ? 'EYFS 2025' : USUAL_SETTING.edition,
    ...asking,
    contacts,
    calendar: beginningCalendar(terms, asking.nation, made.today),
    channel: { installationId: made.installationId, channelId: channel.channelId },
  };
}

const ROLE_OF = { dsl: 'dsl', deputy: 'deputy_dsl', head: 'headteacher' } as const satisfies Record<
  string,
  Role
>;

/** Each account once, with all it was chosen for; and whoever sets up. */
async function findLeads(
  context: Context,
  tx: Tx,
  installationId: string,
  { leads }: SetUpDraft,
  self: string,
): Promise<{ leads: Lead[] } | { fault: FinishFault }> {
  if (leads === undefined) throw new Error('Leads were taken for granted');
  const chosen = new Map<string, { account: Account; roles: Role[] }>();
  for (const lead of ['dsl', 'deputy', 'head'] as const) {
    const account = await findAccount(tx, installationId, leads[lead]);
    if (account === null) return { fault: { why: 'gone', lead } };
    const roles = chosen.get(account.userId)?.roles ?? [];
    chosen.set(account.userId, { account, roles: [...roles, ROLE_OF[lead]] });
  }
  const own = chosen.get(self) ?? {
    account: await selfAccount(tx, installationId, self),
    roles: ['administrator'] as Role[],
  };
  chosen.set(self, own);
  const taken: string[] = [];
  const found: Lead[] = [];
  for (const { account, roles } of chosen.values()) {
    const person = staffFrom(account, {
      id: account.personId ?? context.ids.id(),
      roles,
      taken,
    });
    taken.push(person.staffRef);
    const before = account.personId === null ? [] : await findByPerson(tx, account.personId);
    const known = before[0]?.person;
    found.push({
      account,
      roles,
      isNew: account.personId === null,
      person: {
        ...person,
        ...(known ? { name: known.name, email: known.email } : {}),
      },
    });
  }
  return { leads: found };
}

/** They have pressed, so they are there, whatever the list of members has had time to say. */
async function selfAccount(tx: Tx, installationId: string, userId: string): Promise<Account> {
  return (await findAccount(tx, installationId, userId)) ?? { userId, name: '', email: null, personId: null };
}

async function saveLeads(
  context: Context,
  tx: Tx,
  setting: Setting,
  installationId: string,
  leads: readonly Lead[],
  founder: Person,
): Promise<void> {
  const { org, now } = context;
  const members = await readMembers(
    tx,
    installationId,
    leads.map(({ account }) => account.userId),
  );
  for (const { person, account, roles, isNew } of leads) {
    await savePerson(tx, org, setting.id, person, now);
    if (isNew) await saveAddress(tx, org, { personId: person.id, installationId, userId: account.userId });
    const member = members.get(account.userId);
    if (member !== undefined) await decideMember(tx, member, 'staff');
    await appendLedger(tx, org, [
      ledgerEntry(
        context,
        'person_confirmed',
        person.id,
        { setting: setting.id, roles: roles.join(';') },
        founder.id,
      ),
      ...(isNew
        ? [
            ledgerEntry(
              context,
              'member_linked',
              person.id,
              { installation: installationId, by: 'set_up' },
              founder.id,
            ),
          ]
        : []),
    ]);
  }
}

/** Those named are told, and the channel hears that it is the one: if it refuses, the leads are told of that. */
async function greet(
  context: Context,
  tx: Tx,
  setting: Setting,
  leads: readonly Lead[],
  founder: Person,
): Promise<void> {
  const people = leads.map(({ person }) => person);
  for (const { person, roles } of leads)
    if (person.id !== founder.id)
      await tellLead(context, tx, {
        setting,
        people,
        about: null,
        key: `named-lead:${setting.id}:${person.id}`,
        body: namedLeadMessage({ settingName: setting.name, roles, by: founder.name }),
        to: person.id,
      });
  if (setting.channel === null) return;
  const hello = {
    messageId: context.ids.id(),
    settingId: setting.id,
    to: setting.channel,
    dedupeKey: `channel-hello:${setting.id}`,
    body: channelHelloMessage(setting),
    notBefore: context.now,
    notAfter: null,
    promptIds: [],
  };
  await queueMessages(tx, context.org, [hello], context.now);
}
