/**
 * What a lead reads of the people of a setting: how many, who cannot be reached, and who may be confirmed.
 */
import { describe, expect, test } from 'vitest';
import type { MemberCounts } from '../../src/domain/member.ts';
import { type Button, type Message, messageText } from '../../src/domain/message.ts';
import { ROLES } from '../../src/domain/role.ts';
import {
  type Candidate,
  confirmedNotice,
  type PeopleFacts,
  peopleForLeadsLine,
  peopleMessage,
  type Unconfirmed,
  unconfirmedLine,
} from '../../src/messages/people.ts';

const NONE: MemberCounts = {
  waiting: 0,
  clashing: 0,
  staff: 38,
  notStaff: 0,
  guests: 0,
  bots: 0,
  gone: 0,
};
const candidate = (n: number, made: Partial<Candidate> = {}): Candidate => ({
  token: `token-${n}`,
  name: `Jan Smith ${n}`,
  email: `jan${n}@oak.example`,
  zone: 'Europe/London',
  ...made,
});
const facts = (made: Partial<PeopleFacts> = {}): PeopleFacts => ({
  settingName: 'Oak Primary',
  zone: 'Europe/London',
  onList: 38,
  unreachable: [],
  away: [],
  workspace: 'read',
  counts: NONE,
  candidates: [],
  setUp: [],
  listOnly: false,
  others: false,
  ref: null,
  ...made,
});
const draw = (made: Partial<PeopleFacts> = {}, notice: string | null = null) =>
  peopleMessage(facts(made), notice);
const textOf = (message: Message) => messageText(message).join('\n');
const rowsOfButtons = (message: Message): Button[][] =>
  message.blocks.flatMap((block) => (block.type === 'buttons' ? [block.buttons] : []));

describe('how many', () => {
  test('are on the list, cannot be reached, and are not on it yet', () => {
    const message = draw({
      unreachable: [{ name: 'Ben Osei', roles: ['teacher'] }],
      counts: { ...NONE, waiting: 7, clashing: 2 },
      candidates: [candidate(1)],
    });
    expect(message.kind).toBe('people');
    expect(message.summary).toBe(
      '38 people are on the staff list of Oak Primary; 1 cannot be reached in chat. ' +
        '9 people in your organisation’s chat are not on it yet.',
    );
  });

  test('is said in the singular too, and names nobody in the line a notification shows', () => {
    const message = draw({
      onList: 1,
      counts: { ...NONE, waiting: 1 },
      candidates: [candidate(1)],
      unreachable: [{ name: 'Ben Osei', roles: ['teacher'] }],
    });
    expect(message.summary).toContain('1 person is on the staff list');
    expect(message.summary).toContain('1 person in your organisation’s chat is not on it yet.');
    expect(message.summary).not.toMatch(/Ben|Jan/);
  });

  test('are never asked: guests, bots, and those marked as not staff', () => {
    expect(textOf(draw({ counts: { ...NONE, guests: 3, bots: 1, notStaff: 2 } }))).toContain(
      'Never asked: 3 guests, 1 app or bot, and 2 people marked as not staff, of whom no name or e-mail address is kept.',
    );
  });

  test('have an e-mail the list has, and could not be matched', () => {
    expect(textOf(draw({ counts: { ...NONE, clashing: 2 } }))).toContain('2 of them have an e-mail address');
    expect(textOf(draw({ counts: { ...NONE, clashing: 2 } }))).not.toContain('has been looked at');
    expect(textOf(draw())).not.toContain('could not be matched');
  });
});

describe('who cannot be reached', () => {
  test('is named with their roles, and called not reached rather than late', () => {
    const text = textOf(
      draw({ unreachable: [{ name: 'Len Voss', roles: ['site_manager', 'support_staff'] }] }),
    );
    expect(text).toContain('Len Voss (site manager, support staff)');
    expect(text).toContain('never as late');
  });

  test('is not a wall of names', () => {
    const many = Array.from({ length: 60 }, (_, n) => ({ name: `Person ${n}`, roles: ['teacher' as const] }));
    const list = draw({ unreachable: many }).blocks.find((block) => block.type === 'list');
    expect(list?.type === 'list' && list.lines).toHaveLength(13);
    expect(list?.type === 'list' && list.lines.at(-1)).toBe('and 48 more');
  });

  test('is not headed where everybody can be', () => {
    expect(textOf(draw())).not.toContain('Cannot be reached');
    expect(textOf(draw())).toContain('all can be reached in chat');
  });
});

