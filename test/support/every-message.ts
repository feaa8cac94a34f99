/**
 * One of every message Vigil makes, as a school would meet it: every question, alerts for each reader, digests, and
 * every answer to a command. For whatever draws messages.
 */

import { calendarAhead } from '../../src/domain/calendar-ahead.ts';
import type { DigestFacts } from '../../src/domain/digest.ts';
import type { Message } from '../../src/domain/message.ts';
import { RATINGS, STANDARD_IDS } from '../../src/domain/standard.ts';
import type { AlertFrame, AlertReader, AlertStanding } from '../../src/messages/alert-frame.ts';
import { askMessage } from '../../src/messages/ask.ts';
import {
  boardIsForLeadsMessage,
  boardLinkMessage,
  boardWithoutAddressMessage,
} from '../../src/messages/board.ts';
import { calendarMessage } from '../../src/messages/calendar.ts';
import { casesPermittedMessage } from '../../src/messages/cases-permitted.ts';
import { concernMessage, concernTakenMessage } from '../../src/messages/concern.ts';
import { digestMessage } from '../../src/messages/digest.ts';
import { dueMessage, type Waiting } from '../../src/messages/due.ts';
import {
  askedToSpeakMessage,
  guardMessage,
  nearestMessage,
  strangerMessage,
  strangerMetMessage,
  toldMessage,
} from '../../src/messages/guard.ts';
import { helpMessage } from '../../src/messages/help.ts';
import { myStatusMessage } from '../../src/messages/my-status.ts';
import { overdueAttestationsMessage, overdueDutyMessage } from '../../src/messages/overdue.ts';
import { confirmedNotice, peopleMessage } from '../../src/messages/people.ts';
import { placedMessage } from '../../src/messages/placed.ts';
import { poorAtOnceMessage } from '../../src/messages/poor-at-once.ts';
import { mendLine, unrecordedLine } from '../../src/messages/private-line.ts';
import {
  digestIsForLeadsMessage,
  settingStatusMessage,
  standardStatusMessage,
} from '../../src/messages/status.ts';
import { toldLeadMessage } from '../../src/messages/told-lead.ts';
import {
  mendedMessage,
  revokedMessage,
  settledDoubtMessage,
  undeliveredMessage,
} from '../../src/messages/undelivered.ts';
import { whyMessage, whyStandardMessage } from '../../src/messages/why.ts';
import { BANK_BUILDERS } from './bank-builders.ts';
import { chargeMessagesOf, namedMessagesOf } from './charge-messages.ts';
import { everyPrompt, FRAME, NAMES, question, TODAY, view } from './every-prompt.ts';
import { AUTUMN_2026 } from './school.ts';
import { SET_UP_BUILDERS } from './set-up-builders.ts';

const contacts = {
  frontDoor: '0300 111 8007',
  outOfHours: '0345 604 2886',
  lado: '0300 111 8008',
  chair: 'Oli Grant',
  leadPhone: '01785 000001',
};

const READERS: AlertReader[] = ['channel', 'lead', 'chair'];
const ALERT_STANDINGS: AlertStanding[] = [
  { is: 'open' },
  { is: 'taken', on: TODAY, at: '09:12', by: { role: 'deputy_dsl', name: 'Joe Lamb' } },
  { is: 'settled', how: 'answered', on: TODAY },
];

const LEADS: AlertFrame = {
  settingName: NAMES.name,
  token: 'alert',
  reader: 'lead',
  small: false,
  standing: { is: 'open' },
};

