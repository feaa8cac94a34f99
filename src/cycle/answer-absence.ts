/**
 * Answers "away" and "back": of oneself for anybody, of somebody on the list for a lead.
 * The rule: words that name nobody make it no command. Where several people may be meant nothing is done but to ask
 * which; and nobody but a lead is told who there is.
 */
import { awayUntil, MOST_DAYS } from '../domain/absence.ts';
import { type AwaySaid, readAway, readBack } from '../domain/day-command.ts';
import { findOnList } from '../domain/find-on-list.ts';
import { addDays, type LocalDate } from '../domain/local-time.ts';
import type { Message } from '../domain/message.ts';
import { maySeeNames } from '../domain/role.ts';
import { isEmployed, type Person } from '../domain/setting.ts';
import {
  absenceDayLine,
  absenceHowMessage,
  absenceIsForLeadsLine,
  absenceMessage,
  backLine,
  whichPersonMessage,
} from '../messages/absence.ts';
import { listPeople } from '../store/people.ts';
import { changeAbsence } from './change-absence.ts';
import type { Context } from './context.ts';
import type { Writer } from './find-writers.ts';

/** Null: it was not a command after all. */
export async function answerAbsence(
  context: Context,
  writers: readonly Writer[],
  command: 'away' | 'back',
  words: readonly string[],
): Promise<Message | null> {
  const refs = writers.map(({ setting }) => setting.ref);
  const said: AwaySaid | null =
    command === 'away' ? readAway(words, refs) : { ...readBack(words, refs), until: null };
  if (said === null) return null;
  const { ref, name } = said;
  if (command === 'away' && said.until === null)
    return absenceHowMessage(writers.some(({ person }) => maySeeNames(person.roles)));
  const places = ref === null ? writers : writers.filter(({ setting }) => setting.ref === ref);
  const [first] = places;
  if (first === undefined) throw new Error('Somebody wrote who works nowhere');
  const until = said.until?.(first.today) ?? null;
  if (name.length === 0)
    return change(context, places, { person: first.person, until, actor: first.person.id, isSelf: true });
  return changeNamed(context, places, { name, until, severalSettings: writers.length > 1 });
}

type Found = { place: Writer; person: Person };

async function changeNamed(
  context: Context,
  places: readonly Writer[],
  {
    name,
    until,
    severalSettings,
  }: { name: readonly string[]; until: LocalDate | null; severalSettings: boolean },
): Promise<Message | null> {
  const found: Found[] = await context.within(async (tx) => {
    const all: Found[] = [];
    for (const place of places) {
      const staff = (await listPeople(tx, place.setting.id)).filter((person) =>
        isEmployed(person, place.today),
      );
      all.push(...findOnList(name, staff).map((person) => ({ place, person })));
    }
    return all;
  });
  if (found.length === 0) return null;
  const theirs = found.filter(({ place }) => maySeeNames(place.person.roles));
  const [one, ...others] = theirs;
  if (one === undefined) return absenceIsForLeadsLine();
  if (others.length > 0)
    return whichPersonMessage(
      theirs.map(({ place: { setting }, person }) => ({
        name: person.name,
        staffRef: person.staffRef,
        settingName: setting.name,
        ref: severalSettings ? setting.ref : null,
      })),
      until,
    );
  const { place, person } = one;
  return change(context, [place], { person, until, actor: place.person.id, isSelf: false });
}

async function change(
  context: Context,
  places: readonly Writer[],
  {
    person,
    until,
    actor,
    isSelf,
  }: { person: Person; until: LocalDate | null; actor: string; isSelf: boolean },
): Promise<Message> {
  const today = places[0]?.today ?? '';
  const settingIds = places.map(({ setting }) => setting.id);
  const name = isSelf ? null : person.name;
  if (until === null) {
    const { changed } = await changeAbsence(context, { personId: person.id, settingIds, actor, until });
    return backLine(name, changed);
  }
  if (until < today) return absenceDayLine(until, 'past');
  if (until > addDays(today, MOST_DAYS)) return absenceDayLine(until, 'too_far');
  const { changed, handed, uncovered } = await changeAbsence(context, {
    personId: person.id,
    settingIds,
    actor,
    until,
  });
  const again = !changed && awayUntil(person, today) === until;
  return absenceMessage({ name, until, again, handed, uncovered });
}
