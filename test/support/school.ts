/**
 * A small invented school for tests: Oak Primary, fourteen staff, six questions, on chat "local", in the autumn
 * of 2026. The rule: everything in it can be told apart by its canary, so a test can look for leaks.
 */
import type { Context } from '../../src/cycle/context.ts';
import type { Question } from '../../src/domain/question.ts';
import type { Role } from '../../src/domain/role.ts';
import type { SchoolCalendar } from '../../src/domain/school-day.ts';
import type { OrgId, Person, Setting } from '../../src/domain/setting.ts';
import type { Store } from '../../src/store/database.ts';
import { saveInstallation } from '../../src/store/installations.ts';
import { insertOrganisation } from '../../src/store/organisations.ts';
import { saveAddress, savePerson } from '../../src/store/people.ts';
import { addQuestions, useQuestions } from '../../src/store/questions.ts';
import { insertSetting } from '../../src/store/settings.ts';
import { countedIds, keptLog, seededRandom } from './fixed.ts';

export const AUTUMN_2026: SchoolCalendar = {
  halfTerms: [
    { name: 'Autumn 1', term: 'autumn', startsOn: '2026-09-03', endsOn: '2026-10-23' },
    { name: 'Autumn 2', term: 'autumn', startsOn: '2026-11-02', endsOn: '2026-12-18' },
    { name: 'Spring 1', term: 'spring', startsOn: '2027-01-04', endsOn: '2027-02-12' },
    { name: 'Spring 2', term: 'spring', startsOn: '2027-02-22', endsOn: '2027-03-25' },
    { name: 'Summer 1', term: 'summer', startsOn: '2027-04-12', endsOn: '2027-05-28' },
    { name: 'Summer 2', term: 'summer', startsOn: '2027-06-07', endsOn: '2027-07-21' },
  ],
  closures: [{ on: '2027-05-03', reason: 'bank_holiday', name: 'Early May bank holiday' }],
};

const SOURCE = { document: 'KCSIE', edition: '2026', paragraph: '18' };
const base = { version: 1, source: SOURCE, phases: ['primary' as const], confidence: 'checked' as const };

