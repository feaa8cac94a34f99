/**
 * Refuses the blocks Slack refuses, with its error's name and a pointer to the place.
 * The rule: each block by its shape, then what holds across them: how many, ids told once, one table, how much text.
 * Missing block and action ids are filled in, as Slack does, so that what is kept can be pressed.
 */
import { z } from 'zod';
import { messageBlock, modalBlock } from './block-shapes.ts';
import type { Json, World } from './world.ts';

export type Checked = { blocks: Json[] } | { error: string; detail: string[] };

const MESSAGE_BLOCKS = 50;
const VIEW_BLOCKS = 100;
const TABLE_CHARACTERS = 10_000;
const MARKDOWN_CHARACTERS = 12_000;
/** Undocumented, as others measured it: this many characters of text, a block counting as 125 more. */
const MESSAGE_CHARACTERS = 13_297;
const BLOCK_CHARACTERS = 125;

export function checkMessageBlocks(world: World, given: unknown): Checked {
  const read = readBlocks(given, messageBlock, MESSAGE_BLOCKS, '/blocks');
  if ('error' in read) return read;
  const tables = read.blocks.filter(({ type }) => type === 'table' || type === 'data_table');
  if (tables.length > 1)
    return { error: 'invalid_attachments', detail: [`only_one_table_allowed [json-pointer:/blocks]`] };
  if (tables.some((table) => textLength(table.rows) > TABLE_CHARACTERS))
    return invalid('table cells must have no more than 10000 characters in all', '/blocks');
  const written = read.blocks.filter(({ type }) => type === 'markdown');
  if (textLength(written) > MARKDOWN_CHARACTERS)
    return invalid('markdown blocks must have no more than 12000 characters in all', '/blocks');
  return { blocks: nameBlocks(world, read.blocks) };
}

export function checkViewBlocks(world: World, given: unknown): Checked {
  const read = readBlocks(given, modalBlock, VIEW_BLOCKS, '/view/blocks');
  return 'error' in read ? read : { blocks: nameBlocks(world, read.blocks) };
}

/** Too much text in all the blocks together: refused when posted or updated, not at a response_url. */
export function areTooLong(blocks: Json[]): boolean {
  return textLength(blocks) + (blocks.length - 1) * BLOCK_CHARACTERS > MESSAGE_CHARACTERS;
}

function readBlocks(given: unknown, shape: z.ZodType, most: number, at: string): Checked {
  if (!Array.isArray(given))
    return { error: 'invalid_blocks_format', detail: [`must be an array [json-pointer:${at}]`] };
  if (given.length > most) return invalid(`no more than ${most} items allowed`, at);
  const read = z.array(shape).safeParse(given);
  if (!read.success)
    return {
      error: 'invalid_blocks',
      detail: read.error.issues.map((issue) => told(issue.message, issue.path, at)),
    };
  const blocks = z.array(z.record(z.string(), z.unknown())).parse(given);
  return repeated(blocks, at) ?? { blocks };
}

/** Block ids are told once a message, action ids once a block. */
function repeated(blocks: Json[], at: string): Checked | null {
  const seen = new Set<unknown>();
  for (const [index, block] of blocks.entries()) {
    if (block.block_id !== undefined && seen.has(block.block_id))
      return invalid(`block_id \`${block.block_id}\` already exists`, `${at}/${index}/block_id`);
    seen.add(block.block_id);
    const actions = elementsOf(block).flatMap(({ action_id }) =>
      action_id === undefined ? [] : [action_id],
    );
    const twice = actions.find((id, place) => actions.indexOf(id) !== place);
    if (twice !== undefined)
      return invalid(`action_id \`${twice}\` already exists for this block`, `${at}/${index}`);
  }
  return null;
}

/** What can be pressed or filled in within a block: the very elements, not copies. */
export function elementsOf(block: Json): Json[] {
  if (block.type === 'context' || block.type === 'rich_text') return [];
  const listed: unknown[] = Array.isArray(block.elements) ? block.elements : [];
  return [...listed, block.accessory, block.element].filter(isElement);
}

function isElement(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && 'type' in value && value.type !== 'image';
}

function nameBlocks(world: World, blocks: Json[]): Json[] {
  return blocks.map((block) => {
    const named = structuredClone(block);
    named.block_id ??= world.names.id('b').slice(0, 6);
    for (const element of elementsOf(named)) element.action_id ??= world.names.id('a').slice(0, 6);
    return named;
  });
}

function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + textLength(each), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, each]) => sum + (key === 'text' && typeof each === 'string' ? each.length : textLength(each)),
    0,
  );
}

const told = (message: string, path: readonly PropertyKey[], at: string) =>
  `${message} [json-pointer:${[at, ...path.map(String)].join('/')}]`;

const invalid = (message: string, at: string): Checked => ({
  error: 'invalid_blocks',
  detail: [`${message} [json-pointer:${at}]`],
});
