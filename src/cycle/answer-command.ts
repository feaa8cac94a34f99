/**
 * Answers words written to Vigil by somebody on the staff list: a command, the nearest one, or the guard.
 * The rule: what was typed is read here and goes no further: not into a row, the log, or the answer.
 * Each command's answer is its own step.
 */
import { type Command, parseCommand, type Scope, scopeOf, takesScope } from '../domain/command.ts';
import type { Message } from '../domain/message.ts';
import { responsibleOn } from '../domain/route.ts';
import type { Setting } from '../domain/setting.ts';
import { nearestMessage, strangerMessage } from '../messages/guard.ts';
import { helpMessage } from '../messages/help.ts';
import { responsibleLine } from '../messages/lead.ts';
import { type Known, listPeople } from '../store/people.ts';
import { answerBank } from './answer-bank.ts';
import { answerDayCommand } from './answer-day-command.ts';
import { askNow } from './ask-now.ts';
import { beginSetUp } from './begin-set-up.ts';
import type { Context } from './context.ts';
import { explainWhy } from './explain-why.ts';
import { findWriters, type Writer } from './find-writers.ts';
import { offerBoard } from './offer-board.ts';
import { showAllStatus } from './show-all-status.ts';
import { showCalendar } from './show-calendar.ts';
import { showDigest } from './show-digest.ts';
import { showDue } from './show-due.ts';
import { showKept } from './show-kept.ts';
import { showPeople } from './show-people.ts';
import { showStatus } from './show-status.ts';
import { answerGuardWord, stopWords } from './stop-words.ts';

/**
 * `here`: on a page of this very server. `notACommand`: whatever it says, it is examined and nothing else. `colleagues`:
 * whom it names of the staff, of any setting.
 */
type Place = { here: boolean; notACommand?: boolean; colleagues?: readonly string[] };
const ELSEWHERE: Place = { here: false };

/** `who` is what store/people found for the writer; nobody employed among them is a stranger. */
export async function answerCommand(context: Context, who: Known[], text: string): Promise<Message> {
  return answerWriter(context, await findWriters(context, who), text);
}

export async function answerWriter(
  context: Context,
  writers: readonly Writer[],
  text: string,
  from: Place = ELSEWHERE,
): Promise<Message> {
  const [usual] = writers;
  if (!usual) return strangerMessage();
  const stop = () => stopWords(context, writers, text, from.colleagues);
  if (from.notACommand) return stop();
  const parsed = parseCommand(text);
  switch (parsed.kind) {
    case 'not_a_command':
      return stop();
    case 'guard_word':
      return answerGuardWord(context, writers, parsed.word);
    case 'nearest':
      return nearestMessage(parsed.command, usual.setting);
    case 'day_command':
      return (await answerDayCommand(context, writers, parsed.command, parsed.words)) ?? stop();
    case 'bank_command':
      return (await answerBank(context, writers, parsed.words)) ?? stop();
    case 'command': {
      const scope = scopeOf(
        parsed.words,
        writers.map((writer) => writer.setting.ref),
      );
      if (scope === null || !takesScope(parsed.command, scope)) return stop();
      if (parsed.command === 'status' && scope.who === 'all') {
        const all = await showAllStatus(context, writers);
        if (all !== null) return all;
      }
      const writer = writers.find((one) => one.setting.ref === scope.ref) ?? usual;
      const ref = writers.length > 1 ? writer.setting.ref : null;
      const answer = await answerTo(context, parsed.command, writer, { ...scope, ref }, from);
      return withOthers(answer, parsed.command, writer.setting, writers);
    }
  }
}

async function answerTo(
  context: Context,
  command: Command,
  writer: Writer,
  scope: Scope,
  from: Place,
): Promise<Message> {
  switch (command) {
    case 'help':
      return helpMessage(writer.setting, await leadToday(context, writer));
    case 'status':
      return showStatus(context, writer, scope);
    case 'due':
      return showDue(context, writer);
    case 'digest':
      return showDigest(context, writer, scope);
    case 'why':
      return explainWhy(context, writer, scope);
    case 'ask':
      return askNow(context, writer);
    case 'people':
      return showPeople(context, writer, scope);
    case 'calendar':
      return showCalendar(context, writer);
    case 'board':
      return offerBoard(context, writer, from);
    case 'export':
      return showKept(context, writer);
    case 'setup':
      return beginSetUp(context, writer, scope.who === 'new' ? null : writer.setting.id);
  }
}

/** Somebody in several settings is told which one this is about, and how to ask about the others. */
function withOthers(
  answer: Message,
  command: Command,
  setting: Setting,
  writers: readonly Writer[],
): Message {
  const others = writers.filter((writer) => writer.setting.id !== setting.id);
  if (others.length === 0 || command === 'help') return answer;
  const ways = others.map((other) => `${other.setting.name}: write “${command} ${other.setting.ref}”.`);
  return {
    ...answer,
    blocks: [
      ...answer.blocks,
      { type: 'text', tone: 'quiet', text: [`This is about ${setting.name}.`, ...ways].join(' ') },
    ],
  };
}

/** Who is responsible today, in help too: looking leaves no trace, for it only reads. */
async function leadToday(context: Context, { setting, today }: Writer): Promise<string> {
  const found = responsibleOn(await context.within((tx) => listPeople(tx, setting.id)), today);
  return responsibleLine(
    found.is === 'nobody' ? found : { is: found.is, name: found.person.name },
    setting.contacts,
  );
}
