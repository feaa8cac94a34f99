/**
 * Planted bugs by which what was to go out is lost without a word: nobody is asked, nobody is chased, nobody is told.
 * The rule: as for every planted bug, none of it is in shipped code.
 */
import type { StepResult } from '../../cycle/context.ts';
import type { WakeStep } from '../../store/wakes.ts';
import { type Mutant, spoiling, wrapping } from './plant-mutant.ts';

/** The step says that it ran, and has done nothing. */
const idle = (name: string, says: string, step: WakeStep): Mutant =>
  wrapping(name, says, () => ({
    steps: (steps) => ({
      ...steps,
      [step]: async (): Promise<StepResult> => ({ counts: {}, nextDue: null }),
    }),
  }));

/** Messages of a kind are withdrawn as they are queued, those alone whose ids end so. */
const withdrawing = (name: string, says: string, kind: string, digits: string): Mutant =>
  spoiling(
    name,
    says,
    'message',
    'insert',
    `if new.kind = '${kind}' and right(new.message_id::text, 1) ~ '[${digits}]' then new.state := 'withdrawn'; end if;`,
  );

export const LOSING: readonly Mutant[] = [
  idle('nothing_planned', 'the planner plans nothing', 'plan-prompts'),
  idle('nobody_chased', 'what nobody answers is never chased', 'chase-overdue'),
  idle('no_digests', 'no digest is ever made', 'send-digests'),
  withdrawing('prompts_withdrawn', 'a quarter of all questions are withdrawn unsent', 'prompt', '159d'),
  withdrawing('alerts_withdrawn', 'alerts are withdrawn as they are queued', 'alert', '0-9a-f'),
  wrapping('kept_in_memory', 'a press is said to be kept before it is on the disk', () => ({
    spool: (spool) => ({
      ...spool,
      put(text) {
        const put = spool.put(text);
        put.kept.catch(() => undefined);
        return { ...put, kept: Promise.resolve() };
      },
    }),
  })),
  wrapping('filed_too_soon', 'a press leaves the disk before it is filed', () => ({
    spool: (spool) => ({
      ...spool,
      async open(name) {
        const opened = await spool.open(name);
        await spool.remove(name);
        return opened;
      },
    }),
  })),
  spoiling(
    'not_put_again',
    'an attestation that was cancelled is never put once more',
    'prompt',
    'insert',
    `if new.occurrence like '%+%' then return null; end if;`,
  ),
  spoiling('not_asked_unsaid', 'what was put to nobody is not noted', 'not_asked', 'insert', 'return null;'),
];
