/**
 * Answers a click on a button: taken by the cycle, acknowledged to Slack, then shown.
 * The rule: nothing says recorded before it is, and whoever pressed is always told when it was not. What cannot be
 * taken within Slack's three seconds is acknowledged without a word and told when it is done.
 */
import type { PressResult } from '../chat.ts';
import { nameOf, settled } from '../work-in-hand.ts';
import { type Desk, inTime } from './desk.ts';
import { type Click, formMemory } from './parse.ts';
import { formView } from './render-form.ts';
import { showPrivately, showResult } from './show-result.ts';

export async function answerClick(desk: Desk, click: Click, ack: () => Promise<void>): Promise<void> {
  const { press, place } = click;
  if (!desk.isNew(press.eventKey)) return ack();
  const taking = settled(desk.handlers.onPress(press));
  await inTime(taking);
  // By then it is recorded, or still being so; a link that has gone is no reason not to show what became of it.
  await ack().catch(() => desk.log.warn({ verb: press.verb }, 'slack_not_acknowledged'));
  const taken = await taking;
  if (taken.is === 'failed') {
    desk.forget(press.eventKey);
    desk.log.error({ verb: press.verb, fault: nameOf(taken.fault) }, 'press_not_saved');
    return showPrivately(desk, press.from, place, desk.notices.notSaved);
  }
  const { tooMany } = taken.value;
  // Not taken at all, so it may be brought again; each telling is a call to Slack, and one in a while is enough.
  if (tooMany) desk.forget(press.eventKey);
  if (tooMany?.isTold) return;
  if (taken.value.kind === 'form') return openForm(desk, click, taken.value);
  await showResult(desk, press.from, place, taken.value);
}

async function openForm(
  desk: Desk,
  { press, place, triggerId }: Click,
  { message }: PressResult,
): Promise<void> {
  const form = message.blocks.find((block) => block.type === 'form' && block.act.token === press.token);
  if (form?.type !== 'form') throw new Error('A form was asked for of a question that has none');
  if (triggerId !== null) {
    const memory = formMemory({ act: form.act, ...latestOf(form.fields), place });
    const opening = await desk.calls({ workspaceId: press.from.externalId, method: 'views.open' }, (client) =>
      client.views.open({ trigger_id: triggerId, view: formView(form, memory) }),
    );
    if (opening.is === 'done') return;
    const fault = opening.is === 'failed' ? nameOf(opening.fault) : opening.outcome.kind;
    desk.log.warn({ fault }, 'form_not_opened');
  }
  desk.forget(press.eventKey);
  await showPrivately(desk, press.from, place, desk.notices.pressAgain);
}

function latestOf(fields: readonly { latest?: string }[]): { latest?: string } {
  const latest = fields.find((field) => field.latest !== undefined)?.latest;
  return latest === undefined ? {} : { latest };
}
