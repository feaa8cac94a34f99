/**
 * The schools' people: what each does with a message that reaches them, by pressing what is really on it.
 * The rule: what somebody does is drawn from who they are and which message of the day it is, so that a fault taken
 * away leaves the rest of them as they were. They know what they see and nothing else.
 */
import type { z } from 'zod';
import { actSchema } from '../../chat/parse-act.ts';
import { parseAnswer } from '../../chat/parse-answer.ts';
import type { Answer } from '../../domain/answer.ts';
import type { FieldValues } from '../../domain/form-field.ts';
import { localDate } from '../../domain/local-time.ts';
import type { Act, Button, Form, Message } from '../../domain/message.ts';
import { type Chance, chanceFrom } from './chance.ts';
import type { Copy } from './history.ts';
import { type SimSchool, userOf } from './schools.ts';
import type { Sim } from './sim-world.ts';

/** Sends a press on its way to Vigil. `again` is called where nothing was said to have come of it. */
export type SendPress = (given: {
  school: SimSchool;
  user: string;
  copy: Copy;
  act: z.infer<typeof actSchema>;
  answer?: Answer;
  again?: () => void;
}) => void;

const MINUTE_MS = 60_000;
/** So many of them at once, within so long. */
const BUSY = 3;
const BUSY_MS = 4 * MINUTE_MS;
/** The share who never answer, then that of those who do so late, by so many hours. */
const PROMPT = { never: 0.06, late: 0.14, from: 2 * 24, to: 8 * 24 };
const SLOW = { never: 0.2, late: 0.5, from: 3, to: 5 * 24 };

export type SimStaff = {
  sees(school: SimSchool, copy: Copy): void;
  /** A few of them answer just now what they were asked last, whatever the hour. */
  answerNow(school: SimSchool, occasion: string): void;
};

export function simStaff(sim: Sim, send: SendPress): SimStaff {
  const { clock } = sim;
  const seen = new Map<string, number>();
  const after = (ms: number, act: () => void) => clock.at(clock.now() + ms, act);

  const press = (school: SimSchool, user: string, copy: Copy, act: Act, tries = 3) => {
    const { answer, ...read } = asSent(act);
    send({
      school,
      user,
      copy,
      act: read,
      ...(answer === undefined ? {} : { answer }),
      again: () => {
        if (tries > 1) after(2 * MINUTE_MS, () => press(school, user, copy, act, tries - 1));
      },
    });
  };

  /** Answers every question of the message as it is now (or as it first was). */
  const answer = (school: SimSchool, user: string, copy: Copy, chance: Chance, of: Message) => {
    const acts = answersIn(of, chance, localDate(new Date(sim.dbNow()), school.setting.zone));
    for (const [index, act] of acts.entries()) after(index * 4_000, () => press(school, user, copy, act));
  };

  const meets = (school: SimSchool, user: string, copy: Copy, chance: Chance) => {
    const delay = Math.floor(2 * MINUTE_MS * 60 ** (chance.next() * 1.3));
    const mood = chance.next();
    const other = chance.pick(school.people);
    const say = (verb: Act['verb'], wait = 0) =>
      after(delay + wait, () => {
        const act = buttonsOf(copy.message).find((button) => button.act.verb === verb)?.act;
        if (act) press(school, user, copy, act);
      });
    // Some never answer, some only days later, when it is overdue; whoever must be reminded does so the more often.
    const { never, late, from, to } = copy.message.kind === 'nudge' ? SLOW : PROMPT;
    if (mood < never) return;
    if (mood < late)
      return after(chance.between(from, to) * 60 * MINUTE_MS, () =>
        answer(school, user, copy, chance, copy.message),
      );
    if (mood < late + 0.04) return say('later');
    if (mood < late + 0.07) return say('not_me');
    const willing = late + 0.11;
    if (mood < willing) return say('not_sure');
    after(delay, () => answer(school, user, copy, chance, copy.message));
    const rest = (mood - willing) / (1 - willing);
    if (rest < 0.16)
      after(delay + 200, () => answer(school, user, copy, chance, copy.drawn[0] ?? copy.message));
    else if (rest < 0.29) {
      say('change', 5 * MINUTE_MS);
      after(delay + 6 * MINUTE_MS, () => answer(school, user, copy, chance, copy.message));
    } else if (rest < 0.4)
      after(Math.floor(delay / 2), () => answer(school, userOf(school, other), copy, chance, copy.message));
    else if (rest < 0.51)
      after(delay + chance.between(1, 3 * 24 * 60) * MINUTE_MS, () =>
        answer(school, user, copy, chance, copy.drawn[0] ?? copy.message),
      );
  };

  /** "When?": the times offered in return for "Later" are buttons of the message as it is then. */
  const choosesTime = (school: SimSchool, user: string, copy: Copy, chance: Chance) =>
    after(4 * 60 * MINUTE_MS, () => {
      const offered = buttonsOf(copy.message).filter(({ act }) => act.verb === 'later_at');
      if (offered.length > 0) press(school, user, copy, chance.pick(offered).act);
    });

  return {
    answerNow(school, occasion) {
      const chance = chanceFrom(sim.seed, 'staff', school.key, occasion);
      const asked = sim.history.copies.filter(
        ({ school: of, message }) =>
          of === school.key && (message.kind === 'prompt' || message.kind === 'nudge'),
      );
      const last = [...new Map(asked.map((copy) => [copy.to, copy])).values()];
      for (let n = 0; n < BUSY && last.length > 0; n += 1) {
        const copy = chance.pick(last);
        after(chance.between(1, BUSY_MS), () => {
          if (copy.kind === 'person')
            answer(school, copy.to, copy, chance, copy.drawn.at(-1) ?? copy.message);
        });
      }
    },
    sees(school, copy) {
      const day = localDate(new Date(copy.at), school.setting.zone);
      const place = copy.kind === 'channel' ? 'channel' : (copy.to.split('-')[1] ?? '');
      const who = `${school.key} ${place} ${day}`;
      const nth = (seen.get(who) ?? 0) + 1;
      seen.set(who, nth);
      const chance = chanceFrom(sim.seed, 'staff', who, nth);
      const reader = copy.kind === 'person' ? copy.to : userOf(school, chance.pick(leadsOf(school)));
      const first = buttonsOf(copy.message)[0]?.act.verb;
      switch (copy.message.kind) {
        case 'prompt':
        case 'nudge':
          meets(school, reader, copy, chance);
          choosesTime(school, reader, copy, chance);
          return;
        default:
          if (first === undefined || !chance.happens(0.6)) return;
          after(chance.between(2, 400) * MINUTE_MS, () => {
            const buttons = buttonsOf(copy.message).filter(({ act }) => act.verb !== 'command');
            if (buttons.length > 0) press(school, reader, copy, chance.pick(buttons).act);
          });
      }
    },
  };
}

