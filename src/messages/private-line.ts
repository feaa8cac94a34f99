/**
 * A line seen by one person alone: what became of a press that could not be taken as it was meant.
 * The rule: it says nothing about anybody's answer. The words are the caller's, or one of those here.
 */
import type { Message } from '../domain/message.ts';

export function privateLine(text: string): Message {
  return { kind: 'private_line', summary: text, blocks: [{ type: 'text', text }] };
}

/** Why nothing was recorded, said to whoever pressed. */
export type Unrecorded =
  /** The token is not one of ours, or no longer. */
  | 'unknown'
  /** It was put to another person. */
  | 'not_yours'
  | 'closed'
  | 'handed_on'
  /** "Change" or "Keep" where there is no answer to change. */
  | 'not_answered'
  | 'already_answered'
  /** The best answer to a scenario has been shown since, so the first one counts. */
  | 'stands'
  /** It was anonymous, so nobody can find it to change it. */
  | 'not_by_name'
  /** "Later" when no later time is left. */
  | 'no_later';

const LINES: Record<Unrecorded, string> = {
  unknown: 'That question is no longer here. Nothing was recorded. Write “due” to see what waits for you.',
  not_yours: 'That question was put to somebody else. Nothing was recorded.',
  closed: 'That question has closed. Nothing was recorded or changed. Thank you all the same.',
  handed_on: 'You have passed that question on. Nothing was recorded.',
  not_answered: 'There is no answer to change yet. Nothing was recorded.',
  already_answered:
    'You have already answered that one, so it was left as it is. To change it, press Change.',
  stands:
    'You have already answered that one. Here the first answer is the one that counts, so it was left as it is.',
  not_by_name:
    'You have already answered that one. Your answer is not kept with your name, so it cannot be found again or changed.',
  no_later:
    'There is no later time left for this one. Please answer it when you can, or press “Not me”. Nothing was changed.',
};

export function unrecordedLine(why: Unrecorded): Message {
  return privateLine(LINES[why]);
}

/** Why a note was not kept, where nothing in the note is wrong. */
export function noteLine(why: 'changed_since' | 'not_taken' | 'away' | 'slow'): Message {
  return privateLine(NOTE_LINES[why]);
}

const NOTE_LINES: Record<Parameters<typeof noteLine>[0], string> = {
  changed_since:
    'Your note was not kept: the answer has been changed since the box was opened. Press “Add a note” again.',
  not_taken: 'Your note was not kept: notes cannot be taken here.',
  away:
    'Not saved: Vigil cannot reach its record just now, and a note is kept nowhere else. Please send it again in a minute. ' +
    'If it is about a child, do not wait: tell the DSL now, in person.',
  slow:
    'Not kept yet: it is taking longer than usual. The question says so once your note is kept. If it does not within a ' +
    'minute, please send it again.',
};

/** The record could not be reached, so nothing of a press was kept. The buttons are still there. */
export function unsavedLine(): Message {
  return privateLine('Not saved. Please press again.');
}

/**
 * Kept on this machine until the record is back, and filed before anything else. No time is said: the setting's zone is
 * in the record.
 */
export function receivedLine(): Message {
  return privateLine('Received, filing shortly. Nothing more to do: you will see it here once it is filed.');
}

/** The record is away, and what was pressed only looks something up. */
export function unreachedLine(): Message {
  return privateLine('Vigil cannot reach its record just now. Please press again in a minute.');
}

/** What became of a press that was received and filed later, where its message does not show it. */
export type FiledLater =
  | { is: 'filed' }
  /** `why` says itself that nothing was recorded. */
  | { is: 'not_filed'; why: Message }
  /** The time chosen had gone by. */
  | { is: 'too_late' }
  | { is: 'failed' };

/** `when` is local to the setting: "15:42" or "15:42, Monday 9 Nov". */
export function filedLaterLine(when: string, filed: FiledLater): Message {
  return privateLine(
    `About what you pressed at ${when}, which could not be filed at that moment: ${became(filed)}`,
  );
}

function became(filed: FiledLater): string {
  switch (filed.is) {
    case 'filed':
      return 'it is filed now. Write “due” to see what waits for you.';
    case 'not_filed':
      return filed.why.summary;
    case 'too_late':
      return 'the time you chose for a reminder has gone by. Nothing was recorded. Please press “Later” again.';
    case 'failed':
      return 'it could not be filed. Please press again, or write “due” to see what waits for you.';
  }
}

/** The record is slow: nobody knows yet whether it was kept. */
export function stillSavingLine(): Message {
  return privateLine(
    'Not recorded yet: it is taking longer than usual. The question will show your answer once it is recorded. ' +
      'If it does not within a minute, please press again.',
  );
}

/** Said where others read; the answer itself has gone to whoever asked. */
export function answeredAsideLine(): Message {
  return privateLine('The answer is in your own chat with Vigil, where only you see it.');
}

export function notAnsweredAsideLine(): Message {
  return privateLine(
    'Vigil could not answer in your own chat with it, so nothing is shown here. Please open that chat and write there.',
  );
}

/** A button or a form that can no longer be read, or a form that did not open in time. */
export function pressAgainLine(): Message {
  return privateLine(
    'That did not work, and nothing was recorded. Please press again, or write “due” to see what waits for you.',
  );
}

/** A form that came back with something to put right. */
export function mendLine(mend: string): Message {
  return privateLine(`Not recorded yet. ${mend}`);
}
