/**
 * What a card asks to be filled in, what stands in it, and what a client would not let be sent.
 * The rule: an input shows what it was given to start with until the person changes it; where a required field is
 * empty, or a value is out of bounds, its own error's words are shown and nothing leaves the screen.
 */
import { list, partsOf } from './check-shape.ts';
import type { Json, Screen, User } from './world.ts';

/** Of one card: not those of a card inside one of its actions. */
export function inputsOf(card: Json): Json[] {
  const inActions = new Set(
    partsOf(card.body)
      .filter(({ type }) => type === 'Action.ShowCard')
      .flatMap((action) => partsOf(action.card)),
  );
  return partsOf(card.body)
    .filter((part) => !inActions.has(part))
    .filter(({ type }) => String(type).startsWith('Input.') && type !== 'Input.Choice')
    .filter((input) => typeof input.id === 'string');
}

export function valueIn(screen: Screen, input: Json): string {
  return (
    screen.filled.get(String(input.id)) ?? (input.value === undefined ? startOf(input) : String(input.value))
  );
}

const startOf = (input: Json): string =>
  input.type === 'Input.Toggle' ? String(input.valueOff ?? 'false') : '';

/** What comes of typing or picking: as a browser's own fields do it, letters do not go into a number. */
export function entered(input: Json, given: string): string {
  switch (input.type) {
    case 'Input.Number':
      return given.trim() !== '' && Number.isFinite(Number(given)) ? String(Number(given)) : '';
    case 'Input.Date':
      return /^\d{4}-\d\d-\d\d$/.test(given) ? given : '';
    case 'Input.Time':
      return /^\d\d:\d\d$/.test(given) ? given : '';
    case 'Input.Toggle': {
      const on = String(input.valueOn ?? 'true');
      return [on, 'on', 'true', input.title].includes(given) ? on : String(input.valueOff ?? 'false');
    }
    case 'Input.ChoiceSet':
      return given
        .split(',')
        .filter((each) => each.trim() !== '')
        .map((each) => choiceOf(input, each.trim()))
        .join(',');
    default:
      return typeof input.maxLength === 'number' ? given.slice(0, input.maxLength) : given;
  }
}

function choiceOf(input: Json, wanted: string): string {
  const choices = list(input.choices);
  const found = choices.find(({ title, value }) => title === wanted || value === wanted);
  if (!found)
    throw new Error(`No choice "${wanted}" among ${choices.map(({ title }) => String(title)).join(', ')}`);
  return String(found.value);
}

/** The words shown beside each field that holds the form back, by the field's id. */
export function faultsOf(screen: Screen, inputs: Json[]): Record<string, string> {
  const faults: Record<string, string> = {};
  for (const input of inputs)
    if (isWrong(input, valueIn(screen, input))) faults[String(input.id)] = String(input.errorMessage ?? '');
  return faults;
}

function isWrong(input: Json, value: string): boolean {
  const isEmpty = input.type === 'Input.Toggle' ? value !== String(input.valueOn ?? 'true') : value === '';
  if (isEmpty) return input.isRequired === true;
  switch (input.type) {
    case 'Input.Number':
      return outside(Number(value), input.min, input.max);
    case 'Input.Date':
    case 'Input.Time':
      return outside(value, input.min, input.max);
    case 'Input.Text':
      return typeof input.regex === 'string' && !new RegExp(input.regex).test(value);
    default:
      return false;
  }
}

function outside(value: number | string, min: unknown, max: unknown): boolean {
  const below = typeof min === typeof value && value < (min as typeof value);
  return below || (typeof max === typeof value && value > (max as typeof value));
}

/** As they go with what was pressed: a new client leaves empty ones out, an old one sends numbers as numbers. */
export function sentValues(screen: Screen, inputs: Json[], client: User['client']): Json {
  const values: Json = {};
  for (const input of inputs) {
    const value = valueIn(screen, input);
    if (client === 'new' && value === '') continue;
    const isNumber = client === 'old' && input.type === 'Input.Number' && value !== '';
    values[String(input.id)] = isNumber ? Number(value) : value;
  }
  return values;
}
