/**
 * Who is given a question that is not for somebody.
 */
import { expect, test } from 'vitest';
import { type Candidate, chooseNext } from '../../src/domain/hand-on.ts';
import type { Role } from '../../src/domain/role.ts';
import type { Person } from '../../src/domain/setting.ts';
import { seededRandom } from '../support/fixed.ts';

const candidate = (staffRef: string, roles: Role[], lastAsked: string | null = null): Candidate => ({
  person: { id: staffRef, staffRef, roles } as Person,
  lastAsked,
});
const STAFF = [
  candidate('T01', ['teacher'], '2026-11-03'),
  candidate('T02', ['teacher'], '2026-10-06'),
  candidate('D02', ['deputy_dsl', 'teacher'], '2026-11-09'),
  candidate('H01', ['headteacher'], '2026-11-09'),
  candidate('G01', ['link_governor']),
  candidate('S02', ['site_manager', 'support_staff'], '2026-11-09'),
];
const chosen = (
  kind: 'knowledge' | 'duty' | 'attestation',
  audience: 'all_staff' | 'site_manager' | 'it_lead',
  staff = STAFF,
  seed = 1,
) => chooseNext({ kind, audience, standard: 'site' }, staff, seededRandom(seed))?.staffRef ?? null;
const without = (...refs: string[]) => STAFF.filter(({ person }) => !refs.includes(person.staffRef));

test('a check goes to another holder, else a deputy, else the headteacher, else nobody', () => {
  expect(chosen('duty', 'site_manager')).toBe('S02');
  expect(chosen('duty', 'it_lead')).toBe('D02');
  expect(chosen('duty', 'it_lead', without('D02'))).toBe('H01');
  expect(chosen('duty', 'it_lead', without('D02', 'H01'))).toBeNull();
});

test('a check that could tell of a case goes to another headteacher or to nobody, never to a deputy', () => {
  const allegation = { kind: 'duty', audience: 'headteacher', standard: 'allegations' } as const;
  const next = (staff: Candidate[]) => chooseNext(allegation, staff, seededRandom(1))?.staffRef ?? null;
  expect(next(STAFF)).toBe('H01');
  expect(next(without('H01'))).toBeNull();
});

test('a knowledge question goes to whoever of its audience was asked longest ago, never to a governor', () => {
  expect(chosen('knowledge', 'all_staff')).toBe('T02');
  expect(chosen('knowledge', 'all_staff', [...STAFF, candidate('T03', ['teacher'])])).toBe('T03');
  expect(chosen('knowledge', 'all_staff', without('T01', 'T02', 'D02', 'H01', 'S02'))).toBeNull();
});

test('chance decides between equals, and is the same for the same seed', () => {
  const equals = ['A', 'B', 'C', 'D', 'E'].map((ref) => candidate(ref, ['teacher']));
  const picks = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => chosen('knowledge', 'all_staff', equals, seed));
  expect(new Set(picks).size).toBeGreaterThan(2);
  expect(chosen('knowledge', 'all_staff', equals, 3)).toBe(picks[2]);
});

test('an attestation goes to nobody', () => {
  expect(chosen('attestation', 'all_staff')).toBeNull();
});