function alerts(): [string, Message][] {
  const owner = { role: 'site_manager' as const, name: 'Len Voss' };
  const duty = {
    standard: 'site' as const,
    indicator: 'site-security',
    text: 'Were all gates and doors checked last week?',
    askedOn: '2026-11-06',
    dueOn: TODAY,
    owner,
    headsOwn: false,
  };
  const attestation = {
    standard: 'training' as const,
    text: 'Have you read Part one of KCSIE 2026?',
    dueOn: TODAY,
    overdue: 3,
    names: ['Amira Khan', 'Ben Osei', 'Carys Pugh'],
  };
  const check = { ...duty, answer: 'Nobody yet', on: TODAY, at: '08:55', by: owner };
  const each = READERS.flatMap((reader) =>
    ALERT_STANDINGS.flatMap((standing): [string, Message][] => {
      const frame: AlertFrame = { settingName: NAMES.name, token: 'alert', reader, small: false, standing };
      const name = `${reader} ${standing.is}`;
      return [
        [`overdue duty ${name}`, overdueDutyMessage(frame, duty)],
        [`overdue attestations ${name}`, overdueAttestationsMessage(frame, [attestation, attestation])],
        [`alert at once ${name}`, poorAtOnceMessage(frame, check)],
      ];
    }),
  );
  const undelivered = [
    { what: 'channel' },
    { what: 'question', name: 'Ben Osei' },
    { what: 'failed', kind: 'digest', where: 'channel' },
    { what: 'held', kind: 'overdue', where: 'private', token: 'tok-doubt' },
    { what: 'waiting' },
  ] as const;
  return [
    ...each,
    ...undelivered.map((one): [string, Message] => [
      `alert undelivered ${one.what}`,
      undeliveredMessage(NAMES.name, one),
    ]),
    ['alert mended', mendedMessage(NAMES.name)],
    ['alert revoked', revokedMessage(NAMES.name, 12)],
    ['alert doubt settled', settledDoubtMessage({ what: 'arrived', kind: 'digest', when: '09:12' })],
  ];
}

export const DIGEST: DigestFacts = {
  settingName: NAMES.name,
  week: '2026-W46',
  from: '2026-11-09',
  to: '2026-11-15',
  standards: STANDARD_IDS.map((standard, index) => ({
    standard,
    rating: RATINGS[index % RATINGS.length] ?? 'not_met',
    before: index % 3 === 0 ? 'not_yet_assessed' : 'partially_met',
    asked: 3 + index * 4,
    answered: 2 + index * 3,
    good: index,
    counted: index % 2 === 0 ? 15 : 0,
  })),
  overdue: [
    {
      standard: 'site',
      indicator: 'site-security',
      kind: 'duty',
      owner: 'site manager',
      dueOn: '2026-11-10',
      people: 1,
      acknowledged: false,
    },
    {
      standard: 'training',
      indicator: 'part-one-read',
      kind: 'attestation',
      owner: 'all staff',
      dueOn: '2026-11-11',
      people: 4,
      acknowledged: true,
    },
  ],
  openActions: [
    {
      standard: 'online',
      indicator: 'filtering-tested',
      dueOn: '2026-11-12',
      late: true,
      openedThisWeek: false,
    },
    { standard: 'site', indicator: 'first-aid-kits', dueOn: '2026-11-20', late: false, openedThisWeek: true },
  ],
  closedActions: 2,
  notAsked: [{ standard: 'site', indicator: 'site-security', kind: 'duty', on: '2026-11-10' }],
  uncovered: [{ owner: 'IT lead', why: 'no_holder', checks: 2 }],
  participation: {
    asked: 38,
    answered: 31,
    notSure: 2,
    lapsed: 3,
    handedOn: 1,
    stillOpen: 3,
    people: 20,
    unreachable: 6,
    staff: 30,
  },
  minutes: 14,
  calendarEndsOn: '2026-12-18',
  whyNobody: null,
};

