/**
 * No message of Vigil's own making is too large for Slack or for Teams, however large the school, the card or the names:
 * judged by what the fakes refuse, which is written apart from the renderers. Each is shown with its first words, says
 * what it leaves out, and keeps every button it shows.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderMessage } from '../../src/chat/slack/render.ts';
import { renderCard } from '../../src/chat/teams/render.ts';
import type { DigestFacts } from '../../src/domain/digest.ts';
import type { Message } from '../../src/domain/message.ts';
import type { PromptView } from '../../src/domain/prompt-view.ts';
import { RATINGS, STANDARD_IDS } from '../../src/domain/standard.ts';
import { againMessage } from '../../src/messages/again.ts';
import { digestMessage } from '../../src/messages/digest.ts';
import { dueMessage } from '../../src/messages/due.ts';
import { leftOutLine } from '../../src/messages/left-out.ts';
import { nudgeMessage } from '../../src/messages/nudge.ts';
import { overdueAttestationsMessage } from '../../src/messages/overdue.ts';
import { peopleMessage } from '../../src/messages/people.ts';
import { promptMessage } from '../../src/messages/prompt.ts';
import { settingStatusMessage, standardStatusMessage } from '../../src/messages/status.ts';
import { allStatusMessage } from '../../src/messages/status-all.ts';
import { whyStandardMessage } from '../../src/messages/why.ts';
import { areTooLong, checkMessageBlocks } from '../../src/simulation/slack/check-blocks.ts';
import { openFakeSlack } from '../../src/simulation/slack/fake-slack.ts';
import { readActivity } from '../../src/simulation/teams/check-activity.ts';
import { everyMessage } from '../support/every-message.ts';
import { FRAME, question, TODAY, view } from '../support/every-prompt.ts';
import { countedIds } from '../support/fixed.ts';

/** Slack takes more of the text beside the blocks in a post than in a redraw, where it is counted in bytes. */
const UPDATE_BYTES = 4_000;
const RUNS = { numRuns: 10, endOnFailure: true };

const { world } = await openFakeSlack({
  now: () => new Date('2026-11-09T08:05:00Z'),
  ids: countedIds(1),
  workspaces: [{ teamId: 'T1', name: 'Oak', domain: 'oak', token: 'xoxb-1', users: [] }],
}).then(async (slack) => {
  await slack.close();
  return slack;
});

function refusedBySlack(message: Message, plainTables: boolean): string | null {
  const drawn = renderMessage(message, { plainTables, leftOut: leftOutLine });
  if (drawn.kind === 'too_long') return 'too_long';
  if (Buffer.byteLength(drawn.text) > UPDATE_BYTES) return 'msg_too_long';
  const checked = checkMessageBlocks(world, drawn.blocks);
  if ('error' in checked) return `${checked.error} ${checked.detail.join()}`;
  return areTooLong(checked.blocks) ? 'msg_blocks_too_long' : null;
}

function refusedByTeams(message: Message): string | null {
  const drawn = renderCard(message, { picture: () => new Uint8Array(2_000), leftOut: leftOutLine });
  if (drawn.kind === 'too_long') return 'too_long';
  const attachment = { contentType: 'application/vnd.microsoft.card.adaptive', content: drawn.card };
  const read = readActivity({ type: 'message', summary: drawn.summary, attachments: [attachment] });
  return 'refusal' in read ? JSON.stringify(read.refusal) : null;
}

const refusals = (message: Message) => [
  refusedBySlack(message, false),
  refusedBySlack(message, true),
  refusedByTeams(message),
];
const NONE = [null, null, null];

/** Names as people have them, and much longer. */
const name = fc
  .tuple(
    fc.constantFrom('Amira Khan', 'Zoë O’Neill', 'שרה כהן', 'Bartholomew '),
    fc.integer({ min: 1, max: 12 }),
  )
  .map(([part, times]) => part.repeat(times).slice(0, 120));
