/**
 * Counts the deadlines of a setting's open questions anew by another calendar than they were counted by.
 * The rule: what was asked stays asked and stays open until it is due; a date is counted by the same ladder as when it
 * was asked, and nobody is late for a day on which the school turned out to be closed. What is only planned needs
 * nothing: it is judged by the calendar when its moment comes.
 */
import { dueOn, openUntil, rungs } from '../domain/ladder.ts';
import type { Setting } from '../domain/setting.ts';
import { listOpenPrompts, type OpenPrompt, type Recounted } from '../store/calendars.ts';
import type { Tx } from '../store/database.ts';
import type { Context } from './context.ts';
import { type KnownSchool, knowSchool } from './know-school.ts';

export type DeadlineChange = {
  /** Every asked prompt as it would be marked. */
  recounted: Recounted[];
  /** How many of them have another date than they had. */
  moved: number;
  /** Planned, and waiting to be asked. */
  planned: OpenPrompt[];
};

/** `setting` has the calendar to count by. Nothing is written. */
export async function recountDeadlines({ now }: Context, tx: Tx, setting: Setting): Promise<DeadlineChange> {
  const school: KnownSchool = { ...(await knowSchool(tx, setting.id, now)), setting };
  const open = await listOpenPrompts(tx, setting.id);
  const changed = open.flatMap((prompt) => {
    const marked = prompt.state === 'asked' ? recount(prompt, school, now) : null;
    return marked === null ? [] : [{ prompt, marked }];
  });
  return {
    recounted: changed.map(({ marked }) => marked),
    moved: changed.filter(({ prompt, marked }) => prompt.dueOn !== marked.dueOn).length,
    planned: open.filter(({ state }) => state === 'planned'),
  };
}

function recount(prompt: OpenPrompt, { setting, small, person }: KnownSchool, now: Date): Recounted | null {
  const owner = person(prompt.personId);
  if (owner === null || prompt.askedAt === null || prompt.chaseAt === null) return null;
  const asked = { kind: prompt.kind, cadence: prompt.cadence, at: prompt.askedAt };
  const ladder = rungs(asked, setting, owner, small);
  const last = ladder.at(-1);
  // The calendar has run out, or the day has passed by the new count: the ladder says what becomes of it, in its time.
  if (last === undefined || last.at <= now) return null;
  const next = ladder.find(({ at }) => at > now)?.at ?? last.at;
  const until = openUntil(asked, setting, owner, small);
  return {
    promptId: prompt.promptId,
    dueOn: dueOn(asked, setting, owner),
    // A rung that is due already is climbed all the same.
    chaseAt: prompt.chaseAt <= now ? prompt.chaseAt : next,
    closesAt: until === null || until <= prompt.closesAt ? prompt.closesAt : until,
  };
}
