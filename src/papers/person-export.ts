/**
 * Everything kept about one person as a zip to give them: one JSON of it all, a CSV a table, and what it is in plain
 * words. The rule: no cell of a CSV can be read as a formula; the JSON has every letter as it is kept. What is in it is
 * cycle/export-person's.
 */
import { strToU8, zipSync } from 'fflate';
import { CLASSES, type Periods, periodWords, RETENTION } from '../domain/retention.ts';
import { csvLine } from '../domain/safe-cell.ts';

export type PersonPaper = {
  personId: string;
  name: string;
  made: Date;
  settings: { ref: string; name: string; periods: Periods }[];
  records: Record<string, Record<string, unknown>[]>;
  unopened: number;
};

/** What each table is, to the person it is about. */
const TABLES: Record<string, string> = {
  person: 'your name and e-mail address as your school gave them',
  membership: 'where you work, your roles and hours, and when you joined and left',
  address: 'how you are reached in chat',
  member: 'your account as the chat workspace told of it',
  chat_reference: 'where your conversation with Vigil is, for platforms that have to be told',
  prompt: 'the questions put to you, and when',
  reply: 'your answers, corrections included',
  note: 'what you added to an answer in your own words',
  action: 'actions you own, or that an answer of yours opened',
  message_prompt: 'which message bore which question',
  message: 'what Vigil wrote to you, and what it wrote to others that names you',
  alert: 'alerts about a check of yours, about you, or that you took on',
  charge: 'days on which you were asked or said who is in charge, or were named',
  naming: 'what you said to that, and when you were named',
  trip: 'trips you told Vigil of',
  inbound_event:
    'the platform’s own numbers of what you pressed or wrote, where your account or conversation is in them',
  legal_hold: 'that a legal hold stands on what is kept about you; ask your school why',
  person_key: 'when the key to your notes was made and destroyed; never the key',
  board_link: 'links to the board made for you',
  board_session: 'your visits to the board',
  ledger: 'changes to the record that you made or that are about you',
};

export function personZip(paper: PersonPaper): Uint8Array {
  const files: Record<string, Uint8Array> = {
    'README.txt': strToU8(readme(paper)),
    'everything.json': strToU8(`${JSON.stringify(asJson(paper), null, 2)}\n`),
  };
  for (const [table, rows] of Object.entries(paper.records))
    files[`tables/${table}.csv`] = strToU8(csvOf(rows));
  return zipSync(files, { level: 9, mtime: paper.made });
}

const asJson = ({ personId, made, settings, records }: PersonPaper) => ({
  person: personId,
  made: made.toISOString(),
  settings: settings.map(({ ref, name }) => ({ ref, name })),
  tables: records,
});

/** With a mark of its encoding first, so that a spreadsheet reads every letter. */
function csvOf(rows: readonly Record<string, unknown>[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = rows.map((row) => columns.map((column) => cellOf(row[column])));
  return `\ufeff${[columns, ...cells].map(csvLine).join('')}`;
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function readme({ name, made, settings, records, unopened }: PersonPaper): string {
  const [first] = settings;
  return [
    `Everything Vigil keeps about ${name}`,
    `Made on ${made.toISOString().slice(0, 10)} for ${settings.map((setting) => setting.name).join(', ') || 'nowhere now'}.`,
    '',
    'Vigil asks staff short questions about safeguarding and keeps their answers for their school. Your school decides',
    'what is kept; ask it if anything here is wrong or you want it removed. It is not for judging your work or pay.',
    '',
    'What is here',
    '  everything.json: all of it in one file, for a program to read.',
    ...Object.entries(records).map(
      ([table, rows]) =>
        `  tables/${table}.csv: ${rows.length} ${rows.length === 1 ? 'row' : 'rows'}, ${TABLES[table] ?? 'other records'}.`,
    ),
    '',
    'What is not here',
    '  Other people: their names, addresses and numbers have been put out and say “another person”.',
    '  Keys, links and passwords: they would let somebody in.',
    '  Anonymous answers: nobody, Vigil included, can tell which were yours.',
    '  What stands in Slack or Teams, which your school keeps by its own rules.',
    ...(unopened > 0
      ? [`  The words of ${unopened} of your notes, which could not be opened where this was made.`]
      : []),
    '',
    'How long it is kept',
    ...CLASSES.map((id) => `  ${RETENTION[id].what}: ${periodWords(id, first?.periods ?? {})}.`),
    '',
    'If you are not content with how your school deals with this, you may ask the Information Commissioner:',
    'ico.org.uk, 0303 123 1113.',
    '',
  ].join('\r\n');
}
