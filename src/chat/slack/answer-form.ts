/**
 * Answers a submitted form: what was typed is read, taken by the cycle, and only then is the form closed.
 * The rule: a mistyped field keeps the form open with a sentence beside it; so does an answer that could not be
 * saved, with everything typed still there.
 */
import type { ViewResponseAction } from '@slack/bolt';
import type { IncomingPress } from '../chat.ts';
import { parseForm } from '../parse-answer.ts';
import { nameOf, settled } from '../work-in-hand.ts';
import { type Desk, inTime } from './desk.ts';
import type { Submission } from './parse.ts';
import { noticeView } from './render-form.ts';
import { showPrivately, showResult } from './show-result.ts';

export type AckForm = (answer?: ViewResponseAction) => Promise<void>;

export async function answerForm(desk: Desk, submission: Submission, ack: AckForm): Promise<void> {
  const { press, values, latest, place } = submission;
  const read = parseForm(press.verb, values, latest);
  if ('faults' in read) return ack({ response_action: 'errors', errors: { ...read.faults } });
  if (!desk.isNew(press.eventKey)) return ack();
  const taking = settled(desk.handlers.onPress({ ...press, ...read.given }));
  const taken = await inTime(taking);
  if (taken === null) {
    await ack().catch(() => desk.log.warn({ verb: press.verb }, 'slack_not_acknowledged'));
    const late = await taking;
    if (late.is === 'done') return showResult(desk, press.from, place, late.value);
    notSaved(desk, press, late.fault);
    return showPrivately(desk, press.from, place, desk.notices.notSaved);
  }
  if (taken.is === 'failed') {
    notSaved(desk, press, taken.fault);
    const [first = 'count'] = Object.keys(values);
    return ack({ response_action: 'errors', errors: { [first]: desk.notices.notSaved.summary } });
  }
  if (taken.value.tooMany) {
    // What was typed stays where it is, to be sent again.
    desk.forget(press.eventKey);
    const [first = 'count'] = Object.keys(values);
    return ack({ response_action: 'errors', errors: { [first]: taken.value.message.summary } });
  }
  if (taken.value.faults) {
    desk.forget(press.eventKey);
    return ack({ response_action: 'errors', errors: { ...taken.value.faults } });
  }
  // What is wrong with a note is said beside it, so that it is still there to be put right.
  if ('note' in read.given && taken.value.kind === 'private' && taken.value.message.kind === 'private_line') {
    desk.forget(press.eventKey);
    return ack({ response_action: 'errors', errors: { note: taken.value.message.summary } });
  }
  if (taken.value.kind === 'private' || taken.value.kind === 'received')
    return ack({ response_action: 'update', view: noticeView(taken.value.message, submission.form) });
  // It is recorded: a link that has gone is no reason not to show it.
  await ack().catch(() => desk.log.warn({ verb: press.verb }, 'slack_not_acknowledged'));
  await showResult(desk, press.from, place, taken.value);
}

/** It may be sent again, from the same form. */
function notSaved(desk: Desk, { verb, eventKey }: IncomingPress, fault: unknown): void {
  desk.forget(eventKey);
  desk.log.error({ verb, fault: nameOf(fault) }, 'press_not_saved');
}
