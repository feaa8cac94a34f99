/**
 * Every message Vigil can build, by the name of the function that builds it, with one text as all that a person wrote:
 * names, a setting's name, numbers to ring, and what every-asking.ts asks.
 * The rule: one entry for each function of src/messages that gives a message; a test compares the two lists.
 */

import { calendarAhead } from '../../src/domain/calendar-ahead.ts';
import type { Message } from '../../src/domain/message.ts';
import * as absence from '../../src/messages/absence.ts';
import type { AlertFrame } from '../../src/messages/alert-frame.ts';
import * as alertFrame from '../../src/messages/alert-frame.ts';
import * as board from '../../src/messages/board.ts';
import { calendarMessage } from '../../src/messages/calendar.ts';
import { casesPermittedMessage } from '../../src/messages/cases-permitted.ts';
import { unnamedLine } from '../../src/messages/charge-lines.ts';
import * as closed from '../../src/messages/closed.ts';
import * as concern from '../../src/messages/concern.ts';
import { digestMessage } from '../../src/messages/digest.ts';
import { givenActionMessage } from '../../src/messages/given-action.ts';
import * as guard from '../../src/messages/guard.ts';
import { helpMessage } from '../../src/messages/help.ts';
import { keptMessage } from '../../src/messages/kept.ts';
import { myStatusMessage } from '../../src/messages/my-status.ts';
import { overdueAttestationsMessage, overdueDutyMessage } from '../../src/messages/overdue.ts';
import { ownedBlocks } from '../../src/messages/owned-standard.ts';
import * as pause from '../../src/messages/pause.ts';
import * as people from '../../src/messages/people.ts';
import { placedMessage } from '../../src/messages/placed.ts';
import { poorAtOnceMessage } from '../../src/messages/poor-at-once.ts';
import * as line from '../../src/messages/private-line.ts';
import { releasedBlocks } from '../../src/messages/released.ts';
import { finishFaultLine, unsetLine } from '../../src/messages/set-up-lines.ts';
import * as status from '../../src/messages/status.ts';
import { allStatusMessage } from '../../src/messages/status-all.ts';
import { toldLeadMessage } from '../../src/messages/told-lead.ts';
import { tooManyPressesLine, tooManyWordsMessage } from '../../src/messages/too-many.ts';
import { noTripLine } from '../../src/messages/trip.ts';
import * as undelivered from '../../src/messages/undelivered.ts';
import { BANK_BUILDERS, BANK_WORDLESS } from './bank-builders.ts';
import * as charges from './charge-messages.ts';
import { EVERY_ASKING, PAGE_OF_OURS } from './every-asking.ts';
import { DIGEST } from './every-message.ts';
import { SET_UP_BUILDERS } from './set-up-builders.ts';

const ON = '2026-11-10';
const AT = '09:12';
const contactsOf = (word: string) => ({
  contacts: { frontDoor: word, outOfHours: word, lado: word, chair: word, leadPhone: word },
});

/** A copy for each reader, before it is taken, once it is, and after. */
function framesOf(word: string): AlertFrame[] {
  const standings: AlertFrame['standing'][] = [
    { is: 'open' },
    { is: 'taken', on: ON, at: AT, by: { role: 'deputy_dsl', name: word } },
    { is: 'settled', how: 'answered', on: ON },
  ];
  return (['channel', 'lead', 'chair'] as const).flatMap((reader) =>
    standings.map(
      (standing): AlertFrame => ({ settingName: word, token: 'alert', reader, small: false, standing }),
    ),
  );
}

const checkOf = (word: string) => ({
  standard: 'site' as const,
  indicator: 'site-security',
  text: word,
  askedOn: '2026-11-06',
  dueOn: ON,
  on: ON,
  at: AT,
  answer: word,
  owner: { role: 'site_manager' as const, name: word },
  by: { role: 'site_manager' as const, name: word },
  headsOwn: true,
});

