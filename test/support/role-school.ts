/**
 * A school with somebody in every role, in which everything that one of them may not see can be told by its words: names
 * of those with an overdue check, an answer, a case. And a second school of the same trust, and a twin in another.
 */
import { eq } from 'drizzle-orm';
import type { Question } from '../../src/domain/question.ts';
import type { Role } from '../../src/domain/role.ts';
import type { Person } from '../../src/domain/setting.ts';
import type { Store } from '../../src/store/database.ts';
import { notePlace, saveNote } from '../../src/store/notes.ts';
import { saveAddress, savePerson } from '../../src/store/people.ts';
import { alert, charge, member, message, setting } from '../../src/store/schema/index.ts';
import { insertSetting } from '../../src/store/settings.ts';
import { historyOf } from './history.ts';
import { ringUnder, TEST_KEY } from './keys.ts';
import { makeSchool, QUESTIONS, type School } from './school.ts';

const keys = ringUnder(TEST_KEY);

export const NOON = '2026-11-12T12:00:00Z';

const caseOf = (id: string, indicator: string): Question => ({
  ...(QUESTIONS.find((one) => one.id === 'SIT-D1') as Question),
  id,
  standard: 'allegations',
  indicator,
  audience: 'headteacher',
  text: 'Did any low-level concern arise last week?',
});
const KNOWN: Question = {
  ...(QUESTIONS.find((one) => one.id === 'TRN-K1') as Question),
  id: 'ALG-K1',
  standard: 'allegations',
  indicator: 'knows-the-lado',
};
export const ROLE_QUESTIONS = [
  ...QUESTIONS,
  KNOWN,
  caseOf('ALG-D1', 'lessons-zqcase'),
  caseOf('ALG-D2', 'late-zqcase'),
];

/** Beyond those of the test school. */
const MORE: [ref: string, name: string, roles: Role[], changes?: Partial<Person>][] = [
  ['R01', 'Pia Lund', ['scr_administrator', 'support_staff']],
  ['R02', 'Quin Holt', ['hr_lead', 'support_staff']],
  ['R03', 'Rae Boyd', ['attendance_lead', 'support_staff']],
  ['R04', 'Sam Tully', ['pshe_lead', 'teacher']],
  ['R05', 'Tess Gray', ['clerk']],
  ['R06', 'Umar Zaki', ['administrator']],
  ['R07', 'Val Munro', ['trust_safeguarding_lead']],
  ['R08', 'Wes Pike', ['teacher', 'link_governor']],
  ['R09', 'Xena Ball', ['dsl'], { leavesOn: '2026-11-11' }],
  ['R10', 'Yara Finn', ['headteacher'], { state: 'candidate' }],
  ['R11', 'Zoe Hart', ['trust_safeguarding_lead', 'site_manager']],
];

export const ALERT = 'role-school-alert-token';
export const MEMBER = 'role-school-member-token';
export const DOUBT = 'role-school-doubt-token';
/** Who is in charge, which nobody has said yet. */
export const CHARGE = 'role-school-charge-token';

export type RoleSchool = School & {
  /** The token of the question that waits for the teacher T01. */
  theirs: string;
  idOf(ref: string): string;
};

