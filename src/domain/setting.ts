/**
 * A setting (school, college, nursery), the people confirmed to work in it, and the contacts a worried
 * person must be given. The rule: only a confirmed person is ever asked anything.
 * When they may be asked is left to domain/working-hours.
 */
import type { Absence } from './absence.ts';
import type { Cover } from './cover.ts';
import type { SettingType } from './framework.ts';
import type { InCharge } from './in-charge.ts';
import type { IsoWeek, LocalDate, LocalTime } from './local-time.ts';
import type { Nation } from './nation.ts';
import type { Pause } from './pause.ts';
import type { Phase } from './question.ts';
import type { Role } from './role.ts';
import type { SchoolCalendar } from './school-day.ts';

export type OrgId = string & { readonly kind: 'organisation' };

export type Contacts = {
  /** Children's social care, where concerns are referred. */
  frontDoor: string;
  /** Emergency duty team, out of hours. */
  outOfHours: string;
  lado: string;
  chair: string;
  /** Telephone of the lead on duty. */
  leadPhone: string;
};

export type AskWindow = { from: LocalTime; to: LocalTime };

export type Setting = {
  id: string;
  ref: string;
  name: string;
  /** The Department for Education's number for it, where it has one. */
  dfeNumber: string | null;
  phase: Phase;
  /** With the phase it chooses the framework: domain/framework. */
  type: SettingType;
  /** Whose bank holidays it keeps. */
  nation: Nation;
  zone: string;
  /** Edition of the main guidance, filled in where questions say {edition}. */
  edition: string;
  /** Knowledge questions a week for somebody full time. */
  weeklyBudget: number;
  /** When in the day questions may go, in local time; prompts spread over them. */
  windows: AskWindow[];
  /** Weekdays (1 Monday to 5 Friday) on which knowledge questions go. */
  askDays: number[];
  digestDay: number;
  digestTime: LocalTime;
  contacts: Contacts;
  /** The headteacher lets the DSL see what could tell of an allegation or a low-level concern. */
  dslSeesCases: boolean;
  calendar: SchoolCalendar;
  /** The names of its sites, the main one first. Left out: it has one, called as it is itself. */
  sites?: readonly string[];
  /** Where the digest and alerts go; null until set up. */
  channel: { installationId: string; channelId: string } | null;
};

/** What a setting has unless it says otherwise: England, two questions a week, before lessons and after them. */
export const USUAL_SETTING = {
  dfeNumber: null,
  nation: 'england',
  zone: 'Europe/London',
  edition: 'KCSIE 2026',
  weeklyBudget: 2,
  windows: [
    { from: '08:00', to: '08:30' },
    { from: '15:15', to: '16:30' },
  ],
  askDays: [2, 3, 4],
  digestDay: 1,
  digestTime: '08:00',
  dslSeesCases: false,
} satisfies Partial<Setting>;

export type PersonState = 'candidate' | 'confirmed' | 'left';

export type Person = {
  id: string;
  staffRef: string;
  name: string;
  email: string | null;
  roles: Role[];
  state: PersonState;
  startsOn: LocalDate | null;
  leavesOn: LocalDate | null;
  /** 1 Monday to 5 Friday. */
  workingDays: number[];
  dayStart: LocalTime;
  dayEnd: LocalTime;
  /** Left out: never, as far as is known. */
  away?: readonly Absence[];
  /** Weeks without sampled questions. Left out: none of late. */
  paused?: readonly Pause[];
  /** When they stand in for the DSL. Left out: never. */
  covers?: readonly Cover[];
  /** Days on which they are named as in charge. Left out: none of late. */
  inCharge?: readonly InCharge[];
};

/** Employed on that day: confirmed, started, and not yet left. */
export function isEmployed(person: Pick<Person, 'state' | 'startsOn' | 'leavesOn'>, on: LocalDate): boolean {
  if (person.state !== 'confirmed') return false;
  if (person.startsOn !== null && on < person.startsOn) return false;
  return person.leavesOn === null || on <= person.leavesOn;
}

/** Under 12 staff a role is a name: no participation split, no statistical claims (design §7.9). */
export const SMALL_SETTING = 12;

export type Week = IsoWeek;
