/**
 * An overdue alert: what was not answered, under which standard, since when, and who has taken it on.
 * The rule: nobody is named in a channel; a lead's direct message names who was asked; the chair hears counts only.
 * It never says that the check was not done, only that we do not know. Who is sent which is left to the cycle.
 */
import { indicatorWords } from '../domain/digest.ts';
import { type LocalDate, longDate } from '../domain/local-time.ts';
import type { Message } from '../domain/message.ts';
import { type Role, roleLabel } from '../domain/role.ts';
import { type StandardId, standardById } from '../domain/standard.ts';
import { type AlertFrame, type AlertReader, alertMessage } from './alert-frame.ts';

export type OverdueDuty = {
  standard: StandardId;
  indicator: string;
  text: string;
  askedOn: LocalDate;
  dueOn: LocalDate;
  /** Who was asked: the role for anybody entitled, the name in a lead's copy alone. */
  owner: { role: Role; name: string };
  /** Its owner is the headteacher, so the chair is asked to speak to them. */
  headsOwn: boolean;
};

export function overdueDutyMessage(frame: AlertFrame, duty: OverdueDuty): Message {
  const due = `due ${longDate(duty.dueOn)}`;
  const what = indicatorWords(duty.indicator);
  const owner = roleLabel(duty.owner.role);
  const standard = standardById(duty.standard).name;
  const unknown = 'We do not know whether it was done.';
  switch (frame.reader) {
    case 'channel':
      return alertMessage('overdue', frame, `Duty check not answered: ${what}, ${due}.`, [
        {
          type: 'text',
          text: `${unknown} ${frame.small ? 'The lead has been told whom to ask.' : `Please ask the ${owner}.`}`,
        },
        { type: 'fields', fields: sinceFields(standard, duty) },
      ]);
    case 'lead':
      return alertMessage('overdue', frame, `Duty check not answered: ${what}, ${due}.`, [
        {
          type: 'text',
          text: `${unknown} It was put to ${duty.owner.name} (${owner}): “${duty.text}” Please ask them.`,
        },
        { type: 'fields', fields: sinceFields(standard, duty) },
      ]);
    case 'chair':
      return alertMessage('overdue', frame, `Duty checks not answered: 1, ${due}.`, [
        {
          type: 'text',
          text: duty.headsOwn
            ? `${unknown} It is one of the headteacher’s own checks, so it comes to you. Please ask the headteacher.`
            : `${unknown} Nobody at ${frame.settingName} has said that they have it. Please ask the headteacher.`,
        },
        { type: 'text', tone: 'quiet', text: 'You are given counts only.' },
      ]);
  }
}

export type OverdueAttestation = {
  standard: StandardId;
  text: string;
  dueOn: LocalDate;
  overdue: number;
  /** For a lead's copy: who was asked and has not answered, but for anybody the reader may not hear of. */
  names: string[];
};

export function overdueAttestationsMessage(frame: AlertFrame, questions: OverdueAttestation[]): Message {
  const total = questions.reduce((sum, question) => sum + question.overdue, 0);
  const plain = frame.reader === 'channel' && frame.small;
  const many = total === 1 ? '1 person has' : `${total} people have`;
  const first = plain
    ? 'Some confirmations have not been given.'
    : `${many} not yet given a confirmation that was due.`;
  const lines = questions.map((question) => {
    const due = `due ${longDate(question.dueOn)}`;
    const base = `“${question.text}” ${standardById(question.standard).name}, ${due}`;
    if (plain) return `${base}.`;
    if (frame.reader !== 'lead') return `${base}: ${question.overdue} not answered.`;
    return `${base}: ${question.overdue} not answered${question.names.length > 0 ? ` (${question.names.join(', ')})` : ''}.`;
  });
  const request: Record<AlertReader, string> = {
    channel: 'We do not know whether it was done. A lead has been told whom to ask.',
    lead: 'We do not know whether it was done. Please ask them.',
    chair: 'We do not know whether it was done. Please ask the headteacher. You are given counts only.',
  };
  return alertMessage('overdue', frame, first, [
    { type: 'list', lines: frame.reader === 'chair' ? [`Questions: ${questions.length}.`] : lines },
    { type: 'text', text: request[frame.reader] },
  ]);
}

function sinceFields(standard: string, duty: OverdueDuty) {
  return [
    { label: 'Standard', value: standard },
    { label: 'Asked', value: longDate(duty.askedOn) },
    { label: 'Due', value: longDate(duty.dueOn) },
  ];
}
