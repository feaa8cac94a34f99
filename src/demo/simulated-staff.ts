/**
 * The invented school's other staff, answering by themselves: plainly a simulation, through the same door as
 * everybody else. The rule: whoever is being played by a real person is never answered for.
 * What each would do is left to behaviour.
 */
import type { IncomingPress } from '../chat/chat.ts';
import type { OrgId, Setting } from '../domain/setting.ts';
import { listUnnamed, type Unnamed } from '../store/charges.ts';
import type { Store } from '../store/database.ts';
import { listOpenPrompts, type OpenPrompt } from '../store/open-prompts.ts';
import type { Happenings } from '../timetable/jump-clock.ts';
import { type Intent, intentFor } from './behaviour.ts';
import { WORKSPACE } from './make-school.ts';

const NAMES_MS = 4 * 60_000;
const COLLEAGUE_MS = 26 * 60_000;

type Due = { mark: string; at: Date; userId: string; act: Omit<IncomingPress, 'from' | 'eventKey'> };

export function simulatedStaff(
  store: Store,
  org: OrgId,
  setting: Setting,
  press: (at: Date, press: IncomingPress) => Promise<unknown>,
  played: string,
): Happenings {
  /** Acted on already, so that a prompt that refuses an answer is not pressed for ever. */
  const done = new Set<string>();
  /** What `next` last saw, soonest first, so that `happen` need not look again. */
  let waiting: Due[] = [];

  const look = async (): Promise<Due[]> => {
    const { open, unnamed } = await store.within(org, async (tx) => ({
      open: await listOpenPrompts(tx, setting.id),
      unnamed: await listUnnamed(tx, setting.id),
    }));
    return [
      ...open.flatMap((prompt) => {
        if (prompt.userId === played) return [];
        const intent = intentFor(prompt, setting.calendar, setting.zone);
        return intent.does === 'nothing' ? [] : [dueOf(prompt, intent)];
      }),
      ...unnamed.flatMap((charge) => namingOf(charge, played) ?? []),
    ]
      .filter(({ mark }) => !done.has(mark))
      .sort((one, two) => one.at.getTime() - two.at.getTime());
  };

  return {
    async next(changed) {
      if (changed || waiting.length === 0) waiting = await look();
      return waiting[0]?.at ?? null;
    },
    async happen(at) {
      for (let due = waiting[0]; due && due.at <= at; due = waiting[0]) {
        const { mark, userId, act } = due;
        waiting.shift();
        done.add(mark);
        const from = { platform: 'local' as const, externalId: WORKSPACE, userId };
        await press(at, { from, eventKey: `simulated ${mark}`, ...act });
      }
    },
  };
}

function dueOf({ token, userId }: OpenPrompt, intent: Exclude<Intent, { does: 'nothing' }>): Due {
  const due = { mark: `${token} ${intent.at.getTime()}`, at: intent.at, userId };
  if (intent.does === 'not_me') return { ...due, act: { token, verb: 'not_me' } };
  const { answer } = intent;
  if (answer.kind === 'not_sure') return { ...due, act: { token, verb: 'not_sure' } };
  if (answer.kind === 'choice') return { ...due, act: { token, verb: 'answer', arg: answer.key } };
  return { ...due, act: { token, verb: 'answer', answer } };
}

/** Whoever is asked says "Me" soon; where that is the one who is played, a colleague names them in time if they do not. */
function namingOf({ token, askedAt, asked, others }: Unnamed, played: string): Due | null {
  const isPlayed = asked.userId === played;
  const by = isPlayed ? others.find(({ userId }) => userId !== played) : asked;
  if (by === undefined) return null;
  const at = new Date(askedAt.getTime() + (isPlayed ? COLLEAGUE_MS : NAMES_MS));
  return {
    mark: `${token} ${at.getTime()}`,
    at,
    userId: by.userId,
    act: { token, verb: 'name_lead', arg: asked.personId },
  };
}
