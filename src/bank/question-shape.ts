/**
 * The shape of a question as it is written in a bank file: its fields, their kinds and their limits.
 * The rule: anything not named here is refused. How the fields must agree with one another is left to check-question.
 */
import { z } from 'zod';
import { CADENCES, CONFIDENCES, KINDS, PHASES, type Question, REGISTERS } from '../domain/question.ts';
import { AUDIENCES } from '../domain/role.ts';
import { STANDARD_IDS } from '../domain/standard.ts';

export const LONGEST_TEXT = 240;
/** The most a chat button shows. */
export const LONGEST_LABEL = 75;
export const MOST_SECONDS = 20;
const MOST_COUNT = 99_999;
const MOST_DAYS = 3_660;

/** Text on one line: no control marks and no half letters, which the store could not hold. */
const said = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u);
const label = said(LONGEST_LABEL);
const key = z
  .string()
  .max(40)
  .regex(/^[a-z0-9][a-z0-9_-]*$/);
const whole = (least: number, most: number) => z.number().int().min(least).max(most);

/** What a written choice may say; "unsure" and "pending" have their own buttons. */
const CHOICE_VERDICTS = ['good', 'partly', 'poor', 'not_applicable'] as const;
const choices = <T extends z.ZodType>(one: T) => z.array(one).min(2).max(6);

export const answerShapes = {
  yes_no: z.strictObject({ kind: z.literal('yes_no'), good: z.enum(['yes', 'no']) }),
  yes_partly_no: z.strictObject({ kind: z.literal('yes_partly_no') }),
  choice: z.strictObject({
    kind: z.literal('choice'),
    choices: choices(z.strictObject({ key, label, verdict: z.enum(CHOICE_VERDICTS) })),
  }),
  count: z.strictObject({
    kind: z.literal('count'),
    label,
    target: whole(0, MOST_COUNT),
    partly: whole(0, MOST_COUNT).optional(),
  }),
  two_counts: z.strictObject({
    kind: z.literal('two_counts'),
    part: label,
    whole: label,
    target: z.number().gt(0).max(1),
    partly: z.number().min(0).max(1).optional(),
  }),
  percent: z.strictObject({
    kind: z.literal('percent'),
    target: z.number().gt(0).max(100),
    partly: z.number().min(0).max(100).optional(),
  }),
  date: z.strictObject({
    kind: z.literal('date'),
    within: whole(1, MOST_DAYS),
    partly: whole(1, MOST_DAYS).optional(),
    again: whole(1, MOST_DAYS).optional(),
  }),
  acknowledgement: z.strictObject({ kind: z.literal('acknowledgement') }),
  scenario: z.strictObject({
    kind: z.literal('scenario'),
    choices: choices(z.strictObject({ key, label })),
    right: key,
    correction: said(600),
  }),
} as const;

const answer = z.discriminatedUnion('kind', [
  answerShapes.yes_no,
  answerShapes.yes_partly_no,
  answerShapes.choice,
  answerShapes.count,
  answerShapes.two_counts,
  answerShapes.percent,
  answerShapes.date,
  answerShapes.acknowledgement,
  answerShapes.scenario,
]);

const source = z.strictObject({
  document: said(160),
  edition: said(60),
  paragraph: said(60).optional(),
  note: said(300).optional(),
});

export const questionShape = z.strictObject({
  id: z.string().regex(/^(LOC-)?[A-Z]{2,8}-[A-Z]?[0-9]{1,4}$/),
  version: whole(1, 9_999),
  standard: z.enum(STANDARD_IDS),
  indicator: z
    .string()
    .max(60)
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  kind: z.enum(KINDS),
  audience: z.enum(AUDIENCES),
  cadence: z.enum(CADENCES),
  text: said(LONGEST_TEXT),
  why: said(LONGEST_TEXT),
  answer,
  source,
  phases: z.array(z.enum(PHASES)).min(1).max(PHASES.length),
  confidence: z.enum(CONFIDENCES),
  unlessImported: z.enum(REGISTERS).optional(),
  atOnce: z.literal(true).optional(),
  anonymous: z.literal(true).optional(),
  reread: z.strictObject({ decided: z.iso.date(), from: z.iso.date() }).optional(),
  seconds: whole(1, MOST_SECONDS),
}) satisfies z.ZodType<Question>;

/** The fields that may stand at `path`, for naming the nearest to a misspelt one. */
export function fieldsAt(path: readonly (string | number)[], raw: unknown): string[] {
  const [first, second, third] = path;
  if (first === undefined) return Object.keys(questionShape.shape);
  if (first === 'source') return Object.keys(source.shape);
  if (first === 'reread') return ['decided', 'from'];
  if (first !== 'answer') return [];
  const kind = answerKindOf(raw);
  if (kind === null) return [];
  if (second === undefined) return Object.keys(answerShapes[kind].shape);
  if (second === 'choices' && third !== undefined)
    return kind === 'choice' ? ['key', 'label', 'verdict'] : ['key', 'label'];
  return [];
}

/** The answer kind a raw question names, where it is one we know. */
export function answerKindOf(raw: unknown): keyof typeof answerShapes | null {
  if (typeof raw !== 'object' || raw === null || !('answer' in raw)) return null;
  const given = raw.answer;
  if (typeof given !== 'object' || given === null || !('kind' in given)) return null;
  const { kind } = given;
  return typeof kind === 'string' && Object.hasOwn(answerShapes, kind)
    ? (kind as keyof typeof answerShapes)
    : null;
}
