/**
 * What the child-data guard stops and lets pass, on the half of the corpus its rules were tuned on and on the half that
 * was written apart and is kept for measuring; and how long a text takes. Beside it, in turns, one bare regular
 * expression over the same texts, such as is often called a filter.
 */
import { examineText } from '../../src/domain/guard/examine-text.ts';
import { FURTHER, UNSEEN } from '../fixtures/guard-further.ts';
import { KEPT } from '../fixtures/guard-kept.ts';
import { ADULT_ROUNDS } from '../fixtures/guard-rounds-adult.ts';
import { CHILD_ROUNDS } from '../fixtures/guard-rounds-child.ts';
import { ORDINARY_ROUNDS } from '../fixtures/guard-rounds-ordinary.ts';
import { SCHOOL_STAFF } from '../fixtures/guard-staff.ts';
import { type Phrase, TUNING } from '../fixtures/guard-tuning.ts';
import { figureOf, quantile } from './measure.ts';
import type { Row } from './tap.ts';

const ROUNDS = 9;
/** Written in rounds while the rules were made: tuned on, and so no measure of what is unseen. */
const WRITTEN_IN_ROUNDS = [...CHILD_ROUNDS, ...ADULT_ROUNDS, ...ORDINARY_ROUNDS];
const LONG = 100_000;

/** A bare scan: a few words that give a child away. */
const BARE =
  /\b(?:dad|mum|uncle|hits?|hurts?|bruis\w*|told me|home|year ?\d|\d[a-h]\b|dob|born|grabbed|shouted|alone with|0\d{9,10})\b/i;

export type Score = {
  phrases: number;
  toStop: number;
  recall: number;
  precision: number;
  /** Of those rightly stopped, how many were taken for the right kind of concern. */
  about: number;
  /** Of allegations about an adult, how many were stopped at all. */
  adultRecall: number;
  childRecall: number;
};

export function score(phrases: readonly Phrase[], stops: (text: string) => 'child' | 'adult' | null): Score {
  const judged = phrases.map(({ text, stop }) => ({ stop, said: stops(text) }));
  const toStop = judged.filter(({ stop }) => stop !== null);
  const stopped = toStop.filter(({ said }) => said !== null);
  const share = (kind: 'child' | 'adult') =>
    stopped.filter(({ stop }) => stop === kind).length / toStop.filter(({ stop }) => stop === kind).length;
  return {
    phrases: phrases.length,
    toStop: toStop.length,
    recall: stopped.length / toStop.length,
    precision: stopped.length / judged.filter(({ said }) => said !== null).length,
    about: stopped.filter(({ stop, said }) => stop === said).length / stopped.length,
    adultRecall: share('adult'),
    childRecall: share('child'),
  };
}

/** Both halves of the corpus, the tuned one first. */
export function scoreHalves(): Row[] {
  const guard = (text: string) => examineText(text)?.about ?? null;
  const bare = (text: string) => (BARE.test(text) ? 'child' : null);
  const halves = {
    'tuning half': TUNING,
    'kept half': KEPT,
    'further phrases': FURTHER,
    'unseen phrases': UNSEEN,
    'phrases of the rounds': WRITTEN_IN_ROUNDS,
  };
  const beside = (text: string) => examineText(text, { staffNames: SCHOOL_STAFF })?.about ?? null;
  return Object.entries(halves).flatMap(([half, phrases]) => [
    ...scoreRows(half, score(phrases, guard), score(phrases, bare)),
    ...scoreRows(`${half}, beside a staff list of 84`, score(phrases, beside), score(phrases, bare)),
  ]);
}

export async function benchGuard(): Promise<Row[]> {
  const texts = [...TUNING, ...KEPT, ...FURTHER, ...UNSEEN].map(({ text }) => text);
  return [
    ...scoreHalves(),
    ...timeRows('a phrase', texts),
    ...timeRows(`${LONG} hostile characters`, hostileTexts()),
  ];
}

function scoreRows(half: string, ours: Score, theirs: Score): Row[] {
  const counted = `${half}, ${ours.phrases} phrases, ${ours.toStop} to stop`;
  const row = (name: string, key: keyof Score): Row => ({
    name: `guard: ${name} (${counted})`,
    unit: 'of 1',
    baseline: `one bare regular expression ${theirs[key].toFixed(3)}`,
    ratio: ours[key] / theirs[key],
    value: ours[key],
    min: ours[key],
    max: ours[key],
  });
  return [
    row('recall', 'recall'),
    row('precision', 'precision'),
    row('recall, about a child', 'childRecall'),
    row('recall, about an adult', 'adultRecall'),
    row('child or adult told rightly', 'about'),
  ];
}

/** Milliseconds a text, by processor time: the machine may be busy with other things. */
function timeRows(name: string, texts: readonly string[]): Row[] {
  const rounds = Array.from({ length: ROUNDS }, () => ({
    bare: timesOf(texts, (text) => BARE.test(text)),
    guard: timesOf(texts, (text) => examineText(text)),
  }));
  return (
    [
      ['p50', 0.5],
      ['max', 1],
    ] as const
  ).map(([label, share]) => {
    const ours = figureOf(rounds.map(({ guard }) => quantile(guard, share)));
    const theirs = figureOf(rounds.map(({ bare }) => quantile(bare, share)));
    return {
      name: `guard: time for ${name}, ${label} of ${texts.length}`,
      unit: 'ms',
      baseline: `one bare regular expression ${theirs.value.toFixed(5)}`,
      ratio: ours.value / theirs.value,
      ...ours,
    };
  });
}

/** Each text as often as it takes to be measured at all. */
function timesOf(texts: readonly string[], examine: (text: string) => unknown): number[] {
  return texts
    .map((text) => {
      const times = text.length > 1_000 ? 1 : 50;
      const from = process.cpuUsage();
      for (let time = 0; time < times; time += 1) examine(text);
      const { user, system } = process.cpuUsage(from);
      return (user + system) / 1_000 / times;
    })
    .sort((a, b) => a - b);
}

/** Texts made to take long: anchors without end, figures, marks, letters of every alphabet. */
export function hostileTexts(): string[] {
  const repeated = [
    'he ',
    '.',
    'not ',
    'dad hits. ',
    '07 ',
    'a.',
    'a@a.',
    '\uFDFA',
    'bruse ',
    'zzqqx ',
    'lives at in on ',
    '1 aa bb ',
    '12 ',
    'dbs ',
    'born on ',
    'd.o.b ',
    'coach and hugged ',
    'mum topic told ',
    'training ellie 4b ',
    'policy child hits ',
    'head the ',
    "'",
    '(07)',
    'e\u0301',
    '\u200b',
    'child protection ',
    'hands on ',
    'low level concern ',
  ];
  const letters = Array.from({ length: LONG }, (_, nth) => String.fromCodePoint(0xa1 + ((nth * 7) % 0xd000)));
  return [
    ...repeated.map((part) => part.repeat(Math.ceil(LONG / part.length)).slice(0, LONG)),
    letters.join(''),
  ];
}
