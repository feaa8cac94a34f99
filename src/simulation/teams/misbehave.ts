/**
 * How the fake Teams misbehaves when asked: limits, refusals, faults, hangs and answers that get lost on the way.
 * The rule: scripted by the call, never by chance of its own; each way says whether the thing was done all the same.
 * A simulator may choose for every call instead, from its own seed.
 */
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
  /** Answers when `until` is settled; `done` says whether the thing is done before the wait or after it. */
  | { kind: 'slow'; until: Promise<unknown>; done?: boolean };

export type Arrived = {
  /** createConversation, sendToConversation, updateActivity … or token. */
  method: string;
  tenantId: string | null;
  conversationId: string | null;
  args: Json;
};

export type Scope = {
  /** Any when left out, but for the token. */
  method?: string;
  /** How many calls it meets; one when left out. */
  times?: number;
  when?: (call: Arrived) => boolean;
};

export type Faults = {
  /** What this call meets; null when it is dealt with as it should be. */
  next(call: Arrived): Misbehaviour | null;
  /** Gives back how to stop it. */
  script(how: Misbehaviour, scope?: Scope): () => void;
  /** Asked for every call that meets nothing scripted. */
  choose(chooser: ((call: Arrived) => Misbehaviour | null) | null): void;
};

export function makeFaults(): Faults {
  type Script = { how: Misbehaviour; scope: Scope; left: number };
  let scripts: Script[] = [];
  let chooser: ((call: Arrived) => Misbehaviour | null) | null = null;
  const meets = ({ scope }: Script, call: Arrived) =>
    (scope.method === undefined ? call.method !== 'token' : scope.method === call.method) &&
    (scope.when?.(call) ?? true);
  return {
    next(call) {
      const met = scripts.find((script) => meets(script, call));
      if (!met) return chooser?.(call) ?? null;
      met.left -= 1;
      if (met.left <= 0) scripts = scripts.filter((script) => script !== met);
      return met.how;
    },
    script(how, scope = {}) {
      const script = { how, scope, left: scope.times ?? 1 };
      scripts.push(script);
      return () => {
        scripts = scripts.filter((other) => other !== script);
      };
    },
    choose(given) {
      chooser = given;
    },
  };
}
