/**
 * One question of the bank, whole, with what may be done about it; and the forms to change it and to add one.
 * The rule: it says what every answer would mean, where it is written, and how sure that is; a switch says beforehand what
 * it does. What came of a press is bank-lines'.
 */
import { indicatorWords } from '../domain/digest.ts';
import type { Field, Option } from '../domain/form-field.ts';
import type { Block, Button, Form, Message } from '../domain/message.ts';
import { isOwn, versionWords } from '../domain/own-question.ts';
import { type AnswerSpec, CADENCES, KINDS, type Kind, type Question } from '../domain/question.ts';
import { audiencesOf, CADENCES_OF } from '../domain/question-limits.ts';
import { AUDIENCES, roleLabel } from '../domain/role.ts';
import { STANDARDS, standardById } from '../domain/standard.ts';
import { type BankLine, bankButton, cadenceWords, KIND_NAMES } from './bank.ts';
import { sourceWords } from './source-line.ts';

export type QuestionFacts = {
  settingId: string;
  settingName: string;
  line: BankLine;
  mayChange: boolean;
  ref: string | null;
};

const MOST_WORDS = 240;
const MOST_TOPIC = 60;

/** What a button or form is for: the setting, the question, and the version that was shown. */
export const bankToken = (settingId: string, { id, version }: Pick<Question, 'id' | 'version'>): string =>
  `${settingId}.${id}.${version}`;
/** What stands for a question that is not there yet. */
export const ADDING = { id: 'LOC', version: 0 } as const;

/** `notice` is what the last press did. */
export function bankQuestionMessage(facts: QuestionFacts, notice: string | null): Message {
  const { line, settingName, mayChange } = facts;
  const { question, isOn } = line;
  const summary = `${question.id} at ${settingName}: ${indicatorWords(question.indicator)}, ${isOn ? 'on' : 'off'}.`;
  return {
    kind: 'bank',
    summary,
    blocks: [
      { type: 'heading', text: `${question.id}: ${indicatorWords(question.indicator)}` },
      ...(notice === null ? [] : [{ type: 'text' as const, tone: 'strong' as const, text: notice }]),
      { type: 'text', text: question.text },
      { type: 'fields', fields: fieldsFor(line) },
      ...(mayChange ? changeBlocks(facts) : []),
      {
        type: 'text',
        tone: 'quiet',
        text: mayChange
          ? 'A change holds for this setting alone, from the next time it is asked; what is open already stays as it was asked. It is in the record with your name.'
          : 'The DSL and the headteacher can change it.',
      },
      { type: 'buttons', buttons: [bankButton('All of this standard', question.standard, facts.ref)] },
    ],
  };
}

function fieldsFor({ question, isOn, checkLocally, differs }: BankLine): { label: string; value: string }[] {
  const sure = {
    checked: 'Read in the source.',
    'second-hand': 'Second-hand: not read in the source itself.',
    'check-locally': checkLocally
      ? 'Check locally: no lead has approved it yet.'
      : 'Approved by a lead here; not read in the source.',
  }[question.confidence];
  const note = question.source.note === undefined ? '' : ` ${question.source.note}`;
  return [
    { label: 'Why', value: question.why },
    { label: 'State', value: isOn ? 'On' : 'Off: not asked' },
    { label: 'Standard', value: standardById(question.standard).name },
    { label: 'Kind', value: KIND_NAMES[question.kind].one },
    { label: 'Asked of', value: roleLabel(question.audience) },
    { label: 'How often', value: cadenceWords(question.cadence) },
    { label: 'Answers', value: answersWords(question.answer) },
    { label: 'Where it is written', value: sourceWords(question.source) },
    { label: 'How sure', value: `${sure}${note}` },
    {
      label: 'Version',
      value: `${versionWords(question)}${differs ? ', different from the shared bank' : ''}`,
    },
  ];
}

function answersWords(answer: AnswerSpec): string {
  const most = (partly: number | undefined, unit: string) =>
    partly === undefined ? '' : `, partly up to ${partly}${unit}`;
  switch (answer.kind) {
    case 'yes_no':
      return answer.good === 'yes' ? 'Yes is good, no is poor' : 'No is good, yes is poor';
    case 'yes_partly_no':
      return 'Yes is good, partly, or no';
    case 'choice':
      return answer.choices
        .map(({ label, verdict }) => `${label} (${verdict.replace('_', ' ')})`)
        .join(' / ');
    case 'count':
      return `${answer.label}: ${answer.target} or fewer is good${most(answer.partly, '')}`;
    case 'two_counts':
      return `${answer.part} of ${answer.whole}: ${Math.round(answer.target * 100)}% is good`;
    case 'percent':
      return `${answer.target}% is good`;
    case 'date':
      return `A date, good for ${answer.within} days${most(answer.partly, ' days')}`;
    case 'acknowledgement':
      return 'Read, need time, or need another format';
    case 'scenario': {
      const right = answer.choices.find(({ key }) => key === answer.right);
      return `${answer.choices.map(({ label }) => label).join(' / ')}. Right: ${right?.label ?? ''}`;
    }
  }
}

