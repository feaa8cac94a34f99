/**
 * What a call to the Connector or the token endpoint is answered with.
 * The rule: a refusal is a value that bears its HTTP status and Teams' own error code, in the shape Teams gives it:
 * most as {error:{code,message}}, a blocked thread as errorCode 209 with the subCode written inside the message.
 */
import type { Json } from './world.ts';

export type Answer =
  | { ok: true; status: number; body: unknown }
  | { ok: false; status: number; error: string; body: Json; detail: string[] };

/** Each code with its status and words, as documented. */
const CODES = {
  BadSyntax: [400, 'Bad format of the request'],
  BadArgument: [400, 'Bad argument'],
  BotNotRegistered: [401, 'No registration found for this bot.'],
  BotDisabledByAdmin: [403, 'The tenant admin disabled this bot.'],
  BotNotInConversationRoster: [403, 'The bot is not part of the conversation roster.'],
  ConversationBlockedByUser: [403, 'User blocked the conversation with the bot.'],
  ForbiddenOperationException: [403, "Bot is not installed in user's personal scope"],
  MessageWritesBlocked: [403, 'Thread is blocked from message writes.'],
  ConversationNotFound: [404, 'Conversation not found.'],
  ActivityNotFoundInConversation: [404, 'The activity was not found in the conversation.'],
  MemberNotFoundInConversation: [404, 'The member was not found in the conversation.'],
  ServiceError: [404, 'No such operation.'],
  PreconditionFailed: [412, 'Precondition failed, please try again.'],
  MessageSizeTooBig: [413, 'Message size too large.'],
  Throttled: [429, 'Too many requests.'],
} as const satisfies Record<string, readonly [number, string]>;

export type Code = keyof typeof CODES;
/** For a simulator to choose from, and for a test to go through. */
export const DOCUMENTED_CODES = Object.keys(CODES) as Code[];

export function refuse(code: Code, detail: string[] = []): Extract<Answer, { ok: false }> {
  const [status, words] = CODES[code];
  const message = detail.length === 0 ? words : `${words}: ${detail.join('; ')}`;
  return {
    ok: false,
    status,
    error: code,
    detail,
    body: code === 'MessageWritesBlocked' ? blocked(words) : { error: { code, message } },
  };
}

export const unauthorized = (why: string): Answer => ({
  ok: false,
  status: 401,
  error: 'Unauthorized',
  detail: [why],
  body: { message: 'Authorization has been denied for this request.' },
});

export const grant = (body: unknown, status = 200): Answer => ({ ok: true, status, body });

function blocked(details: string): Json {
  const inner = { subCode: 'MessageWritesBlocked', details, errorCode: null, errorSubCode: null };
  return { errorCode: 209, message: JSON.stringify(inner, null, 2).replaceAll('\n', '\r\n') };
}
