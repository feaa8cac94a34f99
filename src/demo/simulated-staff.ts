/**
 * The invented school's other staff, answering by themselves: plainly a simulation, through the same door as
 * everybody else. The rule: whoever is being played by a real person is never answered for.
 * What each would do is left to behaviour.
 */
import type { IncomingPress } from '../chat/chat.ts';
import type { OrgId, Setting } from '../domain/setting.ts';
import type { Store } from '../store/database.ts';
import { listOpenPrompts, type OpenPrompt } from '../store/open-prompts.ts';
import type { Happenings } from '../timetable/jump-clock.ts';
import { type Intent, intentFor } from './behaviour.ts';
import { WORKSPACE } from './make-school.ts';

type Due = { prompt: OpenPrompt; intent: Exclude<Intent, { does: 'nothing' }> };

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
    const open = await store.within(org, (tx) => listOpenPrompts(tx, setting.id));
    return open
      .flatMap((prompt) => {
        if (prompt.userId === played) return [];
        const intent = intentFor(prompt, setting.calendar, setting.zone);
        return intent.does === 'nothing' ? [] : [{ prompt, intent }];
      })
      .filter((due) => !done.has(markOf(due)))
      .sort((one, two) => one.intent.at.getTime() - two.intent.at.getTime());
  };

  return {
    async next(changed) {
      if (changed || waiting.length === 0) waiting = await look();
      return waiting[0]?.intent.at ?? null;
    },
    async happen(at) {
      for (let due = waiting[0]; due && due.intent.at <= at; due = waiting[0]) {
        const { prompt, intent } = due;
        waiting.shift();
        const mark = markOf(due);
        done.add(mark);
        const made = {
          from: { platform: 'local' as const, externalId: WORKSPACE, userId: prompt.userId },
          eventKey: `simulated ${mark}`,
          token: prompt.token,
        };
        if (intent.does === 'not_me') await press(at, { ...made, verb: 'not_me' });
        else if (intent.answer.kind === 'not_sure') await press(at, { ...made, verb: 'not_sure' });
        else if (intent.answer.kind === 'choice')
          await press(at, { ...made, verb: 'answer', arg: intent.answer.key });
        else await press(at, { ...made, verb: 'answer', answer: intent.answer });
      }
    },
  };
}

function markOf({ prompt, intent }: Due): string {
  return `${prompt.token} ${intent.at.getTime()}`;
}
