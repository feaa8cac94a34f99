/**
 * What somebody is told who writes to Vigil as though a person were reading: where to go, now.
 * The rule: nothing of what was typed is given to this file, so nothing of it can be said back.
 * Deciding that it was not a command is left to domain/command.
 */
import type { Command, GuardWord } from '../domain/command.ts';
import type { Button, Message } from '../domain/message.ts';
import type { Contacts } from '../domain/setting.ts';

export type GuardFrame = {
  /** The DSL, deputy or head at work now; null when none of them is known to be. */
  leadOnDuty: { name: string } | null;
  contacts: Contacts;
  /** Leads of other settings the writer works in that day, who are being told too. */
  also?: readonly AlsoTold[];
};

export type AlsoTold = { name: string; setting: string };

/**
 * What the words looked like, and what was done. unsure: like no command, and nothing more is known. child: a lead is
 * being told that the writer may have a concern; `told` is null where chat reaches none. adult: whom to tell is for
 * the writer alone to choose.
 */
export type GuardOutcome =
  | { is: 'unsure' }
  | { is: 'child'; told: { name: string } | null }
  | { is: 'adult' };

/** Said before anything else to whoever writes, whatever becomes of it. */
export const STOP = 'STOP. This is NOT a report and nobody is watching this chat.';

export function guardMessage(
  { leadOnDuty, contacts, also = [] }: GuardFrame,
  outcome: GuardOutcome,
): Message {
  const lead = leadOnDuty === null ? 'the DSL or a deputy' : `${leadOnDuty.name}, on safeguarding duty,`;
  return {
    kind: 'guard',
    summary: 'Stop. This is not a report and nobody is watching this chat.',
    blocks: [
      { type: 'text', tone: 'warn', text: STOP },
      {
        type: 'list',
        lines: [
          'In danger now: 999.',
          `Otherwise tell ${lead} in person or on ${contacts.leadPhone}.`,
          `Nobody there? Don’t wait: children’s social care, ${contacts.frontDoor}.`,
          `Out of hours: emergency duty team, ${contacts.outOfHours}.`,
          'About a member of staff: the headteacher.',
          `About the headteacher: ${contacts.chair} (chair of governors) or the LADO, ${contacts.lado}.`,
        ],
      },
      { type: 'text', tone: outcome.is === 'unsure' ? 'quiet' : 'strong', text: doneWords(outcome) },
      ...also.map(({ name, setting }) => ({
        type: 'text' as const,
        text: `You work at ${setting} too, so ${name} there is being told the same.`,
      })),
      {
        type: 'text',
        tone: 'quiet',
        text:
          'Vigil has not kept what you wrote. It is still where you wrote it. Don’t delete your message; ask the DSL.' +
          (outcome.is === 'unsure' ? ' If you wanted Vigil’s commands, write: help.' : ''),
      },
      { type: 'buttons', buttons: guardButtons(outcome) },
    ],
  };
}

function doneWords(outcome: GuardOutcome): string {
  switch (outcome.is) {
    case 'unsure':
      return 'Vigil has told nobody.';
    case 'child':
      return outcome.told === null
        ? 'Vigil tried to tell a lead that you may have a concern, and cannot reach one. Please go to one yourself, now.'
        : `${outcome.told.name} is being told, in private, that you may have a concern, and nothing of what you wrote. ` +
            'Don’t wait for them.';
    case 'adult':
      return 'This may be about an adult, so Vigil has told nobody. Whom to tell is for you to choose.';
  }
}

/** Whom the writer may ask for; nobody is asked unless they press. */
function guardButtons(outcome: GuardOutcome): Button[] {
  const told = commandButton('I’ve told someone', 'told');
  switch (outcome.is) {
    case 'unsure':
      return [told, commandButton('Ask the DSL to speak to me', 'tell-dsl')];
    case 'child':
      return [told];
    case 'adult':
      return [
        commandButton('Ask the head to speak to me', 'tell-head'),
        commandButton('Ask the DSL to speak to me', 'tell-dsl'),
        told,
      ];
  }
}

/** After "Ask … to speak to me". `told` is null where chat reaches nobody who could be asked. */
export function askedToSpeakMessage(
  { contacts }: Pick<GuardFrame, 'contacts'>,
  whom: 'dsl' | 'head',
  told: { name: string } | null,
): Message {
  const role = whom === 'head' ? 'the headteacher' : 'the DSL or a deputy';
  const first =
    told === null
      ? `Vigil cannot reach ${role}, and has told nobody.`
      : `${told.name} is being asked, in private, to speak to you.`;
  return {
    kind: 'guard',
    summary: first,
    blocks: [
      { type: 'text', tone: told === null ? 'warn' : 'strong', text: first },
      {
        type: 'list',
        lines: [
          ...(told === null ? [] : ['They are told only that you may have a concern.']),
          'Don’t wait if a child may be in danger: 999.',
          `Otherwise ring ${contacts.leadPhone}, or children’s social care: ${contacts.frontDoor}.`,
          `About the headteacher: ${contacts.chair} (chair of governors) or the LADO, ${contacts.lado}.`,
        ],
      },
      { type: 'buttons', buttons: [commandButton('I’ve told someone', 'told')] },
    ],
  };
}

