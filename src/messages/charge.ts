/**
 * "Who is DSL on site today?": the question, what it becomes once somebody is named, and the word to whoever was named.
 * The rule: it names leads, so it is for leads' own eyes alone and never for a channel; it asks, and blames nobody.
 */
import { type LocalDate, type LocalTime, longDate } from '../domain/local-time.ts';
import type { Block, Button, Message } from '../domain/message.ts';

/** A site by its name, null where the setting has one alone; or a trip by its words. */
export type ChargeWhere = { site: string | null } | { trip: string };

export type ChargeFrame = {
  settingName: string;
  where: ChargeWhere;
  on: LocalDate;
  token: string;
};

/** Somebody who may be named; `isReader` is who reads it. */
export type ChargeChoice = { id: string; name: string; isReader: boolean };

/** By whom and when; `by` is null where it was the reader. */
type SaidBy = { by: string | null; at: LocalTime };

export type ChargeStanding =
  /** `declined`: who was named and said that it is not them; `away`: whoever was named is away. */
  | { is: 'open'; by: LocalTime; declined: string | null; away?: boolean }
  | ({ is: 'named'; name: string | null } & SaidBy)
  | ({ is: 'nobody' } & SaidBy)
  /** The school is closed that day after all, or the trip is over. */
  | { is: 'closed' }
  | { is: 'over'; named: string | null };

/** Which names are shown as buttons: the usual ones, all others, or, once somebody is named, none. */
export type ChargeButtons = { first: readonly ChargeChoice[]; more: readonly ChargeChoice[] };

/** "DSL on site", "DSL at Lower site", "DSL for the trip “Year 5”" */
export function chargeWords(where: ChargeWhere): string {
  if ('trip' in where) return `DSL for the trip “${where.trip}”`;
  return where.site === null ? 'DSL on site' : `DSL at ${where.site}`;
}

/** `choosing`: the names are shown although somebody is named; `else`: those besides the usual ones are. */
export function chargeMessage(
  frame: ChargeFrame,
  standing: ChargeStanding,
  buttons: ChargeButtons,
  choosing: 'change' | 'else' | null = null,
): Message {
  const first = firstLine(frame, standing);
  const asks = standing.is === 'open' || standing.is === 'nobody' || choosing !== null;
  return {
    kind: 'charge',
    summary: `${frame.settingName}: ${first}`,
    blocks: [
      { type: 'heading', text: frame.settingName },
      { type: 'text', tone: standing.is === 'nobody' ? 'warn' : 'strong', text: first },
      ...moreLines(standing, choosing).map((text): Block => ({ type: 'text', text })),
      ...(asks && standing.is !== 'closed' && standing.is !== 'over'
        ? [{ type: 'buttons' as const, buttons: nameButtons(frame, buttons, choosing) }]
        : standing.is === 'named'
          ? [{ type: 'buttons' as const, buttons: [changeButton(frame)] }]
          : []),
      ...(standing.is === 'closed' || standing.is === 'over'
        ? []
        : [{ type: 'text' as const, tone: 'quiet' as const, text: QUIET }]),
    ],
  };
}

const QUIET =
  'Staff with a worry are sent to whoever is named. You can change it at any time today. What was said, and by whom, is ' +
  'kept as the record of cover.';

function firstLine(frame: ChargeFrame, standing: ChargeStanding): string {
  const who = chargeWords(frame.where);
  switch (standing.is) {
    case 'open':
      return `Who is ${who} today, ${longDate(frame.on)}?`;
    case 'named':
      return `✓ ${standing.at} · ${standing.name === null ? 'You are' : `${standing.name} is`} ${who} today, ${longDate(frame.on)}.`;
    case 'nobody':
      return `✓ ${standing.at} · Nobody is ${who} today, ${longDate(frame.on)}. Other leads are being told.`;
    case 'closed':
      return `${longDate(frame.on)}: nobody needs to be named as ${who}.`;
    case 'over':
      return standing.named === null
        ? `${longDate(frame.on)} is over. Nobody was named as ${who}.`
        : `✓ ${standing.named} was ${who} on ${longDate(frame.on)}.`;
  }
}

