/**
 * How the fake Teams misbehaves when asked: limits, refusals, faults, hangs and answers that get lost on the way.
 * The rule: each way says whether the thing was done all the same. Scripting them is faults.ts's.
 */
import { type Faults as FaultsOf, type Scope as ScopeOf, makeFaults as scripted } from '../faults.ts';
import type { Code } from './answer.ts';
import type { Json } from './world.ts';

export type Misbehaviour =
  /** 429, with the seconds to wait or without. Nothing is done. */
  | { kind: 'limited'; retryAfter: number | null }
  /** Teams' own refusal by this code. Nothing is done. */
  | { kind: 'refuse'; code: Code }
  /** A 500, a 502, with the thing done or not. */
  | { kind: 'fail'; status: number; done?: boolean }
  /** 200 with something that is not JSON. */
  | { kind: 'garbage'; done?: boolean }
  /** The connection is broken in place of an answer. */
  | { kind: 'drop'; done: boolean }
  /** Takes the call and never answers, until the other side gives up or the fake closes. */
  | { kind: 'hang'; done: boolean }
  /** The connection is broken at once, and the thing is done all the same when `until` is settled. */
  | { kind: 'late'; until: Promise<unknown> }
  /** Answers when `until` is settled; `done` says whether the thing is done before the wait or after it. */
  | { kind: 'slow'; until: Promise<unknown>; done?: boolean };

export type Arrived = {
  /** createConversation, sendToConversation, updateActivity … or token. */
  method: string;
  tenantId: string | null;
  conversationId: string | null;
  args: Json;
};

export type Scope = ScopeOf<Arrived>;
export type Faults = FaultsOf<Arrived, Misbehaviour>;

/** A token is asked for again and again by the way: it meets only what is meant for it. */
export const makeFaults = (): Faults => scripted<Arrived, Misbehaviour>('token');
