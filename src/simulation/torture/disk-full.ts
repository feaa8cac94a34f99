/**
 * The disk of the embedded database fills up under presses: first below Vigil's floor, then to the last byte; then room
 * is made, and Vigil is started again if it has ended.
 * The rule: a small file system of its own, which only root can make; where it cannot be made, that is said and
 * nothing is claimed. What people were told while it was full must be there afterwards.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkRecord, lostAmong } from './check-record.ts';
import { firstShown } from './first-shown.ts';
import { openHouse } from './house.ts';
import { QUERIES, rowsFrom } from './kept-rows.ts';
import { FIRST_MORNING } from './school-morning.ts';
import { steadyTaps } from './steady-taps.ts';
import { addReport, emptyReport, seconds, type Trial, unmeasured } from './trial.ts';
import { untilQuiet } from './until-quiet.ts';

const STAFF = 30;
const RATE = 4;
const SIZE = '420m';
const ENOUGH = 5;
const MEGABYTE = 1024 * 1024;
const BELOW_FLOOR = 120 * MEGABYTE;
const PRESSING_MS = 6_000;
const LOOK_MS = 500;

export function diskFull(): Trial {
  return async ({ real, random, say, school }) => {
    const report = emptyReport();
    const place = mkdtempSync(join(tmpdir(), 'vigil-torture-disk-'));
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'tmpfs', place]);
    if (mounted.status !== 0) {
      rmSync(place, { recursive: true, force: true });
      say('Disk full was not tried: making a small file system for it (mount -t tmpfs) needs root on Linux');
      return report;
    }
    const prepared = await school('pglite', STAFF);
    const { staff } = prepared;
    const house = await openHouse(prepared, real, null, { copied: true, under: place });
    const filler = (name: string, leave: number) => {
      const { bavail, bsize } = statfsSync(place);
      const bytes = bavail * bsize - leave;
      if (bytes > 0) fill(join(place, name), bytes);
    };
    try {
      let program = await house.start(FIRST_MORNING);
      house.slack.deliverTo(`${program.url}/slack/events`);
      const taps = steadyTaps({ house, staff, real, random, rate: RATE });
      while (taps.questions() < ENOUGH && !program.ended) await real.wait(LOOK_MS);
      taps.begin();
      const told = async (what: string) => {
        const before = taps.log.taps.length;
        await real.wait(PRESSING_MS);
        const words = taps.log.taps.slice(before).map((tap) => tap.told);
        const count = (word: string) => words.filter((each) => each === word).length;
        say(
          `  ${what}: ${words.length} presses, ${count('recorded')} recorded, ${count('received')} received, ${count('not saved')} not saved, ${count('nothing')} told nothing${program.ended ? '; Vigil has ended' : ''}`,
        );
      };
      say('The disk of the embedded database fills up:');
      await told('room enough');
      filler('filler', BELOW_FLOOR);
      await told('below the floor');
      filler('last', 0);
      await told('to the last byte');
      for (const name of ['filler', 'last']) rmSync(join(place, name), { force: true });
      if (program.ended) {
        program = await house.start(null);
        house.slack.deliverTo(`${program.url}/slack/events`);
      }
      const again = await firstShown(taps, real);
      say(`  room again: ✓ after ${seconds(again)} s`);
      await taps.end();
      const quietAt = await untilQuiet(house, real);
      taps.log.look(real.monotonic());
      await program.stop();
      const rows = rowsFrom(await house.read(...QUERIES));
      const verdict = checkRecord(house.slack, taps.log, rows, { quietAt });
      say(
        `  ${verdict.taps} presses, ${verdict.acknowledged} told recorded or received, ${verdict.lost.length} lost`,
      );
      addReport(report, { ...verdict, kills: 0 });
      report.lost.push(...lostAmong(taps.log, rows));
      report.other.push(...unmeasured({ 'room again, first ✓': again }));
    } finally {
      await house.close();
      spawnSync('umount', ['-l', place]);
      rmSync(place, { recursive: true, force: true });
    }
    return report;
  };
}

/** As much of it as there is room for. */
function fill(path: string, bytes: number): void {
  try {
    writeFileSync(path, Buffer.alloc(bytes));
  } catch (fault) {
    if (!(fault instanceof Error && 'code' in fault && fault.code === 'ENOSPC')) throw fault;
  }
}
