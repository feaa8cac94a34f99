/**
 * Buttons: Teams' own kind, which is answered with a card, and for an older client the kind that is sent as a message.
 * The rule: both carry the same act whole; no row is longer than Teams shows; a label is only ever cut when it stands
 * in full above, by number. Who may press is decided on the server.
 */
import type { Button } from '../../domain/message.ts';
import { cut, isBlank } from '../plain-text.ts';
import type { ActionSet, Element, Execute } from './card-shapes.ts';
import type { Extras } from './fit-card.ts';
import { LIMITS } from './limits.ts';
import { label } from './plain-text.ts';
import { PRESS_VERB, type PressData, pressData } from './press-data.ts';
import { close, renderLine } from './render-text.ts';

/** `leaveInputs`: the card has boxes to fill in, which these buttons neither send nor wait for. */
export type ButtonDrawing = { extras: Extras; leaveInputs: boolean };

export function renderButtons(buttons: readonly Button[], drawing: ButtonDrawing): Element[] {
  if (buttons.length === 0) return [];
  const { above, titles } = titled(buttons.map(({ label }) => label));
  const drawn = buttons.map((button, index) =>
    pressButton({ title: titles[index] ?? '', data: pressData(button.act) }, button, drawing),
  );
  return [...above, ...rows(drawn)];
}

/**
 * The labels as buttons bear them. A choice is made by its words, so all of them must be seen on a narrow screen too:
 * where one is too long they are numbered, and stand in full above.
 */
export function titled(labels: readonly string[]): { above: Element[]; titles: string[] } {
  const lines = labels.map(label);
  if (!lines.some((line) => line.length > LIMITS.label || isBlank(line))) return { above: [], titles: lines };
  const numbered = lines.map((line, index) => `${index + 1}. ${line}`);
  return {
    above: numbered.flatMap((line) => close(renderLine(line))),
    titles: numbered.map((line) => cut(line, LIMITS.label).trim()),
  };
}

export function pressButton(
  { title, data }: { title: string; data: PressData },
  { describe, style }: Pick<Button, 'describe' | 'style'>,
  { extras, leaveInputs }: ButtonDrawing,
): Execute {
  const inputs = leaveInputs ? ({ associatedInputs: 'none' } as const) : {};
  return {
    type: 'Action.Execute',
    title,
    verb: PRESS_VERB,
    data,
    ...inputs,
    ...(style === 'primary' ? { style: 'positive' } : {}),
    ...tooltip(describe ?? '', extras),
    ...(extras.submits ? { fallback: { type: 'Action.Submit', title, data, ...inputs } } : {}),
  };
}

/** A link is opened by a button of its own kind, which tells Vigil nothing. */
export function renderLink({ label: words, url }: { label: string; url: string }): Element[] {
  const { above, titles } = titled([words]);
  const [title = ''] = titles;
  return [...above, { type: 'ActionSet', actions: [{ type: 'Action.OpenUrl', title, url }] }];
}

/** Read aloud, and shown where a mouse rests. */
export function tooltip(describe: string, { tooltips }: Extras): { tooltip?: string } {
  const text = label(describe);
  if (isBlank(text) || tooltips === 'none') return {};
  return { tooltip: tooltips === 'short' ? cut(text, LIMITS.shortTooltip) : text };
}

/** In order, as many to a row as can be seen on a telephone. */
function rows(actions: readonly Execute[]): ActionSet[] {
  const sets: ActionSet[] = [];
  let room = 0;
  for (const action of actions) {
    const letters = action.title.length + LIMITS.buttonEdges;
    const row = sets.at(-1);
    if (row !== undefined && letters <= room && row.actions.length < LIMITS.buttons) row.actions.push(action);
    else {
      sets.push({ type: 'ActionSet', actions: [action], ...(row === undefined ? {} : { spacing: 'Small' }) });
      room = LIMITS.rowLetters;
    }
    room -= letters;
  }
  return sets;
}
