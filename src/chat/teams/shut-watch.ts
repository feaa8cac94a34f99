/**
 * Whether an administrator has switched Vigil off for one person, or for the whole tenant: Teams says the same of both.
 * The rule: somebody is taken to be shut off alone only once others have been reached since; until then, and while
 * several in a row say it, what is to be sent waits, and goes by itself when it is switched on again.
 */
import type { SendOutcome } from '../chat.ts';

type Fault = Exclude<SendOutcome, { kind: 'sent' }>;

export type ShutWatch = {
  /** Something got through in the tenant. */
  through(tenantId: string): void;
  /** What an address that says it is switched off means for its message. */
  shut(to: { externalId: string; kind: 'person' | 'channel'; id: string }): Fault;
};

const AGAIN_MS = 600_000;
/** So many different addresses in a row are the tenant's own doing. */
const SEVERAL = 3;

export function openShutWatch(): ShutWatch {
  /** Of each tenant: how many times anything got through, and of each shut address how many there were then. */
  const tenants = new Map<string, { passed: number; shut: Map<string, number> }>();
  const of = (tenantId: string) => {
    const known = tenants.get(tenantId) ?? { passed: 0, shut: new Map<string, number>() };
    tenants.set(tenantId, known);
    return known;
  };
  return {
    through(tenantId) {
      of(tenantId).passed += 1;
    },
    shut({ externalId, kind, id }) {
      const { passed, shut } = of(externalId);
      const since = shut.get(id);
      if (since !== undefined && since < passed) {
        shut.delete(id);
        return { kind: 'refused', why: kind === 'person' ? 'person_gone' : 'not_in_channel' };
      }
      shut.set(id, since ?? passed);
      const inARow = [...shut.values()].filter((then) => then === passed).length;
      // One that has said so before holds up nobody: it is often the first to be tried again.
      const isNew = since === undefined;
      const blocked = isNew && inARow >= SEVERAL ? 'all' : 'this';
      return { kind: 'limited', retryAfterMs: AGAIN_MS, blocked };
    },
  };
}