function answers(): [string, Message][] {
  const standing = { asked: 24, answered: 20 };
  const waiting = ['SIT-D1', 'CON-D1', 'ONL-D1', 'TRN-K1', 'CON-S1', 'TRN-A1'].map(
    (id, index): Waiting => ({
      view: view(id),
      askedOn: '2026-11-06',
      dueOn: index === 3 ? null : '2026-11-09',
      overdue: index < 2,
    }),
  );
  const late = { standard: 'site' as const, indicator: 'site-security', dueOn: '2026-11-09' };
  const asked = { question: question('TRN-K1'), checkLocally: true };
  const names = { edition: NAMES.edition, setting: NAMES.name };
  const mine = {
    settingName: NAMES.name,
    waiting: 2,
    overdue: 1,
    asked: 9,
    answered: 7,
    minutes: 3,
    away: null,
    paused: null,
    lately: [
      { on: '2026-11-11', text: question('TRN-K1').text, became: 'answered' as const },
      { on: '2026-11-04', text: question('SIT-D1').text, became: 'let_go' as const },
    ],
  };
  return [
    ['digest', digestMessage(DIGEST)],
    [
      'digest so far, small',
      digestMessage({ ...DIGEST, participation: { ...DIGEST.participation, staff: 9 } }, { soFar: true }),
    ],
    ['digest for leads', digestIsForLeadsMessage()],
    ['status mine', myStatusMessage(mine, 'setting')],
    [
      'status setting',
      settingStatusMessage({
        name: NAMES.name,
        standards: DIGEST.standards.map(({ standard: id, rating, answered, asked: all }) => ({
          id,
          rating,
          answered,
          asked: all,
        })),
        overdue: 2,
        openActions: 3,
        minutesThisWeek: 14,
        unreachable: 6,
      }),
    ],
    [
      'status standard',
      standardStatusMessage(
        NAMES.name,
        { id: 'training', rating: 'partially_met', unreachable: 6, ...standing },
        [
          {
            indicator: 'knows-the-dsl',
            kind: 'knowledge',
            rating: 'partially_met',
            share: { good: 6, counted: 15 },
          },
          { indicator: 'part-one-read', kind: 'attestation', rating: 'not_met', share: null },
        ],
      ),
    ],
    [
      'status standard, nothing on',
      standardStatusMessage(
        NAMES.name,
        { id: 'voice', rating: 'not_yet_assessed', asked: 0, answered: 0, unreachable: 1 },
        [],
      ),
    ],
    [
      'due, a lead’s',
      dueMessage(FRAME, waiting, {
        as: 'named',
        rows: [{ ...late, owner: 'site manager', name: 'Len Voss' }],
      }),
    ],
    ['due, an overseer’s', dueMessage(FRAME, [], { as: 'roles', rows: DIGEST.overdue, small: false })],
    ['due, nothing', dueMessage(FRAME, [], { as: 'hidden' })],
    ['help', helpMessage({ contacts })],
    ['help, nearest', nearestMessage('status', { contacts })],
    ['why', whyMessage(asked, names)],
    ['why, nothing asked', whyMessage(null, names)],
    ['why a standard', whyStandardMessage('training', [asked, asked], names)],
    ['ask, on its way', askMessage({ is: 'on_its_way' })],
    ['ask, waiting', askMessage({ is: 'waiting', frame: FRAME, view: view('TRN-K1') })],
    ['ask, not now', askMessage({ is: 'not_now', next: { on: '2026-11-11', at: '08:00' } })],
    ['guard', guardMessage({ leadOnDuty: { name: 'Ines Duarte' }, contacts }, { is: 'unsure' })],
    [
      'guard, a child',
      guardMessage({ leadOnDuty: null, contacts }, { is: 'child', told: { name: 'Joe Lamb' } }),
    ],
    ['guard, nobody reached', guardMessage({ leadOnDuty: null, contacts }, { is: 'child', told: null })],
    ['guard, an adult', guardMessage({ leadOnDuty: null, contacts }, { is: 'adult' })],
    ['guard, asked to speak', askedToSpeakMessage({ contacts }, 'head', { name: 'Kate Orr' })],
    ['guard, nobody to ask', askedToSpeakMessage({ contacts }, 'dsl', null)],
    [
      'guard, a concern',
      concernMessage(LEADS, { route: 'child', name: 'Amira Khan', on: '2026-11-10', at: '10:00' }),
    ],
    [
      'guard, a concern, asked',
      concernMessage(LEADS, { route: 'head', name: 'Amira Khan', on: '2026-11-10', at: '10:00' }),
    ],
    ['guard, concern taken', concernTakenMessage(NAMES.name, 'Ines Duarte')],
    ['guard, told', toldMessage({ contacts })],
    ['guard, stranger', strangerMessage()],
    ['action, stranger met', strangerMetMessage(NAMES.name, 'wrote')],
    ['action, stranger with a worry met', strangerMetMessage(NAMES.name, 'worried')],
    [
      'action, told lead',
      toldLeadMessage(NAMES.name, {
        what: 'nobody_holds',
        name: 'Len Voss',
        text: question('SIT-D1').text,
        role: 'site manager',
      }),
    ],
    ['private line', unrecordedLine('not_yours')],
    ['private line, to mend', mendLine('Enter a whole number from 0 to 99999.')],
    ['people', people()],
    ...chargeMessagesOf('Joe Lamb')
      .slice(0, 9)
      .map((message): [string, Message] => ['charge', message]),
    ...namedMessagesOf('Joe Lamb').map((message): [string, Message] => ['named in charge', message]),
    [
      'calendar',
      calendarMessage({
        settingName: NAMES.name,
        on: '2026-11-10',
        ahead: calendarAhead(AUTUMN_2026, '2026-11-10'),
        isLead: true,
      }),
    ],
    [
      'board, a link',
      boardLinkMessage(NAMES.name, `https://vigil.example.org/board/enter?t=${'a1B_'.repeat(19)}`, 5),
    ],
    ['board, for leads', boardIsForLeadsMessage()],
    ['board, no address', boardWithoutAddressMessage()],
    ['action, cases permitted', casesPermittedMessage(NAMES.name, true)],
    ['ask, not set up', askMessage({ is: 'not_set_up' })],
    ['placed in a group chat', placedMessage('19:leads@thread.v2')],
  ];
}

