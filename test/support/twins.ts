/**
 * Twin schools on one store, alike in everything but their canary, and the life they lead: asked, answering well and
 * badly or not at all, nudged, chased, alerted, told each week, and every command typed by every role.
 * The rule: what each does is settled by its own place among its own messages, so a school does the same whether it
 * is alone, beside its twin, or over queries that forget whose they are. All that comes out is kept as text.
 */
import { sql } from 'drizzle-orm';
import type { Chat, Platform } from '../../src/chat/chat.ts';
import { COMMANDS } from '../../src/domain/command.ts';
import type { Question } from '../../src/domain/question.ts';
import { countSteps } from '../../src/operator/count-steps.ts';
import { cycleSteps } from '../../src/operator/cycle-steps.ts';
import type { Store } from '../../src/store/database.ts';
import { rowsOf } from '../../src/store/rows.ts';
import { WAKE_STEPS, wakeBy } from '../../src/store/wakes.ts';
import type { Metrics } from '../../src/web/metrics.ts';
import { tablesOf } from './every-table.ts';
import { memberChat, memberOf, staffMembers } from './members.ts';
import { QUESTIONS, type School } from './school.ts';
import { type Copy, openStage, type Stage } from './stage.ts';

/** Something that came out: from where, and all of it. */
export type Output = { from: string; text: string };
export type Twin = {
  stage: Stage;
  school: School;
  canary: string;
  /** Whatever can only be this one's: canary, ids, tokens, workspace, channel, reference. In lower case. */
  marks: string[];
  answers: Output[];
};

type Given = {
  platform: Platform;
  block: number;
  canary: string;
  at: string;
  metrics?: Metrics;
};

export async function openTwin(store: Store, given: Given): Promise<Twin> {
  const { platform, block, canary, at, metrics } = given;
  // Who is in the workspace: its staff, and two whom nobody has put on a list.
  const listing = memberChat();
  const chats = new Map<Platform, Chat>([[platform, { ...listing, platform }]]);
  const all = cycleSteps(chats);
  // Delivering is the stage's own: it has the chat that people see.
  const { 'deliver-messages': _, ...steps } = metrics ? countSteps(all, metrics) : all;
  const stage = await openStage(store, platform, {
    block,
    canary,
    at,
    steps,
    questions: QUESTIONS.map((question) => markedQuestion(question, canary)),
  });
  const { school } = stage;
  listing.members.push(
    ...staffMembers(school),
    ...['NEW1', 'NEW2'].map((ref) =>
      memberOf(`U-${ref}`, { name: `Robin ${ref} ${canary}`, email: `${ref}.${canary}@oak.example` }),
    ),
  );
  await store.within(school.org, async (tx) => {
    for (const step of WAKE_STEPS) await wakeBy(tx, school.org, step, new Date(at));
  });
  return { stage, school, canary, marks: marksOf(school, canary), answers: [] };
}

const markedQuestion = (question: Question, canary: string): Question => ({
  ...question,
  text: `${question.text} (${canary})`,
  why: `${question.why} (${canary})`,
});

function marksOf(school: School, canary: string): string[] {
  const lead = school.org.slice(0, 8);
  const own = [canary, `${lead}-0000-4000-8000`, `token${lead}`, school.setting.ref];
  const places = [school.externalId, school.channelId].filter((place) => place.length > 6);
  return [...own, ...places].map((mark) => mark.toLowerCase());
}

const MOMENTS = ['08:20', '15:50'];
const KEEP_SILENT = ['S01', 'T04', 'A02'];

/** One day of both: everything due, then what people do about it, the twins in one another's way at every step. */
export async function liveDay(twins: readonly Twin[], day: string): Promise<void> {
  for (const moment of MOMENTS) {
    await Promise.all(twins.map(({ stage }) => stage.driver.runUntil(`${day}T${moment}:00Z`)));
    await Promise.all(twins.map((twin) => attend(twin, day)));
  }
}

