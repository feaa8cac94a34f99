/**
 * Takes what somebody does on the local page, a press or some words, to the handlers, and draws what comes back.
 * The rule: "not saved" leaves the buttons where they were; words written are passed on and kept nowhere.
 */
import type { Request, Response } from 'express';
import type { PressResult, Sender } from '../chat/chat.ts';
import { type ParsedPress, parseCommand, parsePress } from '../chat/local/parse.ts';
import type { Message } from '../domain/message.ts';
import { findSaid, type Said } from '../store/conversations.ts';
import { closeEarlier, closeWindow, sendBehindWindow, windowOf } from './answer-windows.tsx';
import { EntryView } from './conversation.tsx';
import { type Desk, readTalk, type Seat } from './desk.ts';
import { drawSaid } from './live.tsx';
import { drawPart } from './page.tsx';
import { type Entry, entryOf, privateEntry, whoseIn } from './read-conversation.ts';
import { placeHref, type Scene } from './scene.ts';
import { isHtmx, sendFault } from './send-fault.ts';
import { drawTalk } from './talk-page.tsx';

const PRIVATE = 'private-';

export async function takePressed(
  desk: Desk,
  seat: Seat,
  request: Request,
  response: Response,
): Promise<void> {
  const { handlers, ids, log, shown } = desk;
  const { scene } = seat;
  const window = windowOf(request);
  if (window !== null && request.body.close !== undefined)
    return closeWindow(desk, scene, window, request, response);
  const { view } = scene;
  const parse = view.way === 'plain' ? parsePress : view.pen.readPress;
  const parsed = parse(request.body ?? {}, senderOf(desk, seat), ids.id());
  if (parsed.kind === 'refused')
    return sendFault(request, response, {
      status: 400,
      title: 'Not saved',
      lines: ['The page was out of date. Please open it again'],
      next: { href: placeHref(scene), label: 'Back to your messages' },
    });
  const on = typeof request.body.on === 'string' ? request.body.on : '';
  const said = on.startsWith(PRIVATE) ? null : await readSaid(desk, seat, on);
  if (parsed.kind === 'faults')
    return window === null
      ? sendFormFaults(desk, seat, { on, said, parsed }, request, response)
      : sendFormFaults(desk, seat, { on: window, said: null, parsed }, request, response);

  let result: PressResult;
  try {
    const { platformId: _on, ...press } = parsed.press;
    result = await handlers.onPress(said ? parsed.press : press);
  } catch (error) {
    log.error({ verb: parsed.press.verb, fault: nameOf(error) }, 'a press was not saved');
    return sendFault(request, response, {
      status: 503,
      title: 'Not saved, please press again',
      lines: [],
      next: { href: placeHref(scene), label: 'Back to your messages' },
    });
  }
  const { faults } = result;
  const { values, verb, token: ofForm } = parsed.press;
  if (faults && values) {
    const faulty = { kind: 'faults', act: { verb, token: ofForm }, faults, values } as const;
    const where = window === null ? { on, said } : { on: window, said: null };
    return sendFormFaults(desk, seat, { ...where, parsed: faulty }, request, response);
  }
  tellPages(desk, seat, response);
  if (result.kind === 'redraw') {
    const entry = said
      ? await redrawn(desk, seat, said, result.message)
      : redrawnPrivate(desk, seat, on, result.message);
    if (entry && window !== null) return sendBehindWindow(desk, scene, { window, entry }, request, response);
    if (entry) return sendEntry(scene, entry, request, response);
  }
  const inWindow = window && shown.replace(scene.userId, scene.place, window, result.message);
  if (inWindow) return sendEntry(scene, privateEntry(inWindow), request, response);
  const { token } = parsed.press;
  const gone = result.kind === 'form' ? closeEarlier(desk, scene, token) : '';
  const answer = {
    id: `${PRIVATE}${ids.id()}`,
    after: on || null,
    at: await desk.clock.now(),
    body: result.message,
    ...(result.kind === 'form' ? { opens: token } : {}),
  };
  shown.add(scene.userId, scene.place, answer);
  response.set({ 'HX-Retarget': 'closest article', 'HX-Reswap': 'afterend' });
  sendEntry(scene, privateEntry(answer), request, response, gone);
}

