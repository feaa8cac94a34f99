/**
 * Who is on a setting's list, who of them chat cannot reach, and who in the workspace a lead may confirm.
 * The rule: it has names in it, so it is made for a lead's own eyes alone. It says that nobody is asked before they
 * are confirmed, and that pupils and guests may be among the names.
 */

import { type LocalDate, longDate } from '../domain/local-time.ts';
import { CHAT_ROLES, type ChatRole, type MemberCounts, townOf } from '../domain/member.ts';
import type { Block, Button, Message } from '../domain/message.ts';
import { type Role, roleLabel } from '../domain/role.ts';
import type { SetUpGap } from '../domain/set-up.ts';
import { privateLine } from './private-line.ts';
import { setUpLine } from './set-up.ts';
import { counted } from './standards-table.ts';

export type Candidate = { token: string; name: string; email: string | null; zone: string | null };

export type PeopleFacts = {
  settingName: string;
  zone: string;
  /** On the list and employed today. */
  onList: number;
  unreachable: { name: string; roles: readonly Role[] }[];
  /** For leads alone: who is away, and the last day of it. */
  away: { name: string; until: LocalDate }[];
  /**
   * What is known of the workspace: it has no list of members; nobody has read it yet; it has been read; there is
   * no workspace that still lets Vigil in.
   */
  workspace: 'without_list' | 'unread' | 'read' | 'none';
  counts: MemberCounts;
  /** The first of those who wait. */
  candidates: Candidate[];
  /** What is missing before anybody may be asked. */
  setUp: readonly SetUpGap[];
  /** An administrator's: they see the list, and a lead confirms. */
  listOnly: boolean;
  /** The organisation has other settings. */
  others: boolean;
  /** What the buttons must name for the press to be about this setting; null where it can be no other. */
  ref: string | null;
};

/** More names than this at once are for the staff list, not for chat. */
const MOST_NAMES = 12;

/** `notice` is what the last press did. */
export function peopleMessage(facts: PeopleFacts, notice: string | null): Message {
  const { settingName, onList, unreachable, counts } = facts;
  const first =
    `${counted(onList, 'person is', 'people are')} on the staff list of ${settingName}; ` +
    `${unreachable.length === 0 ? 'all can' : `${unreachable.length} cannot`} be reached in chat.`;
  const waiting = counts.waiting + counts.clashing;
  const summary =
    facts.workspace === 'read'
      ? `${first} ${counted(waiting, 'person', 'people')} in your organisation’s chat ${waiting === 1 ? 'is' : 'are'} not on it yet.`
      : first;
  return {
    kind: 'people',
    summary,
    blocks: [
      { type: 'heading', text: `People at ${settingName}` },
      ...(notice === null ? [] : [{ type: 'text' as const, tone: 'strong' as const, text: notice }]),
      { type: 'text', tone: 'strong', text: summary },
      ...[setUpLine(facts.setUp)].flatMap((text) =>
        text === null ? [] : [{ type: 'text' as const, tone: 'warn' as const, text }],
      ),
      ...unreachableBlocks(unreachable),
      ...awayBlocks(facts.away),
      ...workspaceBlocks(facts),
      {
        type: 'text',
        tone: 'quiet',
        text:
          'Nobody is asked anything until a lead has confirmed them. Other roles, such as DSL or site manager, come ' +
          'by the staff list import, and so can everybody at once: people are found in chat by their e-mail address.',
      },
      {
        type: 'text',
        tone: 'quiet',
        text: facts.listOnly
          ? 'Names are for you, who look after the list. You see no answers.'
          : 'Names are for you as a lead.',
      },
    ],
  };
}

function unreachableBlocks(people: PeopleFacts['unreachable']): Block[] {
  if (people.length === 0) return [];
  const lines = people
    .slice(0, MOST_NAMES)
    .map(({ name, roles }) => `${name} (${roles.map(roleLabel).join(', ')})`);
  if (people.length > MOST_NAMES) lines.push(`and ${people.length - MOST_NAMES} more`);
  return [
    { type: 'heading', text: 'Cannot be reached in chat' },
    { type: 'list', lines },
    {
      type: 'text',
      tone: 'quiet',
      text:
        'Vigil may not be installed for them; or no full account was found: it may be closed or a guest’s, or have ' +
        'another e-mail address than the list. They are not asked, and are counted as not reached, never as late.',
    },
  ];
}

function awayBlocks(away: PeopleFacts['away']): Block[] {
  if (away.length === 0) return [];
  const lines = away.slice(0, MOST_NAMES).map(({ name, until }) => `${name}: until ${longDate(until)}`);
  if (away.length > MOST_NAMES) lines.push(`and ${away.length - MOST_NAMES} more`);
  return [
    { type: 'heading', text: 'Away' },
    { type: 'list', lines },
    {
      type: 'text',
      tone: 'quiet',
      text: 'They are asked nothing meanwhile, and are never late for it. No reason is kept, and none should be asked here.',
    },
  ];
}

function workspaceBlocks(facts: PeopleFacts): Block[] {
  switch (facts.workspace) {
    case 'without_list':
      return [{ type: 'text', text: 'Everybody in this chat is on the staff list.' }];
    case 'none':
      return [
        {
          type: 'text',
          tone: 'warn',
          text: 'Vigil is not in any chat just now, so nobody can be confirmed here.',
        },
      ];
    case 'unread':
      return [
        {
          type: 'text',
          text:
            'Vigil has not looked yet at who else is in your organisation’s chat. It looks each night, and within a few minutes of ' +
            'being installed. Please write “people” again later.',
        },
      ];
    case 'read':
      return [...candidateBlocks(facts), ...countBlocks(facts.counts)];
  }
}

