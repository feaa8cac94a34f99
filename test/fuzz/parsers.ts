/**
 * Every parser that reads what comes from outside, with samples of what it is meant to read.
 * The rule: whatever stands at a door is here; a parser that throws on any input is a fault, unless it says here which
 * refusal of its own it may throw.
 */

import { parseBank } from '../../src/bank/parse-bank.ts';
import { readYaml } from '../../src/bank/read-yaml.ts';
import { parseCommand as parseLocalWords, parsePress } from '../../src/chat/local/parse.ts';
import { actSchema } from '../../src/chat/parse-act.ts';
import { parseAnswer } from '../../src/chat/parse-answer.ts';
import * as slack from '../../src/chat/slack/parse.ts';
import * as slackEvent from '../../src/chat/slack/parse-event.ts';
import { parseActivity } from '../../src/chat/teams/parse.ts';
import { readPressData } from '../../src/chat/teams/press-data.ts';
import { isServiceUrl } from '../../src/chat/teams/service-hosts.ts';
import { readConfig } from '../../src/config.ts';
import { readSpooled, spooledText } from '../../src/cycle/file-spooled.ts';
import { orgOfPass } from '../../src/domain/board-pass.ts';
import { readChannelId } from '../../src/domain/channel-id.ts';
import { parseCommand, scopeOf } from '../../src/domain/command.ts';
import { readAway, readBack, readClosing, readLead, readSpan } from '../../src/domain/day-command.ts';
import { findOnList } from '../../src/domain/find-on-list.ts';
import { examineText } from '../../src/domain/guard/examine-text.ts';
import type { Random } from '../../src/domain/ids.ts';
import { cleanNote, noteFault } from '../../src/domain/note.ts';
import { readRecordLines } from '../../src/domain/record-line.ts';
import { safeCell } from '../../src/domain/safe-cell.ts';
import { tripName } from '../../src/domain/trip.ts';
import { readCalendar } from '../../src/imports/calendar.ts';
import { meaningOf } from '../../src/imports/calendar-words.ts';
import { decodeText } from '../../src/imports/decode-text.ts';
import { readPeople } from '../../src/imports/people.ts';
import {
  readAsking,
  readChannel,
  readContacts,
  readLeads,
  readSchool,
} from '../../src/imports/set-up-part.ts';
import { readSettingFile } from '../../src/operator/setting-file.ts';
import { readPress as readAsSlack } from '../../src/web/as-slack.ts';
import { readPress as readAsTeams } from '../../src/web/as-teams.ts';
import { commandSchema, outcomeSchema } from '../../src/web/control-form.ts';
import { ics, event as icsEvent, YEAR_CSV } from '../support/calendar-files.ts';
import { EXAMPLE } from '../support/setting-example.ts';
import { mutateText, mutateValue } from './mutate.ts';

export type Parser = {
  name: string;
  /** One input, made by chance. */
  input(random: Random): unknown;
  read(input: never): unknown;
};

const text = (
  name: string,
  samples: readonly string[],
  read: (input: string) => unknown,
  longest?: number,
): Parser => ({
  name,
  input: (random) => mutateText(random, samples, longest),
  read,
});
const value = (name: string, samples: readonly unknown[], read: (input: unknown) => unknown): Parser => ({
  name,
  input: (random) => mutateValue(random, samples),
  read,
});

/** A bank is read by a command in a process of its own, and takes up to half a second at its largest. */
const YAML_BYTES = 8_192;

