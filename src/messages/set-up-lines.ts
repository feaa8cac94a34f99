/**
 * What set-up says to one person: why a press changed nothing, what is wrong with a box, and what was saved.
 * The rule: it always says whether anything was saved, and what to do next.
 */
import type { FieldFaults } from '../domain/form-field.ts';
import type { Message } from '../domain/message.ts';
import type { SetUpPart } from '../domain/set-up-draft.ts';
import { privateLine } from './private-line.ts';
import { partWords } from './set-up-form.ts';

export type Unset = 'not_allowed' | 'ended' | 'not_yours' | 'not_offered' | 'not_added' | 'slow';

const LINES: Record<Unset, string> = {
  not_allowed:
    'Set-up is for the DSL, the headteacher and an administrator of the setting. Nothing was changed. Write “help” for what you can ask.',
  not_added:
    'Another setting is added by an administrator or the trust’s safeguarding lead. Nothing was changed. Write “setup” alone to change this one.',
  ended:
    'That set-up has ended, or was left for a month. Nothing was changed. Write “setup” to see how things stand.',
  not_yours: 'That set-up is somebody else’s. Nothing was changed. Write “setup” for your own.',
  not_offered: 'That part is not changed here. Nothing was changed. Write “setup” to see what is.',
  slow: 'Vigil could not look at the channel in time. Nothing was saved. Please save it again in a minute.',
};

export function unsetLine(why: Unset): Message {
  return privateLine(LINES[why]);
}

/** What is wrong in a form, for whoever is not shown it beside the boxes. */
export function faultsLine(faults: FieldFaults): Message {
  return privateLine(`Not saved. ${Object.values(faults).join(' ')}`);
}

export function savedNotice(part: SetUpPart): string {
  return `Saved: ${partWords(part)}.`;
}

/** Said beside the box of somebody chosen as a lead. */
export const UNKNOWN_ACCOUNT =
  'Vigil does not know that account as a member of staff’s. It looks through the workspace within a few minutes of being installed, so try again then; guests and closed accounts cannot lead.';
export const SAME_LEADS =
  'The deputy must be somebody else: there must be two people a worry can be taken to.';
export const CHAIR_KEPT =
  'A headteacher cannot change whom worries about the headteacher go to. Ask the DSL or an administrator, or put back what stood here.';

/** Said beside the box of the channel. */
export const CHANNEL_FAULTS = {
  public: 'Everybody in the workspace can read that channel. Make it private, or choose another.',
  not_in:
    'Vigil is not in that channel yet, or it does not let Vigil in. Add Vigil to it, then save this again.',
  archived: 'That channel is archived. Choose another.',
  unseen: 'Vigil could not look at that channel just now. Please save this again in a minute.',
  many: 'More than a hundred people can read that channel. Choose one that is for the safeguarding leads alone.',
} as const;

const LEADS = { dsl: 'the DSL', deputy: 'the deputy', head: 'the headteacher' };

export type FinishFault =
  | { why: 'missing'; parts: readonly SetUpPart[] }
  | { why: 'gone'; lead: keyof typeof LEADS }
  | { why: 'leads' }
  | { why: 'not_new' };

/** Why set-up could not end. */
export function finishFaultLine(fault: FinishFault): Message {
  switch (fault.why) {
    case 'missing':
      return privateLine(
        `Not finished, and nothing was changed. Still to do: ${fault.parts.map((part) => partWords(part)).join(', ')}.`,
      );
    case 'gone':
      return privateLine(
        `Not finished, and nothing was changed. Whoever you chose as ${LEADS[fault.lead]} is no longer in the workspace as a member of staff. Choose again in “Who leads”.`,
      );
    case 'leads':
      return privateLine(
        'Not finished, and nothing was changed. There must be a DSL, and somebody else as deputy. Choose again in “Who leads”.',
      );
    case 'not_new':
      return privateLine(
        'Not finished: a school has been set up here since. Nothing was changed. Write “setup” to see it.',
      );
  }
}
