/**
 * The buttons a person sees on a card, and what each takes with it when pressed.
 * The rule: a card inside an action shows once that is pressed; its fields go only with its own buttons, to which
 * the fields of the card around it are added too, as clients do.
 */
import { inputsOf } from './card-form.ts';
import { asJson, list } from './check-shape.ts';
import { isShown } from './read-text.ts';
import type { Json, Screen } from './world.ts';

/** A button where it stands; `inputs` is what it sends along. */
export type Placed = { action: Json; inputs: Json[] };

export function placedOn(card: Json, screen: Screen, around: Json[] = []): Placed[] {
  const inputs = [...around, ...inputsOf(card)];
  const actions = [...list(card.body).flatMap((part) => actionsIn(part, screen)), ...list(card.actions)];
  return [...actions, ...list([card.selectAction])].flatMap((action) => {
    const inner = screen.opened.has(action) ? asJson(action.card) : null;
    const auto = String(action.associatedInputs ?? 'auto').toLowerCase() !== 'none';
    const own: Placed = { action, inputs: auto ? inputs : [] };
    return inner === null ? [own] : [own, ...placedOn(inner, screen, inputs)];
  });
}

/** Every input a person can see now, those of opened cards too. */
export function inputsShown(card: Json, screen: Screen): Json[] {
  const opened = placedOn(card, screen)
    .filter(({ action }) => screen.opened.has(action))
    .map(({ action }) => action.card);
  return list([card, ...opened])
    .flatMap((each) => inputsOf(each))
    .filter((input) => isShown(input, screen));
}

function actionsIn(part: Json, screen: Screen): Json[] {
  if (!isShown(part, screen)) return [];
  const inner = ['items', 'columns', 'rows', 'cells', 'images', 'inlines'].flatMap((name) =>
    list(part[name]).flatMap((each) => actionsIn(each, screen)),
  );
  return [...inner, ...list(part.actions), ...list([part.selectAction, part.inlineAction])];
}

export const isCalled = ({ action }: Placed, name: string): boolean =>
  action.title === name || action.tooltip === name;
