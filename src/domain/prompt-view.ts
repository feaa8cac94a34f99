/**
 * A prompt as it is shown to the person asked: the question, and where it stands just now.
 * The rule: everything needed to draw it is here, so a message can be redrawn from the record at any time.
 * Words are left to messages/prompt.
 */
import type { LocalDate, LocalTime } from './local-time.ts';
import { type AnswerSpec, fillText, type Kind, type Question, type Source } from './question.ts';
import type { StandardId } from './standard.ts';

export type LaterOption = { arg: 'afternoon' | 'tomorrow' | 'next_school_day'; label: string };

export type PromptStanding =
  /** `keep`: "Change" was pressed; the answer that stands until there is another. */
  | { is: 'open'; keep?: string; keepsNote?: boolean }
  /** "Later" was pressed: choose when. */
  | { is: 'choosing_later'; options: LaterOption[] }
  | { is: 'later'; until: string }
  | {
      is: 'recorded';
      on: LocalDate;
      at: LocalTime;
      /** The day it was asked, which its message shows; null when it was answered before that was marked. */
      askedOn: LocalDate | null;
      /** The answer in words: "Yes", "3", "12 of 14". */
      answer: string;
      /** Whose check it was, as a role, where a colleague answered it. */
      behalf?: string;
      /** The 30-second correction after a wrong scenario answer. */
      correction: string | null;
      mayChange: boolean;
      /** "Need time" on an attestation: noted, still wanted. */
      stillWanted: boolean;
      /** The action this answer opened, or that was open already. `owner` is "you" or a name. */
      action: { owner: string; dueOn: LocalDate } | null;
      /** Whether it bears a note; null where none may go with it. */
      note: 'none' | 'kept' | null;
      /** "Add a note" was pressed: its form, with who a worried person goes to. */
      noting?: { lead: string | null };
    }
  /** Answered without a name: what was chosen is not known. */
  | { is: 'counted' }
  | { is: 'handed_on'; nobody: boolean }
  | { is: 'closed' };

export type PromptView = {
  token: string;
  kind: Kind;
  standard: StandardId;
  /** {edition} and {setting} already filled in. */
  text: string;
  why: string;
  source: Source;
  /** True until a lead approves a question that was not checked: shown as "check locally". */
  checkLocally: boolean;
  anonymous: boolean;
  answer: AnswerSpec;
  /** Keys in the order shown, for shuffled scenarios; null for the written order. */
  choiceOrder: string[] | null;
  seconds: number;
  /** The DSL sees what is otherwise for the headteacher alone. */
  dslSeesCases?: true;
  /** How many answers have been given so far; its buttons carry it. */
  answers: number;
  standing: PromptStanding;
};

/** What stands round the questions of one message. */
export type PromptFrame = {
  settingName: string;
  today: LocalDate;
  /** Who a worried person goes to now. Null when nobody is known to be on duty. */
  leadOnDuty: { name: string; phone: string } | null;
  /** A second copy after an uncertain send says so. */
  again: boolean;
};

/** A question as one prompt shows it, with the setting's name and edition filled in. */
export function viewOf(
  question: Question,
  prompt: { token: string; choiceOrder: string[] | null; reply?: { revision: number } | null },
  setting: { name: string; edition: string; dslSeesCases?: boolean },
  checkLocally: boolean,
  standing: PromptStanding,
): PromptView {
  const names = { edition: setting.edition, setting: setting.name };
  return {
    token: prompt.token,
    kind: question.kind,
    standard: question.standard,
    text: fillText(question.text, names),
    why: fillText(question.why, names),
    source: question.source,
    checkLocally,
    anonymous: question.anonymous === true,
    answer: question.answer,
    choiceOrder: prompt.choiceOrder,
    seconds: question.seconds,
    ...(setting.dslSeesCases ? { dslSeesCases: true } : {}),
    answers: prompt.reply?.revision ?? 0,
    standing,
  };
}