async function attend(twin: Twin, day: string): Promise<void> {
  const { stage, school } = twin;
  const pupil = day.endsWith('5') ? ['U-PUPIL'] : [];
  for (const who of [...school.people.map(({ staffRef }) => `U-${staffRef}`), ...pupil]) {
    if (pupil.includes(who)) {
      twin.answers.push(said('a stranger', await stage.writes(who, 'hello can anybody hear me')));
      continue;
    }
    const mine = stage.to(who);
    const copy = mine.at(-1);
    if (!copy || copy.buttons.length === 0) continue;
    const place = mine.length + Number(who.charCodeAt(2)) + Number(who.at(-1)) + Number(day.at(-1));
    const isQuestion = copy.kind === 'prompt' || copy.kind === 'nudge';
    if (isQuestion && KEEP_SILENT.some((ref) => who === `U-${ref}`)) continue;
    const filled =
      isQuestion && who === 'U-D01' ? await fill(twin, copy, who, { part: '1', whole: '4' }) : false;
    if (filled) continue;
    const open = copy.buttons.filter((label) => label !== 'Change');
    const button = open[place % Math.max(1, open.length)];
    if (button === undefined) continue;
    const shown = await stage
      .press(copy, who, button)
      .catch((fault: Error) => ({ is: 'fault', text: fault.message }));
    twin.answers.push({ from: 'a press', text: JSON.stringify(shown) });
  }
  const alert = stage.to(school.channelId).findLast(({ buttons }) => buttons.includes('I have it'));
  if (alert && day.endsWith('6'))
    twin.answers.push({
      from: 'a press in the channel',
      text: JSON.stringify(await stage.press(alert, 'U-H01', 'I have it')),
    });
}

async function fill(twin: Twin, copy: Copy, who: string, fields: Record<string, string>): Promise<boolean> {
  try {
    const shown = await twin.stage.submit(copy, who, fields);
    twin.answers.push({ from: 'a form', text: JSON.stringify(shown) });
    return shown.is !== 'nothing';
  } catch {
    return false; // that message has no form
  }
}

const WORDS = ['stauts', 'is anyone there, a boy in 3B has told me something', 'told'];

/** Every command, and words that are none, by everybody: every role is among them. */
export async function askEverything({ stage, school, answers }: Twin): Promise<void> {
  const scopes = ['status all', 'status me', 'status concerns', `status ${school.setting.ref}`, 'due all'];
  for (const { staffRef } of school.people)
    for (const words of [...COMMANDS, ...scopes, ...WORDS])
      answers.push(said(`“${words}”`, await stage.writes(`U-${staffRef}`, words)));
}

const said = (from: string, copy: Copy): Output => ({ from, text: `${copy.summary}\n${copy.text}` });

/** Every row that is behind the walls, as the school itself sees them with no filter at all. */
export async function everyRow(store: Store, school: School): Promise<Output[]> {
  const tables = (await tablesOf(store)).filter(({ walled }) => walled);
  return store.within(school.org, async (tx) => {
    const outputs: Output[] = [];
    for (const { name } of tables) {
      const rows = rowsOf<{ row: string }>(
        await tx.execute(sql`select t::text as row from ${sql.identifier(name)} as t order by 1`),
      );
      outputs.push({ from: `rows of ${name}`, text: rows.map(({ row }) => row).join('\n') });
    }
    return outputs;
  });
}

/** All that came out of one school’s life. */
export async function outputsOf(store: Store, twin: Twin): Promise<Output[]> {
  return [
    { from: 'sent by the chat', text: twin.stage.sentOut() },
    ...twin.answers,
    { from: 'the log', text: JSON.stringify(twin.school.log.lines) },
    ...(await everyRow(store, twin.school)),
  ];
}

/** Where the marks of one are found in what came out for another. */
export function crossings(outputs: readonly Output[], marks: readonly string[]): string[] {
  return outputs.flatMap(({ from, text }) => {
    const low = text.toLowerCase();
    return marks
      .filter((mark) => low.includes(mark))
      .map((mark) => `${from}: ${low.slice(Math.max(0, low.indexOf(mark) - 80), low.indexOf(mark) + 40)}`);
  });
}

export const bytesOf = (outputs: readonly Output[]) =>
  outputs.reduce((total, { text }) => total + Buffer.byteLength(text), 0);
