/**
 * When the timetable may begin something: once all that was pressed while the record was away has been filed.
 * The rule: after an outage nothing is begun for a few seconds more, so that every process on the same record has filed
 * what it kept: nobody is called late whose answer lies on another machine.
 */
import type { KeptTime } from './keep-time.ts';

/** Each process looks every two seconds, and files what it has in far less. */
const HOLD_MS = 5_000;

export type Beginning = { time: KeptTime; mayBegin(): Promise<boolean> };

/**
 * `fileFirst` is false while something waits to be filed. `shared`: others may have kept something before this start.
 */
export function beginAfterOutage(
  time: KeptTime,
  { fileFirst, shared }: { fileFirst(): Promise<boolean>; shared: boolean },
): Beginning {
  let isAway = false;
  let backAt = shared ? time.monotonic() : Number.NEGATIVE_INFINITY;
  return {
    time: {
      ...time,
      async read() {
        try {
          await time.read();
        } catch (fault) {
          isAway = true;
          throw fault;
        }
        if (isAway) backAt = time.monotonic();
        isAway = false;
      },
    },
    async mayBegin() {
      return (await fileFirst()) && time.monotonic() - backAt >= HOLD_MS;
    },
  };
}
