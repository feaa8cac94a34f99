/**
 * Takes words written to Vigil, or a command's button: finds the organisation and the writer, and gives the answer.
 * The rule: only confirmed staff are answered. Anybody else is sent to a teacher, and the lead is told that it
 * happened. What was typed is neither kept, logged nor said back; a look at help leaves no trace at all.
 */
import type { IncomingCommand } from '../chat/chat.ts';
import type { Message } from '../domain/message.ts';
import { strangerMessage } from '../messages/guard.ts';
import { findRoute } from '../store/installations.ts';
import { findByChatUser } from '../store/people.ts';
import { answerWriter } from './answer-command.ts';
import { beginFirstSetUp } from './begin-set-up.ts';
import type { World } from './context.ts';
import { findWriters } from './find-writers.ts';
import { mentionStranger } from './mention-stranger.ts';
import { nameMentioned } from './name-mentioned.ts';

export async function takeCommand(world: World, command: IncomingCommand): Promise<Message> {
  const { platform, externalId, userId } = command.from;
  const route = await findRoute(world.store, platform, externalId);
  if (!route) return strangerMessage();
  const context = await world.contextFor(route.org);
  const who = await context.within((tx) => findByChatUser(tx, platform, externalId, userId));
  const writers = await findWriters(context, who);
  const { text, colleagues } = await nameMentioned(context, command);
  if (writers.length > 0) {
    const { notACommand = false } = command;
    return answerWriter(context, writers, text, { here: platform === 'local', notACommand, colleagues });
  }
  const begun = await beginFirstSetUp(context, command, route.installationId);
  if (begun !== null) return begun;
  await mentionStranger(context, {
    from: command.from,
    installationId: route.installationId,
    did: 'wrote',
    text,
    colleagues,
  });
  return strangerMessage();
}
