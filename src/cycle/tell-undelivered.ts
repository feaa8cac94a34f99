/**
 * Tells a lead in private that Vigil could not deliver something.
 * The rule: never twice for the same, and never about such a notice itself. Where many questions fail, a few are
 * told of one by one and the rest of the day's together: a lead with sixty notices reads none of them.
 */
import { instantAt, type LocalDate, localDate } from '../domain/local-time.ts';
import { type Undelivered, undeliveredMessage } from '../messages/undelivered.ts';
import type { Tx } from '../store/database.ts';
import { countMessages, NOTICE, type Outbound } from '../store/deliveries.ts';
import type { Context } from './context.ts';
import type { KnownSchool } from './know-school.ts';
import { tellLead } from './tell-lead.ts';

/** Questions told of one by one, of a setting in a day. */
const MOST_A_DAY = 5;
const QUESTION = 'question:';

/** What is told; `held` bears the token of the buttons that ask about it. */
type What = Exclude<Undelivered['what'], 'held' | 'more'> | { held: string };

/** `since` is when a channel was found shut, so that it is told of once each time. */
export async function tellUndelivered(
  context: Context,
  tx: Tx,
  school: KnownSchool,
  message: Outbound,
  what: What,
  since = context.now,
): Promise<void> {
  if (message.dedupeKey.startsWith(NOTICE)) return;
  const { setting, people } = school;
  const on = localDate(since, setting.zone);
  const isMore = isQuestion(what) && (await isMuch(context, tx, setting.id, on, setting.zone));
  const telling = {
    setting,
    people,
    about: message.personId,
    // Only they can see whether it is in their own conversation.
    ...(typeof what !== 'string' && message.personId !== null ? { to: message.personId } : {}),
    key: noticeKey(setting.id, isMore ? `more:${on}` : keyOf(what, message, on)),
    body: undeliveredMessage(setting.name, isMore ? { what: 'more' } : undelivered(what, message, school)),
  };
  if (!(await tellLead(context, tx, telling)))
    context.log.warn(
      { message: message.messageId, what: typeof what === 'string' ? what : 'held' },
      'nobody_to_tell_of_a_failed_message',
    );
}

/** Of questions there may be a whole school's; of anything else each is told of. */
const isQuestion = (what: What): boolean => what === 'question' || what === 'question_in_doubt';

async function isMuch(
  { org }: Context,
  tx: Tx,
  settingId: string,
  on: LocalDate,
  zone: string,
): Promise<boolean> {
  const since = instantAt(on, '00:00', zone);
  return (await countMessages(tx, org, noticeKey(settingId, QUESTION), since)) >= MOST_A_DAY;
}

/**
 * The dedupe key of a notice, by what it is about: a message's id for one that failed, a doubt's token for one held.
 */
export function noticeKey(settingId: string, about: string): string {
  return `${NOTICE}${settingId}:${about}`;
}

/** Once for a lost channel, once a day for what waits, once each time it is held, once for everything else. */
function keyOf(what: What, message: Outbound, on: LocalDate): string {
  if (what === 'channel') return `channel:${message.channelId}:${on}`;
  if (typeof what !== 'string') return what.held;
  if (what === 'waiting') return `waiting:${on}`;
  return isQuestion(what) ? `${QUESTION}${message.messageId}` : message.messageId;
}

function undelivered(what: What, message: Outbound, school: KnownSchool): Undelivered {
  if (what === 'channel' || what === 'waiting') return { what };
  if (what === 'question' || what === 'question_in_doubt')
    return { what, name: message.personId === null ? null : (school.person(message.personId)?.name ?? null) };
  const told = { kind: message.kind, where: message.channelId === null ? 'private' : 'channel' } as const;
  return what === 'failed' ? { what, ...told } : { what: 'held', ...told, token: what.held };
}
