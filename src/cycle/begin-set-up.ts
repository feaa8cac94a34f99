/**
 * Answers "setup": opens it for somebody on the staff list, and for whoever put Vigil there while there is no setting.
 * The rule: anybody else on the list is told whose it is; a stranger is not told that there is such a thing.
 */
import type { IncomingCommand } from '../chat/chat.ts';
import { parseCommand } from '../domain/command.ts';
import type { Message } from '../domain/message.ts';
import { unsetLine } from '../messages/set-up-lines.ts';
import { findInstallation } from '../store/installations.ts';
import { findAddress } from '../store/people.ts';
import type { Context } from './context.ts';
import type { Writer } from './find-writers.ts';
import { openSetUp } from './open-set-up.ts';

/** `settingId` null: a new setting's. */
export async function beginSetUp(
  context: Context,
  { person }: Writer,
  settingId: string | null,
): Promise<Message> {
  return context.within(async (tx) => {
    const address = await findAddress(tx, person.id);
    const installation = address && (await findInstallation(tx, address.installationId));
    const opened =
      address && installation
        ? await openSetUp(context, tx, { ...address, ...installation, userId: address.userId }, settingId)
        : null;
    return opened ?? unsetLine(settingId === null ? 'not_added' : 'not_allowed');
  });
}

/** Null where they are as strange as any other, or wrote something else. */
export async function beginFirstSetUp(
  context: Context,
  { from, text, notACommand }: IncomingCommand,
  installationId: string,
): Promise<Message | null> {
  const parsed = parseCommand(text);
  if (notACommand || parsed.kind !== 'command' || parsed.command !== 'setup' || parsed.words.length > 0)
    return null;
  return context.within((tx) => openSetUp(context, tx, { ...from, installationId }, null));
}