describe('who may be confirmed', () => {
  const five = [1, 2, 3, 4, 5].map((n) => candidate(n));

  test('is shown with an e-mail and four buttons, whose token is theirs and whose arg is the role', () => {
    const message = draw({ counts: { ...NONE, waiting: 1 }, candidates: [candidate(1)] });
    expect(textOf(message)).toContain('Jan Smith 1, jan1@oak.example');
    expect(rowsOfButtons(message)).toEqual([
      [
        {
          label: 'Teacher',
          act: { verb: 'confirm', token: 'token-1', arg: 'teacher' },
          describe: 'Confirm as teacher: Jan Smith 1',
        },
        {
          label: 'Teaching assistant',
          act: { verb: 'confirm', token: 'token-1', arg: 'teaching_assistant' },
          describe: 'Confirm as teaching assistant: Jan Smith 1',
        },
        {
          label: 'Support staff',
          act: { verb: 'confirm', token: 'token-1', arg: 'support_staff' },
          describe: 'Confirm as support staff: Jan Smith 1',
        },
        {
          label: 'Not staff',
          act: { verb: 'not_staff', token: 'token-1' },
          describe: 'Not staff: Jan Smith 1',
        },
      ],
    ]);
  });

  test('has the setting in each button where it could be another', () => {
    const message = draw({ candidates: [candidate(1)], counts: { ...NONE, waiting: 1 }, ref: 'oak' });
    expect(rowsOfButtons(message)[0]?.map(({ act }) => act.arg)).toEqual([
      'teacher oak',
      'teaching_assistant oak',
      'support_staff oak',
      'oak',
    ]);
  });

  test.each([
    ['America/New_York', '; their clock is in New York'],
    ['Europe/London', ''],
    [null, ''],
  ])('with a clock in %s: “%s”', (zone, says) => {
    const text = textOf(draw({ counts: { ...NONE, waiting: 1 }, candidates: [candidate(1, { zone })] }));
    expect(text).toContain(`Jan Smith 1, jan1@oak.example${says}\n`);
  });

  test('without a name or an e-mail says so', () => {
    const bare = candidate(1, { name: '', email: null });
    const text = textOf(draw({ counts: { ...NONE, waiting: 1 }, candidates: [bare] }));
    expect(text).toContain('No name given, no e-mail address shown');
  });

  test('comes with the warning that pupils and guests can be there too', () => {
    const text = textOf(draw({ counts: { ...NONE, waiting: 5 }, candidates: five }));
    expect(text).toContain('Pupils and guests can be in it too, so check each name');
    expect(text).toContain('Give a role only to somebody who works at Oak Primary.');
    expect(text).not.toContain('another of your settings');
    expect(textOf(draw({ counts: { ...NONE, waiting: 5 }, candidates: five, others: true }))).toContain(
      'another of your settings',
    );
  });

  test('is five at a time, and how many are still to come', () => {
    const message = draw({ counts: { ...NONE, waiting: 12 }, candidates: five });
    expect(rowsOfButtons(message)).toHaveLength(5);
    expect(textOf(message)).toContain('7 more will show when these are decided.');
    expect(textOf(draw({ counts: { ...NONE, waiting: 5 }, candidates: five }))).not.toContain('more will');
    expect(message.blocks.length).toBeLessThan(25);
  });
});

describe('where nobody waits', () => {
  test.each([
    ['read', 'Nobody waits to be confirmed'],
    ['unread', 'has not looked yet'],
    ['without_list', 'Everybody in this chat is on the staff list.'],
    ['none', 'Vigil is not in any chat just now'],
  ] as const)('in a workspace %s: %s', (workspace, says) => {
    const message = draw({ workspace });
    expect(textOf(message)).toContain(says);
    expect(rowsOfButtons(message)).toEqual([]);
    if (workspace !== 'read') expect(message.summary).not.toContain('not on it yet');
  });
});

test('always says that nobody is asked before a lead has confirmed them, and where other roles come from', () => {
  for (const workspace of ['read', 'unread', 'without_list', 'none'] as const) {
    const text = textOf(draw({ workspace }));
    expect(text).toContain('Nobody is asked anything until a lead has confirmed them.');
    expect(text).toContain('come by the staff list import');
  }
});

test('what the last press did is said before everything else', () => {
  const notice = confirmedNotice('Jan Smith', 'support_staff', 'Oak Primary');
  const [, first] = draw({}, notice).blocks;
  expect(first).toMatchObject({ type: 'text', text: notice });
  expect(notice).toContain('Jan Smith is on the list of Oak Primary now, as support staff');
});

test('a line to one person says what is so, without a name', () => {
  const whys: Unconfirmed[] = ['not_a_lead', 'unknown', 'staff', 'not_staff', 'no_account', 'clashing'];
  for (const why of whys) {
    const line = unconfirmedLine(why);
    expect(line.kind).toBe('private_line');
    expect(line.summary).toContain('Nothing was changed.');
  }
  expect(peopleForLeadsLine().summary).toContain('DSL, deputies and the headteacher');
});

test('no words shout, and no role is left in the code’s own letters', () => {
  const everybody = ROLES.map((role) => ({ name: 'Ben Osei', roles: [role] }));
  const text = textOf(
    draw({
      unreachable: everybody.slice(0, 12),
      counts: { ...NONE, waiting: 1, clashing: 1 },
      candidates: [candidate(1)],
    }),
  );
  expect(text).not.toMatch(/!|_/);
});
