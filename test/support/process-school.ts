/**
 * The school that a real process is set up with by the operator's commands alone: its staff list as a CSV file, and
 * its setting's file from the shipped example. The same for every platform a process is tried on.
 */
import { readFileSync } from 'node:fs';

export const STAFF: [ref: string, name: string, role: string][] = [
  ['T01', 'Amira Khan', 'teacher'],
  ['T02', 'Ben Osei', 'teacher'],
  ['D01', 'Ines Duarte', 'dsl;teacher'],
  ['D02', 'Joe Lamb', 'deputy_dsl;teacher'],
  ['H01', 'Kate Orr', 'headteacher'],
  ['S01', 'Len Voss', 'site_manager'],
  ['G01', 'Oli Grant', 'chair_of_governors'],
  ...Array.from({ length: 8 }, (_, n): [string, string, string] => [
    `A0${n}`,
    `Helper ${n}`,
    'teaching_assistant',
  ]),
];

export const emailOf = (ref: string) => `${ref.toLowerCase()}@oak.example`;

export const STAFF_CSV = [
  'staff_ref,name,email,role',
  ...STAFF.map(([ref, name, role]) => `${ref},${name},${emailOf(ref)},${role}`),
].join('\n');

/** The shipped example with the leads' channel filled in. */
export const settingWith = (channel: string): string =>
  readFileSync(new URL('../../examples/setting.yaml', import.meta.url), 'utf8').replace(
    '# channel: C0123ABCD',
    `channel: "${channel}"`,
  );
