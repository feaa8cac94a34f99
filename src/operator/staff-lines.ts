/**
 * What an import of a staff list would change, person by person: for whoever looks before it is done.
 * The rule: who would see names, or see them no longer, comes first; what is left as it is says so, and how to change it.
 */
import { weekdayName } from '../domain/local-time.ts';
import { maySeeNames, roleLabel } from '../domain/role.ts';
import type { Person } from '../domain/setting.ts';
import type { Changed, Merged } from './merge-staff.ts';

/** More of one kind than anybody reads at once. */
const MOST_SHOWN = 200;

type Part = Exclude<keyof Person, 'id' | 'away' | 'paused' | 'covers' | 'inCharge'>;
/** Each part as the file's columns call it, in their order. */
const COLUMNS: Record<Part, string> = {
  staffRef: 'staff_ref',
  name: 'name',
  email: 'email',
  roles: 'role',
  startsOn: 'starts_on',
  leavesOn: 'leaves_on',
  workingDays: 'working_days',
  dayStart: 'day_start',
  dayEnd: 'day_end',
  state: 'on the list',
};
const PARTS = Object.keys(COLUMNS) as Part[];

export function staffLines({ added, changed, missing }: Merged): string[] {
  const gaining = [
    ...added.filter(sees),
    ...changed.filter(({ before, after }) => sees(after) && !sees(before)).map(({ after }) => after),
  ];
  const losing = changed.filter(({ before, after }) => sees(before) && !sees(after));
  return [
    ...listed(
      gaining,
      (person) => `Would see names and answer for concerns: ${who(person)}, ${rolesOf(person)}`,
    ),
    ...listed(losing, ({ after }) => `Would see names no longer: ${who(after)}`),
    ...listed(added, (person) => `New: ${who(person)}, ${rolesOf(person)}`),
    ...listed(changed, (change) => `Changed: ${who(change.before)}: ${differences(change)}`),
    ...listed(missing, (person) => `Not in the file, stays as they are: ${who(person)}`),
    ...(missing.length > 0
      ? ['Whoever has left stays on the list until the file gives their leaves_on']
      : []),
  ];
}

const sees = ({ roles, state }: Person) => state === 'confirmed' && maySeeNames(roles);
const who = ({ staffRef, name }: Person) => `${plain(staffRef)} ${plain(name)}`;
const rolesOf = ({ roles }: Person) => roles.map(roleLabel).join(', ');
/** A terminal does what it is told by letters that cannot be seen. */
const plain = (text: string) => text.replaceAll(/\p{C}+/gu, ' ');

function listed<T>(all: readonly T[], lineOf: (one: T) => string): string[] {
  const more = all.length - MOST_SHOWN;
  return [...all.slice(0, MOST_SHOWN).map(lineOf), ...(more > 0 ? [`and ${more} more of these`] : [])];
}

function differences({ before, after }: Changed): string {
  return PARTS.filter((part) => JSON.stringify(before[part]) !== JSON.stringify(after[part]))
    .map((part) => `${COLUMNS[part]} ${cell(part, before)} → ${cell(part, after)}`)
    .join('; ');
}

function cell(part: Part, person: Person): string {
  switch (part) {
    case 'roles':
      return rolesOf(person);
    case 'workingDays':
      return person.workingDays.map((day) => weekdayName(day).slice(0, 3)).join(' ');
    case 'state':
      return { candidate: 'not confirmed', confirmed: 'confirmed', left: 'left' }[person.state];
    case 'staffRef':
    case 'name':
    case 'email':
    case 'startsOn':
    case 'leavesOn':
    case 'dayStart':
    case 'dayEnd':
      return plain(person[part] ?? 'none');
  }
}
