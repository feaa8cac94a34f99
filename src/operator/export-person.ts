/**
 * `export person REF --out FILE.zip`: everything kept about one person, to give to them.
 * The rule: it can be made whatever their standing, under a hold or after they left; the file is written by whoever
 * asked, and the ledger says that it was made.
 */
import { exportPerson as gather } from '../cycle/export-person.ts';
import { personZip } from '../papers/person-export.ts';
import { readPeriods } from '../store/retention.ts';
import { personNamed } from './find-person.ts';
import { asideLines } from './open-spool.ts';
import { badInput, doneWithFile, type Given, type Outcome } from './outcome.ts';

export async function exportPerson(given: Given, args: { ref?: string; setting?: string }): Promise<Outcome> {
  const found = await personNamed(given, args.ref, args.setting);
  if ('fault' in found) return badInput(found.fault);
  const { org, personId } = found;
  const context = await given.world.contextFor(org);
  return context.within(async (tx) => {
    const exported = await gather(context, tx, personId, given.openNote);
    if (exported === null) return badInput('Nobody here has that id');
    const settings = [];
    for (const { settingId, ref, name } of exported.belongs)
      settings.push({ ref, name, periods: await readPeriods(tx, settingId) });
    const { name, records, unopened } = exported;
    const zip = personZip({ personId, name, made: context.now, settings, records, unopened });
    const rows = Object.values(records).reduce((total, each) => total + each.length, 0);
    return doneWithFile(
      [
        `${rows} rows of ${Object.keys(records).length} tables, other people put out.`,
        ...(unopened > 0 ? [`${unopened} notes could not be opened here; the file says so.`] : []),
        ...(await asideLines(given.presses?.state)),
        'Look it through before you give it to them: somebody known by a nickname is not found.',
      ].join('\n'),
      zip,
    );
  });
}
