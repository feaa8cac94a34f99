/**
 * A record that can be away: refused at once, or never answering until it is let go. Everything that asks it while it
 * hangs goes on when it is let go.
 */
import type { Store } from '../../src/store/database.ts';
import { DatabaseUnreachable } from '../../src/store/refusals.ts';

export type FlakyRecord = {
  store: Store;
  /** What whoever asks it meets. */
  is: 'there' | 'refusing' | 'hanging' | 'broken';
  letGo(): void;
  /** So many of the next who ask are refused with this, though it is there. */
  refuseNext(fault: Error, times: number): void;
};

export function flakyRecord(real: Store): FlakyRecord {
  let hanging: (() => void)[] = [];
  const refusals: Error[] = [];
  const meet = async () => {
    const refusal = refusals.shift();
    if (refusal) throw refusal;
    if (record.is === 'refusing') throw new DatabaseUnreachable('The database server could not be reached.');
    if (record.is === 'broken') throw new TypeError('A fault of ours');
    if (record.is === 'hanging') await new Promise<void>((go) => hanging.push(go));
  };
  const record: FlakyRecord = {
    is: 'there',
    store: {
      ...real,
      async within(org, work) {
        await meet();
        return real.within(org, work);
      },
      async unbound(work) {
        await meet();
        return real.unbound(work);
      },
    },
    refuseNext(fault, times) {
      refusals.push(...Array.from({ length: times }, () => fault));
    },
    letGo() {
      record.is = 'there';
      for (const go of hanging) go();
      hanging = [];
    },
  };
  return record;
}
