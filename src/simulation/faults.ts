/**
 * Faults scripted for the calls a bot makes to a fake: which one the next call meets, for how many calls.
 * The rule: scripted by the call, never by chance of its own; a simulator may choose for every call instead, from its
 * own seed. What the faults are is each fake's own.
 */

export type Scope<Arrived> = {
  /** Any when left out, but for the fake's own. */
  method?: string;
  /** How many calls it meets; one when left out. */
  times?: number;
  when?: (call: Arrived) => boolean;
};

export type Faults<Arrived, How> = {
  /** What this call meets; null when it is dealt with as it should be. */
  next(call: Arrived): How | null;
  /** Gives back how to stop it. */
  script(how: How, scope?: Scope<Arrived>): () => void;
  /** Asked for every call that meets nothing scripted. */
  choose(chooser: ((call: Arrived) => How | null) | null): void;
};

/** `exempt` is a method that meets only what names it. */
export function makeFaults<Arrived extends { method: string }, How>(exempt?: string): Faults<Arrived, How> {
  type Script = { how: How; scope: Scope<Arrived>; left: number };
  let scripts: Script[] = [];
  let chooser: ((call: Arrived) => How | null) | null = null;
  const meets = ({ scope }: Script, call: Arrived) =>
    (scope.method === undefined ? call.method !== exempt : scope.method === call.method) &&
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
