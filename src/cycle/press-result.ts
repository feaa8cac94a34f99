/**
 * Results of a press that recorded nothing, as the chats take them.
 * The rule: seen by whoever pressed alone; of a form, what is wrong is said beside each of its boxes. The words are the
 * caller's.
 */
import type { PressResult } from '../chat/chat.ts';
import type { FieldFaults } from '../domain/form-field.ts';
import type { Message } from '../domain/message.ts';

export const inPrivate = (message: Message): PressResult => ({ kind: 'private', message });

/** `message` says the same, for whoever is not shown it beside the boxes. */
export const besideBoxes = (faults: FieldFaults, message: Message): PressResult => ({
  ...inPrivate(message),
  faults,
});
