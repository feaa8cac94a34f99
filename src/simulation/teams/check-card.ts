/**
 * Refuses the cards Teams refuses, and those it would draw badly for somebody.
 * The rule: each part by its shape, then what holds across them: ids told once, an error's words beside a required
 * field, an older client's way to press, six buttons a row, nothing read as Markdown, 28 KB in all.
 */
import { ENTRIES } from './chart-shapes.ts';
import { asJson, list, partsOf, shapeFaults } from './check-shape.ts';
import { readMarkdown } from './read-markdown.ts';
import type { Json } from './world.ts';

export const CARD_BYTES = 28 * 1024;
const BUTTONS = 6;

export function cardBytes(card: unknown): number {
  return Buffer.byteLength(JSON.stringify(card) ?? '');
}

/** Every fault; none when Teams would take it and draw it for everybody. */
export function cardFaults(card: unknown): string[] {
  const faults = shapeFaults(card);
  const whole = asJson(card);
  if (whole?.type !== 'AdaptiveCard') faults.push('is no AdaptiveCard at /');
  if (whole !== null && whole.version === undefined) faults.push('AdaptiveCard has no version at /');
  if (faults.length > 0) return faults;
  const parts = partsOf(card);
  return [...repeated(parts), ...unpressable(card, parts), ...partsOf(card, true).flatMap(faultsOf)];
}

/** Buttons an older client cannot press, wherever there is room in the card for a way to. */
function unpressable(card: unknown, parts: Json[]): string[] {
  const without = parts.filter(
    ({ type, fallback }) => type === 'Action.Execute' && asJson(fallback)?.type !== 'Action.Submit',
  );
  const more = without.map(({ title, data }) => ({ fallback: { type: 'Action.Submit', title, data } }));
  if (cardBytes(card) + cardBytes(more) > CARD_BYTES) return [];
  return without.map(({ title }) => `Action.Execute ${title} has no fallback Action.Submit`);
}

function repeated(parts: Json[]): string[] {
  const ids = parts.flatMap(({ id }) => (typeof id === 'string' ? [id] : []));
  return [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))].map((id) => `id ${id} is given twice`);
}

function faultsOf(part: Json): string[] {
  const type = String(part.type ?? '');
  const entries = ENTRIES[type];
  const faults = entries ? entryFaults(type, part.data, entries) : [];
  if (Array.isArray(part.actions) && primary(part.actions) > BUTTONS)
    faults.push(`more than ${BUTTONS} actions in one row`);
  if (part.isRequired === true && part.errorMessage === undefined)
    faults.push(`${type} ${part.id} is required and has no errorMessage`);
  if (type === 'Table') faults.push(...tableFaults(part));
  for (const words of read(part)) {
    const marks = readMarkdown(words).marks.filter((mark) => mark !== 'list');
    if (marks.length > 0) faults.push(`${type || 'text'} has words read as Markdown: ${marks.join(', ')}`);
  }
  return faults;
}

const primary = (actions: unknown[]): number =>
  actions.filter((action) => asJson(action)?.mode !== 'secondary').length;

/** The texts of a part in which Teams reads Markdown. */
function read(part: Json): string[] {
  const { type } = part;
  const texts =
    type === 'TextBlock'
      ? [part.text]
      : type === 'Input.Toggle'
        ? [part.title]
        : type === 'FactSet'
          ? list(part.facts).flatMap(({ title, value }) => [title, value])
          : type === 'Input.ChoiceSet'
            ? list(part.choices).map(({ title }) => title)
            : [];
  return texts.filter((each) => typeof each === 'string');
}

function tableFaults(table: Json): string[] {
  const columns = list(table.columns).length;
  return list(table.rows)
    .map(({ cells }) => list(cells).length)
    .filter((cells) => cells !== columns)
    .map((cells) => `Table has a row of ${cells} cells under ${columns} columns`);
}

function entryFaults(type: string, data: unknown, { has, of }: (typeof ENTRIES)[string]): string[] {
  return list(data).flatMap((entry) => [
    ...has.filter((name) => entry[name] === undefined).map((name) => `${type} has an entry without ${name}`),
    ...(of === undefined
      ? []
      : list(entry[of.in]).flatMap((inner) =>
          of.has
            .filter((name) => inner[name] === undefined)
            .map((name) => `${type} has an entry without ${name}`),
        )),
  ]);
}
