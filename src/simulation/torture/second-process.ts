/**
 * A second Vigil on a data directory that one has open: refused, every time, and the first goes on.
 * The rule: real processes, several at a time; a refusal is exit 1 and the sentence that says why.
 */
import { openHouse } from './house.ts';
import { emptyReport, type Trial } from './trial.ts';

const STAFF = 30;
const AT_ONCE = 3;
const AT = new Date('2026-11-02T12:00:00Z');

export function secondProcess(tries: number): Trial {
  return async ({ real, say, school }) => {
    const report = emptyReport();
    const house = await openHouse(await school('pglite', STAFF), real, null, { copied: true });
    try {
      const first = await house.start(AT);
      let refused = 0;
      let left = tries;
      const again = async () => {
        while (left > 0) {
          left -= 1;
          const said = await house.startRefused();
          if (said.code === 1 && /in use by/.test(said.errors)) refused += 1;
          else
            report.other.push({ check: 'a second process is refused', where: `it ended with ${said.code}` });
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, again));
      if (first.ended) report.other.push({ check: 'the first goes on', where: 'it ended' });
      const stopped = await first.stop();
      if (stopped !== 0) report.other.push({ check: 'the first goes on', where: `it ended with ${stopped}` });
      say(`A second process on one data directory: refused ${refused} times of ${tries}`);
    } finally {
      await house.close();
    }
    return report;
  };
}
