/**
 * An alert about a check whose poor answer cannot wait: nobody on site in charge, somebody working unchecked.
 * The rule: the channel hears that it needs somebody now, never the answer nor whose it was; a lead's direct message
 * has both; the chair hears counts only.
 */
import { indicatorWords } from '../domain/digest.ts';
import { type LocalDate, type LocalTime, longDate } from '../domain/local-time.ts';
import type { Message } from '../domain/message.ts';
import { type Role, roleLabel } from '../domain/role.ts';
import { type StandardId, standardById } from '../domain/standard.ts';
import { type AlertFrame, alertMessage } from './alert-frame.ts';

export type PoorAtOnce = {
  standard: StandardId;
  indicator: string;
  text: string;
  /** As it stands now: "Nobody yet". */
  answer: string;
  on: LocalDate;
  at: LocalTime;
  by: { role: Role; name: string };
};

export function poorAtOnceMessage(frame: AlertFrame, check: PoorAtOnce): Message {
  const first = `Needs somebody now: ${indicatorWords(check.indicator)}.`;
  const isSettled = frame.standing.is === 'settled';
  const fields = [
    { label: 'Standard', value: standardById(check.standard).name },
    { label: 'Answered', value: `${longDate(check.on)}, ${check.at}` },
  ];
  switch (frame.reader) {
    case 'channel':
      return alertMessage('alert', frame, first, [
        {
          type: 'text',
          text: isSettled
            ? 'A check said that this was not in place.'
            : 'A check says that this is not in place. A lead is told more in private.',
        },
        { type: 'fields', fields },
      ]);
    case 'lead':
      return alertMessage('alert', frame, first, [
        {
          type: 'text',
          text:
            `“${check.text}” ${isSettled ? 'is now' : 'was'} answered “${check.answer}” ` +
            `by ${check.by.name} (${roleLabel(check.by.role)}).` +
            `${isSettled ? '' : ' Please see to it before anything else.'}`,
        },
        { type: 'fields', fields },
      ]);
    case 'chair':
      return alertMessage('alert', frame, 'Checks that need somebody now: 1.', [
        {
          type: 'text',
          text: isSettled
            ? `A check at ${frame.settingName} said that something was not in place.`
            : `Nobody at ${frame.settingName} has said that they have it. Please ask the headteacher.`,
        },
        { type: 'text', tone: 'quiet', text: 'You are given counts only.' },
      ]);
  }
}
