/**
 * Who sees what: every role against every command, the board and every press, cell by cell, against real answers.
 * The rule: a cell names all that is seen there, and what a cell does not name must not be in it. Below each table is
 * how each of its words is told in an answer.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { IncomingPress, Platform } from '../src/chat/chat.ts';
import type { World } from '../src/cycle/context.ts';
import { takeCommand } from '../src/cycle/take-command.ts';
import { takePress } from '../src/cycle/take-press.ts';
import { type Message, messageText } from '../src/domain/message.ts';
import type { Store } from '../src/store/database.ts';
import { boardRouter } from '../src/web/board.ts';
import { elsewhere } from '../src/web/elsewhere-page.ts';
import { openMetrics } from '../src/web/metrics.ts';
import { databaseCheck } from '../src/web/readiness.ts';
import { type OpenServer, openServer } from '../src/web/server.ts';
import {
  ALERT,
  CHARGE,
  DOUBT,
  MEMBER,
  makeRoleSchool,
  NOON,
  type RoleSchool,
} from './support/role-school.ts';
import { openTestStore } from './support/store.ts';

/** Each role by the person who has it. A permitted DSL is in a school whose headteacher lets the DSL see cases. */
const WHO: Record<string, string> = {
  teacher: 'T02',
  'site manager': 'S01',
  'IT lead': 'I01',
  'SCR administrator': 'R01',
  'HR lead': 'R02',
  'attendance lead': 'R03',
  'PSHE lead': 'R04',
  DSL: 'D01',
  'DSL, permitted': 'D01',
  deputy: 'D02',
  headteacher: 'H01',
  'link governor': 'G01',
  'chair of governors': 'G02',
  'teacher and link governor': 'R08',
  clerk: 'R05',
  'trust lead': 'R07',
  'trust lead and site manager': 'R11',
  administrator: 'R06',
  'left yesterday (DSL)': 'R09',
  'not confirmed (headteacher)': 'R10',
  'pupil or stranger': 'NOBODY',
};

