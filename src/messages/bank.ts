/**
 * A setting's bank to its leads: how many questions are on, what each role is asked a week, what waits for approval, what
 * is the school's own; and one standard's questions.
 * The rule: whatever is the school's own doing is told apart from what came with Vigil, and what is off is counted too.
 * One question is bank-question's.
 */
import { indicatorWords } from '../domain/digest.ts';
import { duration } from '../domain/duration.ts';
import type { Block, Button, Message } from '../domain/message.ts';
import { isExpected, isOwn, versionWords } from '../domain/own-question.ts';
import type { Kind, Question } from '../domain/question.ts';
import { type Audience, roleLabel } from '../domain/role.ts';
import { STANDARDS, type StandardId, standardById } from '../domain/standard.ts';
import { counted } from './standards-table.ts';

export type BankLine = {
  question: Question;
  isOn: boolean;
  checkLocally: boolean;
  /** Says something else than the one that came with Vigil. */
  differs: boolean;
};

/** What a role is asked, as bank/weekly-load counts it. */
export type RoleLoad = {
  role: Audience;
  kind: Kind;
  questions: number;
  heaviestWeek: number;
  limit: number | null;
};

export type BankFacts = {
  settingName: string;
  edition: string;
  lines: readonly BankLine[];
  load: readonly RoleLoad[];
  /** Knowledge questions a person a week. */
  weekly: number;
  mayChange: boolean;
  /** Said after the words of each button where there are several settings. */
  ref: string | null;
};

export const KIND_NAMES: Record<Kind, { one: string; many: string }> = {
  knowledge: { one: 'knowledge question', many: 'knowledge questions' },
  attestation: { one: 'attestation', many: 'attestations' },
  duty: { one: 'check', many: 'checks' },
};
/** More than this many are told by their number. */
const MOST_NAMED = 8;

export function bankButton(label: string, words: string, ref: string | null): Button {
  const arg = `bank ${words}${ref === null ? '' : ` ${ref}`}`.trim();
  return { label, act: { verb: 'command', token: 'command', arg }, style: 'plain' };
}

export function bankMessage(facts: BankFacts): Message {
  const { settingName, lines, mayChange, ref } = facts;
  const on = lines.filter(({ isOn }) => isOn);
  const waiting = on.filter(({ checkLocally }) => checkLocally);
  const summary = `${counted(on.length, 'question')} ${on.length === 1 ? 'is' : 'are'} on at ${settingName}; ${lines.length - on.length} off.`;
  return {
    kind: 'bank',
    summary,
    blocks: [
      { type: 'heading', text: `Questions of ${settingName}` },
      { type: 'text', tone: 'strong', text: summary },
      standardsBlock(lines),
      ...waitingBlocks(waiting),
      ...ownBlocks(lines),
      ...offBlocks(lines),
      { type: 'heading', text: 'What each role is asked' },
      { type: 'list', lines: loadLines(facts) },
      {
        type: 'text',
        tone: 'quiet',
        text:
          `Questions that say {edition} are asked of ${facts.edition}. Write “bank training” for one standard, or “bank” and ` +
          `an id for one question. ${mayChange ? '' : 'The DSL and the headteacher can change them.'}`.trim(),
      },
      {
        type: 'buttons',
        buttons: [
          ...(mayChange ? [bankButton('Add a question', 'add', ref)] : []),
          ...waiting
            .slice(0, 3)
            .map(({ question }) => bankButton(`Look at ${question.id}`, question.id, ref)),
          bankButton('Training', 'training', ref),
        ],
      },
    ],
  };
}

function standardsBlock(lines: readonly BankLine[]): Block {
  return {
    type: 'table',
    caption: 'Questions that are on, by standard',
    columns: ['Standard', 'Knowledge', 'Attestations', 'Checks', 'Off'],
    rows: STANDARDS.map(({ id, name }) => {
      const of = lines.filter(({ question }) => question.standard === id);
      const on = (kind: Kind) => String(of.filter((one) => one.isOn && one.question.kind === kind).length);
      const off = of.filter(({ isOn }) => !isOn).length;
      return [name, on('knowledge'), on('attestation'), on('duty'), String(off)];
    }),
  };
}

