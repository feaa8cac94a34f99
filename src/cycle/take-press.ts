/**
 * Takes a button press from any platform: finds the organisation, and hands it to the step that knows the verb.
 * The rule: a press from a workspace nobody has installed Vigil in reaches no record and gets the safe words, and a
 * stranger's is mentioned to a lead, as their words would be. What goes wrong here is not caught: the chat says "not
 * saved", which is then the truth.
 */
import type { IncomingPress, PressResult } from '../chat/chat.ts';
import { strangerMessage } from '../messages/guard.ts';
import { findRoute } from '../store/installations.ts';
import { acknowledgeAlert } from './acknowledge-alert.ts';
import { confirmMember } from './confirm-member.ts';
import type { Context, World } from './context.ts';
import { mentionStranger } from './mention-stranger.ts';
import { nameLead } from './name-lead.ts';
import { recordReply } from './record-reply.ts';
import { settleDoubt } from './settle-doubt.ts';
import { takeBank } from './take-bank.ts';
import { takeCommand } from './take-command.ts';
import { takeSetUp } from './take-set-up.ts';

export type TakePress = (world: World, press: IncomingPress) => Promise<PressResult>;

export async function takePress(world: World, press: IncomingPress): Promise<PressResult> {
  const { from, eventKey, verb } = press;
  if (verb === 'command') {
    const message = await takeCommand(world, { from, eventKey, text: press.arg ?? '' });
    return { kind: 'private', message };
  }
  const route = await findRoute(world.store, from.platform, from.externalId);
  if (!route) return { kind: 'private', message: strangerMessage() };
  const context = await world.contextFor(route.org);
  const result = await stepFor(context, press);
  // Only a stranger's press is answered with where to go. A leaver may have written a note in a form they still have.
  if (result.message.kind === 'stranger')
    await mentionStranger(context, {
      ...{ from, installationId: route.installationId },
      ...wroteWith(press),
    });
  return result;
}

/** What was written in a note's box, or in those of a question. */
function wroteWith({ note, values }: IncomingPress): { did: 'pressed' } | { did: 'wrote'; text: string } {
  const { topic, wording, reason } = values ?? {};
  const text = [note, topic, wording, reason].filter((words) => words !== undefined).join('\n');
  return text === '' ? { did: 'pressed' } : { did: 'wrote', text };
}

function stepFor(context: Context, press: IncomingPress): Promise<PressResult> {
  switch (press.verb) {
    case 'have_it':
      return acknowledgeAlert(context, press);
    case 'arrived':
    case 'send_again':
      return settleDoubt(context, press);
    case 'confirm':
    case 'not_staff':
      return confirmMember(context, press);
    case 'set_up':
    case 'keep_set_up':
    case 'finish_set_up':
      return takeSetUp(context, press);
    case 'name_lead':
    case 'name_again':
    case 'not_in_charge':
      return nameLead(context, press);
    case 'bank_form':
    case 'keep_bank':
    case 'bank_switch':
    case 'bank_approve':
      return takeBank(context, press);
    case 'answer':
    case 'not_sure':
    case 'not_me':
    case 'later':
    case 'later_at':
    case 'change':
    case 'keep':
    case 'enter':
    case 'note':
    case 'keep_note':
    case 'command':
      return recordReply(context, press);
  }
}
