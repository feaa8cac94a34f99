/**
 * Rule 2 of the simulated world: what somebody was told of their press is so.
 * The rule: told that it stands, it stands; told that it was received, it is filed or a line says why not; told nothing
 * of the kind, they are owed nothing. Presses are found again by what the platform calls them, never by the record.
 */
import type { Answer } from '../../domain/answer.ts';
import { messageText } from '../../domain/message.ts';
import type { Evidence } from './evidence.ts';
import type { Told } from './history.ts';

/** What a line says of a press that stands; any other says why it does not. */
const FILED = 'it is filed now';
/** Longer than the record is ever away. */
const AWAY_MS = 8 * 3_600_000;

export function lostReplies(found: Evidence): string[] {
  const isKept = keptAnswers(found);
  return [...unrecorded(found, isKept), ...unfiled(found, isKept), ...leftBehind(found)];
}

type IsKept = (told: Told) => boolean;

function unrecorded({ sim }: Evidence, isKept: IsKept): string[] {
  return sim.history.told
    .filter((told) => told.recorded && !isKept(told))
    .map(({ eventKey }) => `${eventKey} was told so, and there is no such reply`);
}

/**
 * Their answer is in the record; or a line has been put to them; or, where it was no answer, the platform's name for the
 * press is taken, or what they pressed on was drawn again: somebody had been before them.
 */
function unfiled(found: Evidence, isKept: IsKept): string[] {
  const { sim, messages, inbound } = found;
  const taken = new Set(inbound.map(({ platform, eventKey }) => `${platform}:${eventKey}`));
  const lines = new Map(messages.map(({ dedupeKey, body }) => [dedupeKey, messageText(body).join(' ')]));
  return sim.history.told.flatMap((told) => {
    if (!told.received) return [];
    const key = `${sim.schoolOf(told.school).platform}:${told.eventKey}`;
    const line = lines.get(`pressed:${key}`);
    if (line !== undefined && !line.includes(FILED)) return [];
    const isAnswer = told.verb === 'answer' || told.verb === 'not_sure';
    const isFiled = isAnswer ? isKept(told) : taken.has(key) || wasDrawnAgain(found, told);
    return isFiled || isStranger(found, told) || (taken.has(key) && wasToldAtOnce(found, told))
      ? []
      : [`${told.eventKey} was received, and nothing came of it`];
  });
}

/** Every machine has been up for long enough to file what it had. */
function leftBehind({ sim }: Evidence): string[] {
  return sim.history.disks.flatMap(({ bot, waiting, aside }) => [
    ...waiting.map((name) => `${name} still lies with ${bot}`),
    ...aside.map((name) => `${name} was set aside by ${bot}`),
  ]);
}

const wasDrawnAgain = ({ sim }: Evidence, { school, on, trueAt }: Told) =>
  sim.history.attempts.some(
    (attempt) => attempt.on === on && attempt.school === school && attempt.trueAt >= trueAt,
  );

/** Brought twice: the other delivery was taken, and told there and then that nothing was recorded. */
const wasToldAtOnce = ({ sim }: Evidence, { eventKey }: Told) =>
  sim.history.told.some((other) => other.eventKey === eventKey && !other.received && !other.recorded);

/** Of an anonymous answer, only that it was given is kept; that it was counted is rule 13's. */
function keptAnswers({ prompts, replies, questions }: Evidence): IsKept {
  const nameless = new Set(questions.filter(({ body }) => body.anonymous === true).map((q) => q.questionId));
  const given = new Set(
    prompts.filter((p) => p.state === 'answered' && nameless.has(p.questionId)).map((p) => p.token),
  );
  const byToken = new Map(prompts.map((p) => [p.token, p.promptId]));
  const kept = new Set(replies.map((r) => `${r.promptId} ${sorted(r.answer)}`));
  return ({ token, answer }) => given.has(token) || kept.has(`${byToken.get(token)} ${sorted(answer)}`);
}

/** Nothing can be said to somebody who is not on the list any more, or was not yet: there is no way to reach them. */
function isStranger({ sim, whoIs }: Evidence, { school, user, at }: Told): boolean {
  const { joined, left } = sim.history;
  const id = whoIs(user)?.id;
  const isNew = sim.schoolOf(school).joiners.some((joiner) => joiner.id === id);
  if (isNew && !joined.some((since) => since.personId === id && since.at <= at)) return true;
  return left.some((since) => since.personId === id && since.at <= at + AWAY_MS);
}

/** The record keeps its fields in an order of its own. */
const sorted = (answer: Answer | null) => JSON.stringify(Object.entries(answer ?? {}).sort());
