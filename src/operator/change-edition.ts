/**
 * `bank edition "KCSIE 2027" --setting REF`: takes a setting over to a new edition of guidance.
 * The rule: it says which questions cite another edition, which change their words, and who must read again and when,
 * before or as it does it; one transaction. Looking at the paragraphs is a person's work, and it says so.
 */
import type { Context } from '../cycle/context.ts';
import { ledgerEntry } from '../cycle/ledger-entry.ts';
import { writeBank } from '../cycle/write-bank.ts';
import {
  citesAnother,
  type Edition,
  mustReadAgain,
  readEdition,
  readingDays,
  saysEdition,
} from '../domain/edition.ts';
import { localDate, longDate } from '../domain/local-time.ts';
import type { Question } from '../domain/question.ts';
import { inAudience, roleLabel } from '../domain/role.ts';
import { isEmployed, type Person, type Setting } from '../domain/setting.ts';
import { listBank } from '../store/bank.ts';
import type { Tx } from '../store/database.ts';
import { appendLedger } from '../store/ledger.ts';
import { listPeople } from '../store/people.ts';
import { findSetting, updateSetting } from '../store/settings.ts';
import { wakeBy } from '../store/wakes.ts';
import { settingNamed } from './find-setting.ts';
import { badInput, done, type Given, type Outcome } from './outcome.ts';

type Args = { setting?: string | undefined; edition?: string | undefined; dryRun?: boolean | undefined };

export async function changeEdition(given: Given, args: Args): Promise<Outcome> {
  const edition = readEdition(args.edition ?? '');
  if (edition === null) return badInput('Name the edition as questions do, in quotes: "KCSIE 2027"');
  const placed = await settingNamed(given, args.setting);
  if ('fault' in placed) return badInput(placed.fault);
  const context = await given.world.contextFor(placed.org);
  return context.within(async (tx) => {
    const setting = await findSetting(tx, placed.setting.id);
    if (setting === null) throw new Error('A setting went while its edition was changed');
    return change(context, tx, setting, edition, args.dryRun === true);
  });
}

type Reading = { inset: string | null; from: string };

async function change(
  context: Context,
  tx: Tx,
  setting: Setting,
  edition: Edition,
  isPreview: boolean,
): Promise<Outcome> {
  const name = `${edition.document} ${edition.year}`;
  if (setting.edition === name)
    return done(`${setting.ref}: ${name} is its edition already; nothing to change`);
  const today = localDate(context.now, setting.zone);
  const reading = readingDays(setting.calendar, today);
  if (reading === null)
    return badInput(
      `${setting.ref}: its calendar has no school day left, so nobody could be asked; bring in the next term’s dates first`,
    );
  const bank = await listBank(tx, setting.id);
  const on = bank.filter(({ state }) => state === 'on').map(({ question }) => question);
  const again = on.filter(mustReadAgain);
  const people = (await listPeople(tx, setting.id)).filter((person) => isEmployed(person, today));
  const lines = linesFor({ setting, name, edition, on, again, people, reading });
  if (isPreview) return done([...lines, 'Nothing was changed: this was a preview'].join('\n'));
  const { from } = reading;
  await updateSetting(tx, { ...setting, edition: name });
  await appendLedger(tx, context.org, [
    ledgerEntry(context, 'edition_changed', setting.id, { from: setting.edition, to: name }),
  ]);
  const changed = again.map((before) => ({
    before,
    after: { ...before, reread: { decided: today, from } },
    parts: ['reread'],
  }));
  await writeBank(context, tx, setting.id, { added: [], changed });
  await wakeBy(tx, context.org, 'plan-prompts', context.now);
  return done(lines.join('\n'));
}

type Facts = {
  setting: Setting;
  name: string;
  edition: Edition;
  on: readonly Question[];
  again: readonly Question[];
  people: readonly Person[];
  reading: Reading;
};

function linesFor({ setting, name, edition, on, again, people, reading }: Facts): string[] {
  const cites = on.filter((question) => citesAnother(question, edition));
  const says = on.filter(saysEdition);
  const readers = (question: Question) =>
    people.filter(({ roles }) => inAudience(question.audience, roles)).length;
  const when =
    reading.inset === null
      ? `asked from ${longDate(reading.from)}; the term has no INSET day left`
      : `time to read on the INSET day, ${longDate(reading.inset)}; asked from ${longDate(reading.from)}`;
  return [
    `${setting.ref}: from ${setting.edition} to ${name}`,
    `Look at these again, since they cite another edition of ${edition.document}: ${cites.length}`,
    ...cites.map(
      ({ id, source }) =>
        `  ${id}: ${source.document} ${source.edition}${source.paragraph === undefined ? '' : `, ${source.paragraph}`}`,
    ),
    `Their words change with the edition: ${says.length === 0 ? 'none' : says.map(({ id }) => id).join(', ')}`,
    ...(again.length === 0
      ? ['Nobody must read again: no attestation that is on says {edition}']
      : again.map(
          (question) =>
            `Read again, ${question.id}: ${roleLabel(question.audience)}, ${readers(question)} people; ${when}. Whoever joins is asked on their first day`,
        )),
  ];
}
