/**
 * The boxes of a form: their names, and what may stand in them.
 * The rule: a name is one of a fixed list, known at every platform's door; what was typed is text until whoever knows
 * the form has read it. Drawing them is each platform's own.
 */
export const ANSWER_FIELDS = ['count', 'part', 'whole', 'percent', 'date', 'note'] as const;
/** Those of setting Vigil up. */
export const SET_UP_FIELDS = [
  'name',
  'dfe_number',
  'phase',
  'type',
  'zone',
  'my_role',
  'dsl',
  'deputy',
  'head',
  'front_door',
  'out_of_hours',
  'lado',
  'chair',
  'lead_phone',
  'channel',
  'weekly',
  'windows',
  'ask_days',
  'digest',
  'terms',
  'nation',
] as const;
/** Those of a question: changed, or one of the school's own. */
export const BANK_FIELDS = [
  'standard',
  'kind',
  'topic',
  'wording',
  'reason',
  'answers',
  'cadence',
  'audience',
] as const;
export const FIELD_NAMES = [...ANSWER_FIELDS, ...SET_UP_FIELDS, ...BANK_FIELDS] as const;

export type AnswerField = (typeof ANSWER_FIELDS)[number];
export type SetUpField = (typeof SET_UP_FIELDS)[number];
export type BankField = (typeof BANK_FIELDS)[number];
export type FieldName = (typeof FIELD_NAMES)[number];

export const isAnswerField = (name: FieldName): name is AnswerField =>
  (ANSWER_FIELDS as readonly string[]).includes(name);

export type Option = { value: string; label: string };

export type Field = {
  name: FieldName;
  label: string;
  /** line: one line of words. choices: several of the options. person, channel: the platform's own id of one. */
  kind: 'count' | 'percent' | 'date' | 'words' | 'line' | 'choice' | 'choices' | 'person' | 'channel';
  /** For dates, the latest allowed (today), as YYYY-MM-DD. */
  latest?: string;
  /** For words and a line, how many characters it takes. */
  most?: number;
  /** What stands in it to begin with; of choices, with commas between. */
  value?: string;
  /** Said beside the label. */
  hint?: string;
  /** It may be left empty. */
  optional?: true;
  /** What is chosen from; of people and channels, where the platform has no list of its own. */
  options?: Option[];
};

/** What stands in each box, as it was typed or chosen. */
export type FieldValues = Partial<Record<FieldName, string>>;
/** What is wrong with each, in a sentence. */
export type FieldFaults = Partial<Record<FieldName, string>>;
