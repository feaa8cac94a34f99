/**
 * The two organisations of the simulated world: Oak in Slack, Elm, a small school in another zone, in Teams.
 * The rule: every name and word of each bears that school's canary, so that a leak from one to the other shows;
 * identifiers come from the seed and the school's key alone.
 */
import type { Question } from '../../domain/question.ts';
import type { Role } from '../../domain/role.ts';
import type { OrgId, Person, Setting } from '../../domain/setting.ts';
import { type Chance, uuidFrom } from './chance.ts';
import { inventedCalendar } from './school-year.ts';

export const SCHOOL_KEYS = ['oak', 'elm'] as const;
export type SchoolKey = (typeof SCHOOL_KEYS)[number];

export type SimSchool = {
  key: SchoolKey;
  canary: string;
  org: OrgId;
  platform: 'slack' | 'teams';
  installationId: string;
  externalId: string;
  channelId: string;
  setting: Setting;
  /** Everybody who is or will be on the staff list. */
  people: Person[];
  /** Of `people`, those who only join during the run. */
  joiners: Person[];
  questions: Question[];
};

const base = {
  version: 1,
  source: { document: 'KCSIE', edition: '2026', paragraph: '18' },
  phases: ['primary' as const],
  confidence: 'checked' as const,
};

const QUESTIONS: Omit<Question, 'text' | 'why'>[] = [
  {
    ...base,
    id: 'CON-S1',
    standard: 'concerns',
    indicator: 'telling-the-dsl',
    kind: 'knowledge',
    audience: 'all_staff',
    cadence: 'half_termly',
    answer: {
      kind: 'scenario',
      choices: [
        { key: 'now', label: 'Now, in person' },
        { key: 'later', label: 'At the end of day' },
        { key: 'friend', label: 'After asking a friend' },
      ],
      right: 'now',
      correction: 'Tell the DSL at once, in person.',
    },
    seconds: 15,
  },
  {
    ...base,
    id: 'TRN-K1',
    standard: 'training',
    indicator: 'knows-the-dsl',
    kind: 'knowledge',
    audience: 'all_staff',
    cadence: 'monthly',
    answer: { kind: 'yes_no', good: 'yes' },
    seconds: 8,
  },
  {
    ...base,
    id: 'LEA-N1',
    standard: 'leadership',
    indicator: 'challenge-is-welcome',
    kind: 'knowledge',
    audience: 'all_staff',
    cadence: 'half_termly',
    answer: { kind: 'yes_no', good: 'yes' },
    anonymous: true,
    seconds: 8,
  },
  {
    ...base,
    id: 'TRN-A1',
    standard: 'training',
    indicator: 'part-one-read',
    kind: 'attestation',
    audience: 'teaching_staff',
    cadence: 'annual',
    answer: { kind: 'acknowledgement' },
    seconds: 10,
  },
  {
    ...base,
    id: 'SIT-D1',
    standard: 'site',
    indicator: 'site-security',
    kind: 'duty',
    audience: 'site_manager',
    cadence: 'weekly',
    answer: { kind: 'yes_partly_no' },
    atOnce: true,
    seconds: 10,
  },
  {
    ...base,
    id: 'SIT-D2',
    standard: 'site',
    indicator: 'gates-locked',
    kind: 'duty',
    audience: 'site_manager',
    cadence: 'weekly',
    answer: { kind: 'yes_partly_no' },
    seconds: 8,
  },
  {
    ...base,
    id: 'CON-D1',
    standard: 'concerns',
    indicator: 'recorded-same-day',
    kind: 'duty',
    audience: 'dsl',
    cadence: 'weekly',
    answer: { kind: 'two_counts', part: 'Recorded the same day', whole: 'In all', target: 0.95, partly: 0.8 },
    seconds: 20,
  },
  {
    ...base,
    id: 'MUL-D1',
    standard: 'multi-agency',
    indicator: 'referrals-answered',
    kind: 'duty',
    audience: 'deputy_dsl',
    cadence: 'fortnightly',
    answer: { kind: 'yes_no', good: 'yes' },
    seconds: 10,
  },
];

