/**
 * views.open and views.update, and what a form's own answer may do to the forms on somebody's screen.
 * The rule: a trigger lives three seconds and is used once; an update against an old hash is refused.
 */
import {
  type Answer,
  grant,
  type Method,
  refuse,
  refuseWith,
  structure,
  text,
  UNREADABLE,
} from './answer.ts';
import { checkView } from './check-view.ts';
import { viewJson } from './shown-as.ts';
import type { Json, Trigger, View, World } from './world.ts';

const TRIGGER_MS = 3_000;

export const open: Method = ({ world, workspace }, args) => {
  const given = structure(args, 'view');
  if (given === undefined || given === UNREADABLE) return refuse('invalid_arguments');
  const checked = checkView(world, given);
  if ('error' in checked) return refuseWith(checked.error, checked.detail);
  const trigger = exchange(world, workspace.teamId, text(args, 'trigger_id') ?? '');
  if ('refusal' in trigger) return trigger.refusal;
  if (isExternalIdTaken(world, workspace.teamId, checked.view, null)) return refuse('duplicate_external_id');
  const { userId } = trigger.taken;
  const view = addView(world, workspace.teamId, userId, checked.view, null);
  return grant({ view: viewJson(world, workspace, view, false) });
};

export const update: Method = ({ world, workspace }, args) => {
  const given = structure(args, 'view');
  if (given === undefined || given === UNREADABLE) return refuse('invalid_arguments');
  const wanted = text(args, 'view_id');
  const external = text(args, 'external_id');
  const view = [...world.views.values()].find(
    (each) =>
      each.open &&
      each.teamId === workspace.teamId &&
      (wanted === undefined
        ? external !== undefined && each.given.external_id === external
        : each.id === wanted),
  );
  if (!view) return refuse('not_found');
  const hash = text(args, 'hash');
  if (hash !== undefined && hash !== view.hash) return refuse('hash_conflict');
  const checked = checkView(world, given);
  if ('error' in checked) return refuseWith(checked.error, checked.detail);
  if (isExternalIdTaken(world, workspace.teamId, checked.view, view.id))
    return refuse('duplicate_external_id');
  replaceView(world, view, checked.view);
  return grant({ view: viewJson(world, workspace, view, false) });
};

function exchange(world: World, teamId: string, id: string): { taken: Trigger } | { refusal: Answer } {
  const trigger = world.triggers.get(id);
  if (!trigger || trigger.teamId !== teamId) return { refusal: refuse('invalid_trigger_id') };
  if (trigger.used) return { refusal: refuse('exchanged_trigger_id') };
  if (world.now().getTime() - trigger.at.getTime() > TRIGGER_MS)
    return { refusal: refuse('expired_trigger_id') };
  trigger.used = true;
  return { taken: trigger };
}

function isExternalIdTaken(world: World, teamId: string, view: Json, but: string | null): boolean {
  const id = view.external_id;
  if (id === undefined || id === '') return false;
  return [...world.views.values()].some(
    (other) => other.open && other.teamId === teamId && other.id !== but && other.given.external_id === id,
  );
}

/** On top of `under`, or on its own. */
export function addView(world: World, teamId: string, userId: string, given: Json, under: View | null): View {
  const id = world.names.id('V');
  const view: View = {
    id,
    teamId,
    userId,
    rootId: under?.rootId ?? id,
    previousId: under?.id ?? null,
    hash: world.names.ts(),
    given,
    values: new Map(),
    errors: {},
    open: true,
  };
  // A new form takes the place of whatever was open.
  if (under === null)
    for (const other of world.views.values())
      if (other.userId === userId && other.teamId === teamId) other.open = false;
  world.views.set(id, view);
  return view;
}

export function replaceView(world: World, view: View, given: Json): void {
  view.given = given;
  view.hash = world.names.ts();
  view.errors = {};
  const blocks = Array.isArray(given.blocks) ? given.blocks.map((block: Json) => block.block_id) : [];
  for (const block of view.values.keys()) if (!blocks.includes(block)) view.values.delete(block);
}