const COMMANDS = `
| role                        | help    | status        | status site | status online | status allegations | status me | status all      | due                             | ask     | digest  | why        | people           | calendar | setup   | setup new                | board   | a worry | closed  | away           | lead        | cover   | trip    | pause   | page /board                        | bank    | bank SIT-D1 |
|-----------------------------|---------|---------------|-------------|---------------|--------------------|-----------|-----------------|---------------------------------|---------|---------|------------|------------------|----------|---------|--------------------------|---------|---------|---------|----------------|-------------|---------|---------|---------|------------------------------------|---------|-------------|
| teacher                     | help    | own           | own         | own           | own                | own       | own             | own                             | own     | refused | own        | refused          | today    | refused | refused                  | refused | stop    | refused | how            | who         | refused | refused | paused  | refused                            | refused | refused     |
| site manager                | help    | own, owned    | one         | own, owned    | own, owned         | own       | own, owned      | own, site                       | own     | refused | own        | refused          | today    | refused | refused                  | link    | stop    | refused | how            | who         | refused | refused | paused  | owned, site                        | refused | refused     |
| IT lead                     | help    | own, owned    | own, owned  | one           | own, owned         | own       | own, owned      | own, online                     | own     | refused | own        | refused          | today    | refused | refused                  | link    | stop    | refused | how            | who         | refused | refused | paused  | owned, online                      | refused | refused     |
| SCR administrator           | help    | own, owned    | own, owned  | own, owned    | own, owned         | own       | own, owned      | own                             | own     | refused | own        | refused          | today    | refused | refused                  | link    | stop    | refused | how            | who         | refused | refused | paused  | owned                              | refused | refused     |
| HR lead                     | help    | own, owned    | own, owned  | own, owned    | own, owned         | own       | own, owned      | own                             | own     | refused | own        | refused          | today    | refused | refused                  | link    | stop    | refused | how            | who         | refused | refused | paused  | owned                              | refused | refused     |
| attendance lead             | help    | own, owned    | own, owned  | own, owned    | own, owned         | own       | own, owned      | own                             | own     | refused | own        | refused          | today    | refused | refused                  | link    | stop    | refused | how            | who         | refused | refused | paused  | owned                              | refused | refused     |
| PSHE lead                   | help    | own, owned    | own, owned  | own, owned    | own, owned         | own       | own, owned      | own                             | own     | refused | own        | refused          | today    | refused | refused                  | link    | stop    | refused | how            | who         | refused | refused | paused  | owned                              | refused | refused     |
| DSL                         | help    | totals        | one         | one           | one                | own       | totals          | names, online, own, site        | own     | roles   | own        | candidates, list | today    | form    | refused                  | link    | stop    | how     | how, of others | naming, who | list    | list    | paused  | names, notes, online, site, totals | changes | changes     |
| DSL, permitted              | help    | cases, totals | one         | one           | cases, one         | own       | cases, totals   | cases, names, online, own, site | own     | roles   | own        | candidates, list | today    | form    | refused                  | link    | stop    | how     | how, of others | naming, who | list    | list    | paused  | names, notes, online, site, totals | changes | changes     |
| deputy                      | help    | totals        | one         | one           | one                | own       | totals          | names, online, own, site        | own     | roles   | own        | candidates, list | today    | refused | refused                  | link    | stop    | how     | how, of others | naming, who | list    | list    | paused  | names, notes, online, site, totals | sees    | sees        |
| headteacher                 | help    | cases, totals | one         | one           | cases, one         | own       | cases, totals   | cases, names, online, own, site | own     | roles   | cases, own | candidates, list | today    | form    | refused                  | link    | stop    | how     | how, of others | naming, who | list    | list    | paused  | names, notes, online, site, totals | changes | changes     |
| link governor               | help    | totals        | one         | one           | one                | own       | totals          | online, own, site               | own     | roles   | own        | refused          | today    | refused | refused                  | link    | stop    | refused | how            | who         | refused | refused | paused  | online, site, totals               | refused | refused     |
| chair of governors          | help    | totals        | one         | one           | one                | own       | totals          | online, own, site               | own     | roles   | own        | refused          | today    | refused | refused                  | link    | stop    | refused | how            | who         | refused | refused | paused  | online, site, totals               | refused | refused     |
| teacher and link governor   | help    | totals        | one         | one           | one                | own       | totals          | online, own, site               | own     | roles   | own        | refused          | today    | refused | refused                  | link    | stop    | refused | how            | who         | refused | refused | paused  | online, site, totals               | refused | refused     |
| clerk                       | help    | own           | own         | own           | own                | own       | own             | own                             | own     | refused | own        | refused          | today    | refused | refused                  | refused | stop    | refused | how            | who         | refused | refused | paused  | refused                            | refused | refused     |
| trust lead                  | help    | totals        | totals      | totals        | totals             | own       | schools, totals | own                             | own     | refused | own        | refused          | today    | refused | begun, candidates, names | link    | stop    | refused | how            | who         | refused | refused | paused  | schools, totals                    | refused | refused     |
| trust lead and site manager | help    | totals        | one         | totals        | totals             | own       | schools, totals | own, site                       | own     | refused | own        | refused          | today    | refused | begun, candidates, names | link    | stop    | refused | how            | who         | refused | refused | paused  | schools, site, totals              | refused | refused     |
| administrator               | help    | own           | own         | own           | own                | own       | own             | own                             | own     | refused | own        | list             | today    | form    | begun, candidates, names | refused | stop    | refused | how            | who         | refused | refused | paused  | refused                            | refused | refused     |
| left yesterday (DSL)        | teacher | teacher       | teacher     | teacher       | teacher            | teacher   | teacher         | teacher                         | teacher | teacher | teacher    | teacher          | teacher  | teacher | teacher                  | teacher | teacher | teacher | teacher        | teacher     | teacher | teacher | teacher | refused                            | teacher | teacher     |
| not confirmed (headteacher) | teacher | teacher       | teacher     | teacher       | teacher            | teacher   | teacher         | teacher                         | teacher | teacher | teacher    | teacher          | teacher  | teacher | teacher                  | teacher | teacher | teacher | teacher        | teacher     | teacher | teacher | teacher | refused                            | teacher | teacher     |
| pupil or stranger           | teacher | teacher       | teacher     | teacher       | teacher            | teacher   | teacher         | teacher                         | teacher | teacher | teacher    | teacher          | teacher  | teacher | teacher                  | teacher | teacher | teacher | teacher        | teacher     | teacher | teacher | teacher | refused                            | teacher | teacher     |
`;

