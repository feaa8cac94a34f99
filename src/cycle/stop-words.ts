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
import { worksOn } from '../domain/working-hours.ts';
import {
  type AlsoTold,
  askedToSpeakMessage,
  type GuardOutcome,
  guardMessage,
  toldMessage,
} from '../messages/guard.ts';
import type { Tx } from '../store/database.ts';
import type { Context } from './context.ts';
import type { Writer } from './find-writers.ts';
import { type KnownSchool, knowSchool } from './know-school.ts';
import { raiseConcern } from './raise-concern.ts';

/**
 * The answer to words typed to Vigil. Somebody of several settings may be in any of those they work in that day, so each
 * of them has its lead told; the answer says where to go in the first.
 */
export async function stopWords(
  context: Context,
  writers: readonly Writer[],
  text: string,
  colleagues: readonly string[] = [],
): Promise<Message> {
  return context.within(async (tx) => {
    const [first, ...others] = await Promise.all(
      placesOf(writers).map(({ setting }) => knowSchool(tx, setting.id, context.now)),
    );
    const writerId = writers[0]?.person.id;
    if (first === undefined || writerId === undefined) throw new Error('Words were stopped of nobody');
    const known = [first, ...others].flatMap(({ people }) => people.map(({ name }) => name));
    const staffNames = [...known, ...colleagues];
    const finding = examineText(text, { staffNames });
    const also: AlsoTold[] = [];
    if (finding?.about === 'child')
      for (const school of others) {
        const told = await raiseConcern(context, tx, school, writerId, 'child');
        if (told !== null) also.push({ name: told.name, setting: school.setting.name });
      }
    return answerStopped(context, tx, first, writerId, finding, also);
  });
}

/** Where they work today; all of them on a day on which they work in none. */
function placesOf(writers: readonly Writer[]): readonly Writer[] {
  const here = writers.filter(({ setting, person, today }) => worksOn(setting.calendar, person, today));
  return here.length > 0 ? here : writers;
}

/** Tells whom it must, and gives the guard's words for the writer. Null: nothing was found in words that fit nowhere. */
export async function answerStopped(
  context: Context,
  tx: Tx,
  school: KnownSchool,
  writerId: string,
  finding: Pick<GuardFinding, 'about'> | null,
  also: readonly AlsoTold[] = [],
): Promise<Message> {
  const others = school.people.filter(({ id }) => id !== writerId);
  const frame = {
    leadOnDuty: leadOnDuty(others, localDate(context.now, school.setting.zone)),
    contacts: school.setting.contacts,
  };
  return guardMessage({ ...frame, also }, await outcomeOf(context, tx, school, writerId, finding));
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
export async function answerGuardWord(
  context: Context,
  writers: readonly Writer[],
  word: GuardWord,
): Promise<Message> {
  const [writer] = placesOf(writers);
  if (writer === undefined) throw new Error('A button of the guard was pressed by nobody');
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
