/**
 * A school's chat as a simulated bot calls it: each call waits, meets what is planned for it, and may be answered
 * falsely, late or not at all. Slack's looks for messages by their key; Teams' cannot.
 * The rule: the port's outcomes alone come back, as from the real chats.
 */
import type { Address, Chat, FindOutcome, MembersPage, SendOutcome } from '../../chat/chat.ts';
import type { Message } from '../../domain/message.ts';
import type { SimBots, Work } from './bot-work.ts';
import type { Fault } from './fault-plan.ts';
import type { Attempt } from './history.ts';
import { type SimSchool, userOf } from './schools.ts';
import type { SimPlatform } from './sim-platform.ts';
import type { Sim } from './sim-world.ts';

const CALL_MS = { least: 60, most: 700 };
const GIVES_UP_MS = 10_000;

export function simChat(sim: Sim, bots: SimBots, school: SimSchool, platform: SimPlatform): Chat {
  const { clock, desk, trace, history } = sim;
  const delay = () => sim.chance(school.key, 'chat').between(CALL_MS.least, CALL_MS.most);
  const never = () => new Promise<never>(() => undefined);

  const begin = (
    did: Attempt['did'],
    piece: Work,
    to: Address,
    message: Message,
    of: Pick<Attempt, 'key' | 'on'>,
  ) => {
    const attempt: Attempt = {
      did,
      school: school.key,
      bot: piece.bot.name,
      to: to.id,
      kind: to.kind,
      ...of,
      message,
      startedAt: sim.dbNow(),
      trueAt: clock.now(),
      endedAt: null,
      endedTrue: null,
      outcome: 'none',
      limitedUntil: null,
      settled: false,
    };
    history.attempts.push(attempt);
    piece.pending.push(attempt);
    return attempt;
  };
  const end = (attempt: Attempt, outcome: SendOutcome): SendOutcome => {
    attempt.endedAt = sim.dbNow();
    attempt.endedTrue = clock.now();
    attempt.outcome = outcome.kind === 'refused' ? outcome.why : outcome.kind;
    if (outcome.kind === 'limited' && outcome.blocked !== 'this')
      attempt.limitedUntil = clock.now() + outcome.retryAfterMs;
    trace.line(clock.now(), attempt.bot, attempt.did, attempt.key, attempt.outcome);
    return outcome;
  };
  const crash = (fault: Fault, piece: Work) => {
    bots.crash(piece.bot, fault.lastsMs);
    return never();
  };

  return {
    platform: school.platform,
    async post(to, message, key) {
      const piece = bots.current();
      const fault = desk.meet('post', school.key);
      if (fault?.kind === 'crash_before_post') return crash(fault, piece);
      const attempt = begin('post', piece, to, message, { key, on: null });
      await bots.pause(piece, delay());
      const refusal = platform.refusal(to.id, to.kind);
      if (refusal !== null) return end(attempt, refusal);
      switch (fault?.kind) {
        case undefined:
          return end(attempt, { kind: 'sent', platformId: platform.deliver(attempt).platformId });
        case 'crash_after_post':
          platform.deliver(attempt);
          return crash(fault, piece);
        case 'post_response_lost':
          platform.deliver(attempt);
          await bots.pause(piece, GIVES_UP_MS);
          return end(attempt, { kind: 'ambiguous', why: 'timeout' });
        case 'post_late':
          clock.at(clock.now() + fault.lastsMs, () => void platform.deliver(attempt));
          await bots.pause(piece, GIVES_UP_MS);
          return end(attempt, { kind: 'ambiguous', why: 'timeout' });
        case 'post_slow': {
          const { platformId } = platform.deliver(attempt);
          await bots.pause(piece, Math.floor(fault.share * GIVES_UP_MS));
          return end(attempt, { kind: 'sent', platformId });
        }
        case 'post_throws':
          if (fault.share < 0.5) platform.deliver(attempt);
          end(attempt, { kind: 'ambiguous', why: 'threw' });
          throw new Error('The simulated chat threw');
        case 'post_too_long':
          return end(attempt, { kind: 'refused', why: 'too_long' });
        case 'post_invalid':
          return end(attempt, { kind: 'refused', why: 'invalid' });
        case 'post_limited':
          return end(attempt, { kind: 'limited', retryAfterMs: 1_000 + Math.floor(fault.share * 120_000) });
        case 'post_blocked_alone':
          return end(attempt, { kind: 'limited', retryAfterMs: 30_000, blocked: 'this' });
        case 'post_not_delivered':
          return end(attempt, { kind: 'ambiguous', why: 'reset' });
      }
    },
    async update(to, platformId, message) {
      const piece = bots.current();
      const fault = desk.meet('update', school.key);
      const attempt = begin('update', piece, to, message, { key: null, on: platformId });
      await bots.pause(piece, delay());
      const refusal = platform.refusal(to.id, to.kind);
      if (refusal !== null) return end(attempt, refusal);
      if (fault?.kind === 'update_limited')
        return end(attempt, { kind: 'limited', retryAfterMs: 1_000 + Math.floor(fault.share * 60_000) });
      if (fault?.kind === 'update_gone') return end(attempt, { kind: 'refused', why: 'message_gone' });
      const copy = platform.redraw(to.id, platformId, message);
      if (fault?.kind === 'crash_in_update') return crash(fault, piece);
      if (fault?.kind === 'update_lost') return end(attempt, { kind: 'ambiguous', why: 'reset' });
      return end(attempt, copy ? { kind: 'sent', platformId } : { kind: 'refused', why: 'message_gone' });
    },
    ...(school.platform === 'slack' ? { find, listMembers } : {}),
    close: async () => undefined,
  };

  async function listMembers(): Promise<MembersPage> {
    const piece = bots.current();
    await bots.pause(piece, delay());
    const refusal = platform.refusal('', 'person');
    if (refusal !== null) return refusal;
    const left = new Set(history.left.map(({ personId }) => personId));
    const members = school.people
      .filter(({ id }) => !left.has(id))
      .map((person) => ({
        userId: userOf(school, person),
        name: person.name,
        email: person.email,
        zone: null,
        standing: 'member' as const,
      }));
    return { kind: 'page', members, next: null };
  }

  async function find(to: Address, key: string): Promise<FindOutcome> {
    const piece = bots.current();
    const fault = desk.meet('find', school.key);
    await bots.pause(piece, delay());
    const refusal = platform.refusal(to.id, to.kind);
    if (refusal?.kind === 'limited') return refusal;
    if (refusal !== null || to.kind === 'channel' || fault?.kind === 'find_unseen')
      return { kind: 'unseen', why: 'not let look' };
    if (fault?.kind === 'find_limited') return { kind: 'limited', retryAfterMs: 60_000 };
    const copy = platform.find(to.id, key);
    trace.line(clock.now(), piece.bot.name, 'find', key, copy === null ? 'absent' : 'found');
    return copy === null ? { kind: 'absent' } : { kind: 'found', platformId: copy.platformId };
  }
}
