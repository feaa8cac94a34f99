/**
 * The disk of one simulated machine, as far as presses are kept on it: it outlives whatever runs there.
 * The rule: a press takes a moment to be on the disk, and is on it whole or not at all; a bot that dies meanwhile has
 * told nobody, whichever it is. What is written and what is sealed is not simulated.
 */
import { settled } from '../../chat/work-in-hand.ts';
import { NoSpace } from '../../store/refusals.ts';
import type { Spool } from '../../store/spool.ts';
import type { SimBot, SimBots } from './bot-work.ts';
import type { Sim } from './sim-world.ts';

const USUAL_MS = 12;

export function simSpool(sim: Sim, bots: SimBots, bot: SimBot): Spool {
  const { clock, desk, trace } = sim;
  const { disk } = bot;
  const known = new Set(disk.presses.keys());
  const writing = new Set<string>();

  const write = async (name: string, text: string) => {
    const piece = bots.current();
    const fault = desk.meet('keep', piece.school);
    const full = desk.inForce('disk_full', null, (lasting) => lasting.bot === bot.index);
    const usual = sim.chance(piece.school, 'disk').between(1, USUAL_MS);
    const written = await settled(
      (async () => {
        if (full !== null) throw new NoSpace('The simulated disk is full.');
        await bots.pause(piece, fault?.kind === 'keep_slow' ? fault.lastsMs : usual);
        if (fault?.kind === 'crash_in_keep') {
          if (fault.share < 0.5) disk.presses.set(name, text);
          bots.crash(bot, fault.lastsMs);
          await new Promise<never>(() => undefined);
        }
        disk.presses.set(name, text);
      })(),
    );
    writing.delete(name);
    trace.line(clock.now(), bot.name, written.is === 'done' ? 'keeps' : 'cannot keep', name);
    if (written.is === 'done') return;
    known.delete(name);
    throw written.fault;
  };

  return {
    put(text) {
      disk.last += 1;
      const name = `${String(disk.last).padStart(12, '0')}-${bot.name}.press`;
      known.add(name);
      writing.add(name);
      return { name, kept: write(name, text) };
    },
    waiting: () => known.size,
    async list(limit) {
      const there = [...disk.presses.keys()].sort();
      const [first] = [...writing].sort();
      return there.filter((name) => first === undefined || name < first).slice(0, limit);
    },
    async open(name) {
      const text = disk.presses.get(name);
      return text === undefined ? { name, why: 'gone' } : { name, text };
    },
    async remove(name) {
      disk.presses.delete(name);
      known.delete(name);
    },
    async setAside(name) {
      disk.aside.push(name);
      disk.presses.delete(name);
      known.delete(name);
    },
    listAside: async () => [...disk.aside],
    removeAside: async () => 0,
    tryAgain: () => undefined,
  };
}
