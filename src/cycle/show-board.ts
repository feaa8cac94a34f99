/**
 * Shows the board of a setting to whoever's session it is, as far as their roles go at this moment.
 * The rule: roles are read from the database at every look; somebody who may see nothing any more is signed out. A look
 * at names is noted, and nothing that could tell of a case is on it for anybody.
 */
import { type Access, accessOf } from '../domain/access.ts';
import type { BoardFacts } from '../domain/board.ts';
import { orgOfPass } from '../domain/board-pass.ts';
import { isoWeek, localTime } from '../domain/local-time.ts';
import { isSmall } from '../domain/route.ts';
import { isEmployed } from '../domain/setting.ts';
import { keepSession } from '../store/board-passes.ts';
import { listActions, listOverdue } from '../store/counts.ts';
import type { Tx } from '../store/database.ts';
import { listOverdueNamed } from '../store/dues.ts';
import { listPeople, listReachable } from '../store/people.ts';
import { readStatus } from '../store/status.ts';
import type { Context, World } from './context.ts';
import { endSession, readersOf } from './enter-board.ts';
import type { Writer } from './find-writers.ts';
import { noteViewed, showNoted } from './note-viewed.ts';
import { readNotes } from './read-notes.ts';
import { listStandings } from './show-all-status.ts';

/** `ref` names one of their settings; null when there is no such session, or no longer. */
export async function showBoard(world: World, pass: string, ref: string | null): Promise<BoardFacts | null> {
  const org = orgOfPass(pass);
  if (org === null) return null;
  const context = await world.contextFor(org);
  return showNoted(context, true, async (tx, mayName) => {
    const personId = await keepSession(tx, pass);
    if (personId === null) return null;
    const readers = await readersOf(context, tx, personId);
    const reader = readers.find(({ setting }) => setting.ref === ref) ?? readers[0];
    if (reader === undefined) {
      await endSession(context, tx, pass, 'may_no_longer');
      return null;
    }
    return readBoard(context, tx, reader, { readers, mayName });
  });
}

async function readBoard(
  context: Context,
  tx: Tx,
  reader: Writer,
  { readers, mayName }: { readers: readonly Writer[]; mayName: boolean },
): Promise<BoardFacts> {
  const { person, setting, today } = reader;
  const access = accessOf(person.roles, setting);
  const people = (await listPeople(tx, setting.id)).filter((one) => isEmployed(one, today));
  const reachable = await listReachable(tx, setting.id);
  const names = access.names && mayName;
  const { minutesThisWeek, ...status } = await readStatus(
    tx,
    setting,
    context.now,
    access.totals ? {} : { standards: access.standards },
  );
  return {
    ...status,
    minutesThisWeek,
    today,
    time: localTime(context.now, setting.zone),
    reader: person.name,
    settings: readers.map(({ setting: { ref, name } }) => ({ ref, name })),
    whole: access.totals,
    onList: people.length,
    small: isSmall(people, today),
    overdueNow: await readOverdue(context, tx, reader, access, names),
    actions: await readActions(tx, reader, access),
    notes: access.names ? await readNotes(context, tx, reader, mayName) : null,
    notReached: names ? people.filter(({ id }) => !reachable.has(id)).map(({ name }) => name) : null,
    schools: await listStandings(context, tx, readers),
  };
}

async function readOverdue(
  context: Context,
  tx: Tx,
  reader: Writer,
  access: Access,
  names: boolean,
): Promise<BoardFacts['overdueNow']> {
  const { standards } = access;
  if (standards.length === 0) return null;
  if (names) {
    const rows = await listOverdueNamed(tx, reader.setting.id, { cases: false });
    await noteViewed(context, tx, reader, { on: 'board', of: rows });
    return { as: 'named', rows };
  }
  const rows = await listOverdue(tx, reader.setting.id);
  const seen = rows.filter(({ standard }) => standards.includes(standard));
  return { as: 'roles', rows: seen, unnamed: access.names };
}

async function readActions(
  tx: Tx,
  { setting, today }: Writer,
  { standards }: Access,
): Promise<BoardFacts['actions']> {
  if (standards.length === 0) return null;
  const { open } = await listActions(tx, setting.id, isoWeek(today), { cases: false });
  return open.filter(({ standard }) => standards.includes(standard));
}
