/**
 * Where an unanswered question's ladder stands once the days have changed under it: a day of the school's closed or
 * opened, or the person away or back.
 * The rule: its rungs are counted in school days, so each keeps its place and moves with the days; what has been
 * climbed stays climbed, and nothing closes sooner than it did. When something may be sent is place-message's.
 */
import { type Asked, type Climber, dueOn, type LadderPlace, rungs } from './ladder.ts';
import { addDays, instantAt, type LocalDate } from './local-time.ts';

export type OnLadder = Asked & { chaseAt: Date; closesAt: Date };
/** The school's days, and the person's. */
export type Standing = { place: LadderPlace; person: Climber };
export type Shifted = { dueOn: LocalDate | null; chaseAt: Date; closesAt: Date };

export function shiftLadder(
  prompt: OnLadder,
  small: boolean,
  { before, after }: { before: Standing; after: Standing },
): Shifted {
  const was = rungs(prompt, before.place, before.person, small);
  const now = rungs(prompt, after.place, after.person, small);
  const place = was.findIndex(({ at }) => at.getTime() === prompt.chaseAt.getTime());
  const rung = was.length === now.length ? now[place]?.at : undefined;
  const due = dueOn(prompt, after.place, after.person);
  const end = due === null ? now.at(-1)?.at : instantAt(addDays(due, 1), '00:00', after.place.zone);
  return {
    dueOn: due,
    // Put off for a reason of its own, it is looked at when it would have been.
    chaseAt: rung ?? prompt.chaseAt,
    closesAt: end === undefined || end <= prompt.closesAt ? prompt.closesAt : new Date(end.getTime() - 1000),
  };
}