const standingOf = (word: string) => ({
  name: word,
  standards: [{ id: 'training' as const, rating: 'not_met' as const, answered: 2, asked: 4 }],
  overdue: 1,
  openActions: 1,
  unreachable: 1,
  minutesThisWeek: 3,
});

const releasedOf = (word: string) => ({
  standard: 'training' as const,
  question: word,
  block: 'autumn-1-2026',
  repliers: 9,
  answers: [
    { label: word, count: 5 },
    { label: word, count: 4 },
  ],
});

function peopleOf(word: string, workspace: people.PeopleFacts['workspace'] = 'read'): Message {
  const facts: people.PeopleFacts = {
    settingName: word,
    zone: 'Europe/London',
    onList: 14,
    unreachable: [{ name: word, roles: ['teacher'] }],
    away: [{ name: word, until: ON }],
    workspace,
    counts: { staff: 14, gone: 0, waiting: 3, clashing: 1, guests: 4, bots: 3, notStaff: 2 },
    candidates: [
      { token: 'member-1', name: word, email: word, zone: `Europe/${word}` },
      { token: 'member-2', name: '', email: word, zone: null },
    ],
    setUp: ['dsl'],
    listOnly: false,
    others: true,
    ref: null,
  };
  return people.peopleMessage(facts, people.confirmedNotice(word, 'teacher', word));
}

const dayOf = (word: string) => ({ settingName: word, day: ON, today: ON, ref: word });

const KINDS = ['channel', 'question', 'question_in_doubt', 'waiting', 'more', 'failed', 'held'] as const;
const undeliveredOf = (word: string): Message[] =>
  KINDS.map((what) => {
    const more = { name: word, kind: 'digest', where: 'channel', token: 'tok-doubt' } as const;
    return undelivered.undeliveredMessage(word, { what, ...more } as undelivered.Undelivered);
  });

/** In term, with its days off; and on a day off of a calendar that runs out, to a lead. */
function calendarOf(word: string): Message[] {
  const half = { name: word, term: 'autumn' as const, startsOn: '2026-11-02', endsOn: '2026-12-18' };
  const next = { ...half, startsOn: '2027-01-04', endsOn: '2027-02-12' };
  const calendar = {
    halfTerms: [half, next],
    closures: [{ on: ON, reason: 'closed' as const, name: word }],
  };
  return ['2026-11-09', ON, '2026-12-28', '2027-02-11', '2027-03-01'].map((on) =>
    calendarMessage({ settingName: word, on, ahead: calendarAhead(calendar, on), isLead: true }),
  );
}

