/**
 * The invented school in the browser of this computer, put together: its page, its own clock, its simulated staff.
 * The rule: only this organisation is served here; real ones are reached by their own chats alone.
 */
import type { Router } from 'express';
import type { Handlers } from '../chat/chat.ts';
import type { LocalChat } from '../chat/local/local.ts';
import type { Log, World } from '../cycle/context.ts';
import { takePress } from '../cycle/take-press.ts';
import type { Ids } from '../domain/ids.ts';
import { findRoute } from '../store/installations.ts';
import { listSettings } from '../store/settings.ts';
import type { Steps } from '../timetable.ts';
import { localWorkspace } from '../web/local-workspace.tsx';
import { CHANNEL, WORKSPACE } from './make-school.ts';
import { schoolClock } from './school-clock.ts';
import { simulatedStaff } from './simulated-staff.ts';
import { PERSONAS } from './staff.ts';

export type SchoolParts = {
  world: World;
  /** The same, whose commits do not wait for the disk: for what the simulated staff do. */
  hurried: World;
  steps: Steps;
  chat: LocalChat;
  handlers: Handlers;
  ids: Ids;
  log: Log;
};

/** Null where there is no invented school. */
export async function openSchool(
  parts: SchoolParts,
): Promise<{ router: Router; stop(): Promise<void> } | null> {
  const { world, hurried, steps, chat, handlers, ids, log } = parts;
  const { store } = world;
  const route = await findRoute(store, 'local', WORKSPACE);
  if (route === null) return null;
  const { org, installationId } = route;
  const [setting] = await store.within(org, listSettings);
  if (!setting) return null;
  const clock = schoolClock({
    world,
    hurried,
    steps,
    org,
    setting,
    happeningsBut: (userId) =>
      simulatedStaff(store, org, setting, (at, press) => takePress(worldAt(hurried, at), press), userId),
    log,
  });
  const router = localWorkspace({
    store,
    workspace: { org, externalId: WORKSPACE, installationId, channelId: CHANNEL },
    handlers,
    chat,
    clock,
    personas: PERSONAS.map(({ ref, role, about }) => ({ userId: ref, role, about })),
    ids,
    log,
  });
  return {
    router,
    async stop() {
      clock.stop();
      await clock.settled();
    },
  };
}

/** The same world, with every organisation at one moment. */
function worldAt(world: World, moment: Date): World {
  return { ...world, contextFor: (org, at) => world.contextFor(org, at ?? moment) };
}
