/**
 * `hold place`, `hold lift` and `hold list`: legal holds, which stop removal and erasure while they stand.
 * The rule: a hold says where its reason is kept and never the reason, nor a name; it is lifted, never deleted, and
 * both are in the ledger.
 */
import { addDays, localDate } from '../domain/local-time.ts';
import { patternFor } from '../domain/name-in-text.ts';
import type { Tx } from '../store/database.ts';
import { type Hold, insertHold, liftHold, listHolds } from '../store/holds.ts';
import { listEveryName } from '../store/identity.ts';
import { appendLedger } from '../store/ledger.ts';
import { holdRemoving } from '../store/retention.ts';
import { personNamed } from './find-person.ts';
import { type Placed, placedSettings, settingNamed, settingsNamed } from './find-setting.ts';
import { badInput, done, doneAsJson, type Given, type Outcome } from './outcome.ts';

type PlaceArgs = { setting?: string; person?: string; reference?: string };

const LONGEST = 80;

export async function placeHold(given: Given, args: PlaceArgs): Promise<Outcome> {
  const placed = await settingNamed(given, args.setting);
  if ('fault' in placed) return badInput(placed.fault);
  const { org, setting } = placed;
  const reference = args.reference?.trim() ?? '';
  const fault = await referenceFault(given, placed, reference);
  if (fault !== null) return badInput(fault);
  const found = args.person === undefined ? null : await personNamed(given, args.person, args.setting);
  if (found !== null && 'fault' in found) return badInput(`--person: ${found.fault}`);
  const { now, ids } = await given.world.contextFor(org);
  const holdId = ids.id();
  const personId = found?.personId ?? null;
  await given.store.within(org, async (tx) => {
    // Whatever is being removed just now is finished first, and nothing is begun before the hold stands.
    await holdRemoving(tx, setting.id);
    await insertHold(tx, org, { holdId, settingId: setting.id, personId, reference, placedAt: now });
    await record(given, tx, placed, { kind: 'hold_placed', holdId, personId, at: now });
  });
  const whom =
    personId === null ? `everything of ${setting.name}` : `everything of one person of ${setting.name}`;
  return done(
    `${holdId}: placed. While it stands, ${whom} is kept: nothing is removed at night, and nobody it is for can be ` +
      `erased.\nTo lift it: npm run vigil -- hold lift ${holdId}`,
  );
}

async function referenceFault(given: Given, { org }: Placed, reference: string): Promise<string | null> {
  if (reference === '')
    return '--reference: say where the reason is kept, such as a file number or a solicitor’s reference';
  if (reference.length > LONGEST || /\p{Cc}/u.test(reference))
    return `--reference: keep it to one line of ${LONGEST} characters`;
  const names = await given.store.within(org, listEveryName);
  return patternFor(names)?.test(reference)
    ? '--reference: it names somebody, and it is kept for good; give a file number instead'
    : null;
}

export async function liftHoldOf(given: Given, args: { ref?: string }): Promise<Outcome> {
  const id = args.ref?.trim().toLowerCase() ?? '';
  for (const placed of await placedSettings(given)) {
    const { org, setting } = placed;
    const hold = (await given.store.within(org, listHolds)).find(
      ({ holdId, settingId }) => holdId === id && settingId === setting.id,
    );
    if (hold === undefined) continue;
    if (hold.liftedAt !== null)
      return done(`${id}: it was lifted already, on ${dayOf(hold.liftedAt, placed)}`);
    const { now } = await given.world.contextFor(org);
    await given.store.within(org, async (tx) => {
      if (!(await liftHold(tx, id, now))) return;
      await record(given, tx, placed, { kind: 'hold_lifted', holdId: id, personId: hold.personId, at: now });
    });
    return done(
      `${id}: lifted. What is past its time is removed from ${addDays(localDate(now, setting.zone), 1)} on.`,
    );
  }
  return badInput('There is no hold of that id; npm run vigil -- hold list shows them');
}

export async function listHoldsOf(
  given: Given,
  args: { setting?: string; json?: boolean },
): Promise<Outcome> {
  const named = await settingsNamed(given, args.setting);
  if ('fault' in named) return badInput(named.fault);
  const holds: (Hold & { placed: Placed })[] = [];
  for (const placed of named.settings)
    for (const hold of await given.store.within(placed.org, listHolds))
      if (hold.settingId === placed.setting.id) holds.push({ ...hold, placed });
  if (args.json)
    return doneAsJson({
      holds: holds.map(({ placed, settingId: _setting, ...hold }) => ({
        ...hold,
        setting: placed.setting.ref,
      })),
    });
  return done(holds.map(inWords).join('\n') || 'No legal hold has been placed.');
}

function inWords({
  holdId,
  reference,
  personId,
  placedAt,
  liftedAt,
  placed,
}: Hold & { placed: Placed }): string {
  const whom = personId === null ? 'everybody' : `one person (${personId})`;
  const until = liftedAt === null ? 'stands' : `lifted ${dayOf(liftedAt, placed)}`;
  return `${holdId}  ${placed.setting.ref}  ${whom}  ${reference}  placed ${dayOf(placedAt, placed)}, ${until}`;
}

const dayOf = (at: Date, { setting }: Placed) => localDate(at, setting.zone);

function record(
  given: Given,
  tx: Tx,
  { org, setting }: Placed,
  what: { kind: 'hold_placed' | 'hold_lifted'; holdId: string; personId: string | null; at: Date },
): Promise<void> {
  const facts = { setting: setting.id, person: what.personId };
  return appendLedger(tx, org, [
    { entryId: given.ids.id(), at: what.at, kind: what.kind, subject: what.holdId, actor: null, facts },
  ]);
}