function candidateBlocks(facts: PeopleFacts): Block[] {
  const { settingName, zone, counts, candidates, others, ref } = facts;
  if (facts.listOnly)
    return [
      {
        type: 'text',
        text: `${counted(counts.waiting, 'person waits', 'people wait')} to be confirmed. The DSL, a deputy or the headteacher does that.`,
      },
    ];
  if (candidates.length === 0)
    return [
      {
        type: 'text',
        text:
          counts.clashing > 0
            ? 'Nobody else waits to be confirmed.'
            : 'Nobody waits to be confirmed: everybody with a full account has been looked at.',
      },
    ];
  const left = counts.waiting - candidates.length;
  return [
    { type: 'heading', text: 'In your organisation’s chat, not on the list yet' },
    {
      type: 'text',
      tone: 'warn',
      text:
        'Pupils and guests can be in it too, so check each name and e-mail address. ' +
        `Give a role only to somebody who works at ${settingName}.` +
        (others ? ' Leave anybody who works at another of your settings to its own leads.' : ''),
    },
    ...candidates.flatMap((candidate): Block[] => [
      { type: 'text', text: candidateLine(candidate, zone) },
      { type: 'buttons', buttons: buttonsFor(candidate, ref) },
    ]),
    ...(left > 0
      ? [
          {
            type: 'text' as const,
            tone: 'quiet' as const,
            text: `${left} more will show when these are decided.`,
          },
        ]
      : []),
  ];
}

function candidateLine({ name, email, zone }: Candidate, usual: string): string {
  const clock = zone === null || zone === usual ? '' : `; their clock is in ${townOf(zone)}`;
  return `${nameOrNone(name)}, ${email ?? 'no e-mail address shown'}${clock}`;
}

const nameOrNone = (name: string) => (name === '' ? 'No name given' : name);
const capital = (words: string) => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;

function buttonsFor({ token, name }: Candidate, ref: string | null): Button[] {
  const who = nameOrNone(name);
  return [
    ...CHAT_ROLES.map(
      (role): Button => ({
        label: capital(roleLabel(role)),
        act: { verb: 'confirm', token, arg: ref === null ? role : `${role} ${ref}` },
        describe: `Confirm as ${roleLabel(role)}: ${who}`,
      }),
    ),
    {
      label: 'Not staff',
      act: { verb: 'not_staff', token, ...(ref === null ? {} : { arg: ref }) },
      describe: `Not staff: ${who}`,
    },
  ];
}

function countBlocks({ clashing, guests, bots, notStaff }: MemberCounts): Block[] {
  const blocks: Block[] = [];
  if (clashing > 0)
    blocks.push({
      type: 'text',
      tone: 'warn',
      text:
        `${clashing} of them ${clashing === 1 ? 'has' : 'have'} an e-mail address that is on the staff list, and ` +
        'could not be matched by it yet. Vigil looks again each night. If this is still here tomorrow, the address ' +
        'is on the list twice, or its owner is reached by another account: please have the list put right.',
    });
  blocks.push({
    type: 'text',
    tone: 'quiet',
    text:
      `Never asked: ${counted(guests, 'guest')}, ${counted(bots, 'app or bot', 'apps and bots')}, and ` +
      `${counted(notStaff, 'person', 'people')} marked as not staff, of whom no name or e-mail address is kept. ` +
      'To undo “Not staff”, put them on the staff list with their e-mail address.',
  });
  return blocks;
}

export function confirmedNotice(name: string, role: ChatRole, settingName: string): string {
  return `${name} is on the list of ${settingName} now, as ${roleLabel(role)}. Vigil may ask them from now on, on school days and in working hours.`;
}

export const FOUND_NOTICE =
  'They were on the staff list already, and are found in chat now. Their roles are as the list has them.';
export const DECLINED_NOTICE = 'Marked as not staff. They are not asked, and their name is no longer kept.';

/** Why a press on one of the names changed nothing. */
export type Unconfirmed =
  | 'not_a_lead'
  | 'unknown'
  | 'staff'
  | 'not_staff'
  /** The account is closed, or is a guest's or a bot's. */
  | 'no_account'
  | 'clashing';

const LINES: Record<Unconfirmed, string> = {
  not_a_lead:
    'Only the DSL, a deputy or the headteacher can see who is on the list and confirm staff. Nothing was changed.',
  unknown: 'That name is no longer here. Nothing was changed. Write “people” to see who waits.',
  staff: 'They are on the staff list already. Nothing was changed. Write “people” to see who still waits.',
  not_staff:
    'A lead has marked them as not staff. Nothing was changed. To undo that, put them on the staff list with their e-mail address.',
  no_account: 'Their account is closed, or is a guest’s, so they cannot be confirmed. Nothing was changed.',
  clashing:
    'Their e-mail address is on the staff list for somebody else, or twice. Nothing was changed. Please have the list put right.',
};

export function unconfirmedLine(why: Unconfirmed): Message {
  return privateLine(LINES[why]);
}

/** To anybody but a lead who asks for the people of a setting. */
export function peopleForLeadsLine(): Message {
  return privateLine(
    'Who is on the staff list is for the DSL, deputies and the headteacher to see, and for an administrator. The leads confirm who is staff; nobody is asked anything before that.',
  );
}
