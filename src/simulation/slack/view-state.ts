/**
 * What a form asks for, what stands in it, and what Slack itself would not let be sent.
 * The rule: an input shows what it was given to start with until the person changes it; a number that is none, or
 * a field left empty, never reaches the bot.
 */
import { z } from 'zod';
import type { Json, View } from './world.ts';

export type Input = { blockId: string; actionId: string; label: string; element: Json; optional: boolean };

const inputSchema = z.object({
  type: z.literal('input'),
  block_id: z.string(),
  label: z.object({ text: z.string() }),
  element: z.looseObject({ type: z.string(), action_id: z.string() }),
  optional: z.boolean().default(false),
});

export function inputsOf(view: View): Input[] {
  const blocks = Array.isArray(view.given.blocks) ? view.given.blocks : [];
  return blocks.flatMap((block): Input[] => {
    const read = inputSchema.safeParse(block);
    if (!read.success) return [];
    const { block_id: blockId, label, element, optional } = read.data;
    return [{ blockId, actionId: element.action_id, label: label.text, element, optional }];
  });
}

/** As it is sent: view.state. */
export function stateOf(view: View): { values: Record<string, Record<string, Json>> } {
  const values: Record<string, Record<string, Json>> = {};
  for (const input of inputsOf(view)) values[input.blockId] = { [input.actionId]: filledIn(view, input) };
  return { values };
}

export function filledIn(view: View, { blockId, actionId, element }: Input): Json {
  return view.values.get(blockId)?.get(actionId) ?? startOf(element);
}

/** What a person types or picks, as Slack sends it. */
export function entered(element: Json, given: string): Json {
  const empty = given === '';
  const type = element.type;
  switch (type) {
    case 'datepicker':
      return { type, selected_date: empty ? null : given };
    case 'timepicker':
      return { type, selected_time: empty ? null : given };
    case 'static_select':
    case 'radio_buttons':
      return { type, selected_option: empty ? null : optionOf(element, given) };
    case 'checkboxes':
      return {
        type,
        selected_options: empty ? [] : given.split(',').map((each) => optionOf(element, each.trim())),
      };
    case 'users_select':
      return { type, selected_user: empty ? null : given };
    case 'conversations_select':
      return { type, selected_conversation: empty ? null : given };
    default:
      return { type, value: empty ? null : given };
  }
}

function startOf(element: Json): Json {
  const { type } = element;
  switch (type) {
    case 'datepicker':
      return { type, selected_date: element.initial_date ?? null };
    case 'timepicker':
      return { type, selected_time: element.initial_time ?? null };
    case 'static_select':
    case 'radio_buttons':
      return { type, selected_option: element.initial_option ?? null };
    case 'checkboxes':
      return { type, selected_options: element.initial_options ?? [] };
    case 'users_select':
      return { type, selected_user: element.initial_user ?? null };
    case 'conversations_select':
      return { type, selected_conversation: element.initial_conversation ?? null };
    default:
      return { type, value: element.initial_value ?? null };
  }
}

const optionSchema = z.looseObject({ text: z.object({ text: z.string() }), value: z.string() });
const optionsSchema = z.object({
  options: z.array(optionSchema).default([]),
  option_groups: z.array(z.object({ options: z.array(optionSchema) })).default([]),
});

/** The option with this label, or this value. */
export function optionOf(element: Json, wanted: string): Json {
  const { options, option_groups } = optionsSchema.parse(element);
  const all = [...options, ...option_groups.flatMap((group) => group.options)];
  const found = all.find(({ text, value }) => text.text === wanted || value === wanted);
  if (!found) throw new Error(`No option "${wanted}" among ${all.map(({ text }) => text.text).join(', ')}`);
  return found;
}

/** What Slack says beside a field before anything is sent; by block. */
export function clientFaults(view: View): Record<string, string> {
  const faults: Record<string, string> = {};
  for (const input of inputsOf(view)) {
    const fault = faultOf(input, filledIn(view, input));
    if (fault !== null) faults[input.blockId] = fault;
  }
  return faults;
}

function faultOf({ element, optional }: Input, filled: Json): string | null {
  const value =
    filled.value ??
    filled.selected_date ??
    filled.selected_time ??
    filled.selected_option ??
    filled.selected_user ??
    filled.selected_conversation ??
    null;
  const chosen = filled.selected_options;
  const isEmpty = Array.isArray(chosen) ? chosen.length === 0 : value === null;
  if (isEmpty) return optional ? null : 'Please complete this required field.';
  if (element.type === 'number_input') return numberFault(element, String(value));
  if (element.type === 'plain_text_input') return lengthFault(element, String(value));
  return null;
}

function numberFault(element: Json, value: string): string | null {
  if (!/^-?\d+(\.\d+)?$/.test(value)) return 'Must be a number';
  if (element.is_decimal_allowed !== true && value.includes('.')) return 'Must be a whole number';
  if (element.min_value !== undefined && Number(value) < Number(element.min_value))
    return `Must be at least ${element.min_value}`;
  if (element.max_value !== undefined && Number(value) > Number(element.max_value))
    return `Must be at most ${element.max_value}`;
  return null;
}

function lengthFault(element: Json, value: string): string | null {
  if (element.max_length !== undefined && value.length > Number(element.max_length))
    return `Must be at most ${element.max_length} characters`;
  if (element.min_length !== undefined && value.length < Number(element.min_length))
    return `Must be at least ${element.min_length} characters`;
  return null;
}
