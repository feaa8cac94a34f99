/**
 * Sends a payload to the bot, by signed HTTP or down a socket, and keeps what came back.
 * The rule: what Slack does not repeat by itself is not repeated here: an event that was not taken goes again only
 * when told to, with Slack's retry headers; the same bytes go again only as a replay.
 */

import type { Headers, Posted, Poster, Request } from '../post-to-bot.ts';
import { seconds } from './names.ts';
import { signed } from './sign.ts';
import type { Json, World } from './world.ts';

export type Kind = 'event' | 'interactive' | 'command' | 'check';

export type Delivery = {
  kind: Kind;
  payload: Json;
  via: 'http' | 'socket';
  /** The bytes, where it went by HTTP. */
  request: Request | null;
  /** HTTP's status; 200 for an envelope acknowledged; null where no answer came. */
  status: number | null;
  /** Taken: Slack counts it as received. */
  taken: boolean;
  /** The answer, read as JSON where it is; '' when there was none. */
  answer: unknown;
  why: 'unreachable' | 'reset' | 'timeout' | 'no_connection' | null;
  /** Milliseconds until the answer. */
  ms: number;
  /** 0 for the first time, then the number of the retry. */
  retry: number;
};

/** Where the bot is: addresses taken in turn, or its sockets. */
export type Way = { via: 'http'; urls: string[] } | { via: 'socket' };

export type SocketSender = {
  send(
    envelope: { kind: Exclude<Kind, 'check'>; payload: Json; retry: number; reason: string | null },
    patienceMs: number,
  ): Promise<
    | { kind: 'acknowledged'; payload: unknown }
    | { kind: 'unanswered'; why: 'no_connection' | 'reset' | 'timeout' }
  >;
};

export type Courier = {
  deliveries: Delivery[];
  way: Way;
  deliver(kind: Kind, payload: Json): Promise<Delivery>;
  /** Events not taken go once more; gives back the new deliveries. */
  redeliver(): Promise<Delivery[]>;
  /** The very same bytes once more, or the same envelope. */
  replay(delivery: Delivery): Promise<Delivery>;
  /** Any bytes, as they are. */
  send(request: Request): Promise<Posted>;
};

export type CourierParts = {
  world: World;
  poster: Poster;
  sockets: SocketSender;
  patienceMs: number;
  /** Milliseconds that only go up. */
  elapsed(): number;
};

const FORM = 'application/x-www-form-urlencoded';
const RETRIES = 3;

export function makeCourier(parts: CourierParts): Courier {
  const { world, poster, sockets, patienceMs, elapsed } = parts;
  const deliveries: Delivery[] = [];
  let turn = 0;

  const addressOf = (way: Way): string => {
    if (way.via !== 'http') throw new Error('The bot is reached by its sockets, not by HTTP');
    const url = way.urls[turn % way.urls.length];
    turn += 1;
    if (url === undefined) throw new Error('The fake Slack has not been told where the bot is');
    return url;
  };

  const byHttp = async (kind: Kind, payload: Json, request: Request, retry: number): Promise<Delivery> => {
    const started = elapsed();
    const posted = await poster.post(addressOf(courier.way), request);
    return kept({ kind, payload, via: 'http', request, retry, ms: elapsed() - started, ...outcome(posted) });
  };

  const bySocket = async (
    kind: Kind,
    payload: Json,
    retry: number,
    reason: string | null,
  ): Promise<Delivery> => {
    if (kind === 'check') throw new Error('Slack checks an address only over HTTP');
    const started = elapsed();
    const sent = await sockets.send({ kind, payload, retry, reason }, patienceMs);
    const taken = sent.kind === 'acknowledged';
    return kept({
      kind,
      payload,
      via: 'socket',
      request: null,
      retry,
      ms: elapsed() - started,
      status: taken ? 200 : null,
      taken,
      answer: taken ? sent.payload : '',
      why: taken ? null : sent.why,
    });
  };

  const go = (kind: Kind, payload: Json, retry: number, reason: string | null): Promise<Delivery> => {
    if (courier.way.via === 'socket') return bySocket(kind, payload, retry, reason);
    const { contentType, body } = encode(kind, payload);
    const request = signed(world.app.signingSecret, seconds(world.now()), contentType, body);
    const again: Headers =
      retry === 0 ? {} : { 'x-slack-retry-num': String(retry), 'x-slack-retry-reason': reason ?? '' };
    return byHttp(kind, payload, { ...request, headers: { ...request.headers, ...again } }, retry);
  };

  const kept = (delivery: Delivery): Delivery => {
    deliveries.push(delivery);
    return delivery;
  };

  const courier: Courier = {
    deliveries,
    way: { via: 'http', urls: [] },
    deliver: (kind, payload) => go(kind, payload, 0, null),
    send: (request) => poster.post(addressOf(courier.way), request),
    replay: (delivery) =>
      delivery.request === null
        ? bySocket(delivery.kind, delivery.payload, delivery.retry, null)
        : byHttp(delivery.kind, delivery.payload, delivery.request, delivery.retry),
    async redeliver() {
      const again: Delivery[] = [];
      for (const last of lastOfEach(deliveries))
        if (!last.taken && last.retry < RETRIES)
          again.push(await go('event', last.payload, last.retry + 1, reasonOf(last)));
      return again;
    },
  };
  return courier;
}

function outcome(posted: Posted): Pick<Delivery, 'status' | 'taken' | 'answer' | 'why'> {
  if (posted.kind === 'unanswered') return { status: null, taken: false, answer: '', why: posted.why };
  return { status: posted.status, taken: posted.status === 200, answer: readAnswer(posted.body), why: null };
}

function readAnswer(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return body;
  }
}

/** The latest delivery of every event there has been. */
function lastOfEach(deliveries: Delivery[]): Delivery[] {
  const last = new Map<unknown, Delivery>();
  for (const delivery of deliveries)
    if (delivery.kind === 'event') last.set(delivery.payload.event_id, delivery);
  return [...last.values()];
}

function reasonOf({ why }: Delivery): string {
  switch (why) {
    case 'timeout':
      return 'http_timeout';
    case 'unreachable':
    case 'reset':
    case 'no_connection':
      return 'connection_failed';
    case null:
      return 'http_error';
  }
}

export function encode(kind: Kind, payload: Json): { contentType: string; body: string } {
  switch (kind) {
    case 'event':
      return { contentType: 'application/json', body: JSON.stringify(payload) };
    case 'interactive':
      return {
        contentType: FORM,
        body: new URLSearchParams({ payload: JSON.stringify(payload) }).toString(),
      };
    case 'command':
    case 'check':
      return {
        contentType: FORM,
        body: new URLSearchParams(
          Object.entries(payload).map(([name, value]): [string, string] => [name, String(value)]),
        ).toString(),
      };
  }
}