type Listed = [ref: string, roles: Role[], hours?: [start: string, end: string, days?: number[]]];
const STAFF: Record<SchoolKey, { listed: Listed[]; joining: Listed[] }> = {
  oak: {
    listed: [
      ['T01', ['teacher']],
      ['T02', ['teacher'], ['08:00', '12:30']],
      ['T03', ['teacher'], ['08:00', '16:30', [1, 3, 5]]],
      ['T04', ['teacher']],
      ['A01', ['teaching_assistant'], ['09:00', '15:00']],
      ['A02', ['teaching_assistant']],
      ['D01', ['dsl', 'teacher']],
      ['D02', ['deputy_dsl', 'teacher']],
      ['H01', ['headteacher']],
      ['S01', ['site_manager', 'support_staff'], ['06:30', '14:30']],
      ['I01', ['it_lead', 'support_staff'], ['12:00', '20:00']],
      ['G01', ['link_governor']],
      ['G02', ['chair_of_governors']],
    ],
    joining: [['J01', ['teacher']]],
  },
  elm: {
    listed: [
      ['D01', ['dsl', 'teacher']],
      ['D02', ['deputy_dsl', 'teacher'], ['08:00', '16:30', [2, 3, 4, 5]]],
      ['H01', ['headteacher']],
      ['S01', ['site_manager', 'support_staff']],
      ['T01', ['teacher'], ['08:30', '16:00']],
      ['G02', ['chair_of_governors']],
    ],
    joining: [['J01', ['teaching_assistant']]],
  },
};

export type SchoolNames = { canary: string; mark: string };

export type PlannedSchool = {
  key: SchoolKey;
  seed: number;
  /** Which of the organisations it is, in the order they are made. */
  place: number;
  schoolYear: number;
  /** The school's own words, which must change nothing but words. */
  names: SchoolNames;
};

export function planSchool({ key, seed, place, schoolYear, names }: PlannedSchool, zones: Chance): SimSchool {
  const { canary, mark } = names;
  const id = (...words: string[]) => uuidFrom(seed, key, ...words);
  const say = (text: string) => `${text} ${canary}`;
  const installationId = id('installation');
  const isOak = key === 'oak';
  const zone = isOak
    ? 'Europe/London'
    : zones.pick([
        'Europe/London',
        'Europe/Lisbon',
        'America/New_York',
        'Pacific/Auckland',
        'Asia/Kathmandu',
      ]);
  const channelId = isOak ? `C-${mark}` : `19:${mark}@thread.tacv2`;
  const setting: Setting = {
    id: id('setting'),
    ref: mark,
    name: say(isOak ? 'Oak Primary' : 'Elm School'),
    dfeNumber: null,
    phase: 'primary',
    type: 'maintained',
    nation: 'england',
    zone,
    edition: 'KCSIE 2026',
    weeklyBudget: isOak ? 1 : 2,
    windows: [
      { from: '08:00', to: '08:30' },
      { from: '15:15', to: '16:30' },
    ],
    askDays: [2, 3, 4],
    digestDay: isOak ? 1 : 2,
    digestTime: isOak ? '08:00' : '15:30',
    contacts: {
      frontDoor: say('0300 111 8007'),
      outOfHours: '0345 604 2886',
      lado: '0300 111 8008',
      chair: say('The chair'),
      leadPhone: '01785 000001',
    },
    dslSeesCases: false,
    calendar: inventedCalendar(schoolYear, isOak ? 0 : 1),
    channel: { installationId, channelId },
  };
  const person = ([
    ref,
    roles,
    [dayStart, dayEnd, workingDays = [1, 2, 3, 4, 5]] = ['08:00', '16:30'],
  ]: Listed) =>
    ({
      id: id('person', ref),
      staffRef: ref,
      name: say(`Person ${ref}`),
      email: `${ref.toLowerCase()}@${mark}.example`,
      roles,
      state: 'confirmed',
      startsOn: null,
      leavesOn: null,
      workingDays,
      dayStart,
      dayEnd,
    }) satisfies Person;
  const people = STAFF[key].listed.map(person);
  const joiners = STAFF[key].joining.map(person);
  return {
    key,
    canary,
    org: uuidFrom(seed, 'organisation', place) as OrgId,
    platform: isOak ? 'slack' : 'teams',
    installationId,
    externalId: `workspace-${mark}`,
    channelId,
    setting,
    people: [...people, ...joiners],
    joiners,
    questions: QUESTIONS.map((question) => ({
      ...question,
      text: say(`Is ${question.indicator} so in {setting}?`),
      why: say('It matters.'),
    })),
  };
}

/** Whose account it is; each person's chat user id is `U-<ref>` with the school's mark. */
export const userOf = (school: Pick<SimSchool, 'setting'>, person: Pick<Person, 'staffRef'>) =>
  `U-${person.staffRef}-${school.setting.ref}`;
