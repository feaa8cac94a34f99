/**
 * Meets words that no command was in: examines them, and answers with where to go.
 * The rule: they are read here and go no further, whatever they hold. What may be about a child has a lead told that
 * the writer may have a concern; what may be about an adult has nobody told unless the writer asks (design §7.2).
 */
import type { GuardWord } from '../domain/command.ts';
import { examineText } from '../domain/guard/examine-text.ts';
import type { GuardFinding } from '../domain/guard/finding.ts';
import { localDate } from '../domain/local-time.ts';
import type { Message } from '../domain/message.ts';
import { leadOnDuty } from '../domain/route.ts';
import { askedToSpeakMessage, type GuardOutcome, guardMessage, toldMessage } from '../messages/guard.ts';
import type { Tx } from '../store/database.ts';
import type { Context } from './context.ts';
import type { Writer } from './find-writers.ts';
import { type KnownSchool, knowSchool } from './know-school.ts';
import { raiseConcern } from './raise-concern.ts';

/** The answer to words typed to Vigil. */
export async function stopWords(context: Context, writer: Writer, text: string): Promise<Message> {
  return context.within(async (tx) => {
    const school = await knowSchool(tx, writer.setting.id, context.now);
    const staffNames = school.people.map(({ name }) => name);
    return answerStopped(context, tx, school, writer.person.id, examineText(text, { staffNames }));
  });
}

/** Tells whom it must, and gives the guard's words for the writer. Null: nothing was found in words that fit nowhere. */
export async function answerStopped(
  context: Context,
  tx: Tx,
  school: KnownSchool,
  writerId: string,
  finding: Pick<GuardFinding, 'about'> | null,
): Promise<Message> {
  const others = school.people.filter(({ id }) => id !== writerId);
  const frame = {
    leadOnDuty: leadOnDuty(others, localDate(context.now, school.setting.zone)),
    contacts: school.setting.contacts,
  };
  return guardMessage(frame, await outcomeOf(context, tx, school, writerId, finding));
}

async function outcomeOf(
  context: Context,
  tx: Tx,
  school: KnownSchool,
  writerId: string,
  finding: Pick<GuardFinding, 'about'> | null,
): Promise<GuardOutcome> {
  if (finding === null) return { is: 'unsure' };
  switch (finding.about) {
    case 'adult':
      return { is: 'adult' };
    case 'child':
      return { is: 'child', told: await raiseConcern(context, tx, school, writerId, 'child') };
  }
}

/** One of the guard's own buttons. */
export async function answerGuardWord(context: Context, writer: Writer, word: GuardWord): Promise<Message> {
  switch (word) {
    case 'told':
      return toldMessage(writer.setting);
    case 'tell-dsl':
      return askToSpeak(context, writer, 'dsl');
    case 'tell-head':
      return askToSpeak(context, writer, 'head');
  }
}

async function askToSpeak(
  context: Context,
  { setting, person }: Writer,
  whom: 'dsl' | 'head',
): Promise<Message> {
  return context.within(async (tx) => {
    const school = await knowSchool(tx, setting.id, context.now);
    const told = await raiseConcern(context, tx, school, person.id, whom);
    return askedToSpeakMessage(setting, whom, told);
  });
}
