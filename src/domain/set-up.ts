/**
 * What is still missing before anybody may be asked: a DSL, somebody else as deputy, and every number that a worried
 * person is sent to.
 * The rule: a question can bring a worry to light, so there must be somebody to take it to. In a small setting and in a
 * nursery the headteacher (the manager) may be either of the two, but never one person both.
 */
import type { LocalDate } from './local-time.ts';
import type { Role } from './role.ts';
import { isSmall } from './route.ts';
import { type Contacts, isEmployed, type Person, type Setting } from './setting.ts';

export type SetUpGap = 'dsl' | 'deputy' | keyof Contacts;

type Described = Pick<Setting, 'phase' | 'contacts'>;

export function setUpGaps(setting: Described, people: readonly Person[], today: LocalDate): SetUpGap[] {
  const contacts = (Object.keys(setting.contacts) as (keyof Contacts)[]).filter(
    (contact) => setting.contacts[contact].trim() === '',
  );
  return [...leadGaps(setting, people, today), ...contacts];
}

function leadGaps({ phase }: Described, people: readonly Person[], today: LocalDate): SetUpGap[] {
  const employed = people.filter((person) => isEmployed(person, today));
  const standsIn = phase === 'nursery' || isSmall(people, today);
  const holders = (...roles: Role[]) =>
    employed.filter((person) => roles.some((role) => person.roles.includes(role)));
  const head: Role[] = standsIn ? ['headteacher'] : [];
  const leads = holders('dsl', ...head);
  if (leads.length === 0)
    return ['dsl', ...(holders('deputy_dsl').length === 0 ? (['deputy'] as const) : [])];
  const seconds = holders('dsl', 'deputy_dsl', ...head);
  return seconds.length > 1 ? [] : ['deputy'];
}