/** Builders that are given no words of anybody's, so once is enough. */
export const WORDLESS: Record<string, () => Message[]> = {
  boardIsForLeadsMessage: () => [board.boardIsForLeadsMessage()],
  boardWithoutAddressMessage: () => [board.boardWithoutAddressMessage()],
  guardElsewhereMessage: () => [guard.guardElsewhereMessage()],
  awayMessage: () => [guard.awayMessage()],
  absenceIsForLeadsLine: () => [absence.absenceIsForLeadsLine()],
  pauseMessage: () => [pause.pauseMessage(ON, true)],
  pauseSpentLine: () => [pause.pauseSpentLine(ON), pause.pauseSpentLine(null)],
  pauseInHolidaysLine: () => [pause.pauseInHolidaysLine()],
  resumeLine: () => [pause.resumeLine(true), pause.resumeLine(false)],
  absenceHowMessage: () => [absence.absenceHowMessage(true)],
  absenceDayLine: () => [absence.absenceDayLine(ON, 'past'), absence.absenceDayLine(ON, 'too_far')],
  closingIsForLeadsLine: () => [closed.closingIsForLeadsLine()],
  noTripLine: () => [
    noTripLine('how'),
    noTripLine('unknown'),
    noTripLine({ is: 'which_setting', refs: ['oak'] }),
  ],
  unnamedLine: () => [unnamedLine('another_day'), unnamedLine('cannot_be_named')],
  strangerMessage: () => [guard.strangerMessage()],
  unconfirmedLine: () => [people.unconfirmedLine('staff')],
  peopleForLeadsLine: () => [people.peopleForLeadsLine()],
  unsetLine: () => [unsetLine('ended')],
  ...BANK_WORDLESS,
  finishFaultLine: () => [finishFaultLine({ why: 'missing', parts: ['school'] })],
  unrecordedLine: () => [line.unrecordedLine('closed')],
  noteLine: () => [line.noteLine('away')],
  unsavedLine: () => [line.unsavedLine()],
  receivedLine: () => [line.receivedLine()],
  unreachedLine: () => [line.unreachedLine()],
  stillSavingLine: () => [line.stillSavingLine()],
  answeredAsideLine: () => [line.answeredAsideLine()],
  notAnsweredAsideLine: () => [line.notAnsweredAsideLine()],
  pressAgainLine: () => [line.pressAgainLine()],
  digestIsForLeadsMessage: () => [status.digestIsForLeadsMessage()],
  tooManyPressesLine: () => [tooManyPressesLine(20)],
  tooManyWordsMessage: () => [tooManyWordsMessage(20)],
  settledDoubtMessage: () => [undelivered.settledDoubtMessage({ what: 'arrived', kind: 'digest', when: AT })],
  unsettledLine: () => [undelivered.unsettledLine('gone')],
};

