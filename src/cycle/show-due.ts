/**
 * Answers "due": what waits for the writer, with its buttons, and for leads and governors what is overdue.
 * The rule: a lead is given names, in this private answer only; somebody who oversees is given roles.
 */
import { seesCases, viewFor } from '../domain/access.ts';
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

export async function showDue(context: Context, writer: Writer): Promise<Message> {
  return context.within(async (tx) => {
    const dues = await listDues(tx, writer.setting.id, writer.person.id, context.now);
    return dueMessage(
      await frameFor(tx, writer),
      dues.map((due) => waitingOf(due, writer)),
      await overdueFor(tx, writer),
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

async function overdueFor(tx: Tx, { person, setting, today }: Writer): Promise<SettingOverdue> {
  switch (viewFor(person.roles)) {
    case 'lead':
      return {
        as: 'named',
        rows: await listOverdueNamed(tx, setting.id, { cases: seesCases(person.roles) }),
      };
    case 'oversight':
      return {
        as: 'roles',
        rows: await listOverdue(tx, setting.id),
        small: isSmall(await listPeople(tx, setting.id), today),
      };
    case 'staff':
      return { as: 'hidden' };
  }
}
