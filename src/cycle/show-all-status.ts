/**
 * Answers "status all": every setting of the trust to its safeguarding lead, and to anybody else those they oversee.
 * The rule: each setting is read with what the asker may see in that very setting; nobody is named, and what could
 * tell of a case is never counted for a trust's lead. Whichever platform a setting is on makes no difference.
 */
import { viewFor } from '../domain/access.ts';
import type { Message } from '../domain/message.ts';
import type { Role } from '../domain/role.ts';
import type { Setting } from '../domain/setting.ts';
import { allStatusMessage } from '../messages/status-all.ts';
import { listSettings } from '../store/settings.ts';
import { readStatus } from '../store/status.ts';
import type { Context } from './context.ts';
import type { Writer } from './find-writers.ts';

/** Null for whoever oversees one setting at most: theirs is the ordinary status. */
export async function showAllStatus(context: Context, writers: readonly Writer[]): Promise<Message | null> {
  return context.within(async (tx) => {
    const overseen = writers.filter(({ person }) => viewFor(person.roles) !== 'staff');
    const isTrusts = overseen.some(({ person }) => person.roles.includes('trust_safeguarding_lead'));
    const settings = isTrusts ? await listSettings(tx) : overseen.map(({ setting }) => setting);
    if (settings.length < 2) return null;
    const standings = [];
    for (const setting of settings.toSorted((one, other) => one.name.localeCompare(other.name)))
      standings.push(await readStatus(tx, setting, context.now, rolesIn(overseen, setting)));
    return allStatusMessage(standings);
  });
}

function rolesIn(writers: readonly Writer[], setting: Setting): readonly Role[] {
  return writers.find((writer) => writer.setting.id === setting.id)?.person.roles ?? [];
}