const act = { verb: 'answer', token: 'AAAAAAAAAAAAAAAAAAAAAA', arg: 'yes', after: 1 };
const user = { id: 'U-T01', team_id: 'T1' };
const memory = JSON.stringify({
  act: { verb: 'answer', token: 'tok' },
  latest: '2026-11-10',
  place: { responseUrl: 'https://hooks.slack.com/actions/1/2', channelId: 'D1', platformId: 'D1/1.2' },
});
const view = {
  id: 'V1',
  app_installed_team_id: 'T1',
  title: { text: 'Numbers' },
  close: { text: 'Not now' },
  private_metadata: memory,
  state: { values: { part: { value: { value: '1' } }, date: { value: { selected_date: '2026-11-09' } } } },
};
const event = (inner: object) => ({
  event_id: 'Ev1',
  team_id: 'T1',
  event_time: 1_762_675_200,
  authorizations: [{ team_id: 'T1' }],
  event: inner,
});
const said = {
  type: 'message',
  channel_type: 'im',
  user: 'U1',
  channel: 'D1',
  thread_ts: '1.2',
  text: 'status',
};
const activity = (more: object) => ({
  id: '1',
  channelId: 'msteams',
  serviceUrl: 'https://smba.trafficmanager.net/uk/',
  from: { id: '29:1', aadObjectId: 'aad-1' },
  recipient: { id: '28:bot' },
  conversation: { id: 'a:1', conversationType: 'personal', tenantId: 'tenant' },
  channelData: { tenant: { id: 'tenant' }, team: { id: '19:team' }, channel: { id: '19:channel' } },
  replyToId: '17',
  ...more,
});
const press = {
  act,
  fields: ['part', 'whole'],
  'AAAAAAAAAAAAAAAAAAAAAA.part': '3',
  'AAAAAAAAAAAAAAAAAAAAAA.whole': 4,
};
const ACTIVITIES = [
  activity({
    type: 'message',
    text: '<at>Vigil</at> status&nbsp;me',
    entities: [{ type: 'mention', text: '<at>Vigil</at>', mentioned: { id: '28:bot' } }],
    attachments: [{ contentType: 'text/html' }],
  }),
  activity({ type: 'invoke', name: 'adaptiveCard/action', value: { action: { data: press } } }),
  activity({ type: 'message', value: press }),
  activity({ type: 'installationUpdate', action: 'add' }),
  activity({
    type: 'conversationUpdate',
    conversation: { id: '19:channel', conversationType: 'channel', tenantId: 'tenant' },
    membersAdded: [{ id: '29:2', aadObjectId: 'aad-2' }],
    membersRemoved: [{ id: '28:bot' }],
  }),
];
const PEOPLE = [
  'staff_ref,name,email,role,starts_on,leaves_on,working_days,day_start,day_end\n' +
    'T01,Ben Osei,ben@oak.example,teacher,2026-09-01,,Mon-Fri,08:00,16:00\n' +
    'D01,"Duarte, Ines",ines@oak.example,DSL; headteacher,01/09/2026,31/12/2026,Mon Tue,8:30,15:15\n',
  '\ufeffsep=;\r\nstaff_ref;name;role\r\nT01;"Ben ""B"" Osei";teacher\r\n',
  'staff_ref\tname\trole\nT01\tBen\tteacher\n',
];
const CALENDARS = [
  YEAR_CSV,
  ics(
    icsEvent('20260903', '20261219', 'Autumn Term'),
    icsEvent('20261026', '20261031', 'Half Term'),
    icsEvent(
      '20260907',
      '20260908',
      'INSET day',
      'RRULE:FREQ=WEEKLY;COUNT=3\r\nEXDATE;VALUE=DATE:20260914\r\n',
    ),
    icsEvent('20270104', '20270105', 'Spring term starts', 'DURATION:P1D\r\nRDATE;VALUE=DATE:20270111\r\n'),
  ),
];
const SUMMARIES = [
  'INSET day 2 (school closed to pupils)',
  'Autumn half term holiday',
  'Last day of Summer Term 2026/27',
];
const BANK = `- id: TRN-K1
  standard: training
  indicator: knows-the-dsl
  kind: knowledge
  audience: all_staff
  text: Who is the designated safeguarding lead here?
  why: KCSIE 2026, paragraph 103
  answer:
    type: choice
    choices:
      - key: right
        label: The DSL
        good: true
`;
const ENVIRONMENT = {
  PORT: '3000',
  HOST: '127.0.0.1',
  DATABASE_URL: 'postgres://u:hunter2@db/vigil',
  VIGIL_BASE_URL: 'https://vigil.example.org',
  VIGIL_ENCRYPTION_KEY: 'a'.repeat(44),
  VIGIL_INTAKE_SECRETS: 'mis:0123456789abcdef',
  LOG_LEVEL: 'info',
  SLACK_BOT_TOKEN: 'xoxb-fake',
  SLACK_SIGNING_SECRET: 'c'.repeat(32),
  TEAMS_APP_ID: '11111111-0000-4000-8000-000000000001',
  TEAMS_TENANT_ID: '11111111-0000-4000-8000-000000000002',
  TEAMS_APP_PASSWORD: 'the-secret-of-the-app',
};
const sender = { platform: 'local', externalId: 'W', userId: 'U' } as const;
const WORDS = [
  'status',
  '/vigil status training',
  '@vigil due all',
  'help',
  'why staff-training oak',
  'digest now',
  'asl',
  'a boy in my class said his dad hits him',
  'status me please',
  'told',
  'people oak-primary',
  'closed today',
  'closed thursday 3rd december 2026 oak',
  'open 3/12',
  'away until monday 30 nov',
  'away ben o’neil-osei until 2026-12-03 oak',
  'back t02',
  'lead oak',
  'cover joe lamb from thursday 3 dec until monday 7 dec oak',
  'cover joe ends',
  'trip year 5 residential until friday',
  'trip year 5 residential over',
];
const command = {
  command: 'import people',
  args: { setting: 'oak', json: true },
  files: [{ name: 'people.csv', text: 'staff_ref,name\n' }],
};
const spooled = spooledText({
  at: new Date('2026-11-09T08:00:00Z'),
  press: {
    from: sender,
    eventKey: 'e',
    verb: 'answer',
    token: 't',
    arg: 'yes',
    answer: { kind: 'count', count: 3 },
  },
});
const PASS = `11111111000040008000000000000001${'aB3-_'.repeat(9)}`;
const NOTES = [
  'the far gate sticks; site team told, mended by Friday',
  'amira k in 4b said her dad hits her, born 03/04/2016, ring 07700 900123',
  'Mr Osei drove him home alone on 9 Nov \u{1F642}\u200D\u202E x@oak.example SW1A 1AA',
];
const DIGESTS = [
  '> Record: 1,234 changes sealed, ending 8c69 88c3 beff 3c0a ef8b 2bbb 3ce3 e49b',
  '*Record:* 1 change sealed,\nending `74af61c073c399c9ec42c6d5747286e5`',
].join('\n\n');
const form = {
  act: JSON.stringify(act),
  on: 'D1/1.2',
  latest: '2026-11-10',
  part: '1',
  whole: '2',
  percent: '12.5',
  date: '2026-11-09',
  count: '3',
};

