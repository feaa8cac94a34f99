/**
 * A record for planning tests: empty unless said, and one that remembers what a plan asked, as the store would.
 */
import type { PlannedAsk } from '../../src/domain/day-plan.ts';
import { isoWeek, type LocalDate } from '../../src/domain/local-time.ts';
import {
  type AskedThisWeek,
  type Current,
  metKey,
  type PlanRecord,
  periodKey,
} from '../../src/domain/plan-record.ts';

export function emptyRecord(today: LocalDate, known: Partial<PlanRecord> = {}): PlanRecord {
  return {
    week: isoWeek(today),
    lastMet: new Map(),
    lastAsked: new Map(),
    thisWeek: new Map(),
    askedFor: new Map(),
    lostTo: new Map(),
    taken: new Set(),
    indicators: new Map(),
    goodDates: new Map(),
    ...known,
  };
}

type Asked = { personId: string; current: Current; on: LocalDate };

/** Remembers prompts; `on` gives the record as a day's planning would read it. */
export function memory(settingId: string) {
  const all: Asked[] = [];
  return {
    all,
    keep(asks: readonly PlannedAsk[], on: LocalDate): void {
      for (const ask of asks)
        for (const current of ask.questions) all.push({ personId: ask.person.id, current, on });
    },
    on(today: LocalDate): PlanRecord {
      const lastMet = new Map<string, LocalDate>();
      const lastAsked = new Map<string, LocalDate>();
      const indicators = new Map<string, LocalDate>();
      const thisWeek = new Map<string, AskedThisWeek[]>();
      const askedFor = new Map<string, Set<string>>();
      for (const { personId, current, on } of all) {
        const { id, kind, cadence, seconds, indicator } = current.question;
        lastMet.set(metKey(personId, id), on);
        if (kind === 'knowledge') lastAsked.set(personId, on);
        indicators.set(indicator, on);
        const key = periodKey(current);
        askedFor.set(key, (askedFor.get(key) ?? new Set()).add(personId));
        if (isoWeek(on) !== isoWeek(today)) continue;
        const row = { settingId, personId, kind, cadence, seconds, on };
        thisWeek.set(personId, [
          ...(thisWeek.get(personId) ?? []),
          { ...row, handedOn: false, voluntary: false, cancelled: false },
        ]);
      }
      return emptyRecord(today, {
        lastMet,
        lastAsked,
        indicators,
        thisWeek,
        askedFor,
        taken: new Set(askedFor.keys()),
      });
    },
  };
}

/** What somebody has been asked this week, for a record. */
export function askedRow(made: Partial<AskedThisWeek> & { personId: string; on: LocalDate }): AskedThisWeek {
  return {
    settingId: 'setting',
    kind: 'knowledge',
    cadence: 'termly',
    seconds: 10,
    handedOn: false,
    voluntary: false,
    cancelled: false,
    ...made,
  };
}
