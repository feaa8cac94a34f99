/**
 * The alert that nobody is named as in charge today.
 * The rule: the channel hears that it is so and names nobody; a lead can name somebody from their own copy, also once
 * somebody has it, for it is unanswered until then; the chair hears counts only.
 */
import { type LocalDate, type LocalTime, longDate } from '../domain/local-time.ts';
import type { Block, Message } from '../domain/message.ts';
import { type AlertFrame, alertMessage } from './alert-frame.ts';
import { type ChargeButtons, type ChargeWhere, chargeWords, nameButtons } from './charge.ts';

export type NobodyInCharge = {
  where: ChargeWhere;
  on: LocalDate;
  askedAt: LocalTime;
  /** Why it is so: no answer yet, the answer "Nobody", or whoever was named said that it is not them, or is away. */
  why: 'silent' | 'nobody' | 'not_me' | 'away';
  token: string;
  buttons: ChargeButtons;
};

export function nobodyInChargeMessage(frame: AlertFrame, charge: NobodyInCharge): Message {
  const who = chargeWords(charge.where);
  const { standing } = frame;
  const isNamed = standing.is === 'settled' && standing.how === 'named';
  const first = isNamed ? `Somebody is named as ${who} now.` : `Nobody is named as ${who} today.`;
  const day: Block = { type: 'text', text: `${longDate(charge.on)}. ${whyWords(charge)}` };
  if (standing.is === 'settled') return alertMessage('alert', frame, first, []);
  switch (frame.reader) {
    case 'channel':
      return alertMessage('alert', frame, first, [
        day,
        { type: 'text', text: 'A lead can name somebody in their own chat with Vigil: write “lead”.' },
      ]);
    case 'lead':
      return alertMessage('alert', frame, first, [
        day,
        {
          type: 'text',
          text:
            'Please see that a trained lead is there or can be reached at once, and name them here. “I have it” says that ' +
            'you are seeing to it: nobody else is told, and the question stays open until somebody is named.',
        },
        { type: 'buttons', buttons: nameButtons(charge, charge.buttons) },
      ]);
    case 'chair':
      return alertMessage('alert', frame, 'Sites or trips with nobody named as DSL today: 1.', [
        {
          type: 'text',
          text: `At ${frame.settingName} no lead has named anybody. Please ask the headteacher, or the DSL.`,
        },
        { type: 'text', tone: 'quiet', text: 'You are given counts only.' },
      ]);
  }
}

function whyWords({ why, askedAt }: NobodyInCharge): string {
  switch (why) {
    case 'silent':
      return `It was asked at ${askedAt} and is not answered yet.`;
    case 'nobody':
      return 'A lead says that nobody is there.';
    case 'away':
      return 'Whoever was named is away now, and nobody else is named yet.';
    case 'not_me':
      return 'Whoever was named says that it is not them, and nobody else is named yet.';
  }
}
