/**
 * One question's own blocks, for each place it can stand: open, choosing later, recorded, passed on, closed.
 * The rule: every button says for a screen reader which question it belongs to, and an answer is shown to the person
 * who gave it and nobody else. What stands round the question is left to messages/prompt.
 */
import { choicesOf } from '../domain/answer-words.ts';
import { type LocalDate, longDate } from '../domain/local-time.ts';
import type { Act, Block, Button, Field } from '../domain/message.ts';
import type { LaterOption, PromptStanding, PromptView } from '../domain/prompt-view.ts';
import { NOTE_KEPT, noteButton, noteForm } from './note-part.ts';
import { seenBy } from './seen-by.ts';
import { sourceWords } from './source-line.ts';

export type Place = {
  /** Its number on a card. */
  number: number;
  ofMany: boolean;
  /** Each question says for itself who sees the answer, where they differ. */
  sight: boolean;
};

type Recorded = Extract<PromptStanding, { is: 'recorded' }>;

export function partBlocks(view: PromptView, today: LocalDate, place?: Place): Block[] {
  const { standing } = view;
  switch (standing.is) {
    case 'open':
      return standing.keep === undefined
        ? [asked(view, place), ...reasons(view, place), ...answering(view, today), leaving(view)]
        : [
            asked(view, place),
            plain(
              `Your answer is ${standing.keep} until you choose another. Both are kept.` +
                (standing.keepsNote === true ? ' Your note stays with the earlier one.' : ''),
            ),
            ...answering(view, today),
            keeping(view, standing.keep),
          ];
    case 'choosing_later':
      return [asked(view, place), plain('When shall we ask again?'), choosing(view, standing.options)];
    case 'later':
      return [
        asked(view, place),
        plain(`We’ll ask again ${standing.until}. You can answer before then.`),
        ...reasons(view, place),
        ...answering(view, today),
        leaving(view),
      ];
    case 'recorded':
      return [asked(view, place, true), ...recorded(view, standing, today)];
    case 'counted':
      return [asked(view, place, true), plain(COUNTED)];
    case 'handed_on':
      return [asked(view, place, true), plain(handedOnWords(view, standing.nobody))];
    case 'closed':
      return [asked(view, place, true), quiet('This question has closed.')];
  }
}

/** Without the choice or the time: nothing here would tell which answer was theirs. */
const COUNTED = '✓ Recorded. Your answer is not kept with your name.';

function handedOnWords({ kind }: PromptView, nobody: boolean): string {
  if (!nobody) return '✓ Passed on. Thank you.';
  switch (kind) {
    case 'knowledge':
      return '✓ Thank you. This one is closed, and nothing is held against anybody.';
    case 'attestation':
      return '✓ Thank you. A safeguarding lead is told that this one is not for you.';
    case 'duty':
      return '✓ Thank you. Nobody else holds this role, so a safeguarding lead is told.';
  }
}

/** One line for a notification: what is asked, or where it stands. */
export function standingWords(view: PromptView, today: LocalDate): string {
  const { standing } = view;
  switch (standing.is) {
    case 'open':
    case 'choosing_later':
      return view.text;
    case 'later':
      return `Later: ${view.text}`;
    case 'recorded':
      return `${recordedWords(standing, today)}: ${view.text}`;
    case 'counted':
      return `${COUNTED} ${view.text}`;
    case 'handed_on':
      return standing.nobody ? `Not yours: ${view.text}` : `Passed on: ${view.text}`;
    case 'closed':
      return `Closed: ${view.text}`;
  }
}

function asked(view: PromptView, place: Place | undefined, done = false): Block {
  const text = place === undefined ? view.text : `${place.number}. ${view.text}`;
  return { type: 'text', tone: done ? 'quiet' : 'strong', text };
}

function reasons(view: PromptView, place: Place | undefined): Block[] {
  const sight = place?.sight === true ? [capital(seenBy(view))] : [];
  const because = `Asked because: ${view.why} (${sourceWords(view.source)})`;
  const blocks: Block[] = [quiet([because, ...sight].join(' '))];
  if (view.anonymous)
    blocks.push(
      quiet(
        'You cannot change it afterwards, since nobody can find it. Totals are shown once, later on, and only where ' +
          'enough have answered that nobody can be picked out.',
      ),
    );
  if (view.checkLocally)
    blocks.push(
      quiet(
        'Check locally: this was not checked against the guidance itself, and no lead has approved it yet.',
      ),
    );
  return blocks;
}

/** The buttons or boxes that give an answer. */
function answering(view: PromptView, today: LocalDate): Block[] {
  const fields = fieldsOf(view, today);
  if (fields.length > 0)
    return [
      {
        type: 'form',
        act: answerAct(view),
        fields,
        submit: 'Record',
        open: openWords(fields),
        about: view.text,
        title: 'Your answer',
        cancel: 'Cancel',
      },
    ];
  const buttons = choicesOf(view.answer, view.choiceOrder).map(
    ({ key, label }): Button => ({
      label,
      act: answerAct(view, { arg: key }),
      describe: describe(label, view),
    }),
  );
  return [{ type: 'buttons', buttons }];
}

/** The button that opens the form, where it stands apart from the message. */
function openWords(fields: readonly Field[]): string {
  const [first] = fields;
  if (fields.length > 1) return 'Enter the numbers';
  switch (first?.kind) {
    case 'words':
    case 'line':
    case 'choice':
    case 'choices':
    case 'person':
    case 'channel':
      throw new Error('A question is not answered in words');
    case 'date':
      return 'Enter the date';
    case 'percent':
      return 'Enter the percentage';
    case 'count':
    case undefined:
      return 'Enter the number';
  }
}