export function leadsOf(school: SimSchool) {
  return school.people.filter(({ roles }) =>
    roles.some((role) => ['dsl', 'deputy_dsl', 'headteacher'].includes(role)),
  );
}

export function buttonsOf(message: Message): Button[] {
  return message.blocks.flatMap((block) => (block.type === 'buttons' ? block.buttons : []));
}

const formsOf = (message: Message): Form[] =>
  message.blocks.flatMap((block) => (block.type === 'form' ? [block] : []));

type Sent = Act & { answer?: Answer };

/** One answer for each question that the message still asks. */
function answersIn(message: Message, chance: Chance, today: string): Sent[] {
  const byToken = new Map<string, Sent[]>();
  for (const { act } of buttonsOf(message))
    if (act.verb === 'answer') byToken.set(act.token, [...(byToken.get(act.token) ?? []), act]);
  for (const form of formsOf(message)) {
    const filled = fillIn(form, chance, today);
    if (filled !== null) byToken.set(form.act.token, [{ ...form.act, verb: 'answer', answer: filled }]);
  }
  return [...byToken.values()].map((acts) => chance.pick(acts));
}

function fillIn(form: Form, chance: Chance, today: string): Answer | null {
  const whole = chance.between(0, 9);
  const values: FieldValues = {};
  for (const { name } of form.fields) {
    if (name === 'date') values.date = today;
    else if (name === 'percent') values.percent = String(chance.between(0, 100));
    else if (name === 'part') values.part = String(chance.between(0, whole));
    else values[name] = String(whole);
  }
  const read = parseAnswer(values, form.fields.find(({ latest }) => latest !== undefined)?.latest);
  return 'given' in read && 'answer' in read.given ? read.given.answer : null;
}

/** As it comes back from a platform: what the button carried, read at the door. */
function asSent({ answer, ...act }: Sent): Act & { answer?: Answer } {
  const read = actSchema.parse(JSON.parse(JSON.stringify(act)));
  return answer === undefined ? read : { ...read, answer };
}
