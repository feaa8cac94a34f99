/**
 * Every operator command there is, run for a school by its reference and for the whole house, and what each printed.
 * The rule: the names come from the program, so a command added later is walked too, with a setting and --json; only
 * those that take something of their own are written out here.
 */
import { strFromU8, unzipSync } from 'fflate';
import type { Chat, Platform } from '../../src/chat/chat.ts';
import { cycleSteps } from '../../src/operator/cycle-steps.ts';
import type { Given, Outcome } from '../../src/operator/outcome.ts';
import { COMMAND_NAMES, runCommand } from '../../src/operator/run-command.ts';
import type { Store } from '../../src/store/database.ts';
import type { ControlCommand } from '../../src/web/control-form.ts';
import { YEAR_CSV } from './calendar-files.ts';
import { fakeChat } from './fake-chat.ts';
import { givenFor } from './given.ts';
import { keysUnder, TEST_KEY } from './keys.ts';
import { written } from './setting-example.ts';
import type { Output, Twin } from './twins.ts';

type Args = ControlCommand['args'];
type Asked = { args: Args; file?: { name: string; text: string } };

/** These are of the whole house: they take no setting, and what they print is looked at apart. */
const WHOLE_HOUSE = ['migrate', 'tick', 'doctor', 'keys status', 'keys rotate'];

export type Walked = {
  /** What was printed for this school alone. */
  own: Output[];
  /** What was printed about the whole house. */
  house: Output[];
  /** Commands that did what they were asked at least once. */
  did: string[];
};

/** `other` is there too, and is not named. */
export async function walkCommands(
  store: Store,
  twin: Twin,
  other: Twin,
  moment: string,
  commands: readonly string[] = COMMAND_NAMES,
): Promise<Walked> {
  const chat = fakeChat();
  const chats = new Map<Platform, Chat>([['local', chat]]);
  const given: Given = {
    ...givenFor(store, [twin.school, other.school], moment),
    steps: cycleSteps(chats),
    chats,
    log: twin.school.log,
    keys: keysUnder(TEST_KEY),
  };
  const walked: Walked = { own: [], house: [], did: [] };
  for (const command of commands)
    for (const { args, file } of askedOf(command, twin, other)) {
      const outcome = await runCommand(given, { command, args, files: file ? [file] : [] });
      const output = { from: `${command} ${JSON.stringify(args)}`, text: textOf(outcome) };
      (WHOLE_HOUSE.includes(command) ? walked.house : walked.own).push(output);
      if (outcome.code === 0 && !walked.did.includes(command)) walked.did.push(command);
    }
  return walked;
}

/** All of it, and what is packed in the file that came with it. */
function textOf({ file, ...outcome }: Outcome): string {
  const packed = file === undefined ? {} : unzipSync(new Uint8Array(Buffer.from(file, 'base64')));
  const inside = Object.entries(packed).map(([name, bytes]) => `${name}\n${strFromU8(bytes)}`);
  return [JSON.stringify(outcome), ...inside].join('\n');
}

function askedOf(command: string, twin: Twin, other: Twin): Asked[] {
  const { setting } = twin.school;
  const named = { setting: setting.ref };
  switch (command) {
    case 'migrate':
    case 'tick':
    case 'doctor':
      return [{ args: {} }];
    case 'keys status':
    case 'keys rotate':
      return [{ args: {} }];
    // It shreds what it cannot open, and nothing here is lost.
    case 'keys begin-anew':
      return [];
    case 'export person':
    case 'erase person':
      return [
        { args: { ...named, ref: 'T01', dryRun: true } },
        { args: { ref: twin.school.person('D01').id, dryRun: true } },
        // A slip of the operator's: somebody of the other's, in a setting of this one's.
        { args: { ...named, ref: other.school.person('D01').id, dryRun: true } },
      ];
    case 'hold place':
      return [
        { args: { ...named, reference: 'letter 12 of 3 November' } },
        { args: { ...named, person: 'T02', reference: 'letter 13 of 3 November' } },
        { args: { ...named, person: other.school.person('T02').id, reference: 'letter 14 of 3 November' } },
      ];
    case 'status':
      return [{ args: named }, { args: { ...named, json: true } }];
    case 'digest':
      return ['2026-W45', '2026-W46', '2026-W47'].map((week) => ({ args: { ...named, week, json: true } }));
    case 'setting':
      return [
        {
          args: {},
          file: {
            name: 'setting.yaml',
            text: written({
              ref: `ref: ${setting.ref}`,
              name: `name: ${setting.name}`,
              workspace: `workspace: ${twin.school.externalId}`,
            }),
          },
        },
      ];
    case 'bank import':
      return [true, false].map((dryRun) => ({
        args: { ...named, dryRun },
        file: { name: 'bank.yaml', text: OWN_QUESTION },
      }));
    case 'bank edition':
      return [true, false].map((dryRun) => ({ args: { ...named, edition: 'KCSIE 2027', dryRun } }));
    case 'import people':
      return [
        { args: named, file: { name: 'staff.csv', text: staffWith(twin) } },
        { args: named, file: { name: 'staff.csv', text: 'staff_ref,name\n=1+1,Somebody' } },
      ];
    case 'import calendar':
      return [
        { args: { ...named, dryRun: true }, file: { name: 'calendar.csv', text: YEAR_CSV } },
        { args: { ...named, json: true, dryRun: true }, file: { name: 'calendar.csv', text: YEAR_CSV } },
        { args: named, file: { name: 'calendar.csv', text: `${YEAR_CSV}inset,INSET,2026-11-14,` } },
      ];
    default:
      return [{ args: named }, { args: { ...named, json: true } }];
  }
}

/** As a school writes one of its own. */
const OWN_QUESTION = `- id: LOC-SIT-7
  version: 1
  standard: site
  indicator: gate-at-lunch
  kind: duty
  audience: site_manager
  cadence: termly
  text: Was the side gate locked after lunch?
  why: It is used for deliveries.
  answer: { kind: yes_no, good: "yes" }
  source: { document: our own, edition: local }
  phases: [primary]
  confidence: check-locally
  seconds: 8
`;

/** This school’s own staff, who have the references and addresses of the other’s too, and one more. */
function staffWith(twin: Twin): string {
  const rows = twin.school.people.map(
    ({ staffRef, name, roles, email }) => `${staffRef},${name},${email},${roles.join(';')}`,
  );
  return ['staff_ref,name,email,role', ...rows, 'N01,Somebody New,new@oak.example,teacher'].join('\n');
}
