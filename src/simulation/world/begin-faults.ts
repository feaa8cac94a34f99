/**
 * Brings about the faults that begin and end at moments of their own: to the clock, to a bot, to a workspace.
 * The rule: those met at a call are the chat's and the record's to bring about; here each kind is named, and one that
 * stands in a call's way alone says so.
 */
import { revokeWorkspace } from '../../cycle/revoke-workspace.ts';
import { takeInstallation } from '../../cycle/take-installation.ts';
import { keyRing } from '../../store/keys.ts';
import { mastersOf } from '../../store/masters.ts';
import { saveAddress, savePerson } from '../../store/people.ts';
import { tokenSealer } from '../../store/token-seal.ts';
import type { SimBots } from './bot-work.ts';
import type { Lasting } from './fault-desk.ts';
import { type SimSchool, userOf } from './schools.ts';
import type { SimDoor } from './sim-door.ts';
import { goneUser } from './sim-platform.ts';
import type { SimStaff } from './sim-staff.ts';
import type { Sim } from './sim-world.ts';

const LONGEST_STOP_MS = 120_000;
const UPGRADE_MS = { down: 20_000, between: 60_000 };

export function beginFaults(sim: Sim, bots: SimBots, door: SimDoor, staff: SimStaff): void {
  for (const fault of sim.desk.lasting) beginFault(sim, bots, door, staff, fault);
}

function beginFault(sim: Sim, bots: SimBots, door: SimDoor, staff: SimStaff, fault: Lasting): void {
  const { clock } = sim;
  const bot = bots.bots[fault.bot];
  const school = sim.schoolOf(fault.school);
  const begins = (begin: () => void) => clock.at(fault.from, begin);
  const ends = (end: () => void) => clock.at(fault.to, end);
  const lastsMs = fault.to - fault.from;
  switch (fault.kind) {
    case 'clock_forward':
    case 'clock_back':
      begins(() => sim.moveClock(fault.kind === 'clock_forward' ? fault.lastsMs : -fault.lastsMs));
      begins(() => bots.stir());
      ends(() => sim.moveClock(0));
      ends(() => bots.stir());
      return;
    case 'asleep':
      begins(() => bots.sleep(bot, lastsMs));
      return;
    case 'one_down':
      begins(() => bots.crash(bot, lastsMs));
      return;
    case 'all_down':
      begins(() => {
        for (const each of bots.bots) bots.crash(each, lastsMs);
      });
      return;
    case 'restarted':
      begins(() => bots.restart(bot, Math.min(lastsMs, LONGEST_STOP_MS)));
      return;
    case 'rolling_upgrade':
      begins(() => bots.restart(bots.bots[0], UPGRADE_MS.down));
      clock.at(fault.from + UPGRADE_MS.between, () => bots.restart(bots.bots[1], UPGRADE_MS.down));
      return;
    case 'uninstalled':
      begins(() => {
        const { platform, externalId } = school;
        // By the platform's clock, which nothing here moves.
        const at = new Date(clock.now());
        door.insist(school, 'is uninstalled', (world) =>
          revokeWorkspace(world, { platform, externalId }, at),
        );
      });
      ends(() => reinstall(door, school));
      return;
    case 'token_revoked':
      ends(() => reinstall(door, school));
      return;
    case 'person_gone':
      ends(() => comesBack(sim, door, school, goneUser(school, fault.share)));
      return;
    case 'database_away':
      // The real driver asks every two seconds; here whoever idles would not.
      begins(() => bots.noticeOutage());
      // It is then that it matters what somebody who presses is told.
      for (const each of sim.schools) begins(() => staff.answerNow(each, `outage ${fault.index}`));
      ends(() => bots.stir());
      return;
    case 'disk_full':
    case 'storm_of_limits':
    case 'blocked_for_all':
    case 'channel_gone':
    case 'not_in_channel':
      // Met by whoever calls meanwhile.
      return;
  }
}

function reinstall(door: SimDoor, school: SimSchool): void {
  const { platform, externalId } = school;
  door.insist(school, 'is installed again', async (world) => {
    const { ids } = await world.contextFor(school.org);
    const [none, noChance] = [mastersOf(null), () => new Uint8Array()];
    const installed = { platform, externalId, name: null, botUserId: null, scopes: [], token: null };
    await takeInstallation(world, installed, {
      ids,
      sealer: tokenSealer(keyRing(none, noChance), none, noChance),
    });
  });
}

function comesBack(sim: Sim, door: SimDoor, school: SimSchool, user: string): void {
  const { org, installationId } = school;
  const person = school.people.find((each) => userOf(school, each) === user);
  if (!person || sim.history.left.some(({ personId }) => personId === person.id)) return;
  door.insist(school, 'is back', async (world) => {
    const { within } = await world.contextFor(org);
    await within(async (tx) => {
      await savePerson(tx, org, school.setting.id, person, new Date(sim.dbNow()));
      await saveAddress(tx, org, { personId: person.id, installationId, userId: user });
    });
  });
}