export async function makeRoleSchool(
  store: Store,
  options: {
    block: number;
    platform: 'local' | 'slack' | 'teams';
    dslSeesCases?: boolean;
    canary?: string;
  },
): Promise<RoleSchool> {
  const { block, platform, dslSeesCases = false, canary = '' } = options;
  const school = await makeSchool(store, { block, platform, canary, questions: ROLE_QUESTIONS });
  const { org, installationId } = school;
  const { ids } = school.at(NOON);
  const at = new Date('2026-09-01T06:00:00Z');
  const refs = new Map(school.people.map(({ staffRef, id }) => [staffRef, id]));
  await store.within(org, async (tx) => {
    await tx.update(setting).set({ dslSeesCases }).where(eq(setting.settingId, school.setting.id));
    for (const [staffRef, name, roles, changes] of MORE) {
      const person: Person = {
        ...school.person('T01'),
        id: ids.id(),
        staffRef,
        name,
        email: null,
        roles,
        ...changes,
      };
      refs.set(staffRef, person.id);
      await savePerson(tx, org, school.setting.id, person, at);
      await saveAddress(tx, org, { personId: person.id, installationId, userId: `U-${staffRef}` });
    }
    const elm = { ...school.setting, id: ids.id(), ref: `elm-${block}`, name: 'Elm Primary', channel: null };
    await insertSetting(tx, org, elm);
    const elsewhere = {
      ...school.person('T01'),
      id: ids.id(),
      name: 'Elmo Elsewhere',
      roles: ['dsl' as const],
    };
    await savePerson(tx, org, elm.id, elsewhere, at);
    await tx.insert(member).values({
      orgId: org,
      installationId,
      userId: 'U-NEW',
      token: MEMBER,
      name: 'Newt Candidate',
      email: 'newt@oak.example',
      zone: 'Europe/London',
      standing: 'member',
      seenAt: at,
    });
    await tx.insert(message).values({
      orgId: org,
      messageId: ids.id(),
      settingId: school.setting.id,
      kind: 'digest',
      channelId: school.channelId,
      installationId,
      dedupeKey: 'role-school-digest',
      body: { kind: 'digest', summary: 'A digest', blocks: [] },
      state: 'held',
      notBefore: at,
      nextAttemptAt: at,
      doubtToken: DOUBT,
      createdAt: at,
    });
  });
  const past = historyOf(store, school, 900 + block);
  const late = { on: '2026-11-09', state: 'overdue', dueOn: '2026-11-11' } as const;
  const gates = await past.add({ question: 'SIT-D1', person: 'S01', ...late });
  await past.add({ question: 'ONL-D1', person: 'I01', ...late });
  await past.add({ question: 'ALG-D2', person: 'H01', ...late });
  const found = await past.add({ question: 'ALG-D1', person: 'H01', on: '2026-11-09', verdict: 'poor' });
  const sound = await past.add({ question: 'SIT-D1', person: 'S01', on: '2026-11-03', verdict: 'good' });
  await store.within(org, async (tx) => {
    for (const [replyId, ref, words] of [
      [sound.replyId ?? '', 'S01', 'zqnote the far gate sticks'],
      [found.replyId ?? '', 'H01', 'zqcasenote rung at noon'],
    ] as const) {
      const personId = refs.get(ref) ?? '';
      const kept = await keys.sealForPerson(tx, words, notePlace(org, replyId), { personId, now: at });
      if (kept.is !== 'sealed') throw new Error('The note was not sealed');
      const writtenAt = new Date('2026-11-09T10:00:00Z');
      const { sealed } = kept;
      await saveNote(tx, org, { replyId, settingId: school.setting.id, personId, sealed, writtenAt });
    }
  });
  await past.openAction({
    replyId: found.replyId ?? '',
    question: 'ALG-D1',
    owner: 'H01',
    on: '2026-11-09',
    dueOn: '2026-11-20',
  });
  await past.add({
    question: 'TRN-K1',
    person: 'T01',
    on: '2026-11-10',
    verdict: 'poor',
    answer: { kind: 'choice', key: 'zqanswer' },
  });
  const waiting = await past.add({ question: 'CON-S1', person: 'T01', on: '2026-11-12' });
  await store.within(org, (tx) =>
    tx.insert(alert).values({
      orgId: org,
      alertId: ids.id(),
      settingId: school.setting.id,
      kind: 'overdue_duty',
      subject: gates.promptId,
      token: ALERT,
      openedAt: new Date('2026-11-11T16:00:00Z'),
    }),
  );
  await store.within(org, (tx) =>
    tx.insert(charge).values({
      orgId: org,
      chargeId: ids.id(),
      settingId: school.setting.id,
      chargedOn: '2026-11-12',
      place: school.setting.name,
      main: true,
      token: CHARGE,
      askedAt: new Date('2026-11-12T08:00:00Z'),
      dueBy: new Date('2026-11-12T08:30:00Z'),
    }),
  );
  return {
    ...school,
    at: (moment) => ({ ...school.at(moment), keys }),
    theirs: waiting.token,
    idOf: (ref) => {
      const id = refs.get(ref);
      if (id === undefined) throw new Error(`Nobody there has the reference ${ref}`);
      return id;
    },
  };
}
