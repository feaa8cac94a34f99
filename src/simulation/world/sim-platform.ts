/**
 * One school's workspace: its conversations, what has really arrived in them, and what the platform says just now to
 * whoever calls. The rule: it knows nothing of the record; a message is there when it was delivered, whatever the
 * caller was told.
 */
import type { SendOutcome } from '../../chat/chat.ts';
import type { Message } from '../../domain/message.ts';
import type { Attempt, Copy } from './history.ts';
import { type SimSchool, userOf } from './schools.ts';
import type { Sim } from './sim-world.ts';

export type SimPlatform = {
  /** What stands in the way of a call to there; null where nothing does. */
  refusal(to: string, kind: 'person' | 'channel'): Exclude<SendOutcome, { kind: 'sent' }> | null;
  deliver(attempt: Attempt): Copy;
  redraw(to: string, platformId: string, message: Message): Copy | null;
  find(to: string, key: string): Copy | null;
  /** Called for every message that appears. */
  onArrival(hear: (copy: Copy) => void): void;
};

export function simPlatform(sim: Sim, school: SimSchool): SimPlatform {
  const { desk, clock, trace, history } = sim;
  const conversations = new Map<string, Copy[]>();
  let hear: (copy: Copy) => void = () => undefined;
  let made = 0;
  const found = (to: string) => conversations.get(to) ?? [];

  return {
    onArrival(listener) {
      hear = listener;
    },
    refusal(to, kind) {
      if (desk.inForce('token_revoked', school.key) ?? desk.inForce('uninstalled', school.key))
        return { kind: 'refused', why: 'installation_revoked' };
      const storm = desk.inForce('storm_of_limits', school.key);
      if (storm) return { kind: 'limited', retryAfterMs: 1_000 + Math.floor(storm.share * 59_000) };
      if (desk.inForce('blocked_for_all', school.key))
        return { kind: 'limited', retryAfterMs: 60_000, blocked: 'all' };
      if (kind === 'channel') {
        if (desk.inForce('channel_gone', school.key)) return { kind: 'refused', why: 'channel_gone' };
        if (desk.inForce('not_in_channel', school.key)) return { kind: 'refused', why: 'not_in_channel' };
        return null;
      }
      const gone = desk.inForce('person_gone', school.key);
      return gone !== null && goneUser(school, gone.share) === to
        ? { kind: 'refused', why: 'person_gone' }
        : null;
    },
    deliver(attempt) {
      made += 1;
      const copy: Copy = {
        school: school.key,
        to: attempt.to,
        kind: attempt.kind,
        key: attempt.key ?? '',
        platformId: `${school.key}-${made}`,
        message: attempt.message,
        drawn: [attempt.message],
        at: sim.dbNow(),
      };
      conversations.set(attempt.to, [...found(attempt.to), copy]);
      history.copies.push(copy);
      trace.line(clock.now(), school.key, 'arrived', attempt.message.kind, attempt.key);
      hear(copy);
      return copy;
    },
    redraw(to, platformId, message) {
      const copy = found(to).find((each) => each.platformId === platformId);
      if (!copy) return null;
      copy.message = message;
      copy.drawn.push(message);
      return copy;
    },
    find: (to, key) => found(to).find((copy) => copy.key === key) ?? null,
  };
}

/** Whose account a fault of a person's takes away. */
export function goneUser(school: SimSchool, share: number): string {
  const person = school.people[Math.floor(share * school.people.length)];
  if (!person) throw new Error('A share is less than one');
  return userOf(school, person);
}
