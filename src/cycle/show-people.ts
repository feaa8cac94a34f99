/**
 * Answers "people": who is on the setting's list, whom chat cannot reach, and who waits to be confirmed.
 * The rule: names are for leads and for whoever looks after the list, who is shown nobody to confirm; anybody else is
 * told who may see them. Only accounts of workspaces this setting
 * speaks in are put forward, and only full members.
 */
import { awayUntil, isAway } from '../domain/absence.ts';
import { accessOf } from '../domain/access.ts';
import type { Scope } from '../domain/command.ts';
import type { Message } from '../domain/message.ts';
import { maySeeNames } from '../domain/role.ts';
import { setUpGaps } from '../domain/set-up.ts';
import { isEmployed, type Setting } from '../domain/setting.ts';
import { type PeopleFacts, peopleForLeadsLine, peopleMessage } from '../messages/people.ts';
import type { Tx } from '../store/database.ts';
import { type Lane, listLanes } from '../store/lanes.ts';
import { countMembers, listCandidates } from '../store/members.ts';
import { listPeople, listReachable } from '../store/people.ts';
import { listSettings } from '../store/settings.ts';
import type { Context } from './context.ts';
import type { Writer } from './find-writers.ts';

/** As many as can be looked at with care at once. */
const AT_ONCE = 5;

export async function showPeople(context: Context, writer: Writer, scope: Scope): Promise<Message> {
  if (!accessOf(writer.person.roles, writer.setting).list) return peopleForLeadsLine();
  return context.within((tx) => drawPeople(context, tx, writer, { ref: scope.ref, notice: null }));
}

/** `ref` names the setting in each button; `notice` says what the last press did. */
export async function drawPeople(
  { org, now }: Context,
  tx: Tx,
  { person: reader, setting, today }: Writer,
  { ref, notice }: { ref: string | null; notice: string | null },
): Promise<Message> {
  const staff = (await listPeople(tx, setting.id)).filter((person) => isEmployed(person, today));
  const listOnly = !maySeeNames(reader.roles);
  const reachable = await listReachable(tx, setting.id);
  const workspaces = workspacesOf(setting, await listLanes(tx));
  const ids = workspaces.map(({ installationId }) => installationId);
  const counts = await countMembers(tx, org, ids, now);
  const facts: PeopleFacts = {
    settingName: setting.name,
    zone: setting.zone,
    onList: staff.length,
    unreachable: staff.filter((person) => !reachable.has(person.id) && !isAway(person, today)),
    away: listOnly
      ? []
      : staff.flatMap((person) => {
          const until = awayUntil(person, today);
          return until === null ? [] : [{ name: person.name, until }];
        }),
    workspace: knownOf(
      workspaces,
      Object.values(counts).some((count) => count > 0),
    ),
    counts,
    candidates: listOnly ? [] : await listCandidates(tx, org, ids, { at: now, limit: AT_ONCE }),
    setUp: setUpGaps(setting, staff, today),
    listOnly,
    others: (await listSettings(tx)).length > 1,
    ref,
  };
  return peopleMessage(facts, notice);
}

/** The workspace its channel is in; all the organisation's while it has none. */
function workspacesOf({ channel }: Setting, lanes: readonly Lane[]): readonly Lane[] {
  const own = lanes.filter(({ installationId }) => installationId === channel?.installationId);
  return own.length > 0 ? own : lanes;
}

function knownOf(workspaces: readonly Lane[], isRead: boolean): PeopleFacts['workspace'] {
  if (workspaces.length === 0) return 'none';
  if (isRead) return 'read';
  return workspaces.every(({ platform }) => platform === 'local') ? 'without_list' : 'unread';
}
