/**
 * Refuses the forms Slack refuses: a title of more than 24 characters, too much kept in private, 101 blocks.
 * The rule: strict, in the words Slack uses; a form that asks for something has a button to send it.
 */
import { z } from 'zod';
import { checkViewBlocks } from './check-blocks.ts';
import { plainText } from './text-shapes.ts';
import type { Json, World } from './world.ts';

export type CheckedView = { view: Json } | { error: string; detail: string[] };

const LARGEST = 250_000;

const modal = z.strictObject({
  type: z.literal('modal'),
  title: plainText(24),
  submit: plainText(24).optional(),
  close: plainText(24).optional(),
  blocks: z.array(z.unknown()),
  private_metadata: z.string().max(3000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: z.string().max(255).optional(),
  clear_on_close: z.boolean().optional(),
  notify_on_close: z.boolean().optional(),
});

export function checkView(world: World, given: unknown): CheckedView {
  if (JSON.stringify(given ?? null).length > LARGEST) return { error: 'view_too_large', detail: [] };
  const read = modal.safeParse(given);
  if (!read.success)
    return {
      error: 'invalid_arguments',
      detail: read.error.issues.map(
        (issue) => `${issue.message} [json-pointer:${['/view', ...issue.path.map(String)].join('/')}]`,
      ),
    };
  const checked = checkViewBlocks(world, read.data.blocks);
  if ('error' in checked) return { error: 'invalid_arguments', detail: checked.detail };
  if (read.data.submit === undefined && checked.blocks.some(({ type }) => type === 'input'))
    return { error: 'invalid_arguments', detail: ['missing required field: submit [json-pointer:/view]'] };
  return { view: { ...read.data, blocks: checked.blocks } };
}
