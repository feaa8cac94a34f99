/**
 * The second half of rule 15 of the simulated world: each school's chain verifies, is the one that its digests tell of in
 * the channel and in the record, leaves nothing unsealed for long, and names nobody.
 * The rule: heads only extend, so the chain at the end is held against every head that was ever told.
 */
import { checkChain, type Witness } from '../../domain/check-chain.ts';
import { messageText } from '../../domain/message.ts';
import { endingOf, readRecordLines } from '../../domain/record-line.ts';
import { sha256 } from '../../store/seals.ts';
import type { Evidence } from './evidence.ts';
import { userOf } from './schools.ts';

/** A row is sealed within a minute of being written, and a run that failed is tried again in one. */
const LATE_MS = 300_000;

export function chainsHold(found: Evidence): string[] {
  const { sim, ledger, digests, settings } = found;
  return sim.schools.flatMap(({ key, org }) => {
    const refs = new Set(settings.filter((row) => row.orgId === org).map(({ settingId }) => settingId));
    const kept = digests.filter(({ settingId }) => refs.has(settingId));
    const headless = kept.filter(({ ledgerHash }) => ledgerHash === null);
    const check = checkChain(
      org,
      [
        ...kept.map(({ week, ledgerSequence, ledgerHash }) => ({
          sequence: ledgerSequence ?? 0,
          ending: endingOf(ledgerHash ?? 'none'),
          from: week,
        })),
        ...toldIn(found, key),
      ],
      sha256,
    );
    const rows = ledger.filter((row) => row.orgId === org);
    for (const { sequence, hash, at, ...row } of rows.toSorted(bySequence))
      if (sequence !== null && hash !== null)
        check.take({ ...row, sequence, hash, at: at.toISOString().replace('Z', '000Z') });
    const waiting = rows.filter(
      ({ sequence, at }) => sequence === null && at.getTime() < sim.dbNow() - LATE_MS,
    );
    return [
      ...rows.filter(bearsText(found, key)).map(({ entryId, kind }) => `${kind} ${entryId} names somebody`),
      ...check.end().faults.map((fault) => `the chain of ${key} does not hold: ${fault.kind}`),
      ...headless.map(({ week }) => `the digest of ${week} in ${key} tells of no head`),
      ...waiting.map(({ entryId, kind }) => `${kind} ${entryId} of ${key} is not sealed`),
    ];
  });
}

const bySequence = (one: { sequence: number | null }, two: { sequence: number | null }) =>
  (one.sequence ?? 0) - (two.sequence ?? 0);

/** What no row may hold: the school's words, and whatever names one of its people. */
function bearsText({ people, schoolOfSetting, settings, sim }: Evidence, key: string) {
  const school = sim.schools.find((one) => one.key === key);
  const names = people.filter((row) => row.orgId === school?.org).flatMap(({ name, email }) => [name, email]);
  const known = school?.people.map((person) => userOf(school, person)) ?? [];
  const own = settings.filter(({ settingId }) => schoolOfSetting(settingId).key === key);
  const words = [school?.canary, ...own.map(({ name }) => name), ...names, ...known]
    .filter((word) => word !== null && word !== undefined && word !== '')
    .map((word) => JSON.stringify(word).slice(1, -1));
  return ({ subject, facts }: { subject: string; facts: unknown }) => {
    const text = JSON.stringify([subject, facts]);
    return text.includes('@') || words.some((word) => text.includes(word));
  };
}

/** The heads at the feet of the digests that stand in the school's conversations. */
function toldIn({ sim }: Evidence, key: string): Witness[] {
  return sim.history.copies
    .filter(({ school, message }) => school === key && message.kind === 'digest')
    .flatMap(({ message }) => {
      const { heads } = readRecordLines(messageText(message).join('\n'));
      const [told = { sequence: Number.MAX_SAFE_INTEGER, ending: '' }] = heads;
      return [{ ...told, from: 'the channel' }];
    });
}
