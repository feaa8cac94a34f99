/**
 * The timetable's steps, given the chats there are to send by.
 */
import type { Chat, Platform } from '../chat/chat.ts';
import { applyRetention } from '../cycle/apply-retention.ts';
import { askCharge } from '../cycle/ask-charge.ts';
import { chaseOverdue } from '../cycle/chase-overdue.ts';
import { checkChannels } from '../cycle/check-channels.ts';
import { deliverMessages } from '../cycle/deliver-messages.ts';
import { planPrompts } from '../cycle/plan-prompts.ts';
import { sealLedger } from '../cycle/seal-ledger.ts';
import { sendDigests } from '../cycle/send-digests.ts';
import { syncMembers } from '../cycle/sync-members.ts';
import type { Steps } from '../timetable.ts';

export function cycleSteps(chats: ReadonlyMap<Platform, Chat>): Steps {
  return {
    'plan-prompts': planPrompts,
    'ask-charge': askCharge,
    'deliver-messages': (context) => deliverMessages(context, chats),
    'chase-overdue': chaseOverdue,
    'send-digests': sendDigests,
    'sync-members': (context) => syncMembers(context, chats),
    'check-channels': checkChannels,
    'seal-ledger': sealLedger,
    'apply-retention': applyRetention,
  };
}
