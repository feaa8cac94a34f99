/**
 * Commands, from every kind of writer: each is answered with what they may see, a stranger with where to go,
 * and what was typed is never kept, logged or said back.
 */
import { eq, sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { World } from '../../src/cycle/context.ts';
import { takeCommand } from '../../src/cycle/take-command.ts';
import { type Message, messageText } from '../../src/domain/message.ts';
import type { Store } from '../../src/store/database.ts';
import { rowsOf } from '../../src/store/rows.ts';
import { membership, message } from '../../src/store/schema/index.ts';
import { historyOf } from '../support/history.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

const NOON = '2026-11-12T12:00:00Z';
const WRITERS = {
  teacher: 'T01',
  DSL: 'D01',
  deputy: 'D02',
  head: 'H01',
  governor: 'G01',
  chair: 'G02',
} as const;
type Writer = keyof typeof WRITERS;

let store: Store;
let oak: School;
let twin: School;
beforeAll(async () => {
  store = await openTestStore();
  oak = await makeSchool(store, { block: 1, canary: 'CANARYOAK' });
  twin = await makeSchool(store, { block: 2, canary: 'CANARYTWIN' });
  for (const school of [oak, twin]) {
    const past = historyOf(store, school, school === oak ? 901 : 902);
    await past.add({
      question: 'SIT-D1',
      person: 'S01',
      on: '2026-11-09',
      state: 'overdue',
      dueOn: '2026-11-11',
    });
    await past.add({ question: 'TRN-K1', person: 'T01', on: '2026-11-10', verdict: 'good', seconds: 90 });
    await past.add({ question: 'CON-S1', person: 'T01', on: '2026-11-12' });
    await past.add({ question: 'TRN-A1', person: 'D01', on: '2026-11-09', dueOn: '2026-11-23' });
    await past.add({ question: 'CON-D1', person: 'D01', on: '2026-11-09', verdict: 'poor' });
  }
});
afterAll(() => store.close());

const worldAt = (moment: string): World => ({
  store,
  contextFor: async (org) => (org === oak.org ? oak : twin).at(moment),
});
const send = (text: string, userId: string, { moment = NOON, school = oak } = {}) =>
  takeCommand(worldAt(moment), {
    from: { platform: 'local', externalId: school.externalId, userId },
    eventKey: `event-${userId}-${text}`,
    text,
  });
const from = (writer: Writer, text: string) => send(text, `U-${WRITERS[writer]}`);
const textOf = (answer: Message) => messageText(answer).join('\n');
/** Every row of every table that can hold words, as text: to look for what must not be there. */
const everythingKept = async () =>
  store.within(oak.org, async (tx) => {
    const tables = [
      'message',
      'ledger',
      'inbound_event',
      'prompt',
      'reply',
      'digest',
      'alert',
      'action',
      'person',
      'address',
    ];
    const kept: string[] = [];
    for (const table of tables)
      kept.push(JSON.stringify(rowsOf(await tx.execute(sql.raw(`select * from ${table}`)))));
    return kept.join('\n');
  });

describe('status', () => {
  test.each<Writer>(['DSL', 'deputy', 'head', 'governor', 'chair'])(
    'shows the %s the setting, and names nobody',
    async (writer) => {
      const answer = await from(writer, 'status');
      expect(answer.summary).toMatch(/^Oak Primary CANARYOAK today\. Overdue: 1\. Open actions: 0\./);
      expect(answer.blocks.some((block) => block.type === 'table' && block.rows.length === 12)).toBe(true);
      for (const person of oak.people) expect(textOf(answer)).not.toContain(person.name);
    },
  );

  test('shows a teacher only their own', async () => {
    for (const text of ['status', 'status me', 'status all', 'status site']) {
      const answer = await from('teacher', text);
      expect(answer.summary).toBe('1 question waits for you.');
      expect(textOf(answer)).toContain('1 of 2 asked');
      expect(textOf(answer)).toContain('about 2 minutes');
      expect(textOf(answer)).not.toMatch(/Overdue|Not met|Safe site/);
    }
  });

  test('shows a lead their own when they ask for it', async () => {
    expect((await from('DSL', 'status me')).summary).toBe('1 question waits for you.');
  });

  test('of one standard shows its indicators, unasked ones grey', async () => {
    const answer = await from('DSL', '/vigil status concerns');
    expect(answer.summary).toContain(
      'Responding to concerns and record keeping: Not met, reported, not checked',
    );
    const text = textOf(answer);
    expect(text).toContain('Recorded same day');
    expect(text).toContain('✗ Not met');
    expect(text).toContain('Telling the DSL');
    expect(text).toContain('– Not yet assessed');
  });
});

describe('due', () => {
  test('shows what waits for the writer, with its buttons', async () => {
    const answer = await from('teacher', 'due');
    expect(answer.kind).toBe('due');
    expect(answer.summary).toBe('1 question waits for you at Oak Primary CANARYOAK, 0 past the date.');
    expect(textOf(answer)).toContain('A pupil tells you something worrying at break.');
    const verbs = answer.blocks.flatMap((block) =>
      block.type === 'buttons' ? block.buttons.map((button) => button.act.verb) : [],
    );
    expect(verbs).toContain('answer');
    expect(textOf(answer)).not.toContain('Overdue across');
  });

  test.each<Writer>(['DSL', 'deputy', 'head'])(
    'names to the %s, privately, whom an overdue check waits for',
    async (writer) => {
      const text = textOf(await from(writer, 'due'));
      expect(text).toContain('Len Voss CANARYOAK (site manager): site security, due 11 Nov.');
    },
  );

  test.each<Writer>(['governor', 'chair'])('gives the %s roles and no names', async (writer) => {
    const text = textOf(await from(writer, 'due'));
    expect(text).toContain('Check not answered: site security (site manager), due 11 Nov.');
    expect(text).not.toContain('Len Voss');
  });
});

describe('digest', () => {
  test.each<Writer>(['DSL', 'deputy', 'head', 'governor', 'chair'])(
    'shows the %s this week so far before the first has gone out',
    async (writer) => {
      const answer = await from(writer, 'digest');
      expect(answer.summary).toMatch(/^Week of 9 Nov, so far\./);
      for (const person of oak.people) expect(textOf(answer)).not.toContain(person.name);
    },
  );

  test('is not for a teacher, and asking sends nothing', async () => {
    expect((await from('teacher', 'digest')).summary).toBe(
      'The digest is for the leads and governors of your setting.',
    );
    expect(await store.within(oak.org, (tx) => tx.select().from(message))).toEqual([]);
  });
});

describe('why', () => {
  test('gives the source of the last question, with edition and paragraph', async () => {
    const text = textOf(await from('teacher', 'why'));
    expect(text).toContain('A pupil tells you something worrying at break.');
    expect(text).toContain('Concerns must be passed on at once.');
    expect(text).toContain('KCSIE 2026, paragraph 18');
    expect(text).toContain('reported, not checked');
  });

  test('of a standard gives its sources and not its questions', async () => {
    const text = textOf(await from('teacher', 'why training'));
    expect(text).toContain(
      'Part one read: Everybody who works with children must read it. (KCSIE 2026, paragraph 18)',
    );
    expect(text).not.toContain('Do you know who the DSL is today?');
  });

  test('before the first question says so', async () => {
    expect((await from('governor', 'why')).summary).toBe('You have not been asked anything yet.');
  });
});

describe('help', () => {
  test.each(Object.keys(WRITERS) as Writer[])(
    'gives the %s every command and the whistleblowing route',
    async (writer) => {
      const text = textOf(await from(writer, 'help'));
      for (const command of ['help', 'status', 'due', 'ask', 'why', 'digest', 'people'])
        expect(text).toMatch(new RegExp(`^${command}: `, 'm'));
      expect(text).toContain('NSPCC Whistleblowing Advice Line, 0800 028 0285');
      expect(text).toContain('0300 111 8008');
    },
  );

  test('leaves no trace', async () => {
    const before = await everythingKept();
    const lines = oak.log.lines.length;
    await from('teacher', 'help');
    expect(await everythingKept()).toBe(before);
    expect(oak.log.lines.length).toBe(lines);
  });
});

describe('anything else', () => {
  test('gets the guard, with who to go to now', async () => {
    const answer = await from('teacher', 'something does not feel right today');
    expect(answer.kind).toBe('guard');
    const text = textOf(answer);
    expect(text).toContain('STOP. This is NOT a report and nobody is watching this chat.');
    expect(text).toContain('Ines Duarte CANARYOAK');
    expect(text).toContain('01785 000001');
    expect(text).toContain('0345 604 2886');
    expect(text).toContain('0300 111 8008');
    expect(text).toContain('Don’t delete your message; ask the DSL.');
    expect(text).not.toMatch(/feel right/);
  });

  test('from the DSL sends them to the deputy, not to themselves', async () => {
    const text = textOf(await from('DSL', 'there is something that bothers me'));
    expect(text).toContain('Joe Lamb');
    expect(text).not.toContain('Ines Duarte');
  });

  test('“I’ve told someone” is thanked, and nothing is kept', async () => {
    const before = await everythingKept();
    const guard = await from('teacher', 'a long worry about something');
    const told = guard.blocks.flatMap((block) => (block.type === 'buttons' ? block.buttons : []))[0];
    expect(told?.act).toEqual({ verb: 'command', token: 'command', arg: 'told' });
    expect(textOf(await from('teacher', told?.act.arg ?? ''))).toContain('Thank you.');
    expect(await everythingKept()).toBe(before);
  });

  test('one word nearly a command is offered, not run, and not repeated', async () => {
    const answer = await from('teacher', 'stauts');
    expect(answer.summary).toBe('Did you mean “status”?');
    expect(textOf(answer)).not.toContain('stauts');
    expect(textOf(answer)).toContain('Worried about a child?');
  });

  test('is never said back, kept or logged, whatever it is', async () => {
    const before = await everythingKept();
    const word = fc.stringMatching(/^[a-z]{2,9}$/);
    const typed = fc.tuple(
      fc.constantFrom('', 'help ', 'status ', 'why ', 'ask ', 'due '),
      fc.array(word, { minLength: 2, maxLength: 8 }),
    );
    await fc.assert(
      fc.asyncProperty(typed, async ([lead, words]) => {
        const secret = words.map((each) => `zq${each}`);
        const answer = await from('teacher', `${lead}${secret.join(' ')}`);
        expect(answer.kind).toBe('guard');
        for (const each of secret) expect(JSON.stringify(answer)).not.toContain(each);
      }),
      { numRuns: 40, seed: 7 },
    );
    expect(await everythingKept()).toBe(before);
    expect(JSON.stringify(oak.log.lines)).not.toContain('zq');
  }, 30_000);
});

describe('a stranger', () => {
  const told = () =>
    store.within(oak.org, (tx) => tx.select().from(message).where(eq(message.kind, 'action')));

  test('is sent to a teacher, whatever they write, and sees nothing of the school', async () => {
    for (const text of ['help', 'status', 'digest', 'a secret worry']) {
      const answer = await send(text, 'U-pupil');
      expect(answer.summary).toBe('Tell a teacher now. In danger: 999. Childline 0800 1111.');
      expect(textOf(answer)).not.toContain('CANARY');
    }
  });

  test('is mentioned to the lead on duty once a day, without who or what', async () => {
    const rows = await told();
    expect(rows).toMatchObject([{ personId: oak.person('D01').id, channelId: null }]);
    expect(rows[0]?.body.summary).toContain('Somebody who is not on the staff list wrote to Vigil');
    expect(rows[0]?.notBefore.toISOString()).toBe('2026-11-12T12:00:00.000Z');
    expect(await everythingKept()).not.toMatch(/U-pupil|secret worry/);
    await send('again', 'U-pupil', { moment: '2026-11-13T21:00:00Z' });
    const later = (await told()).map((row) => row.notBefore.toISOString()).sort();
    // Friday night: the lead is told on Monday morning.
    expect(later).toEqual(['2026-11-12T12:00:00.000Z', '2026-11-16T07:30:00.000Z']);
  });

  test('is anybody not yet confirmed, or gone', async () => {
    for (const change of [
      { state: 'candidate' as const },
      { state: 'confirmed' as const, leavesOn: '2026-11-11' },
    ]) {
      await store.within(oak.org, (tx) =>
        tx
          .update(membership)
          .set(change)
          .where(eq(membership.personId, oak.person('T06').id)),
      );
      expect((await send('status', 'U-T06')).kind).toBe('stranger');
      expect((await send('status', 'U-T06')).summary).toContain('Tell a teacher now');
    }
  });

  test('from a workspace nobody installed is answered all the same', async () => {
    const answer = await takeCommand(worldAt(NOON), {
      from: { platform: 'slack', externalId: 'nowhere', userId: 'U1' },
      eventKey: 'e',
      text: 'help',
    });
    expect(answer.summary).toContain('Tell a teacher now');
  });
});

test('twins: whoever asks, whatever they ask, nothing of the other organisation is in the answer', async () => {
  for (const writer of Object.keys(WRITERS) as Writer[])
    for (const text of [
      'help',
      'status',
      'status site',
      'due',
      'digest',
      'why',
      'people',
      'nonsense in a sentence',
    ]) {
      expect(textOf(await from(writer, text))).not.toContain('CANARYTWIN');
      const other = await send(text, `U-${WRITERS[writer]}`, { school: twin });
      expect(textOf(other)).not.toContain('CANARYOAK');
    }
});