function waitingBlocks(waiting: readonly BankLine[]): Block[] {
  if (waiting.length === 0) return [];
  return [
    {
      type: 'text',
      tone: 'warn',
      text: `Check locally: ${counted(waiting.length, 'question')} that no lead has approved yet: ${namesOf(waiting)}.`,
    },
  ];
}

function ownBlocks(lines: readonly BankLine[]): Block[] {
  const own = lines.filter(({ question }) => isOwn(question));
  const differing = lines.filter(({ differs }) => differs);
  const said = [
    own.length === 0 ? 'Your own questions: none.' : `Your own questions: ${own.length} (${namesOf(own)}).`,
    differing.length === 0
      ? 'The others are as they came with Vigil.'
      : `Changed here, and different from the shared bank: ${namesOf(differing)}.`,
  ];
  return [{ type: 'list', lines: said }];
}

/** What is off and rests on law or guidance is told each time, so that nobody forgets it. */
function offBlocks(lines: readonly BankLine[]): Block[] {
  const off = lines.filter(({ isOn, question }) => !isOn && isExpected(question));
  if (off.length === 0) return [];
  return [
    {
      type: 'text',
      tone: 'warn',
      text: `Not asked, since switched off: ${namesOf(off)}. Nobody knows from Vigil whether these are done.`,
    },
  ];
}

function namesOf(lines: readonly BankLine[]): string {
  const named = lines.slice(0, MOST_NAMED).map(({ question }) => question.id);
  const more = lines.length - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function loadLines({ load, weekly }: BankFacts): string[] {
  const roles = [...new Set(load.map(({ role }) => role))];
  return roles.map((role) => {
    const parts = load
      .filter((one) => one.role === role)
      .map(({ kind, questions, heaviestWeek, limit }) => {
        const { one, many } = KIND_NAMES[kind];
        const what = `${questions} ${questions === 1 ? one : many}`;
        return limit === null
          ? `${what}, ${weekly} a week at most`
          : `${what}, ${duration(heaviestWeek)} in the heaviest week of the ${duration(limit)} allowed`;
      });
    return `${roleLabel(role)}: ${parts.join('; ')}`;
  });
}

export type StandardFacts = Pick<BankFacts, 'settingName' | 'lines' | 'mayChange' | 'ref'> & {
  standard: StandardId;
};

export function bankStandardMessage({
  settingName,
  standard,
  lines,
  mayChange,
  ref,
}: StandardFacts): Message {
  const { name } = standardById(standard);
  const of = lines.filter(({ question }) => question.standard === standard);
  const on = of.filter(({ isOn }) => isOn).length;
  const summary = `${name} at ${settingName}: ${on} of ${counted(of.length, 'question')} on.`;
  return {
    kind: 'bank',
    summary,
    blocks: [
      { type: 'heading', text: name },
      { type: 'text', tone: 'strong', text: summary },
      {
        type: 'table',
        caption: `Questions of ${name}`,
        columns: ['Id', 'About', 'Kind', 'Asked of', 'How often', 'State'],
        rows: of.map((line) => [
          line.question.id,
          indicatorWords(line.question.indicator),
          KIND_NAMES[line.question.kind].one,
          roleLabel(line.question.audience),
          cadenceWords(line.question.cadence),
          stateWords(line),
        ]),
      },
      {
        type: 'buttons',
        buttons: [
          ...of.map(({ question }) => bankButton(question.id, question.id, ref)),
          ...(mayChange ? [bankButton('Add a question', 'add', ref)] : []),
        ],
      },
    ],
  };
}

/** "on, version 2, check locally" */
export function stateWords({ question, isOn, checkLocally, differs }: BankLine): string {
  return [
    isOn ? 'on' : isExpected(question) ? 'off: not asked' : 'off',
    versionWords(question),
    ...(checkLocally ? ['check locally'] : []),
    ...(differs ? ['changed here'] : []),
  ].join(', ');
}

export const cadenceWords = (cadence: Question['cadence']): string => cadence.replace('_', '-');