const many = (most: number) => fc.integer({ min: 0, max: most });
const IDS = ['SIT-D1', 'CON-D1', 'ONL-D1', 'TRN-K1', 'CON-S1', 'TRN-A1'];
const someViews = (most: number) =>
  fc
    .array(
      fc.record({
        id: fc.constantFrom(...IDS),
        standing: fc.constantFrom<PromptView['standing']>(
          { is: 'open' },
          { is: 'later', until: 'on Wednesday 11 Nov at 08:00' },
          { is: 'closed' },
        ),
        more: many(400),
      }),
      { minLength: 1, maxLength: most, size: 'max' },
    )
    .map((asked) =>
      asked.map(({ id, standing, more }, n) => ({
        ...view(id, standing),
        token: `token${n}`.padEnd(25, 'x'),
        text: `${view(id).text} ${'and again '.repeat(more / 10)}`,
      })),
    );

const rows = (most: number, names: string) =>
  Array.from({ length: most }, (_, n) => ({
    standard: STANDARD_IDS[n % STANDARD_IDS.length] ?? ('site' as const),
    indicator: `indicator-${n}`,
    kind: n % 2 === 0 ? ('duty' as const) : ('attestation' as const),
    owner: `${names} ${n}`,
    dueOn: `2026-11-${String(1 + (n % 9)).padStart(2, '0')}`,
    people: n,
    acknowledged: n % 3 === 0,
  }));

const digest = fc
  .record({
    settingName: name,
    overdue: many(300),
    actions: many(300),
    uncovered: many(80),
    staff: many(300),
  })
  .map(
    ({ settingName, overdue, actions, uncovered, staff }): DigestFacts => ({
      settingName,
      week: '2026-W46',
      from: '2026-11-09',
      to: '2026-11-15',
      standards: STANDARD_IDS.map((standard, index) => ({
        standard,
        rating: RATINGS[index % RATINGS.length] ?? 'not_met',
        before: index % 2 === 0 ? 'not_yet_assessed' : 'partially_met',
        asked: 3_000,
        answered: 2_000,
        good: 1_000,
        counted: 2_000,
      })),
      overdue: rows(overdue, 'site manager'),
      openActions: rows(actions, '').map(({ standard, indicator, dueOn }, n) => ({
        standard,
        indicator,
        dueOn,
        late: n % 2 === 0,
        openedThisWeek: n % 3 === 0,
      })),
      closedActions: 2,
      uncovered: Array.from({ length: uncovered }, (_, n) => ({
        owner: `role ${n}`,
        why: 'no_holder',
        checks: n,
      })),
      participation: {
        asked: 3_800,
        answered: 3_100,
        notSure: 200,
        lapsed: 300,
        handedOn: 100,
        stillOpen: 300,
        people: 2_000,
        unreachable: 600,
        staff,
      },
      minutes: 1_400,
      calendarEndsOn: '2026-12-18',
      whyNobody: null,
    }),
  );