export const EVERY_BUILDER: Record<string, (word: string) => Message[]> = {
  ...EVERY_ASKING,
  absenceMessage: (word) =>
    [word, null].map((name) =>
      absence.absenceMessage({ name, until: ON, again: true, handed: 1, uncovered: 2 }),
    ),
  backLine: (word) => [
    absence.backLine(word, true),
    absence.backLine(word, false),
    absence.backLine(null, true),
  ],
  whichPersonMessage: (word) => {
    const named = { name: word, staffRef: word, settingName: word, ref: word };
    return [absence.whichPersonMessage([named, named], ON), absence.whichPersonMessage([named, named], null)];
  },
  alertMessage: (word) => framesOf(word).map((frame) => alertFrame.alertMessage('alert', frame, word, [])),
  boardLinkMessage: (word) => [board.boardLinkMessage(word, PAGE_OF_OURS, 5)],
  calendarMessage: calendarOf,
  casesPermittedMessage: (word) => [casesPermittedMessage(word, true)],
  changedDayMessage: (word) =>
    (['closed', 'open'] as const).map((to) =>
      closed.changedDayMessage({ ...dayOf(word), to, questions: 3, reminders: 1, sending: 1, next: null }),
    ),
  unchangedDayLine: (word) => [
    closed.unchangedDayLine(dayOf(word), 'closed', { is: 'closed' }),
    closed.unchangedDayLine(dayOf(word), 'closed', { is: 'named', name: word }),
  ],
  closingHowMessage: (word) => [
    closed.closingHowMessage([{ name: word, ref: word }]),
    closed.closingHowMessage([
      { name: word, ref: word },
      { name: word, ref: word },
    ]),
  ],
  chargeMessage: charges.chargeMessagesOf,
  coverMessage: charges.coverMessagesOf,
  coveringMessage: charges.coveringMessagesOf,
  notCoveredLine: charges.notCoveredOf,
  whichCoverMessage: charges.whichCoverOf,
  tripMessage: charges.tripMessagesOf,
  leadMessage: charges.leadMessagesOf,
  namedMessage: charges.namedMessagesOf,
  nobodyInChargeMessage: (word) => charges.nobodyInChargeOf(word, framesOf(word)),
  concernMessage: (word) =>
    framesOf(word).map((frame) =>
      concern.concernMessage(frame, { route: 'child', name: word, on: ON, at: AT }),
    ),
  concernTakenMessage: (word) => [concern.concernTakenMessage(word, word)],
  digestMessage: (word) => [
    digestMessage({ ...DIGEST, settingName: word, released: [releasedOf(word)] }),
    digestMessage({ ...DIGEST, settingName: word }, { soFar: true }),
  ],
  guardMessage: (word) => {
    const frame = { leadOnDuty: { name: word }, ...contactsOf(word) };
    return [
      guard.guardMessage(frame, { is: 'unsure' }),
      guard.guardMessage(frame, { is: 'child', told: { name: word } }),
      guard.guardMessage(frame, { is: 'adult' }),
    ];
  },
  askedToSpeakMessage: (word) => [
    guard.askedToSpeakMessage(contactsOf(word), 'head', { name: word }),
    guard.askedToSpeakMessage(contactsOf(word), 'dsl', null),
  ],
  toldMessage: (word) => [guard.toldMessage(contactsOf(word))],
  strangerMetMessage: (word) => [guard.strangerMetMessage(word, 'wrote')],
  nearestMessage: (word) => [guard.nearestMessage('status', contactsOf(word))],
  helpMessage: (word) => [helpMessage(contactsOf(word)), helpMessage(contactsOf(word), word)],
  keptMessage: (word) => [
    keptMessage({
      settingName: word,
      periods: {},
      answers: 1,
      questions: 1,
      notes: 1,
      messages: 1,
      actions: 1,
      alerts: 1,
      isHeld: true,
      lead: word,
    }),
  ],
  overdueDutyMessage: (word) => framesOf(word).map((frame) => overdueDutyMessage(frame, checkOf(word))),
  overdueAttestationsMessage: (word) => {
    const late = { standard: 'training' as const, text: word, dueOn: ON, overdue: 2, names: [word, word] };
    return framesOf(word).map((frame) => overdueAttestationsMessage(frame, [late]));
  },
  peopleMessage: (word) => [peopleOf(word), peopleOf(word, 'none')],
  placedMessage: (word) => [placedMessage(word)],
  poorAtOnceMessage: (word) => framesOf(word).map((frame) => poorAtOnceMessage(frame, checkOf(word))),
  privateLine: (word) => [line.privateLine(word)],
  filedLaterLine: (word) => [line.filedLaterLine(AT, { is: 'not_filed', why: line.privateLine(word) })],
  mendLine: (word) => [line.mendLine(word)],
  myStatusMessage: (word) => {
    const mine = {
      settingName: word,
      waiting: 2,
      overdue: 1,
      asked: 9,
      answered: 7,
      minutes: 3,
      away: ON,
      paused: ON,
      lately: [{ on: ON, text: word, became: 'waits' as const }],
    };
    return [myStatusMessage(mine, 'setting', ownedBlocks(standingOf(word), [], false))];
  },
  settingStatusMessage: (word) => [status.settingStatusMessage(standingOf(word))],
  standardStatusMessage: (word) => {
    const [standard] = standingOf(word).standards;
    if (standard === undefined) throw new Error('No standard');
    const released = releasedBlocks([releasedOf(word)], false);
    return [status.standardStatusMessage(word, { ...standard, unreachable: 1 }, [], released)];
  },
  allStatusMessage: (word) => [allStatusMessage([standingOf(word), standingOf(word)])],
  givenActionMessage: (word) => [
    givenActionMessage({ settingName: word, text: word, dueOn: ON, isLate: true }),
  ],
  toldLeadMessage: (word) =>
    (['nobody_holds', 'nobody_meanwhile', 'not_for_them', 'other_format'] as const).map((what) =>
      toldLeadMessage(word, { what, name: word, text: word, role: word }),
    ),
  undeliveredMessage: undeliveredOf,
  mendedMessage: (word) => [undelivered.mendedMessage(word)],
  revokedMessage: (word) => [undelivered.revokedMessage(word, 12)],
  ...SET_UP_BUILDERS,
  ...BANK_BUILDERS,
};
