/**
 * What is kept, for how long, and why: one row for each class of record, as the retention table says it.
 * The rule: every kind of row has its class here, those that are never removed too, with the reason; a setting may
 * choose a period only between the least and the most. Removing is left to cycle/apply-retention.
 */
import { addMonths, instantAt, type LocalDate, localDate, schoolYearOf } from './local-time.ts';

type Unit = 'days' | 'months' | 'months_after_school_year';

export type KeptFor = {
  unit: Unit;
  usual: number;
  least: number;
  most: number;
};

export type RetentionClass = {
  /** What it is, in plain words. */
  what: string;
  /** When the period begins to run. */
  from: string;
  /** null: it is not removed while the organisation is here. */
  keep: KeptFor | null;
  /** Whose it is: a setting's own, the whole organisation's, or the machine's that Vigil runs on, outside the record. */
  of: 'setting' | 'organisation' | 'machine';
  why: string;
};

const months = (usual: number, least: number, most: number): KeptFor => ({
  unit: 'months',
  usual,
  least,
  most,
});
const days = (usual: number, least: number, most: number): KeptFor => ({ unit: 'days', usual, least, most });

/** In the order they are removed: what rests on something else goes before it. */
export const RETENTION = {
  notes: {
    what: 'What somebody added to an answer in their own words',
    from: 'the day it was written',
    keep: months(12, 1, 24),
    of: 'setting',
    why: 'Free text can hold what nobody meant to keep, so it goes first. A note never outlives its answer.',
  },
  actions: {
    what: 'Actions that are done or withdrawn, with the answers they rest on',
    from: 'the day it was closed',
    keep: months(72, 12, 84),
    of: 'setting',
    why: 'The action plan is evidence of what was put right; six years is the usual limit for a claim.',
  },
  answers: {
    what: 'One person’s answers to one question, by name',
    from: 'the end of the school year it was given in',
    keep: { unit: 'months_after_school_year', usual: 12, least: 2, most: 72 },
    of: 'setting',
    why: 'This school year and the one before it are needed for the yearly return; an answer an action rests on stays as long as the action.',
  },
  questions: {
    what: 'Which question was put to whom and when, once no answer to it is kept',
    from: 'the end of the school year it was asked in',
    keep: { unit: 'months_after_school_year', usual: 12, least: 2, most: 72 },
    of: 'setting',
    why: 'Kept as long as answers are, so that who was asked and did not answer can be told from who was not asked.',
  },
  messages: {
    what: 'The words of a message Vigil sent, and the platform’s id for it',
    from: 'the day it was due to be sent',
    keep: months(3, 2, 24),
    of: 'setting',
    why: 'Words are needed only to draw a message anew. One whose question or alert is still open is kept until it is closed. What stands in Slack or Teams is kept there by the school’s own rules.',
  },
  outlines: {
    what: 'That a message was sent: when, to whom, and how it went, without its words',
    from: 'the end of the school year it was sent in',
    keep: { unit: 'months_after_school_year', usual: 12, least: 2, most: 72 },
    of: 'setting',
    why: 'It shows that somebody was asked, and keeps the same thing from being said twice.',
  },
  concern_alerts: {
    what: 'That somebody may have had a concern and which lead took it on; never what they wrote',
    from: 'the day it was opened, once somebody has it',
    keep: months(24, 12, 84),
    of: 'setting',
    why: 'It shows that a lead was told and went. The concern itself is recorded in the school’s own system.',
  },
  alerts: {
    what: 'Alerts about checks, and who took them on',
    from: 'the day it was opened, once it is closed',
    keep: months(24, 12, 84),
    of: 'setting',
    why: 'This school year and the one before it.',
  },
  charges: {
    what: 'Who was named as in charge of a site or a trip on a day, and who said so',
    from: 'the day it was about',
    keep: months(72, 12, 84),
    of: 'setting',
    why: 'It is the record that a trained lead could be reached; six years is the usual limit for a claim.',
  },
  trips: {
    what: 'Trips that are over, without a name of anybody on them',
    from: 'the last day of it, once none of its days is kept',
    keep: months(12, 1, 84),
    of: 'setting',
    why: 'Needed only to ask who is in charge, and to say what a day that is kept was about.',
  },
  digests: {
    what: 'The weekly digest’s counts; no person is in them',
    from: 'the day it was made',
    keep: months(72, 12, 120),
    of: 'setting',
    why: 'They are the school’s own evidence over the years, and each bears the number and hash of the ledger’s last row.',
  },
  addresses: {
    what: 'How a leaver was reached in chat: their account and conversation',
    from: 'the day they left',
    keep: days(30, 1, 90),
    of: 'setting',
    why: 'Nobody who has left is written to; a month is for whoever comes back.',
  },
  leavers: {
    what: 'A leaver’s name, e-mail address and staff reference',
    from: 'the day they left',
    keep: months(12, 1, 84),
    of: 'setting',
    why: 'Their own answers keep a number in place of a name after that, so that counts and ratings do not change.',
  },
  events: {
    what: 'The platform’s id of a press or a message already taken, which may have the sender’s account in it; no word',
    from: 'the day it came',
    keep: days(7, 2, 30),
    of: 'organisation',
    why: 'So that what is delivered twice has one effect. Platforms try again for hours, not weeks.',
  },
  board: {
    what: 'Links to the board and visits made by them',
    from: 'the day it ended',
    keep: days(30, 1, 90),
    of: 'organisation',
    why: 'To see who looked, if somebody got hold of a link.',
  },
  presses: {
    what: 'A press that was not filed once the database was back: set aside, sealed, where Vigil runs',
    from: 'the moment it was pressed',
    keep: days(7, 7, 7),
    of: 'machine',
    why: 'It is tried once more at each start, and doctor counts what is left. It is no part of the record and may not even open, so an export or an erasure does not look into it: it goes within the week.',
  },
  members: {
    what: 'Accounts that have gone from the chat workspace and are nobody’s on the staff list',
    from: 'the day they were last seen',
    keep: months(3, 1, 12),
    of: 'organisation',
    why: 'So that whoever comes back is not offered to a lead a second time. Of guests, bots and whoever a lead called “not staff”, no name is kept at all.',
  },
  set_ups: {
    what: 'A set-up of Vigil somebody began from chat and left: what they had filled in, under their account',
    from: 'the day they last went on with it',
    keep: days(30, 7, 90),
    of: 'organisation',
    why: 'So that they can come back to it. It goes when set-up ends.',
  },
  ledger: {
    what: 'The ledger: one row for each change, with ids, states and counts',
    from: '',
    keep: null,
    of: 'organisation',
    why: 'Never removed or changed: it could not be checked with rows missing. It holds no name, answer or note; once a person is erased the number in it leads to nobody.',
  },
  staff: {
    what: 'The staff list: names, roles, hours and e-mail addresses of those who work here',
    from: '',
    keep: null,
    of: 'setting',
    why: 'While they work here. After that see “leavers”.',
  },
  releases: {
    what: 'Anonymous answers, as counts of five people or more',
    from: '',
    keep: null,
    of: 'setting',
    why: 'Let out once and for ever: a count that came and went would tell of one person. No person is in them.',
  },
  not_asked: {
    what: 'Checks that fell due and were put to nobody',
    from: '',
    keep: null,
    of: 'setting',
    why: 'A gap in the record must stay in sight. No person is in it.',
  },
  holds: {
    what: 'Legal holds, and each night’s removals as counts',
    from: '',
    keep: null,
    of: 'setting',
    why: 'They show what was kept or removed and when. A hold’s reference is never a name.',
  },
  tokens: {
    what: 'The chat workspace’s token, encrypted',
    from: '',
    keep: null,
    of: 'organisation',
    why: 'Until Vigil is taken out of the workspace: it goes at that moment.',
  },
  keys: {
    what: 'Keys that notes are encrypted under',
    from: '',
    keep: null,
    of: 'organisation',
    why: 'A person’s key is destroyed when they are erased, so that no copy of a note can be opened.',
  },
} as const satisfies Record<string, RetentionClass>;