const PRESSES = `
| role                        | answer another’s | I have it | confirm a member | send again | closed today | away today | away T02 today | name a lead | cover D02 today | trip zoo today | switch a question off |
|-----------------------------|------------------|-----------|------------------|------------|--------------|------------|----------------|-------------|-----------------|----------------|-----------------------|
| teacher                     | refused          | refused   | refused          | refused    | refused      | away       | refused        | refused     | refused         | refused        | refused               |
| site manager                | refused          | about you | refused          | refused    | refused      | away       | refused        | refused     | refused         | refused        | refused               |
| IT lead                     | refused          | refused   | refused          | refused    | refused      | away       | refused        | refused     | refused         | refused        | refused               |
| SCR administrator           | refused          | refused   | refused          | refused    | refused      | away       | refused        | refused     | refused         | refused        | refused               |
| HR lead                     | refused          | refused   | refused          | refused    | refused      | away       | refused        | refused     | refused         | refused        | refused               |
| attendance lead             | refused          | refused   | refused          | refused    | refused      | away       | refused        | refused     | refused         | refused        | refused               |
| PSHE lead                   | refused          | refused   | refused          | refused    | refused      | away       | refused        | refused     | refused         | refused        | refused               |
| DSL                         | refused          | done      | candidates, done | done       | closed       | away       | other          | done        | done            | done           | switched              |
| DSL, permitted              | refused          | done      | candidates, done | done       | closed       | away       | other          | done        | done            | done           | switched              |
| deputy                      | refused          | done      | candidates, done | done       | closed       | away       | other          | done        | done            | done           | leads’                |
| headteacher                 | refused          | done      | candidates, done | done       | closed       | away       | other          | done        | done            | done           | switched              |
| link governor               | refused          | refused   | refused          | refused    | refused      | away       | refused        | refused     | refused         | refused        | refused               |
| chair of governors          | refused          | refused   | refused          | refused    | refused      | away       | refused        | refused     | refused         | refused        | refused               |
| teacher and link governor   | refused          | refused   | refused          | refused    | refused      | away       | refused        | refused     | refused         | refused        | refused               |
| clerk                       | refused          | refused   | refused          | refused    | refused      | away       | refused        | refused     | refused         | refused        | refused               |
| trust lead                  | refused          | refused   | refused          | refused    | refused      | away       | refused        | refused     | refused         | refused        | refused               |
| trust lead and site manager | refused          | refused   | refused          | refused    | refused      | away       | refused        | refused     | refused         | refused        | refused               |
| administrator               | refused          | refused   | refused          | refused    | refused      | away       | refused        | refused     | refused         | refused        | refused               |
| left yesterday (DSL)        | teacher          | refused   | teacher          | refused    | teacher      | teacher    | teacher        | refused     | teacher         | teacher        | teacher               |
| not confirmed (headteacher) | teacher          | refused   | teacher          | refused    | teacher      | teacher    | teacher        | refused     | teacher         | teacher        | teacher               |
| pupil or stranger           | teacher          | teacher   | teacher          | teacher    | teacher      | teacher    | teacher        | teacher     | teacher         | teacher        | teacher               |
`;

/** "| a | b |" lines as a header and rows. */
function readTable(text: string): { columns: string[]; rows: Map<string, string[]> } {
  const [header = [], , ...lines] = text
    .trim()
    .split('\n')
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  return {
    columns: header.slice(1),
    rows: new Map(lines.map(([role = '', ...cells]) => [role, cells])),
  };
}

