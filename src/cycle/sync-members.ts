/**
 * Brings what is known of who is in each chat workspace into line with the workspace itself.
 */
import type { Chat, Platform } from '../chat/chat.ts';
import type { Context, StepResult } from './context.ts';

export async function syncMembers(
  _context: Context,
  _chats: ReadonlyMap<Platform, Chat>,
): Promise<StepResult> {
  return { counts: {}, nextDue: null };
}
