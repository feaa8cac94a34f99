/**
 * How long things are kept: each period within its range, the day something falls due, and a class for every table.
 */
import { getTableName, is } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantAt, localDate } from '../../src/domain/local-time.ts';
import {
  CLASSES,
  type ClassId,
  cutOff,
  fallsDue,
  type KeptFor,
  periodOf,
  periodWords,
  RETENTION,
  TIMED,
} from '../../src/domain/retention.ts';
import * as schema from '../../src/store/schema/index.ts';

const ZONE = 'Europe/London';

/** Where the rows of each table stand in the retention table; null: nothing of a person, kept while in use. */
const CLASS_OF: Record<string, ClassId[] | null> = {
  organisation: null,
  set_up: ['set_ups'],
  setting: null,
  half_term: null,
  closure: null,
  question_version: null,
  setting_question: null,
  installation: ['tokens'],
  installation_route: null,
  lane: null,
  wake: null,
  house: null,
  parked_channel: null,
  person: ['staff', 'leavers'],
  membership: ['staff', 'leavers'],
  address: ['addresses'],
  chat_reference: ['addresses', 'members'],
  member: ['members'],
  prompt: ['questions'],
  message_prompt: ['questions'],
  not_asked: ['not_asked'],
  reply: ['answers'],
  note: ['notes'],
  action: ['actions'],
  message: ['messages', 'outlines'],
  inbound_event: ['events'],
  alert: ['alerts', 'concern_alerts'],
  charge: ['charges'],
  naming: ['charges'],
  trip: ['trips'],
  digest: ['digests'],
  ledger: ['ledger'],
  legal_hold: ['holds'],
  retention_run: ['holds'],
  org_key: ['keys'],
  person_key: ['keys'],
  anonymous_count: ['releases'],
  anonymous_release: ['releases'],
  board_link: ['board'],
  board_session: ['board'],
};

describe('the retention table', () => {
  test('has a class for every table there is, and a table for every class', () => {
    const tables = Object.values(schema)
      .filter((each) => is(each, PgTable))
      .map((table) => getTableName(table as PgTable));
    expect(tables.sort()).toEqual(Object.keys(CLASS_OF).sort());
    const inRecord = CLASSES.filter((id) => RETENTION[id].of !== 'machine');
    expect([...new Set(Object.values(CLASS_OF).flatMap((ids) => ids ?? []))].sort()).toEqual(inRecord.sort());
    expect(CLASSES.filter((id) => !inRecord.includes(id))).toEqual(['presses']);
    expect(TIMED).not.toContain('presses');
  });

  test('keeps each class for a time within its range, and says why', () => {
    for (const id of CLASSES) {
      const { keep, why, what }: { keep: KeptFor | null; why: string; what: string } = RETENTION[id];
      expect(why.length).toBeGreaterThan(10);
      expect(what.length).toBeGreaterThan(10);
      if (keep === null) continue;
      expect(keep.usual).toBeGreaterThanOrEqual(keep.least);
      expect(keep.usual).toBeLessThanOrEqual(keep.most);
    }
    expect(periodOf('notes', { notes: 600 })).toBe(24);
    expect(periodOf('notes', { notes: 3 })).toBe(3);
    expect(periodWords('events', {})).toBe('7 days from the day it came');
    expect(periodWords('ledger', {})).toBe('not removed');
  });

  test('answers stay for the school year they were given in and the one after', () => {
    const now = new Date('2028-08-31T22:00:00Z');
    expect(cutOff('answers', {}, now, ZONE)).toEqual(instantAt('2026-09-01', '00:00', ZONE));
    const next = new Date('2028-09-01T01:00:00Z');
    expect(cutOff('answers', {}, next, ZONE)).toEqual(instantAt('2027-09-01', '00:00', ZONE));
    expect(fallsDue('answers', {}, new Date('2027-05-04T10:00:00Z'), ZONE)).toBe('2028-09-01');
  });

  test('what is past its time is so from the day it falls due on, and not before', () => {
    const moments = fc.date({
      min: new Date('2026-01-01T00:00:00Z'),
      max: new Date('2036-01-01T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...TIMED),
        moments,
        moments,
        fc.integer({ min: 0, max: 90 }),
        (id, one, other, own) => {
          const [moment, now] = one < other ? [one, other] : [other, one];
          const periods = { [id]: own };
          const isPast = moment < cutOff(id, periods, now, ZONE);
          const due = fallsDue(id, periods, moment, ZONE);
          const today = localDate(now, ZONE);
          if (isPast) expect(today >= due).toBe(true);
          // Days run to the minute, and the last of a short month stands for a day it does not have.
          else
            expect(
              today <= localDate(new Date(instantAt(due, '12:00', ZONE).getTime() + 4 * 86_400_000), ZONE),
            ).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});
