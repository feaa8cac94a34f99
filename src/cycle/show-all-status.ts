/**
 * Answers "status all": every setting of the trust to its safeguarding lead, and to anybody else those they oversee.
 * The rule: a setting is in it only for whoever may see its totals there, or for the trust's lead; nobody is named, and
 * what could tell of a case is counted for nobody, here where schools stand side by side. Whichever platform a setting
 * is on makes no difference.
 */
import { accessOf } from '../domain/access.ts';
import type { Message } from '../domain/message.ts';
import { allStatusMessage } from '../messages/status-all.ts';
import type { Tx } from '../store/database.ts';
import { listSettings } from '../store/settings.ts';
import { readStatus, type SettingStatus } from '../store/status.ts';
import type { Context } from './context.ts';
import type { Writer } from './find-writers.ts';

/** Null for whoever oversees one setting at most: theirs is the ordinary status. */
export async function showAllStatus(context: Context, writers: readonly Writer[]): Promise<Message | null> {
  const standings = await context.within((tx) => listStandings(context, tx, writers));
  return standings.length === 0 ? null : allStatusMessage(standings);
}

/** By name; none where there are not two to stand side by side. */
export async function listStandings(
  context: Context,
  tx: Tx,
  writers: readonly Writer[],
): Promise<SettingStatus[]> {
  const overseen = writers.filter(({ person, setting }) => accessOf(person.roles, setting).totals);
  const isTrusts = overseen.some(({ person }) => person.roles.includes('trust_safeguarding_lead'));
  const settings = isTrusts ? await listSettings(tx) : overseen.map(({ setting }) => setting);
  if (settings.length < 2) return [];
  const standings: SettingStatus[] = [];
  for (const setting of settings.toSorted((one, other) => one.name.localeCompare(other.name)))
    standings.push(await readStatus(tx, setting, context.now));
  return standings;
}
