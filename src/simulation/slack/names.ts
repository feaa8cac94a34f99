/**
 * Makes what Slack makes: ids of its shapes, message times, triggers and secrets.
 * The rule: everything comes from the ids and the clock it is given, so the same run names things the same.
 * Times of messages only go up, however the clock stands: they are a message's name.
 */
import { createHash } from 'node:crypto';
import type { Ids } from '../../domain/ids.ts';

export type Names = {
  /** Such as D0A1B2C3D4: a letter or two and ten figures. */
  id(letters: string): string;
  /** Seconds and millionths: what names a message in its channel. */
  ts(): string;
  /** 132456.7890123.abcdef */
  trigger(): string;
  secret(prefix: string): string;
  uuid(): string;
};

export function makeNames(ids: Ids, now: () => Date): Names {
  let last = 0;
  const digest = (length: number) => createHash('sha256').update(ids.id()).digest('hex').slice(0, length);
  return {
    id: (letters) => `${letters}${digest(10).toUpperCase()}`,
    ts: () => {
      last = Math.max(now().getTime() * 1_000, last + 1);
      return tsOf(last);
    },
    trigger: () => `${seconds(now())}.${Number.parseInt(digest(10), 16)}.${digest(32)}`,
    secret: (prefix) => `${prefix}${digest(40)}`,
    uuid: () => ids.id(),
  };
}

export const seconds = (at: Date): number => Math.floor(at.getTime() / 1_000);

function tsOf(micros: number): string {
  return `${Math.floor(micros / 1_000_000)}.${String(micros % 1_000_000).padStart(6, '0')}`;
}
