/**
 * `ledger verify [--setting REF] [--digests FILE] [--json]`: whether every organisation's chain holds, is the one its
 * digests told of, and leaves no change unsealed for long.
 * The rule: it only reads, a page a transaction, so that it may run beside a Vigil that works. Digests kept in the
 * database can be rewritten with it, so only lines from a channel show a chain that was sealed anew.
 */
import { checkChain, type SealedRow, type Witness } from '../domain/check-chain.ts';
import { endingOf, type Pasted, readRecordLines, recordLine } from '../domain/record-line.ts';
import type { OrgId } from '../domain/setting.ts';
import { listOrganisations } from '../store/installations.ts';
import { countUnsealed, listKeptHeads, readChain, sha256 } from '../store/seals.ts';
import { faultWords, WHAT_NEXT } from './chain-words.ts';
import { placedSettings, settingNamed } from './find-setting.ts';
import { badInput, done, failed, type Given, type Outcome } from './outcome.ts';

const PAGE = 2_000;
const PROGRESS_EVERY = 100_000;
/** A change is sealed within the minute; so long after, nobody is sealing. */
const LATE_MS = 5 * 60_000;

type Options = { setting?: string; json?: boolean };
type File = { name: string; text: string };
type Verified = {
  settings: string[];
  sealed: number;
  ending: string;
  hash: string;
  unsealed: number;
  digests: { kept: number; given: number };
  faults: { kind: string; says: string }[];
};

export async function verifyLedger(given: Given, args: Options, file: File): Promise<Outcome> {
  const placed = await settingsByOrganisation(given);
  let orgs = [...placed.keys()];
  if (args.setting !== undefined) {
    const named = await settingNamed(given, args.setting);
    if ('fault' in named) return badInput(named.fault);
    orgs = [named.org];
  }
  const pasted = file.name === '' ? null : readRecordLines(file.text);
  const fault = pasted === null ? null : pastedFault(pasted, file.name, orgs.length);
  if (fault !== null) return badInput(...fault);
  const told = (pasted?.heads ?? []).map(({ line, sequence, ending }) => ({
    sequence,
    ending,
    from: `line ${line} of ${file.name}`,
  }));
  const verified: Verified[] = [];
  for (const org of orgs) verified.push(await verifyOne(given, org, placed.get(org) ?? [], told));
  return outcomeOf(verified, args.json === true);
}

async function verifyOne(
  given: Given,
  org: OrgId,
  settings: string[],
  told: readonly Witness[],
): Promise<Verified> {
  const { now, within } = await given.world.contextFor(org);
  // Before the chain, so that a digest that goes out meanwhile names no number the walk has not come to.
  const kept = await within(listKeptHeads);
  const check = checkChain(org, [...kept, ...told], sha256);
  const whose = settings.join(', ') || 'an organisation without a setting';
  let looked = 0;
  let last: SealedRow | null = null;
  const nextPage = (after: SealedRow | null) => within((tx) => readChain(tx, org, after, PAGE));
  for (let page = await nextPage(null); page.length > 0; page = await nextPage(last)) {
    for (const row of page) check.take(row);
    last = page.at(-1) ?? null;
    looked += page.length;
    if (looked % PROGRESS_EVERY === 0)
      given.progress?.(`${whose}: ${looked.toLocaleString('en-GB')} changes looked at`);
  }
  const { head, faults } = check.end();
  const waiting = await within((tx) => countUnsealed(tx, org));
  const says: Verified['faults'] = faults.map((fault) => ({
    kind: fault.kind,
    says: `${whose}: ${faultWords(fault)}`,
  }));
  if (waiting.since !== null && now.getTime() - waiting.since.getTime() > LATE_MS)
    says.push({ kind: 'unsealed', says: `${whose}: ${unsealedWords(waiting.count, waiting.since)}` });
  return {
    settings,
    sealed: head.sequence,
    ending: endingOf(head.hash),
    hash: head.hash,
    unsealed: waiting.count,
    digests: { kept: kept.length, given: told.length },
    faults: says,
  };
}

function unsealedWords(count: number, since: Date): string {
  const changes = count === 1 ? '1 change waits' : `${count.toLocaleString('en-GB')} changes wait`;
  return (
    `${changes} to be sealed, the oldest since ${since.toISOString().slice(0, 16)}Z; until then they could be ` +
    'altered unseen. Start Vigil, or run: npm run vigil -- tick; then verify again in two minutes'
  );
}

function outcomeOf(verified: readonly Verified[], asJson: boolean): Outcome {
  const faults = verified.flatMap((one) => one.faults);
  const errors = faults.map(({ says }) => says);
  if (faults.some(({ kind }) => kind !== 'unsealed')) errors.push(WHAT_NEXT);
  const out = asJson
    ? JSON.stringify({ intact: faults.length === 0, organisations: verified })
    : verified.map(inWords).join('\n') || 'There is no ledger yet.';
  return faults.length === 0 ? done(out) : { ...failed(...errors), out };
}

function inWords({ settings, sealed, hash, unsealed, digests, faults }: Verified): string {
  const wait = unsealed === 0 ? '' : ` ${unsealed} not sealed yet.`;
  const beside = `${digests.kept} kept and ${digests.given} given digests`;
  const finding =
    faults.length === 0 ? `The chain holds, and so does it beside ${beside}.` : 'It does NOT hold.';
  return `${settings.join(', ')}: ${finding}${wait}\n  ${recordLine({ sequence: sealed, hash })}`;
}

async function settingsByOrganisation(given: Given): Promise<Map<OrgId, string[]>> {
  const refs = new Map<OrgId, string[]>((await listOrganisations(given.store)).map((org) => [org, []]));
  for (const { org, setting } of await placedSettings(given)) refs.get(org)?.push(setting.ref);
  return refs;
}

/** What is wrong with the lines given, one fault a line; null when they can be used. */
function pastedFault({ heads, faults }: Pasted, name: string, organisations: number): string[] | null {
  if (faults.length > 0)
    return faults.map(({ line, says }) => `${name}, line ${line}: ${says}; paste it whole`);
  if (heads.length === 0)
    return [
      `${name}: no line of a digest is in it, such as "Record: 1,204 changes sealed, ending 3f9a 22c1 …"`,
    ];
  if (organisations > 1) return ['--digests: say whose they are, by a setting of theirs: --setting REF'];
  return null;
}