/** Said where others read, to somebody whose answer has gone to them alone. It names nobody. */
export function guardElsewhereMessage(): Message {
  return {
    kind: 'guard',
    summary: 'This is not a report. In danger: 999. Tell the DSL now, in person.',
    blocks: [
      {
        type: 'text',
        tone: 'warn',
        text: 'This is NOT a report. In danger: 999.',
      },
      {
        type: 'text',
        text:
          'If it is about a child, tell the DSL now, in person. Others can read what stands here; don’t delete it, ask ' +
          'the DSL. Whom to go to is in your own chat with Vigil.',
      },
    ],
  };
}

/** After "I've told someone": nothing is kept, so nothing can be looked up later. */
export function toldMessage({ contacts }: Pick<GuardFrame, 'contacts'>): Message {
  return {
    kind: 'guard',
    summary: 'Thank you for telling someone.',
    blocks: [
      { type: 'text', tone: 'strong', text: 'Thank you. Telling someone was the right thing to do.' },
      {
        type: 'text',
        text:
          'Write down what you saw or heard in your setting’s own system today, in the child’s own words where you can. ' +
          'If nothing seems to happen, tell them again, or ring children’s social care yourself: ' +
          `${contacts.frontDoor}.`,
      },
      { type: 'text', tone: 'quiet', text: 'Vigil has kept no record of this.' },
    ],
  };
}

/** While the record cannot be reached: who the writer is, and whom to send them to, is not known. */
export function awayMessage(): Message {
  return {
    kind: 'guard',
    summary: 'Vigil cannot answer just now. In danger: 999. Worried about a child: tell the DSL now.',
    blocks: [
      {
        type: 'text',
        tone: 'warn',
        text: 'Worried about a child? Tell the DSL or a teacher now, in person. In danger: 999. Childline 0800 1111.',
      },
      {
        type: 'text',
        text:
          'Vigil cannot answer just now. What you wrote was not kept and is not a report, now or later. ' +
          'If you wanted one of Vigil’s commands, try again in a few minutes.',
      },
    ],
  };
}

/** Somebody nobody has confirmed as staff: perhaps a pupil or a guest. */
export function strangerMessage(): Message {
  return {
    kind: 'stranger',
    summary: 'Tell a teacher now. In danger: 999. Childline 0800 1111.',
    blocks: [
      { type: 'text', tone: 'warn', text: 'Tell a teacher now. In danger: 999. Childline 0800 1111.' },
      {
        type: 'text',
        text: 'Nobody is watching this chat. What you wrote was not kept by Vigil and is not a report.',
      },
      {
        type: 'text',
        tone: 'quiet',
        text:
          'Vigil answers only staff whom a safeguarding lead has confirmed. ' +
          'If you work here, ask the DSL to put you on the staff list.',
      },
    ],
  };
}

const STRANGER_DID = {
  wrote: 'wrote to Vigil',
  worried: 'wrote to Vigil, and it may have been a worry',
  pressed: 'pressed one of Vigil’s buttons',
};

/** To the lead on duty: that it happened, and nothing that would say who or what. */
export function strangerMetMessage(settingName: string, did: keyof typeof STRANGER_DID): Message {
  const what = STRANGER_DID[did];
  const kept = did === 'pressed' ? 'Nothing was recorded.' : 'What they wrote was not kept.';
  const text = `Somebody who is not on the staff list ${what} (${settingName}). ${kept}`;
  return {
    kind: 'action',
    summary: text,
    blocks: [
      { type: 'text', tone: 'strong', text },
      {
        type: 'text',
        text:
          'They were told: tell a teacher now, 999 in danger, Childline 0800 1111. ' +
          'Pupils and guests can reach chat too, so please find out today, with care, whether somebody needs help.',
      },
      {
        type: 'text',
        tone: 'quiet',
        text: 'If it was a member of staff, add them to the staff list. You are told once a day for each person, and once more if something later may be a worry.',
      },
    ],
  };
}

/** One word that was nearly a command. The word itself is not repeated. */
export function nearestMessage(command: Command, { contacts }: Pick<GuardFrame, 'contacts'>): Message {
  return {
    kind: 'help',
    summary: `Did you mean “${command}”?`,
    blocks: [
      { type: 'text', text: `That is not a word Vigil knows. Did you mean “${command}”?` },
      {
        type: 'buttons',
        buttons: [commandButton(command, command, 'primary'), commandButton('help', 'help')],
      },
      { type: 'text', tone: 'quiet', text: worriedLine(contacts) },
    ],
  };
}

/** One line for the foot of any answer. */
export function worriedLine(contacts: Contacts): string {
  return `Worried about a child? Don’t write it here: tell the DSL now, in person or on ${contacts.leadPhone}. In danger: 999.`;
}

/** A command as a button. It belongs to no prompt or alert; platforms refuse an empty token, so it has a word. */
export function commandButton(
  label: string,
  arg: Command | GuardWord,
  style: 'primary' | 'plain' = 'plain',
): Button {
  return { label, act: { verb: 'command', token: 'command', arg }, style };
}
