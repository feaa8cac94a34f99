/**
 * What a setting is described by, read as people write it: times of the day, the moment of the digest, a time zone and
 * the Department for Education's number.
 * The rule: what could be meant two ways is not guessed; the mend says how to write it. Which of them a setting must have
 * is left to whoever saves it.
 */
import { type LocalTime, minutesOf } from '../domain/local-time.ts';
import type { AskWindow } from '../domain/setting.ts';
import { type CellRead, readTime, readWorkingDays } from './people-cells.ts';

/** "08:00-08:30": the earlier time first. */
export function readWindow(text: string): CellRead<AskWindow> {
  const [from, to, ...more] = text.split(/\s*(?:-|–|—|\bto\b)\s*/).map((part) => readTime(part));
  if (
    !from ||
    !to ||
    more.length > 0 ||
    !('ok' in from) ||
    !('ok' in to) ||
    minutesOf(from.ok) >= minutesOf(to.ok)
  )
    return { wrong: 'is not a span of time', mend: 'Write it as 08:00-08:30, the earlier time first' };
  return { ok: { from: from.ok, to: to.ok } };
}

export type DigestMoment = { day: number; time: LocalTime };
/** "Mon 08:00". */
export function readDigestMoment(text: string): CellRead<DigestMoment> {
  const [day, time, ...more] = text.split(/\s+/);
  const days = readWorkingDays(day ?? '');
  const at = readTime(time ?? '');
  const [only, ...others] = 'ok' in days ? days.ok : [];
  if (only === undefined || others.length > 0 || !('ok' in at) || more.length > 0)
    return {
      wrong: 'does not say a day and a time',
      mend: 'Write it as Mon 08:00, a day from Monday to Friday',
    };
  return { ok: { day: only, time: at.ok } };
}

export const isZone = (text: string): boolean => {
  try {
    return /\//.test(text) && Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

export function inOrder(windows: AskWindow[]): AskWindow[] {
  return [...windows].sort((one, other) => minutesOf(one.from) - minutesOf(other.from));
}
export function isApart(windows: AskWindow[]): boolean {
  const sorted = inOrder(windows);
  return sorted.every((one, at) => {
    const next = sorted[at + 1];
    return next === undefined || minutesOf(one.to) <= minutesOf(next.from);
  });
}

/**
 * "123/4567": the council's number and the school's own, as Get Information about Schools has them. An early years
 * provider has a reference of Ofsted's instead, which is longer.
 */
export function readDfeNumber(text: string): CellRead<string> {
  const plain = text.trim().replaceAll(/[\s/-]/g, '');
  if (/^\d{7}$/.test(plain)) return { ok: `${plain.slice(0, 3)}/${plain.slice(3)}` };
  if (/^(?:EY|VC|RP)?\d{6,9}$/i.test(plain)) return { ok: plain.toUpperCase() };
  return {
    wrong: 'is not a DfE number',
    mend: 'Write it as 123/4567, or a nursery’s Ofsted number; leave it empty where there is none',
  };
}
