/**
 * Answers "cover": who stands in for the DSL, from when until when, as a DSL, a deputy or the headteacher says.
 * The rule: somebody trained, one at a time, never for days past; names that fit nobody or several change nothing. It
 * changes who stands first on the route and takes nobody off it. Recorded with who said so.
 */
import {
  covers,
  endCovers,
  mayArrangeCover,
  type NoCover,
  standingCovers,
  whyNoCover,
  withCover,
} from '../domain/cover.ts';
import { readSpan, type SpanSaid } from '../domain/day-command.ts';
import { findOnList } from '../domain/find-on-list.ts';
import type { Message } from '../domain/message.ts';
import { isEmployed, type Person } from '../domain/setting.ts';
import {
  type CoverFacts,
  coveringMessage,
  coverMessage,
  type NotCovered,
  notCoveredLine,
  whichCoverMessage,
} from '../messages/cover.ts';
import { holdCovers, saveDays } from '../store/absences.ts';
import type { Tx } from '../store/database.ts';
import { appendLedger } from '../store/ledger.ts';
import { listPeople } from '../store/people.ts';
import type { Context } from './context.ts';
import { placesOf, type Writer } from './find-writers.ts';
import { ledgerEntry } from './ledger-entry.ts';
import { retryDeadlock } from './retry-deadlock.ts';
import { tellLead } from './tell-lead.ts';

/** Null: it was not a command after all. */
export async function answerCover(
  context: Context,
  writers: readonly Writer[],
  words: readonly string[],
): Promise<Message | null> {
  const said = readSpan(
    words,
    writers.map(({ setting }) => setting.ref),
  );
  if (said === null) return null;
  const places = placesOf(writers, said.ref, mayArrangeCover);
  const [place, ...others] = places;
  if (place === undefined) return notCoveredLine({ is: 'not_a_lead' });
  if (others.length > 0)
    return notCoveredLine({ is: 'which_setting', refs: places.map(({ setting }) => setting.ref) });
  return retryDeadlock(context, (tx) => answerIn(context, tx, place, said));
}

async function answerIn(context: Context, tx: Tx, place: Writer, said: SpanSaid): Promise<Message | null> {
  const { setting, today } = place;
  await holdCovers(tx, setting.id);
  const people = (await listPeople(tx, setting.id)).filter((person) => isEmployed(person, today));
  if (said.do === 'list') return coverMessage(setting.name, factsOf(people, today), null);
  const found = findOnList(said.called, people);
  if (found.length === 0 && said.called.length > 0)
    // Words that seem to tell of a child are the guard's, whatever they begin with.
    return context.guard?.examine(said.called.join(' ')) ? null : notCoveredLine({ is: 'unknown' });
  if (said.do === 'end') {
    if (found.length > 1) return whichCoverMessage(found, null);
    return end(context, tx, place, people, found[0] ?? null);
  }
  const [person, ...more] = found;
  if (person === undefined) return notCoveredLine({ is: 'how' });
  const from = said.from(today);
  const span = { from, until: said.until(today) };
  if (more.length > 0) return whichCoverMessage(found, span);
  const why = whyNoCover(person, span, people, today);
  if (why !== null) return notCoveredLine(wordsFor(why, person, people, span));
  const added = { ...span, by: place.person.id };
  await saveDays(tx, setting.id, person.id, { covers: withCover(person, added, today) });
  await appendLedger(tx, context.org, [
    ledgerEntry(
      context,
      'cover_begun',
      person.id,
      { setting: setting.id, from: span.from, until: span.until },
      place.person.id,
    ),
  ]);
  const begun = { name: person.name, ...span, by: place.person.name };
  if (person.id !== place.person.id)
    await tellLead(context, tx, {
      setting,
      people,
      about: null,
      key: `cover:${context.ids.id()}`,
      body: coveringMessage({ settingName: setting.name, ...begun }),
      to: person.id,
    });
  const after = (await listPeople(tx, setting.id)).filter((each) => isEmployed(each, today));
  return coverMessage(setting.name, factsOf(after, today), { begun });
}

/** Of one person all that is on or to come; of nobody in particular what is on today. */
async function end(
  context: Context,
  tx: Tx,
  { setting, today, person: by }: Writer,
  people: readonly Person[],
  named: Person | null,
): Promise<Message> {
  const ending = named === null ? people.filter((person) => covers(person, today)) : [named];
  const standing = ending.filter((person) => standingCovers(person, today).length > 0);
  if (standing.length === 0) return notCoveredLine({ is: 'none', name: named?.name ?? null });
  for (const person of standing) {
    await saveDays(tx, setting.id, person.id, { covers: endCovers(person, today) });
    await appendLedger(tx, context.org, [
      ledgerEntry(context, 'cover_ended', person.id, { setting: setting.id }, by.id),
    ]);
  }
  const after = (await listPeople(tx, setting.id)).filter((each) => isEmployed(each, today));
  return coverMessage(setting.name, factsOf(after, today), { ended: standing.map(({ name }) => name) });
}

function factsOf(people: readonly Person[], today: string): CoverFacts[] {
  const nameOf = (id: string) => people.find((person) => person.id === id)?.name ?? 'somebody who has left';
  return people
    .flatMap((person) =>
      standingCovers(person, today).map(({ from, until, by }) => ({
        name: person.name,
        from,
        until,
        by: nameOf(by),
      })),
    )
    .sort((one, other) => one.from.localeCompare(other.from));
}

function wordsFor(
  why: NoCover,
  person: Person,
  people: readonly Person[],
  span: { from: string; until: string },
): NotCovered {
  switch (why.is) {
    case 'untrained':
      return { is: 'untrained', name: person.name };
    case 'overlaps': {
      const other = people.find(({ id }) => id === why.with)?.name ?? 'Somebody';
      return { is: 'overlaps', name: other, from: why.from, until: why.until };
    }
    case 'backwards':
    case 'past':
    case 'too_far':
      return { is: why.is, ...span };
  }
}
