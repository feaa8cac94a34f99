/**
 * The windows a form is answered in where a platform has those: opened under the message they were asked for on.
 * The rule: one window a form; it goes when it is cancelled or answered, and stays with its fault when it is not.
 * It is kept as an answer that its reader alone sees.
 */
import type { Request, Response } from 'express';
import { EntryView } from './conversation.tsx';
import type { Desk } from './desk.ts';
import { drawPart } from './page.tsx';
import type { Entry } from './read-conversation.ts';
import { placeHref, type Scene } from './scene.ts';
import { isHtmx } from './send-fault.ts';

/** The window a press was made in; null where it was made in none. */
export function windowOf(request: Request): string | null {
  const window: unknown = request.body?.window;
  return typeof window === 'string' && window !== '' ? window : null;
}

export function closeWindow(
  { shown }: Desk,
  scene: Scene,
  window: string,
  request: Request,
  response: Response,
): void {
  shown.remove(scene.userId, scene.place, window);
  if (isHtmx(request)) response.type('html').send('');
  else response.redirect(303, placeHref(scene));
}

/** It was answered: the window goes, and what it was opened on is drawn anew. */
export function sendBehindWindow(
  { shown }: Desk,
  scene: Scene,
  { window, entry }: { window: string; entry: Entry },
  request: Request,
  response: Response,
): void {
  shown.remove(scene.userId, scene.place, window);
  if (isHtmx(request))
    response.type('html').send(drawPart(<EntryView entry={entry} scene={scene} focus swap />));
  else response.redirect(303, `${placeHref(scene)}#${entry.id}`);
}

/** Closes the form's window where it is open already, and gives what takes it off an open page. */
export function closeEarlier({ shown }: Desk, { userId, place }: Scene, token: string): string {
  const open = shown.list(userId, place).filter(({ opens }) => opens === token);
  for (const { id } of open) shown.remove(userId, place, id);
  return open.map(({ id }) => drawPart(<div id={id} hx-swap-oob="delete" />)).join('');
}