function people(): Message {
  const names = [
    'Priya Nair',
    'Tom <!channel> *Hill*',
    '',
    'Ana Souza',
    'Wei Chen',
    'Zoe Park',
    'Ola Ek',
    'Ida Roe',
  ];
  return peopleMessage(
    {
      settingName: NAMES.name,
      zone: 'Europe/London',
      onList: 14,
      unreachable: [{ name: 'Gil Brook', roles: ['teaching_assistant'] }],
      away: [{ name: 'Hana Sato', until: '2026-11-30' }],
      workspace: 'read',
      counts: { staff: 14, gone: 0, waiting: 11, clashing: 1, guests: 4, bots: 3, notStaff: 2 },
      candidates: names.map((name, index) => ({
        token: `member-${index}`,
        name,
        email: index === 3 ? null : `person${index}@oak.example`,
        zone: index === 4 ? 'Asia/Tokyo' : 'Europe/London',
      })),
      setUp: [],
      listOnly: false,
      others: false,
      ref: null,
    },
    confirmedNotice('Ben Osei', 'teacher', NAMES.name),
  );
}

/** By a name that says which it is. */
export const everyMessage = (): [name: string, message: Message][] => [
  ...everyPrompt(),
  ...alerts(),
  ...answers(),
  ...settingUp(),
];

/** What has no form in it: those are tried where forms are. */
const settingUp = (): [name: string, message: Message][] => [
  ...['setUpDoneMessage', 'namedLeadMessage', 'channelHelloMessage'].flatMap((name) =>
    (SET_UP_BUILDERS[name]?.('Oak Primary') ?? []).map((message): [string, Message] => [name, message]),
  ),
  ...(BANK_BUILDERS.bankMessage?.('Oak Primary') ?? []).map((message): [string, Message] => [
    'the bank',
    message,
  ]),
];
