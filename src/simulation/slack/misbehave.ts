/**
 * How the fake Slack misbehaves when asked: limits, faults, hangs and answers that get lost on the way.
 * The rule: scripted by the call, never by chance of its own; each way says whether the thing was done all the same.
 * A simulator may choose for every call instead, from its own seed.
 */
import type { Json } from './world.ts';

export type Misbehaviour =
  /** 429, with the seconds to wait or without. Nothing is done. */
  | { kind: 'limited'; retryAfter: number | null }
  /** 200 with ok:false and "ratelimited". Nothing is done. */
  | { kind: 'ratelimited' }
  /** Slack's own refusal by this name. Nothing is done. */
  | { kind: 'refuse'; error: string }
  /** A 500, a 503, with the thing done or not. */
  | { kind: 'status'; status: number; done?: boolean }
  /** 200 with ok:false and "fatal_error": some of it may have been done. */
  | { kind: 'fatal_error'; done?: boolean }
  /** 200 with something that is not JSON. */
  | { kind: 'garbage'; done?: boolean }
  /** Takes the call and never answers, until the other side gives up or the fake closes. */
  | { kind: 'hang'; done: boolean }
  /** The connection is broken in place of an answer. */
  | { kind: 'drop'; done: boolean }
  /** Answers when `until` is settled; `done` says whether the thing is done before the wait or after it. */
  | { kind: 'slow'; until: Promise<unknown>; done?: boolean };

export type Arrived = { method: string; teamId: string | null; args: Json };

export type Scope = {
  /** A Web API method, or response_url; any when left out. */
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
    (scope.method === undefined || scope.method === call.method) && (scope.when?.(call) ?? true);
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