const SIZES: [string, fc.Arbitrary<Message>][] = [
  ['a card of up to sixty questions', someViews(60).map((asked) => promptMessage(FRAME, asked))],
  [
    'its second copy',
    someViews(60).map((asked) => againMessage(promptMessage({ ...FRAME, settingName: 'Oak' }, asked))),
  ],
  [
    'a reminder of as many',
    someViews(60).map((asked) => nudgeMessage(FRAME, asked, { since: '2026-11-06', last: true })),
  ],
  ['a digest', digest.map((facts) => digestMessage(facts))],
  [
    'what is due, with hundreds of checks late',
    fc.tuple(someViews(40), name, many(300)).map(([asked, owner, late]) =>
      dueMessage(
        FRAME,
        asked.map((one) => ({ view: one, askedOn: '2026-11-06', dueOn: '2026-11-09', overdue: true })),
        { as: 'named', rows: rows(late, owner).map((row) => ({ ...row, name: owner })) },
      ),
    ),
  ],
  [
    'an alert with a long list of names',
    fc.tuple(fc.array(name, { minLength: 1, maxLength: 120, size: 'max' }), many(4)).map(([names, items]) =>
      overdueAttestationsMessage(
        {
          settingName: 'Oak Primary',
          token: 'a'.repeat(22),
          reader: 'lead',
          small: false,
          standing: { is: 'open' },
        },
        Array.from({ length: items + 1 }, () => ({
          standard: 'training' as const,
          text: 'Have you read Part one of KCSIE 2026?',
          dueOn: TODAY,
          overdue: names.length,
          names,
        })),
      ),
    ),
  ],
  [
    'the people of a large setting',
    fc.tuple(name, fc.array(name, { maxLength: 60, size: 'max' })).map(([settingName, names]) =>
      peopleMessage(
        {
          settingName,
          zone: 'Europe/London',
          onList: 300,
          unreachable: names.map((each) => ({ name: each, roles: ['teacher', 'dsl'] })),
          away: names.map((each) => ({ name: each, until: '2026-11-30' })),
          workspace: 'read',
          counts: { staff: 300, waiting: 200, clashing: 3, guests: 4, bots: 2, notStaff: 5, gone: 6 },
          candidates: names.map((each, n) => ({
            token: `token${n}`.padEnd(22, 'x'),
            name: each,
            email: `${n}@${'long.'.repeat(10)}example`,
            zone: 'America/New_York',
          })),
          setUp: [],
          listOnly: false,
          others: true,
          ref: 'oak-primary',
        },
        null,
      ),
    ),
  ],
  [
    'how hundreds of settings stand',
    fc.tuple(name, many(250)).map(([settingName, settings]) =>
      allStatusMessage(
        Array.from({ length: settings + 1 }, (_, n) => ({
          name: `${settingName} ${n}`,
          standards: STANDARD_IDS.map((id) => ({ id, rating: 'not_met' as const, answered: 1, asked: 2 })),
          overdue: n,
          openActions: n,
          minutesThisWeek: n,
          unreachable: n,
        })),
      ),
    ),
  ],
  [
    'how one stands',
    name.map((settingName) =>
      settingStatusMessage({
        name: settingName,
        standards: STANDARD_IDS.map((id) => ({ id, rating: 'not_met', answered: 1_000, asked: 2_000 })),
        overdue: 300,
        openActions: 300,
        minutesThisWeek: 1_400,
        unreachable: 40,
      }),
    ),
  ],
  [
    'a standard of many indicators',
    fc.tuple(name, many(200)).map(([settingName, indicators]) =>
      standardStatusMessage(
        settingName,
        { id: 'training', rating: 'not_met', answered: 1, asked: 2, unreachable: 3 },
        Array.from({ length: indicators }, (_, n) => ({
          indicator: `indicator-${n}`,
          kind: 'knowledge' as const,
          rating: 'not_met' as const,
          share: { good: 10, counted: 15 },
        })),
      ),
    ),
  ],
  [
    'why a standard of many questions is asked about',
    many(200).map((count) =>
      whyStandardMessage(
        'training',
        Array.from({ length: count }, () => ({ question: question('TRN-K1'), checkLocally: true })),
        { edition: 'KCSIE 2026', setting: 'Oak Primary' },
      ),
    ),
  ],
];

describe('not refused for its size, by Slack or by Teams', () => {
  test.each(SIZES)('%s', (_what, messages) => {
    fc.assert(
      fc.property(messages, (message) => {
        expect(refusals(message)).toEqual(NONE);
      }),
      RUNS,
    );
  });

  test('any message as a school would meet it, whole', () => {
    for (const [what, message] of everyMessage()) {
      expect([what, ...refusals(message)]).toEqual([what, ...NONE]);
      const drawn = renderMessage(message, { leftOut: leftOutLine });
      expect(JSON.stringify(drawn)).not.toContain('did not fit');
    }
  });
});

describe('what is left out', () => {
  const whole = promptMessage(
    FRAME,
    Array.from({ length: 60 }, (_, n) => ({ ...view('SIT-D1'), token: `token${n}`.padEnd(25, 'x') })),
  );

  test('of a card is said with a number, and the line for a worried person stays', () => {
    for (const drawn of [
      JSON.stringify(renderMessage(whole, { leftOut: leftOutLine })),
      JSON.stringify(renderCard(whole, { leftOut: leftOutLine })),
    ]) {
      const [, put] = /(\d+) questions did not fit in this message/.exec(drawn) ?? [];
      const shown = new Set([...drawn.matchAll(/token\d+x+/g)].map(([token]) => token)).size;
      expect(shown + Number(put)).toBe(60);
      expect(shown).toBeGreaterThan(5);
      expect(drawn).toContain('Write “due” to see what waits for you.');
      expect(drawn).toContain('Worried about a child?');
    }
  });
});