function moreLines(standing: ChargeStanding, choosing: 'change' | 'else' | null): string[] {
  const lines: string[] = [];
  if (standing.is === 'named' || standing.is === 'nobody')
    lines.push(standing.by === null ? 'You said so.' : `${standing.by} said so.`);
  if (standing.is === 'open') {
    if (standing.declined !== null)
      lines.push(`${standing.declined} was named, and says that it is not them.`);
    if (standing.away === true) lines.push('Whoever was named is away now.');
    lines.push(`One tap is enough. If nobody is named by ${standing.by}, other leads are told.`);
  }
  if (choosing === 'change') lines.push('Who is it now? Until you choose, it stays as it is.');
  if (choosing === 'else')
    lines.push(
      'Only a DSL, a deputy or the headteacher on the staff list can be named, and nobody who is away. If it is none of ' +
        'these, choose “Nobody”, and see that a trained lead can be reached.',
    );
  return lines;
}

/** The buttons that name somebody, for whoever may. */
export function nameButtons(
  { token, where }: Pick<ChargeFrame, 'token' | 'where'>,
  { first, more }: ChargeButtons,
  choosing: 'change' | 'else' | null = null,
): Button[] {
  const who = chargeWords(where);
  const shown = choosing === 'else' ? more : first;
  const named = shown.map(
    ({ id, name, isReader }, at): Button => ({
      label: isReader ? 'Me' : name,
      describe: `${isReader ? 'Me: I am' : `${name} is`} ${who}`,
      act: { verb: 'name_lead', token, arg: id },
      style: at === 0 && choosing === null ? 'primary' : 'plain',
    }),
  );
  const other: Button =
    choosing === 'else'
      ? {
          label: 'Back',
          describe: 'Back to the other names',
          act: { verb: 'name_again', token, arg: 'change' },
        }
      : {
          label: 'Somebody else',
          describe: `Somebody else is ${who}`,
          act: { verb: 'name_again', token, arg: 'else' },
        };
  return [
    ...named,
    other,
    { label: 'Nobody', describe: `Nobody is ${who}`, act: { verb: 'name_lead', token, arg: 'nobody' } },
  ];
}

function changeButton({ token, where }: ChargeFrame): Button {
  return {
    label: 'Change',
    describe: `Change who is ${chargeWords(where)}`,
    act: { verb: 'name_again', token, arg: 'change' },
  };
}

export type ToldStanding =
  | { is: 'named'; by: string; at: LocalTime }
  /** They said that it is not them, or somebody else is named since. */
  | { is: 'declined' }
  | { is: 'replaced' }
  | { is: 'closed' };

/** To whoever was named, by somebody else. */
export function namedMessage(frame: ChargeFrame, standing: ToldStanding): Message {
  const who = chargeWords(frame.where);
  const first = {
    named: `You are named as ${who} today, ${longDate(frame.on)}.`,
    declined: `✓ You are not ${who} today, ${longDate(frame.on)}. The question is open again.`,
    replaced: `You are no longer named as ${who} today, ${longDate(frame.on)}.`,
    closed: `${longDate(frame.on)}: nobody needs to be named as ${who}.`,
  }[standing.is];
  return {
    kind: 'charge',
    summary: `${frame.settingName}: ${first}`,
    blocks: [
      { type: 'heading', text: frame.settingName },
      { type: 'text', tone: 'strong', text: first },
      ...(standing.is === 'named'
        ? [
            {
              type: 'text' as const,
              text:
                `${standing.by} said so at ${standing.at}. Staff with a worry are sent to you today. If you cannot be ` +
                'reached, press “Not me”, and the question is open again.',
            },
            {
              type: 'buttons' as const,
              buttons: [
                {
                  label: 'Not me',
                  describe: `Not me: I am not ${who}`,
                  act: { verb: 'not_in_charge' as const, token: frame.token },
                },
              ],
            },
          ]
        : []),
    ],
  };
}