function fieldsOf({ answer }: PromptView, today: LocalDate): Field[] {
  switch (answer.kind) {
    case 'count':
      return [{ name: 'count', kind: 'count', label: answer.label }];
    case 'two_counts':
      return [
        { name: 'part', kind: 'count', label: answer.part },
        { name: 'whole', kind: 'count', label: answer.whole },
      ];
    case 'percent':
      return [{ name: 'percent', kind: 'percent', label: 'Percentage, 0 to 100' }];
    case 'date':
      return [{ name: 'date', kind: 'date', label: 'Date, today or earlier', latest: today }];
    case 'yes_no':
    case 'yes_partly_no':
    case 'choice':
    case 'scenario':
    case 'acknowledgement':
      return [];
  }
}

/** An answer says how many there were when it was drawn, so that one brought again late changes nothing. */
function answerAct({ token, answers }: PromptView, more: { verb?: 'not_sure'; arg?: string } = {}): Act {
  return { verb: 'answer', token, ...more, ...(answers === 0 ? {} : { after: answers }) };
}

/** Ways of not answering now. An attestation is about oneself, so "Not sure" is not one of them. */
function leaving(view: PromptView): Block {
  const ways: [string, Button['act']['verb']][] = [
    ...(view.kind === 'attestation' ? [] : [['Not sure', 'not_sure'] as [string, 'not_sure']]),
    ['Not me', 'not_me'],
    ['Later', 'later'],
  ];
  return {
    type: 'buttons',
    buttons: ways.map(([label, verb]) => ({
      label,
      act: verb === 'not_sure' ? answerAct(view, { verb }) : { verb, token: view.token },
      describe: describe(label, view),
    })),
  };
}

function choosing(view: PromptView, options: readonly LaterOption[]): Block {
  const later = options.map(
    ({ arg, label }): Button => ({
      label,
      act: { verb: 'later_at', token: view.token, arg },
      describe: describe(`Ask again ${label.toLowerCase()}`, view),
    }),
  );
  const now: Button = {
    label: 'Answer now',
    act: { verb: 'keep', token: view.token },
    describe: describe('Answer now', view),
  };
  return { type: 'buttons', buttons: [...later, now] };
}

function keeping(view: PromptView, kept: string): Block {
  const label = `Keep ${kept}`;
  const buttons: Button[] = [
    { label, act: { verb: 'keep', token: view.token }, describe: describe(label, view) },
  ];
  if (view.kind !== 'attestation')
    buttons.unshift({
      label: 'Not sure',
      act: answerAct(view, { verb: 'not_sure' }),
      describe: describe('Not sure', view),
    });
  return { type: 'buttons', buttons };
}

function recorded(view: PromptView, standing: Recorded, today: LocalDate): Block[] {
  const blocks: Block[] = [plain(recordedWords(standing, today))];
  if (standing.correction !== null) blocks.push(...correcting(view, standing.correction));
  if (standing.action !== null) blocks.push(plain(actionWords(standing.action)));
  if (standing.stillWanted) {
    blocks.push(
      plain('Noted, thank you. It is still wanted: press “I have read it” when you have.'),
      ...answering(view, today),
      leaving(view),
    );
  } else if (standing.noting !== undefined) {
    blocks.push(...noteForm(view, standing, standing.noting));
  } else {
    if (standing.note === 'kept') blocks.push(quiet(NOTE_KEPT));
    const buttons: Button[] = [];
    if (standing.mayChange)
      buttons.push({
        label: 'Change',
        act: { verb: 'change', token: view.token },
        describe: `Change your answer ${standing.answer}: ${view.text}`,
      });
    if (standing.note !== null) buttons.push(noteButton(view, standing.note));
    if (buttons.length > 0) blocks.push({ type: 'buttons', buttons });
  }
  return blocks;
}

/** The right answer and why, without a word about having been wrong. */
function correcting(view: PromptView, correction: string): Block[] {
  const { answer } = view;
  if (answer.kind !== 'scenario') return [plain(correction)];
  const right = choicesOf(answer).find((choice) => choice.key === answer.right)?.label ?? '';
  return [
    { type: 'text', tone: 'strong', text: `Good to know: the safest answer here is “${right}”.` },
    plain(`${correction} (${sourceWords(view.source)})`),
  ];
}

function actionWords({ owner, dueOn }: NonNullable<Recorded['action']>): string {
  const whose = owner === 'you' ? 'in your name' : `for ${owner}`;
  return `An action is open ${whose}, due ${longDate(dueOn)}.`;
}

/** "✓ Recorded 15:42 · Yes"; with the day unless it was given today, on the day it was asked. */
function recordedWords({ on, at, askedOn, answer, behalf }: Recorded, today: LocalDate): string {
  const plain = on === today && (askedOn === null || askedOn === on);
  return `✓ Recorded ${plain ? '' : `${longDate(on)}, `}${at} · ${answer}${behalf === undefined ? '' : ` · on behalf of the ${behalf}`}`;
}

const describe = (label: string, view: PromptView) => `${label}: ${view.text}`;
const capital = (words: string) => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
const plain = (text: string): Block => ({ type: 'text', text });
const quiet = (text: string): Block => ({ type: 'text', tone: 'quiet', text });