/** The cheap ones first. */
export const PARSERS: readonly Parser[] = [
  value('act of a button', [act], (given) => actSchema.safeParse(given)),
  value(
    'numbers typed into a form',
    [{ part: '1', whole: '2' }, { count: '3' }, { percent: '12.5%' }, { date: '2026-11-09' }],
    (given) => parseAnswer(shortTexts(given), '2026-11-10'),
  ),
  value(
    'parts of set-up',
    [
      {
        name: 'Oak Primary',
        dfe_number: '860/1234',
        phase: 'primary',
        type: 'academy',
        zone: 'Europe/London',
      },
      { front_door: '0300 111 8007', lado: '0300', chair: 'Ada', out_of_hours: '1', lead_phone: '2' },
      {
        weekly: '2',
        windows: '08:00-08:30, 15:15-16:30',
        ask_days: '1-5',
        digest: 'Mon 08:00',
        terms: 'own',
      },
      { dsl: 'U1', deputy: 'a@oak.example', head: 'U3', channel: 'C0123456' },
    ],
    (given) => {
      const values = shortTexts(given);
      return [readSchool, readLeads, readContacts, readChannel, readAsking].map((read) => read(values));
    },
  ),
  text(
    'channel id',
    [
      'C0123456789',
      '19:abc@thread.tacv2',
      'https://teams.microsoft.com/l/channel/19%3Aabc%40thread.tacv2/General?groupId=1',
    ],
    readChannelId,
  ),
  text(
    'address of Teams',
    [
      'https://smba.trafficmanager.net/uk/',
      'http://127.0.0.1:1/',
      'https://smba.infra.gcc.teams.microsoft.com/',
    ],
    (given) => isServiceUrl(given, ['127.0.0.1:1']),
  ),
  text('cell of a spreadsheet', ['=HYPERLINK("http://x","y")', 'Ben Osei; -2+3', '\t@SUM(A1)'], safeCell),
  text('words to Vigil', WORDS, (given) => {
    const read = parseCommand(given);
    if (read.kind === 'day_command') {
      const refs = ['oak', 'oak-primary'];
      const people = [{ name: 'Ben O’Neil-Osei', staffRef: 'T/02' }];
      readClosing(read.words, refs)?.dayOn?.('2026-11-10');
      readAway(read.words, refs)?.until?.('2026-11-10');
      readLead(read.words, refs);
      const span = readSpan(read.words, refs);
      if (span !== null) tripName(span.called);
      if (span?.do === 'begin') span.until('2026-11-10');
      return findOnList(readBack(read.words, refs).name, people);
    }
    return read.kind === 'command' ? scopeOf(read.words, ['oak', 'oak-primary']) : read;
  }),
  value(
    'Slack event',
    [
      event(said),
      event({ ...said, subtype: 'file_share' }),
      event({ type: 'tokens_revoked', tokens: { bot: ['U1'] } }),
    ],
    (given) => {
      const read = slackEvent.parseEvent(given);
      return read && [slackEvent.parseWords(read), slackEvent.botWasRevoked(read)];
    },
  ),
  value(
    'Slack command',
    [
      {
        team_id: 'T1',
        user_id: 'U1',
        trigger_id: '1.2',
        response_url: 'https://hooks.slack.com/1',
        text: 'status',
      },
    ],
    slack.parseSlash,
  ),
  value(
    'Slack click',
    [
      {
        type: 'block_actions',
        user,
        team: { id: 'T1' },
        trigger_id: '1.2',
        response_url: 'https://hooks.slack.com/1',
        container: { channel_id: 'D1', message_ts: '1.2', is_ephemeral: false },
        actions: [{ action_id: 'press', action_ts: '1.2', value: JSON.stringify(act) }],
      },
    ],
    (given) => [slack.parseClick(given), slack.parseResponseUrl(given)],
  ),
  value('Slack form', [{ type: 'view_submission', user, team: { id: 'T1' }, view }], (given) => [
    slack.parseSubmission(given),
    slack.parseFormWords(given),
  ]),
  value('Teams button', [press, { act }], readPressData),
  value('Teams activity', ACTIVITIES, parseActivity),
  value('local press', [form], (given) => parsePress(given, sender, 'e')),
  value('local words', [{ text: 'status' }], (given) => parseLocalWords(given, sender, 'e')),
  value(
    'local press, drawn as Slack',
    [
      { ...form, slack: JSON.stringify(act) },
      { slack_window: memory, part: '1', whole: '2' },
    ],
    (given) => readAsSlack(asBody(given), sender, 'e'),
  ),
  value(
    'local press, drawn as Teams',
    [{ ...form, teams: JSON.stringify(press) }, { teams_data: JSON.stringify(press) }],
    (given) => readAsTeams(asBody(given), sender, 'e'),
  ),
  value('control', [command], (given) => commandSchema.safeParse(given)),
  value('control’s outcome', [{ code: 0, out: '{}', errors: ['none'] }], (given) =>
    outcomeSchema.safeParse(given),
  ),
  text('pass of the board', [PASS], orgOfPass),
  text('note', NOTES, (given) => noteFault(cleanNote(given))),
  text('words before the guard', NOTES, (given) => examineText(given, { staffNames: ['Ben Osei'] })),
  text('digests pasted', [DIGESTS], readRecordLines, 20_000),
  text('spooled press', [spooled], readSpooled),
  value('environment', [ENVIRONMENT], (given) => readConfig(onlyTexts(given))),
  {
    name: 'bytes of a file',
    input: (random) =>
      Buffer.from(
        mutateText(random, PEOPLE),
        random.next() < 0.5 ? 'utf8' : random.next() < 0.5 ? 'utf16le' : 'latin1',
      ),
    read: (bytes: never) => decodeText(bytes),
  },
  text('staff list', PEOPLE, readPeople),
  text('summary of an event', SUMMARIES, (given) => [
    meaningOf(given, 1),
    meaningOf(given, 7),
    meaningOf(given, 50),
  ]),
  text('calendar', CALENDARS, (given) => readCalendar(given, { today: '2026-11-09', zone: 'Europe/London' })),
  text('YAML', [BANK, EXAMPLE], (given) => readYaml('f.yaml', given), YAML_BYTES),
  text('question bank', [BANK], (given) => parseBank('bank.yaml', given), YAML_BYTES),
  text('setting’s file', [EXAMPLE], (given) => readSettingFile('setting.yaml', given)),
];

/** As express gives a body: always an object. */
function asBody(given: unknown): Record<string, unknown> {
  return typeof given === 'object' && given !== null ? (given as Record<string, unknown>) : {};
}

/** Where what comes before has made sure that they are texts. */
function onlyTexts(given: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(asBody(given)).flatMap(([name, one]) => (typeof one === 'string' ? [[name, one]] : [])),
  );
}

/** What each platform's door has cut to the length of a number or a date. */
const shortTexts = (given: unknown): Record<string, string> =>
  Object.fromEntries(Object.entries(onlyTexts(given)).map(([name, one]) => [name, one.slice(0, 40)]));