/** Six questions, one of each kind of treatment. */
export const QUESTIONS: Question[] = [
  {
    ...base,
    id: 'CON-S1',
    standard: 'concerns',
    indicator: 'telling-the-dsl',
    kind: 'knowledge',
    audience: 'all_staff',
    cadence: 'half_termly',
    text: 'A pupil tells you something worrying at break. When do you tell the DSL?',
    why: 'Concerns must be passed on at once.',
    answer: {
      kind: 'scenario',
      choices: [
        { key: 'now', label: 'Now, in person' },
        { key: 'later', label: 'At the end of day' },
        { key: 'friend', label: 'After asking a friend' },
      ],
      right: 'now',
      correction: 'Tell the DSL at once, in person, and write it down the same day.',
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
    text: 'Do you know who the DSL is today?',
    why: 'Staff must know who to go to.',
    answer: { kind: 'yes_no', good: 'yes' },
    seconds: 8,
  },
  {
    ...base,
    id: 'TRN-A1',
    standard: 'training',
    indicator: 'part-one-read',
    kind: 'attestation',
    audience: 'all_staff',
    cadence: 'annual',
    text: 'Have you read Part one of {edition}?',
    why: 'Everybody who works with children must read it.',
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
    text: 'Were all gates and doors checked last week?',
    why: 'An open gate is how a child is lost.',
    answer: { kind: 'yes_partly_no' },
    seconds: 10,
  },
  {
    ...base,
    id: 'CON-D1',
    standard: 'concerns',
    indicator: 'recorded-same-day',
    kind: 'duty',
    audience: 'dsl',
    cadence: 'weekly',
    text: 'How many of last week’s concerns were recorded the same day?',
    why: 'Late records are how patterns are missed.',
    answer: {
      kind: 'two_counts',
      part: 'Recorded the same day',
      whole: 'Concerns in all',
      target: 0.95,
      partly: 0.8,
    },
    seconds: 20,
  },
  {
    ...base,
    id: 'ONL-D1',
    standard: 'online',
    indicator: 'filtering-tested',
    kind: 'duty',
    audience: 'it_lead',
    cadence: 'monthly',
    text: 'When was filtering last tested?',
    why: 'Filters fail silently.',
    answer: { kind: 'date', within: 31, partly: 62 },
    seconds: 15,
  },
];

const STAFF: [ref: string, name: string, roles: Role[]][] = [
  ['T01', 'Amira Khan', ['teacher']],
  ['T02', 'Ben Osei', ['teacher']],
  ['T03', 'Carys Pugh', ['teacher']],
  ['T04', 'Dan Whitfield', ['teacher']],
  ['T05', 'Eve Marlow', ['teacher', 'pshe_lead']],
  ['T06', 'Farah Aziz', ['teacher']],
  ['A01', 'Gil Brook', ['teaching_assistant']],
  ['A02', 'Hana Sato', ['teaching_assistant']],
  ['D01', 'Ines Duarte', ['dsl', 'teacher']],
  ['D02', 'Joe Lamb', ['deputy_dsl', 'teacher']],
  ['H01', 'Kate Orr', ['headteacher']],
  ['S01', 'Len Voss', ['site_manager', 'support_staff']],
  ['I01', 'Mo Reid', ['it_lead', 'support_staff']],
  ['G01', 'Nia Frost', ['link_governor']],
  ['G02', 'Oli Grant', ['chair_of_governors']],
];

export type School = {
  org: OrgId;
  setting: Setting;
  installationId: string;
  /** The workspace as the platform names it. */
  externalId: string;
  channelId: string;
  /** By staff reference; each person's chat user id is `U-<ref>`. */
  person(ref: string): Person;
  people: Person[];
  questions: Question[];
  log: ReturnType<typeof keptLog>;
  /** A step's context at a moment given in UTC, e.g. "2026-11-09T08:00:00Z". */
  at(moment: string | Date): Context;
};

/** Writes the school; `block` makes its ids its own and `canary` marks every name in it. */
export async function makeSchool(
  store: Store,
  options: {
    block?: number;
    canary?: string;
    questions?: Question[];
    setting?: Partial<Setting>;
    platform?: 'local' | 'slack' | 'teams';
    /** What every step is given besides, such as keys and a guard. */
    more?: Partial<Context>;
  } = {},
): Promise<School> {
  const { block = 1, canary = '', questions = QUESTIONS, platform = 'local' } = options;
  const ids = countedIds(block);
  const random = seededRandom(block);
  const log = keptLog();
  const org = ids.id() as OrgId;
  const installationId = ids.id();
  // As each platform names them.
  const { externalId, channelId } = {
    local: { externalId: `workspace-${block}`, channelId: `channel-${block}` },
    slack: { externalId: `T${block}`, channelId: `C${block}` },
    teams: {
      externalId: `00000000-0000-4000-9000-${String(block).padStart(12, '0')}`,
      channelId: `19:safeguarding${block}@thread.tacv2`,
    },
  }[platform];
  const made = new Date('2026-09-01T06:00:00Z');
  const mark = (text: string) => (canary === '' ? text : `${text} ${canary}`);
  const setting: Setting = {
    id: ids.id(),
    ref: `oak-${block}`,
    name: mark('Oak Primary'),
    dfeNumber: null,
    phase: 'primary',
    type: 'maintained',
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
    contacts: {
      frontDoor: mark('0300 111 8007'),
      outOfHours: '0345 604 2886',
      lado: '0300 111 8008',
      chair: mark('Oli Grant'),
      leadPhone: '01785 000001',
    },
    dslSeesCases: false,
    calendar: AUTUMN_2026,
    channel: { installationId, channelId },
    ...options.setting,
  };
  const people: Person[] = STAFF.map(([staffRef, name, roles]) => ({
    id: ids.id(),
    staffRef,
    name: mark(name),
    email: `${staffRef.toLowerCase()}@oak.example`,
    roles,
    state: 'confirmed',
    startsOn: null,
    leavesOn: null,
    workingDays: [1, 2, 3, 4, 5],
    dayStart: '08:00',
    dayEnd: '16:30',
  }));
  await store.within(org, async (tx) => {
    await insertOrganisation(
      tx,
      org,
      { name: setting.name, clock: 'wall', storedNow: null, invented: false },
      made,
    );
    await saveInstallation(tx, org, { installationId, platform, externalId, botUserId: null });
    await insertSetting(tx, org, setting);
    for (const person of people) {
      await savePerson(tx, org, setting.id, person, made);
      await saveAddress(tx, org, { personId: person.id, installationId, userId: `U-${person.staffRef}` });
    }
    await addQuestions(tx, org, questions);
    await useQuestions(tx, org, setting.id, questions);
  });
  const byRef = new Map(people.map((person) => [person.staffRef, person]));
  return {
    org,
    setting,
    installationId,
    externalId,
    channelId,
    people,
    questions,
    log,
    person: (ref) => {
      const found = byRef.get(ref);
      if (!found) throw new Error(`Nobody at the test school has the reference ${ref}`);
      return found;
    },
    at: (moment) => ({
      org,
      now: new Date(moment),
      within: (work) => store.within(org, work),
      ids,
      random,
      log,
      ...options.more,
    }),
  };
}