function changeBlocks({ settingId, line }: QuestionFacts): Block[] {
  const { question, isOn, checkLocally } = line;
  const token = bankToken(settingId, question);
  const buttons: Button[] = [
    ...(checkLocally
      ? [{ label: 'Approve', act: { verb: 'bank_approve' as const, token }, style: 'primary' as const }]
      : []),
    isOn
      ? { label: 'Switch off', act: { verb: 'bank_switch', token, arg: 'off' } }
      : { label: 'Switch on', act: { verb: 'bank_switch', token, arg: 'on' } },
  ];
  return [{ type: 'buttons', buttons }, changeForm(settingId, question)];
}

export function changeForm(settingId: string, question: Question): Form {
  const { id, kind, standard } = question;
  return {
    type: 'form',
    act: { verb: 'keep_bank', token: bankToken(settingId, question) },
    fields: [
      ...wordFields({ wording: question.text, reason: question.why }),
      choice(
        'cadence',
        'How often',
        CADENCES_OF[kind].map((value) => ({ value, label: cadenceWords(value) })),
        question.cadence,
      ),
      choice(
        'audience',
        kind === 'duty' ? 'Who owns it' : 'Who is asked',
        audiencesOf(kind, standard).map((value) => ({ value, label: roleLabel(value) })),
        question.audience,
      ),
    ],
    submit: 'Save',
    open: 'Change',
    about:
      `${id} as it is now. Whoever has it open keeps the one they were asked.` +
      (isOwn(question) ? '' : ' Other settings keep their own.'),
    title: `Change ${id}`,
    cancel: 'Cancel',
  };
}

/** The form of a change alone, where a platform shows it apart. */
export function changeFormMessage(settingId: string, question: Question): Message {
  return { kind: 'bank', summary: `Change ${question.id}`, blocks: [changeForm(settingId, question)] };
}

const choice = (name: Field['name'], label: string, options: Option[], value: string): Field => ({
  name,
  kind: 'choice',
  label,
  options,
  value,
});

function wordFields(standing: { wording?: string; reason?: string }): Field[] {
  const words = (name: 'wording' | 'reason', label: string, hint: string): Field => ({
    name,
    kind: 'words',
    label,
    hint,
    most: MOST_WORDS,
    ...(standing[name] === undefined ? {} : { value: standing[name] }),
  });
  return [
    words('wording', 'Question', 'One thing, in plain words, read in under 20 seconds. Name nobody.'),
    words('reason', 'Why it is asked', 'One sentence, shown with the question.'),
  ];
}

export type AnswersOffered = 'yes' | 'no' | 'yes_partly_no';
const ANSWERS: { value: AnswersOffered; label: string }[] = [
  { value: 'yes', label: 'Yes or no: yes is good' },
  { value: 'no', label: 'Yes or no: no is good' },
  { value: 'yes_partly_no', label: 'Yes, partly or no (checks alone)' },
];
const KIND_OPTIONS: Record<Kind, string> = {
  knowledge: 'Knowledge: of some staff at a time, never by name',
  attestation: 'Attestation: everybody answers, by name',
  duty: 'Check: one role owns it, by name',
};

/** A question of the school's own. */
export function addQuestionMessage(settingId: string, settingName: string): Message {
  const summary = `Add a question of your own at ${settingName}.`;
  return {
    kind: 'bank',
    summary,
    blocks: [
      { type: 'heading', text: 'A question of your own' },
      { type: 'text', text: summary },
      {
        type: 'form',
        act: { verb: 'keep_bank', token: bankToken(settingId, ADDING) },
        fields: [
          choice(
            'standard',
            'Standard',
            STANDARDS.map(({ id, name }) => ({ value: id, label: name })),
            STANDARDS[0].id,
          ),
          choice(
            'kind',
            'Kind',
            KINDS.map((value) => ({ value, label: KIND_OPTIONS[value] })),
            'duty',
          ),
          {
            name: 'topic',
            kind: 'line',
            label: 'In two or three words',
            hint: 'What the digest calls it, such as: gate at lunch.',
            most: MOST_TOPIC,
          },
          ...wordFields({}),
          choice('answers', 'Answers', ANSWERS, 'yes'),
          choice(
            'cadence',
            'How often',
            CADENCES.map((value) => ({ value, label: cadenceWords(value) })),
            'termly',
          ),
          choice(
            'audience',
            'Who is asked, or owns it',
            AUDIENCES.map((value) => ({ value, label: roleLabel(value) })),
            'dsl',
          ),
        ],
        submit: 'Save',
        open: 'Add a question',
        about: 'It is asked in this setting alone, and shown as not checked until a lead approves it.',
        title: 'Add a question',
        cancel: 'Cancel',
      },
    ],
  };
}
