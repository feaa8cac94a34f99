/**
 * Who is asked which attestation today: everybody in its audience, once a period, as soon as they are at work.
 * The rule: never sampled and never skipped, but one a day and two minutes a week for any one person; what does not
 * fit comes on their next working day, the oldest period first.
 */

import { isTimeToRead } from './edition.ts';
import type { LocalDate } from './local-time.ts';
import { type Current, type PlanRecord, periodKey } from './plan-record.ts';
import { inAudience } from './role.ts';
import type { Turn } from './rotation.ts';
import type { Person } from './setting.ts';

/** Seconds of attestations a person may be asked in a week. */
export const ATTESTATION_LIMIT = 120;

/** `people` may be asked today; `attestations` are the questions in their current periods. */
export function chooseAttestations(
  people: readonly Person[],
  attestations: readonly Current[],
  record: PlanRecord,
  today: LocalDate,
): Turn[] {
  const inTurn = attestations.toSorted(
    (one, other) =>
      one.occurrence.startsOn.localeCompare(other.occurrence.startsOn) ||
      one.question.id.localeCompare(other.question.id),
  );
  return people.flatMap((person) => {
    const asked = (record.thisWeek.get(person.id) ?? []).filter(
      (row) => row.kind === 'attestation' && !row.cancelled,
    );
    if (asked.some((row) => row.on === today)) return [];
    const spent = asked.reduce((total, row) => total + row.seconds, 0);
    const current = inTurn.find(
      (one) =>
        inAudience(one.question.audience, person.roles) &&
        isTimeToRead(one.question, person, today) &&
        !record.askedFor.get(periodKey(one))?.has(person.id) &&
        spent + one.question.seconds <= ATTESTATION_LIMIT,
    );
    return current ? [{ person, current }] : [];
  });
}
