/**
 * Keeps an open page live over server-sent events: new and changed messages, and the clock.
 * The rule: an event only says "look again"; what is sent is read from the record, so nothing missed while a
 * connection was down stays missed. A page that has fallen behind is given its whole conversation anew.
 */
import type { Request, Response } from 'express';
import {
  ClockBar,
  ClockProgress,
  ClockTime,
  type ClockView,
  clockWords,
  type SchoolClock,
  viewClock,
} from './clock-bar.tsx';
import { EntryView, MessagesInside } from './conversation.tsx';
import { drawPart } from './page.tsx';
import type { Conversation, Entry } from './read-conversation.ts';
import type { Scene } from './scene.ts';

const PAUSE_MS = 200;
const BEAT_MS = 15_000;

export type LivePage = {
  scene: Scene;
  clock: SchoolClock;
  read(): Promise<Conversation>;
  /** Calls back when this conversation may have changed; gives back a way to stop. */
  onChange(listener: () => void): () => void;
  onFault(): void;
};

export function keepLive(request: Request, response: Response, page: LivePage): void {
  const { scene, clock } = page;
  const known = new Map<string, number>();
  /** What the page shows by now: sent with each event, so a browser that connects again says how far it got. */
  let [mark = '', clockMark = ''] = String(request.get('Last-Event-ID') ?? request.query.seen ?? '').split(
    '.',
  );
  let running = clockMark.endsWith(RUNS);
  let first = true;
  let firstClock = true;

  const send = (parts: ReturnType<typeof drawPart>[]) => {
    const lines = parts.join('').split('\n');
    response.write(
      `id: ${mark}.${clockMark}\nevent: page\n${lines.map((line) => `data: ${line}`).join('\n')}\n\n`,
    );
  };

  const sendMessages = async () => {
    const conversation = await page.read();
    const sent = conversation.entries.filter((entry) => !entry.private);
    const fresh = sent.filter((entry) => !known.has(entry.id));
    const changed = sent.filter((entry) => known.has(entry.id) && known.get(entry.id) !== entry.revision);
    for (const entry of sent) known.set(entry.id, entry.revision);
    const [moved, behind] = [conversation.mark !== mark, first];
    first = false;
    mark = conversation.mark;
    if (!moved) return;
    if (behind) return send([drawAll(conversation, scene)]);
    send([
      ...changed.map((entry) => drawPart(<EntryView entry={entry} scene={scene} swap />)),
      ...(fresh.length > 0 ? [drawFresh(fresh, scene), drawSaid(newsOf(fresh))] : []),
    ]);
  };

  const sendClock = async () => {
    const view = await viewClock(clock);
    const now = view.running !== null;
    const same = firstClock && markOfClock(view) === clockMark;
    firstClock = false;
    clockMark = markOfClock(view);
    if (same) return;
    if (now && running)
      send([drawPart(<ClockTime view={view} swap />), drawPart(<ClockProgress view={view} swap />)]);
    else
      send([
        drawPart(<ClockBar view={view} scene={scene} swap />),
        ...(running ? [drawSaid(`The clock now says ${clockWords(view.now, view.zone)}.`)] : []),
      ]);
    running = now;
  };

  const fault = () => {
    page.onFault();
    response.end();
  };
  const lookAgain = gathered(sendMessages, fault);
  const clockAgain = gathered(sendClock, fault);

  response.status(200).set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  response.write('retry: 1000\n\n');
  const stops = [page.onChange(lookAgain.ask), clock.onChange(clockAgain.ask)];
  const beat = setInterval(() => response.write(': still here\n\n'), BEAT_MS);
  response.on('close', () => {
    clearInterval(beat);
    for (const stop of stops) stop();
    lookAgain.stop();
    clockAgain.stop();
  });
  lookAgain.ask();
  clockAgain.ask();
}

const RUNS = 'r';

function markOfClock(view: ClockView): string {
  return `${view.now.getTime()}${view.running ? `-${view.running.done}${RUNS}` : ''}`;
}

/** What a page shows when it is drawn, for the stream it then opens. */
export function seenBy(conversation: Conversation, view: ClockView): string {
  return `${conversation.mark}.${markOfClock(view)}`;
}

function drawAll(conversation: Conversation, scene: Scene): string {
  return drawPart(
    <div id="messages" hx-swap-oob="innerHTML">
      <MessagesInside conversation={conversation} scene={scene} />
    </div>,
  );
}

function drawFresh(fresh: Entry[], scene: Scene): string {
  return drawPart(
    <div hx-swap-oob="beforeend:#messages">
      {fresh.map((entry) => (
        <EntryView key={entry.id} entry={entry} scene={scene} />
      ))}
    </div>,
  );
}

/** Read aloud by a screen reader; seen by nobody. */
export function drawSaid(text: string): string {
  return drawPart(
    <p id="announce" hx-swap-oob="innerHTML">
      {text}
    </p>,
  );
}

function newsOf(fresh: Entry[]): string {
  const [only] = fresh;
  return fresh.length === 1 && only ? `New message: ${only.body.summary}` : `${fresh.length} new messages`;
}

/** Runs `work` soon after being asked, one run at a time, however often it is asked meanwhile. */
function gathered(work: () => Promise<void>, fault: () => void) {
  let timer: NodeJS.Timeout | null = null;
  let busy = false;
  let again = false;
  let stopped = false;
  const run = async () => {
    timer = null;
    busy = true;
    again = false;
    try {
      await work();
    } catch {
      stopped = true;
      fault();
    }
    busy = false;
    if (again) ask(PAUSE_MS);
  };
  const ask = (pause: number) => {
    if (stopped || timer) return;
    if (busy) again = true;
    else timer = setTimeout(run, pause);
  };
  return {
    ask: () => ask(PAUSE_MS),
    stop: () => {
      stopped = true;
      if (timer) clearTimeout(timer);
    },
  };
}
