/**
 * The cells of a staff list, read as people write them: roles, working days, dates and times.
 * The rule: what could be meant two ways is not guessed; the mend says how to write it, and what a cell held is
 * said again only where it is the nearest role that is being offered.
 */
import { distance } from 'fastest-levenshtein';
import { Temporal } from 'temporal-polyfill';
import type { LocalDate, LocalTime } from '../domain/local-time.ts';
import { ROLES, type Role, roleLabel } from '../domain/role.ts';

export type CellRead<T> = { ok: T } | { wrong: string; mend: string };

/** How schools write some of them for short. */
const SHORT: ReadonlyMap<string, Role> = new Map([
  ['head', 'headteacher'],
  ['principal', 'headteacher'],
  ['ddsl', 'deputy_dsl'],
  ['ta', 'teaching_assistant'],
]);

/** Roles joined by ; or |, by their names here or as they are written in a sentence: "deputy DSL". */
export function readRoles(text: string): CellRead<Role[]> {
  const roles: Role[] = [];
  for (const part of text.split(/[;|]/)) {
    const plain = plainOf(part);
    if (plain === '') continue;
    const found =
      SHORT.get(plain) ?? ROLES.find((role) => plainOf(role) === plain || plainOf(roleLabel(role)) === plain);
    if (found === undefined) return unknownRole(plain);
    if (!roles.includes(found)) roles.push(found);
  }
  return roles.length > 0
    ? { ok: roles }
    : { wrong: 'is empty', mend: 'give at least one, such as teacher or support_staff' };
}

const plainOf = (text: string) => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

function unknownRole(plain: string): CellRead<Role[]> {
  const nearest = ROLES.map((role) => ({ role, slips: distance(plainOf(role), plain) })).reduce(
    (best, next) => (next.slips < best.slips ? next : best),
  );
  const near = nearest.slips <= Math.max(2, Math.floor(plain.length / 3));
  return {
    wrong: 'is not a role Vigil knows',
    mend: near
      ? `did you mean ${nearest.role}?`
      : `use one of ${ROLES.join(', ')}, joined by ; where there are several`,
  };
}

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const DAYS_MEND = 'write them as Mon-Fri, or Mon Wed Fri, or 1-5';

/** "Mon-Fri", "Mon to Thu", "Mon Wed Fri", "1-5", "1,3,5": Monday to Friday, in order, each once. */
export function readWorkingDays(text: string): CellRead<number[]> {
  const days = new Set<number>();
  const spans = text
    .toLowerCase()
    .replaceAll(/\s*(?:-|–|—|\bto\b)\s*/g, '-')
    .split(/[\s,;|/&]+|\band\b/)
    .filter((part) => part !== '');
  for (const span of spans) {
    const [from, to = from, ...more] = span.split('-').map(dayNumber);
    if (
      from === undefined ||
      to === undefined ||
      from === null ||
      to === null ||
      more.length > 0 ||
      to < from
    )
      return { wrong: 'does not say which days', mend: DAYS_MEND };
    for (let day = from; day <= to; day += 1) days.add(day);
  }
  if (days.size === 0) return { wrong: 'does not say which days', mend: DAYS_MEND };
  if ([...days].some((day) => day > 5))
    return {
      wrong: 'has a Saturday or a Sunday, when Vigil asks nobody',
      mend: 'give the days from Monday to Friday',
    };
  return { ok: [...days].sort((a, b) => a - b) };
}

function dayNumber(text: string): number | null {
  if (/^[1-7]$/.test(text)) return Number(text);
  const at = DAYS.findIndex(
    (day) =>
      text.length >= 3 && day.startsWith(text.replace(/^(tues|thur|thurs|weds)$/, (t) => t.slice(0, 3))),
  );
  return at < 0 ? null : at + 1;
}

/** YYYY-MM-DD, or day first as on a school's forms: DD/MM/YYYY. */
export function readDate(text: string): CellRead<LocalDate> {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?$/.exec(text);
  const british = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?: 00:00(?::00)?)?$/.exec(text);
  const [year, month, day] = iso ? iso.slice(1) : british ? british.slice(1).reverse() : [];
  if (year === undefined || month === undefined || day === undefined)
    return { wrong: 'is not a date', mend: 'write it as 2026-09-01 or 01/09/2026' };
  if (Number(month) > 12)
    return { wrong: 'has no such month', mend: 'write the day first: 01/09/2026 is 1 September' };
  try {
    const date = Temporal.PlainDate.from(
      { year: Number(year), month: Number(month), day: Number(day) },
      { overflow: 'reject' },
    );
    if (date.year >= 1940 && date.year <= 2100) return { ok: date.toString() };
    return { wrong: 'has a year that cannot be right', mend: 'give the year in full, such as 2026' };
  } catch (fault) {
    if (!(fault instanceof RangeError)) throw fault;
    return { wrong: 'is not a day of the calendar', mend: 'write it as 2026-09-01 or 01/09/2026' };
  }
}

/** HH:MM, 24 hours; seconds that a spreadsheet added are let go. */
export function readTime(text: string): CellRead<LocalTime> {
  const found = /^(\d{1,2})[:.](\d{2})(?::00)?$/.exec(text);
  const [hours, minutes] = [Number(found?.[1]), Number(found?.[2])];
  if (!found || hours > 23 || minutes > 59)
    return { wrong: 'is not a time', mend: 'write it with 24 hours, as 08:00 or 16:30' };
  return { ok: `${String(hours).padStart(2, '0')}:${found[2]}` };
}
