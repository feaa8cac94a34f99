/**
 * A name on the staff list may be a pupil's too: it neither hides a concern nor makes a child's an adult's.
 */
import { expect, test } from 'vitest';
import { examineText } from '../../../src/domain/guard/examine-text.ts';
import { SCHOOL_STAFF } from '../../fixtures/guard-staff.ts';

const about = (text: string) => examineText(text, { staffNames: SCHOOL_STAFF })?.about ?? null;

test.each([
  'Jayden in 4B has a social worker',
  'Olivia Year 6 is on a child protection plan',
  'Sam 9C on CP plan',
  'Olivia hit Jack at break and he has a bruise',
  'Olivia punched Sam at lunch, his nose is bleeding',
  'Sam is being groomed online',
  'Jack said he is scared of his stepdad',
  'Jack touched Lily in the toilets',
])('a pupil with the first name of somebody on the staff: %s', (text) => {
  expect(about(text)).toBe('child');
});

test.each([
  'Sarah Smith grabbed him by the arm',
  'Karen hugged her for ages with the door shut',
  'Sam hit a boy today',
  'Claire keeps messaging year 9 girls on insta',
  'Karen shouted at the kids again',
  'Mr Jones grabbed a boy by the arm',
])('somebody of the staff, in full or with a child at the other end: %s', (text) => {
  expect(about(text)).toBe('adult');
});

test.each([
  'Sarah (4B) did the register',
  'Emma covered 4B on Tuesday',
  'told Emma the SCR is up to date',
  'Jack Taylor has done the fire drill with Lily Hughes',
  'waiting for Sarah to send the DBS certificates',
])('what staff do: %s', (text) => {
  expect(about(text)).toBeNull();
});

test('a lead who is said to cover up is not told by way of the child', () => {
  expect(about('the dsl is covering up, Ellie in 4B has bruises')).toBe('adult');
});

test('a surname is somebody’s only beside a first name of theirs', () => {
  expect(examineText('Sarah Jones grabbed him by the arm', { staffNames: ['Sarah Jane Jones'] })?.about).toBe(
    'adult',
  );
  expect(examineText('Sarah Brown punched Lily', { staffNames: ['Sarah Jane Jones'] })?.about).toBe('child');
});