export async function takeSaid(desk: Desk, seat: Seat, request: Request, response: Response): Promise<void> {
  const { handlers, ids, log, shown, clock } = desk;
  const { scene } = seat;
  const command = parseCommand(request.body, senderOf(desk, seat), ids.id());
  if (!command)
    return sendFault(request, response, {
      status: 400,
      title: 'Nothing was sent',
      lines: ['Type a word such as help, then press Send'],
      next: { href: placeHref(scene), label: 'Back' },
    });
  let body: Message;
  try {
    body = handlers.tooMany?.(command)?.message ?? (await handlers.onCommand(command));
  } catch (error) {
    log.error({ fault: nameOf(error) }, 'a command was not answered');
    return sendFault(request, response, {
      status: 503,
      title: 'No answer just now',
      lines: ['What you wrote was not kept. Please try again'],
      next: { href: placeHref(scene), label: 'Back' },
    });
  }
  const answer = { id: `${PRIVATE}${ids.id()}`, after: null, at: await clock.now(), body };
  shown.add(scene.userId, scene.place, answer);
  tellPages(desk, seat, response);
  const entry = privateEntry(answer);
  if (!isHtmx(request)) return response.redirect(303, `${placeHref(scene)}#${entry.id}`);
  const part = drawPart(<EntryView entry={entry} scene={scene} />);
  response.type('html').send(part + drawSaid(`Vigil answered: ${body.summary}`));
}

function senderOf(desk: Desk, seat: Seat): Sender {
  return { platform: 'local', externalId: desk.workspace.externalId, userId: seat.person.userId };
}

function readSaid(desk: Desk, seat: Seat, on: string): Promise<Said | null> {
  const whose = whoseIn(seat.scene.place, seat.person, desk.workspace.channelId);
  return desk.within((tx) => findSaid(tx, whose, on));
}

/**
 * The press may have changed rows; open pages look again at once rather than when the redraw is delivered. Once whoever
 * pressed has their answer: drawn first by another way, it would come without the reader being put there.
 */
function tellPages(desk: Desk, seat: Seat, answer: Response): void {
  const { externalId, channelId } = desk.workspace;
  answer.once('close', () => {
    desk.chat.tell({ externalId, userId: seat.person.userId });
    desk.chat.tell({ externalId, channelId });
  });
}

/** Remembers a redraw the row does not hold. It is saved by now, so a fault here must not say otherwise. */
async function redrawn(desk: Desk, seat: Seat, before: Said, body: Message): Promise<Entry> {
  const said = await readSaid(desk, seat, before.platformId).catch(() => null);
  desk.shown.redraw(seat.person.userId, said ?? before, body);
  return entryOf(said ?? before, body);
}

function redrawnPrivate(desk: Desk, seat: Seat, on: string, body: Message): Entry | null {
  const answer = desk.shown.replace(seat.person.userId, seat.scene.place, on, body);
  return answer && privateEntry(answer);
}

/** `besides` is what else changes on an open page. */
function sendEntry(scene: Scene, entry: Entry, request: Request, response: Response, besides = ''): void {
  if (isHtmx(request))
    response.type('html').send(drawPart(<EntryView entry={entry} scene={scene} focus />) + besides);
  else response.redirect(303, `${placeHref(scene)}#${entry.id}`);
}

type Faulty = { on: string; said: Said | null; parsed: Extract<ParsedPress, { kind: 'faults' }> };

async function sendFormFaults(
  desk: Desk,
  seat: Seat,
  { on, said, parsed }: Faulty,
  request: Request,
  response: Response,
): Promise<void> {
  const { scene, person } = seat;
  response.status(422).type('html');
  if (!isHtmx(request)) {
    const talk = await readTalk(desk, scene);
    if (talk) response.send(drawTalk({ ...talk, faults: { on, drawing: parsed } }));
    return;
  }
  const answer = desk.shown.list(person.userId, scene.place).find((one) => one.id === on);
  const entry = said
    ? entryOf(said, desk.shown.bodyFor(person.userId, said))
    : answer && privateEntry(answer);
  if (entry) response.send(drawPart(<EntryView entry={entry} scene={scene} faults={parsed} />));
  else
    sendFault(request, response, {
      status: 422,
      title: 'Not saved',
      lines: Object.values(parsed.faults),
    });
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