/** Those whose check or answer others may know by name, if anybody may. */
const NAMES = /Len Voss|Mo Reid|Amira Khan|Ben Osei/;
/** How each word of a cell is told, the same everywhere. */
const EVERYWHERE: Record<string, RegExp> = {
  teacher: /Tell a teacher now/,
  names: NAMES,
  cases: /zqcase|Allegations and low-level concerns(:|\s+✗) Not met/i,
  candidates: /Newt Candidate/,
  schools: /All settings/,
  notes: /zqnote/,
};
const STATUS = {
  own: /waits? for you/,
  totals: /today\. Overdue: /,
  owned: /What you own at/,
  one: /reported, not checked\. \d/,
};
const BANK = {
  refused: /is for the DSL, deputies and the headteacher/,
  sees: /The DSL and the headteacher can change (it|them)/,
  changes: /Switch off|Add a question/,
};
/** And of each column. */
const TOLD: Record<string, Record<string, RegExp>> = {
  help: { help: /NSPCC Whistleblowing/ },
  status: STATUS,
  'status site': STATUS,
  'status online': STATUS,
  'status allegations': STATUS,
  'status me': STATUS,
  'status all': STATUS,
  due: {
    own: /waits? for you at/,
    site: /site security/,
    online: /filtering tested/,
  },
  ask: { own: /question|asked/i },
  digest: {
    roles: /site security[^\n]*\(site manager\)|site manager/,
    refused: /is for the leads and governors/,
  },
  why: { own: /You have not been asked anything yet|Asked because|Why you were asked/i },
  people: { list: /on the staff list of/, refused: /Who is on the staff list is for/ },
  calendar: { today: /^Today, Thursday 12 Nov, is a school day\.$/m },
  setup: { form: /^Set-up of /m, refused: /Set-up is for the DSL/ },
  'setup new': { begun: /^Set up Vigil$/m, refused: /added by an administrator/ },
  board: { link: /Your link to the board/, refused: /The board is for the leads and governors/ },
  closed: { how: /Say which day the school is closed/, refused: /is for its DSL, deputies and headteacher/ },
  away: { how: /Say until when you are away/, 'of others': /for a colleague/ },
  'away today': { away: /You are away until Thursday 12 Nov/ },
  lead: { who: /Nobody is named as DSL on site today/, naming: /Somebody else/ },
  cover: { list: /Nobody covers for the DSL/, refused: /Please tell one of them/ },
  pause: { paused: /Your questions are paused until Wednesday 18 Nov/ },
  trip: { list: /has no trip on/, refused: /Please tell one of them/ },
  'name a lead': {
    done: /✓ 12:00 · Joe Lamb is DSL on site|✓ 12:00 · You are DSL on site/,
    refused: /is for the DSL, deputies and the headteacher of the school to say/,
  },
  'cover D02 today': { done: /✓ Joe Lamb covers for the DSL/, refused: /Please tell one of them/ },
  'trip zoo today': { done: /✓ Zoo runs from/, refused: /Please tell one of them/ },
  'away T02 today': {
    other: /Ben Osei is away until Thursday 12 Nov/,
    refused: /is for the DSL, deputies and the headteacher/,
  },
  'closed today': { closed: /is closed today/, refused: /is for its DSL, deputies and headteacher/ },
  bank: BANK,
  'bank SIT-D1': BANK,
  'a worry': { stop: /STOP\. This is NOT a report/ },
  'page /board': {
    refused: /You are not signed in to the board/,
    totals: /Leadership, governance and accountability/,
    owned: /the standards you own/,
    site: /site security/,
    online: /filtering tested/,
  },
  'answer another’s': { refused: /put to somebody else\. Nothing was recorded/, done: /✓ Recorded/ },
  'I have it': {
    refused: /Only a safeguarding lead can take this one/,
    'about you': /about a check that was put to you/,
    done: /You have had it since/,
  },
  'confirm a member': {
    refused: /Only the DSL, a deputy or the headteacher can/,
    done: /is on the list of .* now, as teacher/,
  },
  'switch a question off': {
    refused: /is for the DSL, deputies and the headteacher/,
    'leads’': /Questions are changed by the DSL and the headteacher/,
    switched: /Switched off/,
  },
  'send again': { refused: /Only a safeguarding lead can say so/, done: /You asked|sent (once more|again)/i },
};

let store: Store;
let school: RoleSchool;
let permitted: RoleSchool;
let twin: RoleSchool;
let server: OpenServer;
let block = 0;
const BASE = 'http://vigil.example.org';

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

async function openSchools(platform: Platform): Promise<void> {
  block += 3;
  school = await makeRoleSchool(store, { block, platform });
  permitted = await makeRoleSchool(store, { block: block + 1, platform, dslSeesCases: true });
  twin = await makeRoleSchool(store, { block: block + 2, platform, canary: 'CANARYTWIN' });
}

const world = (): World => ({
  store,
  contextFor: async (org) => {
    const found = [school, permitted, twin].find((one) => one.org === org);
    if (!found) throw new Error('No such organisation');
    return { ...found.at(NOON), baseUrl: BASE };
  },
});
const schoolOf = (role: string) => (role === 'DSL, permitted' ? permitted : school);
const senderOf = (role: string, platform: Platform) => ({
  platform,
  externalId: schoolOf(role).externalId,
  userId: `U-${WHO[role]}`,
});
const says = (role: string, platform: Platform, text: string) =>
  takeCommand(world(), { from: senderOf(role, platform), eventKey: `${role} ${text} ${block}`, text });
const textOf = (message: Message) => messageText(message).join('\n');

/** All the words of a column whose sign is in the text, and never what nobody may see. */
function seenIn(column: string, text: string): string[] {
  expect(text).not.toMatch(/CANARYTWIN|zqanswer|Elmo Elsewhere/);
  const told = { ...EVERYWHERE, ...TOLD[column] };
  return Object.entries(told)
    .filter(([, sign]) => sign.test(text))
    .map(([word]) => word)
    .sort();
}
const wordsOf = (cell: string | undefined) =>
  (cell ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '' && word !== '–')
    .sort();

