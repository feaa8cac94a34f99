/**
 * Runs a seed twice without faults, with other names and the organisations made in the other order, and compares what
 * each school was sent.
 * The rule: told apart are what was sent, to whom and when; names are put back, and seals put aside, before they are
 * compared.
 */
import { messageText } from '../../domain/message.ts';
import type { SimulatedDatabase } from '../../store/simulated-database.ts';
import type { Violation } from './invariants.ts';
import { NAMES, type RunResult, runSeed } from './run-seed.ts';
import { SCHOOL_KEYS, type SchoolKey, type SchoolNames } from './schools.ts';

const OTHERS: Record<SchoolKey, SchoolNames> = {
  oak: { canary: 'zebra-1122', mark: 'zzz' },
  elm: { canary: 'aardvark-33', mark: 'aaa' },
};

/**
 * The record's seal is taken over the organisation's own id, which the order of making moves: how many changes were
 * sealed must be the same, the seal itself cannot be.
 */
const SEAL = /ending [0-9a-f]{4}(?: [0-9a-f]{4}){7}/g;

export async function checkRenaming(db: SimulatedDatabase, seed: number, days: number): Promise<Violation[]> {
  const keep = new Set<number>();
  const usual = outputOf(await runSeed(db, { seed, days, keep }), NAMES);
  const other = outputOf(
    await runSeed(db, { seed, days, keep, names: OTHERS, order: SCHOOL_KEYS.toReversed() }),
    OTHERS,
  );
  return SCHOOL_KEYS.flatMap((key) => {
    const [one, two] = [usual[key], other[key]];
    const at = one.findIndex((line, place) => line !== two[place]);
    if (at < 0 && one.length === two.length) return [];
    const place = at < 0 ? Math.min(one.length, two.length) : at;
    return [{ invariant: 21, what: `${key}: the ${place + 1}th message differs under other names` }];
  });
}

/** What each school was sent, in order, without names. */
function outputOf({ sim }: RunResult, names: Record<SchoolKey, SchoolNames>): Record<SchoolKey, string[]> {
  const of = (key: SchoolKey) => {
    const { canary, mark } = names[key];
    return sim.history.copies
      .filter(({ school }) => school === key)
      .map(({ to, at, message }) => `${new Date(at).toISOString()} ${to} ${messageText(message).join(' / ')}`)
      .map((line) => line.replaceAll(canary, 'CANARY').replaceAll(mark, 'MARK').replace(SEAL, 'ending SEAL'));
  };
  return { oak: of('oak'), elm: of('elm') };
}