export type ClassId = keyof typeof RETENTION;
/** A class of the record that is removed in time, and the number of days or months a setting keeps it. */
export type TimedClass = {
  [Id in ClassId]: (typeof RETENTION)[Id]['keep'] extends null
    ? never
    : (typeof RETENTION)[Id]['of'] extends 'machine'
      ? never
      : Id;
}[ClassId];

export const CLASSES = Object.keys(RETENTION) as ClassId[];
export const TIMED = CLASSES.filter(
  (id): id is TimedClass => RETENTION[id].keep !== null && RETENTION[id].of !== 'machine',
);

/** A setting's own periods, by class; what is not in it is as usual. */
export type Periods = Partial<Record<string, number>>;

export function periodOf(id: TimedClass, periods: Periods): number {
  const keep: KeptFor = RETENTION[id].keep;
  const own = periods[id];
  return own === undefined ? keep.usual : Math.min(Math.max(own, keep.least), keep.most);
}

export function periodWords(id: ClassId, periods: Periods): string {
  const keep: KeptFor | null = RETENTION[id].keep;
  if (keep === null) return 'not removed';
  const count = periodOf(id as TimedClass, periods);
  const unit = keep.unit === 'days' ? 'day' : 'month';
  return `${count} ${count === 1 ? unit : `${unit}s`} from ${RETENTION[id].from}`;
}

/** Whatever is older than this moment is past its time. Days and months run by the setting's own dates. */
export function cutOff(id: TimedClass, periods: Periods, now: Date, zone: string): Date {
  const { unit }: KeptFor = RETENTION[id].keep;
  const count = periodOf(id, periods);
  const today = localDate(now, zone);
  switch (unit) {
    case 'days':
      return new Date(now.getTime() - count * 24 * 3_600_000);
    case 'months':
      return instantAt(addMonths(today, -count), '00:00', zone);
    case 'months_after_school_year':
      return instantAt(schoolYearStart(addMonths(today, -count)), '00:00', zone);
  }
}

/** When something of this moment is past its time: the first day on which cutOff is later than it. */
export function fallsDue(id: TimedClass, periods: Periods, moment: Date, zone: string): LocalDate {
  const { unit }: KeptFor = RETENTION[id].keep;
  const count = periodOf(id, periods);
  const on = localDate(moment, zone);
  switch (unit) {
    case 'days':
      return localDate(new Date(moment.getTime() + count * 24 * 3_600_000), zone);
    case 'months':
      return addMonths(on, count);
    case 'months_after_school_year':
      return addMonths(`${schoolYearOf(on) + 1}-09-01`, count);
  }
}

function schoolYearStart(date: LocalDate): LocalDate {
  return `${schoolYearOf(date)}-09-01`;
}

/** From when on a night's removal may begin, in the setting's own time. */
export const REMOVAL_FROM = '02:00';
