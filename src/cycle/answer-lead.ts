/**
 * Answers "lead": who is in charge today, to anybody; and, to a lead, the buttons that name somebody.
 * The rule: nothing is recorded by asking; exactly one person is given, or that there is none.
 */
import { dayOver } from '../domain/charge.ts';
import { readLead } from '../domain/day-command.ts';
import type { Message } from '../domain/message.ts';
import { maySeeNames } from '../domain/role.ts';
import { responsibleOn } from '../domain/route.ts';
import { type LeadFacts, leadMessage } from '../messages/lead.ts';
import { listCharges } from '../store/charges.ts';
import type { Context } from './context.ts';
import { buttonsFor, chargeWhere } from './draw-charge.ts';
import type { Writer } from './find-writers.ts';
import { knowSchool } from './know-school.ts';

/** Null: it was not a command after all. */
export async function answerLead(
  context: Context,
  writers: readonly Writer[],
  words: readonly string[],
): Promise<Message | null> {
  const said = readLead(
    words,
    writers.map(({ setting }) => setting.ref),
  );
  if (said === null) return null;
  const writer = writers.find(({ setting }) => setting.ref === said.ref) ?? writers[0];
  if (writer === undefined) throw new Error('Somebody wrote who works nowhere');
  return context.within(async (tx) => {
    const { person: reader, today } = writer;
    const school = await knowSchool(tx, writer.setting.id, context.now);
    const { setting, people } = school;
    const found = responsibleOn(people, today);
    const isOver = context.now >= dayOver(setting.zone, today);
    const asked = (await listCharges(tx, setting.id, today)).filter(({ closedAt }) => closedAt === null);
    return leadMessage({
      settingName: setting.name,
      on: today,
      contacts: setting.contacts,
      who: found.is === 'nobody' ? found : { is: found.is, name: found.person.name },
      places: asked.map((charge): LeadFacts['places'][number] => ({
        where: chargeWhere(charge, school),
        named:
          charge.namedId === null ? null : (school.person(charge.namedId)?.name ?? 'Somebody who has left'),
        token: charge.token,
        buttons: maySeeNames(reader.roles) && !isOver ? buttonsFor(charge, school, reader.id) : null,
      })),
    });
  });
}
