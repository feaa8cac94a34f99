/**
 * Answers "due": what waits for the writer, with its buttons, and what is overdue of the standards they may see.
 * The rule: a lead is given names, in this private answer only, and that is noted; everybody else is given roles.
 */
import { type Access, accessOf, seesAllStandards } from '../domain/access.ts';
import type { Message } from '../domain/message.ts';
import { viewOf } from '../domain/prompt-view.ts';
import { isSmall } from '../domain/route.ts';
import { dueMessage, type SettingOverdue, type Waiting } from '../messages/due.ts';
import { listOverdue } from '../store/counts.ts';
import type { Tx } from '../store/database.ts';
import { type Due, listDues, listOverdueNamed } from '../store/dues.ts';
import { listPeople } from '../store/people.ts';
import type { Context } from './context.ts';
import { frameFor, type Writer } from './find-writers.ts';
import { noteViewed, showNoted } from './note-viewed.ts';

export async function showDue(context: Context, writer: Writer): Promise<Message> {
  const access = accessOf(writer.person.roles, writer.setting);
  return showNoted(context, access.names, async (tx, names) => {
    const dues = await listDues(tx, writer.setting.id, writer.person.id, context.now);
    return dueMessage(
      await frameFor(tx, writer),
      dues.map((due) => waitingOf(due, writer)),
      names ? await namedFor(context, tx, writer, access) : await overdueFor(tx, writer, access),
    );
  });
}

function waitingOf(due: Due, { setting }: Writer): Waiting {
  return {
    view: viewOf(due.question, due, setting, due.checkLocally, { is: 'open' }),
    askedOn: due.askedOn,
    dueOn: due.dueOn,
    overdue: due.state === 'overdue',
  };
}

async function namedFor(
  context: Context,
  tx: Tx,
  writer: Writer,
  { cases }: Access,
): Promise<SettingOverdue> {
  const rows = await listOverdueNamed(tx, writer.setting.id, { cases });
  await noteViewed(context, tx, writer, { on: 'due', of: rows });
  return { as: 'named', rows };
}

async function overdueFor(tx: Tx, { setting, today }: Writer, access: Access): Promise<SettingOverdue> {
  const { standards, names } = access;
  if (standards.length === 0) return { as: 'hidden' };
  const rows = (await listOverdue(tx, setting.id)).filter(({ standard }) => standards.includes(standard));
  const small = isSmall(await listPeople(tx, setting.id), today);
  const of = seesAllStandards(access) ? {} : { of: standards };
  return { as: 'roles', rows, small, ...of, ...(names ? { unnamed: true } : {}) };
}
