/**
 * How what people do reaches Vigil: a press or a command goes to one of the bots, may be late, may come twice, and
 * may find nobody there.
 * The rule: what somebody is told is what the bot's answer says, and is noted as they see it; an answer that never
 * comes tells them nothing, and they may press again.
 */
import { pressOf } from '../../chat/parse-act.ts';
import type { World } from '../../cycle/context.ts';
import { markShown } from '../../cycle/mark-shown.ts';
import { takeCommand } from '../../cycle/take-command.ts';
import type { SimBot, SimBots } from './bot-work.ts';
import type { Pressing } from './history.ts';
import type { SimSchool } from './schools.ts';
import type { SimPlatform } from './sim-platform.ts';
import type { SendPress } from './sim-staff.ts';
import type { Sim } from './sim-world.ts';

export type SimDoor = {
  press: SendPress;
  command(school: SimSchool, user: string, text: string): void;
  /** Has it done by some bot, tried again until it is. */
  insist(school: SimSchool, name: string, work: (world: World) => Promise<void>): void;
};

/** Somebody who sees nothing happen for so long takes it that nothing did. */
const PATIENCE_MS = 70_000;

export function simDoor(sim: Sim, bots: SimBots, platformOf: (school: SimSchool) => SimPlatform): SimDoor {
  const { clock, desk, history, trace } = sim;
  let events = 0;

  const someBot = (school: SimSchool, but?: SimBot): SimBot | null => {
    const ready = bots.bots.filter((bot) => bot.isUp && !bot.isStopping && bot.asleepUntil <= clock.now());
    const [first] = ready.filter((bot) => bot !== but);
    if (first === undefined) return ready[0] ?? null;
    return ready.length > 1 && but === undefined ? sim.chance(school.key, 'door').pick(ready) : first;
  };
  const isShut = (school: SimSchool) =>
    desk.inForce('uninstalled', school.key) !== null || desk.inForce('token_revoked', school.key) !== null;

  const deliver = (
    school: SimSchool,
    pressing: Pressing,
    given: Parameters<SendPress>[0],
    bot: SimBot | null,
    onNothing: () => void,
  ) => {
    if (bot === null || isShut(school)) return onNothing();
    const { copy, act, answer, user } = given;
    const { eventKey, verb } = pressing;
    const press = {
      ...pressOf(
        { platform: school.platform, externalId: school.externalId, userId: user },
        eventKey,
        act,
        copy.platformId,
      ),
      ...(answer === undefined ? {} : { answer }),
    };
    let isOver = false;
    const over = (next: () => void) => {
      if (isOver) return;
      isOver = true;
      next();
    };
    trace.line(clock.now(), user, 'presses', verb, eventKey, bot.name);
    bots
      .perform(bot, { name: `press ${verb}`, school: school.key, eventKey }, async (world) => {
        const piece = bots.current();
        const result = await bot.receiver.onPress(press);
        history.told.push({
          ...pressing,
          recorded: result.kind === 'redraw' && (verb === 'answer' || verb === 'not_sure'),
          received: result.kind === 'received',
        });
        history.shown.push({ school: school.key, user, at: sim.dbNow(), message: result.message });
        trace.line(clock.now(), user, 'is shown', result.kind, eventKey);
        if (result.kind !== 'redraw') return;
        // It may have been another piece of work that filed it.
        await bots.pause(piece, 0);
        platformOf(school).redraw(copy.to, copy.platformId, result.message);
        const { platform, externalId } = school;
        await markShown(world, {
          platform,
          externalId,
          platformId: copy.platformId,
          message: result.message,
        });
      })
      .then(
        () => over(() => undefined),
        () => over(onNothing),
      );
    clock.at(clock.now() + PATIENCE_MS, () => over(onNothing));
  };

  return {
    press(given) {
      const { school, user, act, answer, again = () => undefined } = given;
      events += 1;
      const pressing: Pressing = {
        eventKey: `${school.key}-event-${events}`,
        school: school.key,
        user,
        verb: act.verb,
        token: act.token,
        answer: answer ?? (act.verb === 'not_sure' ? { kind: 'not_sure' } : chosen(act.verb, act.arg)),
        on: given.copy.platformId,
        at: sim.dbNow(),
        trueAt: clock.now(),
      };
      history.pressings.push(pressing);
      const fault = desk.meet('press', school.key);
      const bot = someBot(school);
      const wait = fault?.kind === 'event_late' ? fault.lastsMs : 0;
      clock.at(clock.now() + wait + 5, () =>
        deliver(school, pressing, given, bot?.isUp ? bot : someBot(school), again),
      );
      if (fault?.kind === 'event_doubled')
        clock.at(clock.now() + 5 + Math.floor(fault.share * fault.lastsMs), () =>
          deliver(school, pressing, given, someBot(school, bot ?? undefined), () => undefined),
        );
      if (fault?.kind === 'crash_in_press' && bot !== null)
        clock.at(clock.now() + 5 + Math.floor(fault.share * 20), () => bots.crash(bot, fault.lastsMs));
    },
    command(school, user, text) {
      const bot = someBot(school);
      if (bot === null || isShut(school)) return;
      events += 1;
      const eventKey = `${school.key}-event-${events}`;
      const from = { platform: school.platform, externalId: school.externalId, userId: user };
      bots
        .perform(bot, { name: `command ${text}`, school: school.key, eventKey }, async (world) => {
          const message = await takeCommand(world, { from, eventKey, text });
          history.shown.push({ school: school.key, user, at: sim.dbNow(), message });
          trace.line(clock.now(), user, 'is answered', text, message.kind);
        })
        .catch(() => trace.line(clock.now(), user, 'is not answered', text));
    },
    insist(school, name, work) {
      const attempt = () => {
        const bot = someBot(school);
        const again = () => clock.at(clock.now() + 60_000, attempt);
        if (bot === null) return again();
        let isOver = false;
        const over = (next: () => void) => {
          if (isOver) return;
          isOver = true;
          next();
        };
        bots.perform(bot, { name, school: school.key }, work).then(
          () => over(() => trace.line(clock.now(), school.key, name)),
          () => over(again),
        );
        clock.at(clock.now() + PATIENCE_MS, () => over(again));
      };
      attempt();
    },
  };
}

function chosen(verb: string, arg: string | undefined): Pressing['answer'] {
  return verb === 'answer' && arg !== undefined ? { kind: 'choice', key: arg } : null;
}