/** As somebody would: asks for the link, opens it, presses the button, reads the page. */
async function readBoard(role: string, platform: Platform): Promise<string> {
  const answer = await says(role, platform, 'board');
  const link = answer.blocks.find((each) => each.type === 'link');
  const pass = link?.type === 'link' ? (link.url.split('t=')[1] ?? '') : 'none';
  const entered = await fetch(`${server.url}/board/enter`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: `t=${pass}`,
  });
  const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? 'vigil-board=none';
  const page = await (await fetch(`${server.url}/board`, { headers: { cookie } })).text();
  return page
    .replace(/<head>.*<\/head>/s, '')
    .replace(/Signed in: [^<]*/, '')
    .replace(/<[^>]+>/g, '\n');
}

const read = (role: string, column: string, platform: Platform): Promise<string> =>
  column === 'page /board'
    ? readBoard(role, platform)
    : says(role, platform, column === 'a worry' ? 'a boy told me that his arm hurts' : column).then(textOf);

const commands = readTable(COMMANDS);
const presses = readTable(PRESSES);

test('both tables have every role, and every column is one that is told', () => {
  for (const table of [commands, presses]) {
    expect([...table.rows.keys()].sort()).toEqual(Object.keys(WHO).sort());
    for (const column of table.columns) expect(Object.keys(TOLD)).toContain(column);
    for (const cells of table.rows.values()) expect(cells).toHaveLength(table.columns.length);
  }
});

describe.each(['slack', 'teams', 'local'] as const)('on %s', (platform) => {
  beforeAll(async () => {
    await openSchools(platform);
    server = await openServer({
      host: '127.0.0.1',
      port: 0,
      routers: [boardRouter({ world: world(), baseUrl: BASE }), elsewhere(['Slack'])],
      ready: [databaseCheck(store)],
      metrics: openMetrics(store),
      log: school.log,
    });
  });
  afterAll(() => server.close());

  describe.each([...commands.rows])('%s', (role, cells) => {
    test.each(commands.columns.map((column, at) => [column, cells[at]] as const))(
      '%s: %s',
      async (column, cell) => {
        expect(seenIn(column, await read(role, column, platform))).toEqual(wordsOf(cell));
      },
    );
  });

  test.each([
    '/healthz',
    '/readyz',
    '/metrics',
    '/',
    '/board',
    '/board/enter',
    '/as/T01',
    '/control',
    '/slack/install',
  ])('anybody at all who opens %s is shown nothing of anybody', async (path) => {
    const page = await (await fetch(`${server.url}${path}`)).text();
    expect(page).not.toMatch(NAMES);
    expect(page).not.toMatch(
      /zqcase|zqanswer|CANARYTWIN|Oak Primary|Elm Primary|workspace-|[0-9a-f]{8}-0000-4000/i,
    );
  });
});

describe('presses', () => {
  const press = (role: string, column: string): Promise<string> => {
    // A command that changes what the next would see.
    if (/ today$/.test(column)) return says(role, 'slack', column).then(textOf);
    const pressed: Record<string, Pick<IncomingPress, 'verb' | 'token' | 'arg'>> = {
      'answer another’s': { verb: 'answer', token: schoolOf(role).theirs, arg: 'now' },
      'I have it': { verb: 'have_it', token: ALERT },
      'confirm a member': { verb: 'confirm', token: MEMBER, arg: 'teacher' },
      'send again': { verb: 'send_again', token: DOUBT },
      'name a lead': { verb: 'name_lead', token: CHARGE, arg: schoolOf(role).person('D02').id },
      'switch a question off': {
        verb: 'bank_switch',
        token: `${schoolOf(role).setting.id}.SIT-D1.1`,
        arg: 'off',
      },
    };
    const act = pressed[column];
    if (!act) throw new Error(`Nobody knows how to press ${column}`);
    const from = senderOf(role, 'slack');
    return takePress(world(), { from, eventKey: `${role} ${column} ${block}`, ...act }).then(({ message }) =>
      textOf(message),
    );
  };
  // Whoever may press changes what the next would see, so each has a school of their own.
  beforeEach(() => openSchools('slack'));

  describe.each([...presses.rows])('%s', (role, cells) => {
    test.each(presses.columns.map((column, at) => [column, cells[at]] as const))(
      '%s: %s',
      async (column, cell) => {
        const { names: _drawn, ...seen } = Object.fromEntries(
          seenIn(column, await press(role, column)).map((word) => [word, true]),
        );
        expect(Object.keys(seen).sort()).toEqual(wordsOf(cell));
      },
    );
  });
});
