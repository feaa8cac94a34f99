/**
 * Sends an activity to the bot, with a token signed for it, and keeps what came back.
 * The rule: nothing is repeated by itself. Told to, what had no answer or a 5xx goes again under the same id, and
 * then, where it is an invoke, once more under a new one; anything can be replayed, byte for byte or as another.
 */
import type { Posted, Poster, Request } from '../post-to-bot.ts';
import { TOKEN_ISSUER } from './identity-provider.ts';
import { keys, signRs256 } from './jwt.ts';
import { seconds } from './names.ts';
import type { Json, World } from './world.ts';

export type Delivery = {
  /** The activity's type. */
  kind: string;
  activity: Json;
  request: Request;
  /** HTTP's status; null where no answer came. */
  status: number | null;
  /** Teams counts it as received. */
  taken: boolean;
  /** The answer, read as JSON where it is; '' when there was none. */
  answer: unknown;
  why: 'unreachable' | 'reset' | 'timeout' | null;
  /** Milliseconds until the answer. */
  ms: number;
  /** 0 for the first time, then the number of the retry. */
  retry: number;
};

/** What an answer does to somebody's screen. */
export type After = (delivery: Delivery) => void;

export type Courier = {
  deliveries: Delivery[];
  /** Addresses taken in turn. */
  urls: string[];
  deliver(activity: Json, after?: After): Promise<Delivery>;
  /** What was not taken goes once more; gives back the new deliveries. */
  redeliver(): Promise<Delivery[]>;
  /** The very same bytes once more, or the same thing under a new id. */
  replay(delivery: Delivery, how?: { newId: boolean }): Promise<Delivery>;
  /** Any bytes, as they are. */
  send(request: Request): Promise<Posted>;
};

export type CourierParts = {
  world: World;
  poster: Poster;
  /** Milliseconds that only go up. */
  elapsed(): number;
};

const RETRIES = 2;
const HOUR = 3_600;

export function makeCourier({ world, poster, elapsed }: CourierParts): Courier {
  type Kept = { last: Delivery; after: After };
  const chains: Kept[] = [];
  let turn = 0;

  const address = (): string => {
    const url = courier.urls[turn % courier.urls.length];
    turn += 1;
    if (url === undefined) throw new Error('The fake Teams has not been told where the bot is');
    return url;
  };
  const go = async (activity: Json, request: Request, retry: number, after: After): Promise<Delivery> => {
    const started = elapsed();
    const posted = await poster.post(address(), request);
    const delivery: Delivery = {
      kind: String(activity.type),
      activity,
      request,
      retry,
      ms: elapsed() - started,
      ...outcome(posted),
    };
    courier.deliveries.push(delivery);
    after(delivery);
    return delivery;
  };
  const renamed = (activity: Json): Json => ({
    ...activity,
    id: activity.type === 'message' ? world.names.messageId() : world.names.eventId(),
  });
  const chainOf = (delivery: Delivery) => chains.find(({ last }) => last === delivery);

  const courier: Courier = {
    deliveries: [],
    urls: [],
    async deliver(activity, after = () => undefined) {
      const last = await go(activity, signed(world, activity), 0, after);
      chains.push({ last, after });
      return last;
    },
    async redeliver() {
      const again: Delivery[] = [];
      for (const chain of chains) {
        const { last, after } = chain;
        if (last.taken || !isWorthAnother(last) || last.retry >= RETRIES) continue;
        const isNew = last.kind === 'invoke' && last.retry > 0;
        const activity = isNew ? renamed(last.activity) : last.activity;
        chain.last = await go(activity, signed(world, activity), last.retry + 1, after);
        again.push(chain.last);
      }
      return again;
    },
    replay(delivery, { newId } = { newId: false }) {
      const after = chainOf(delivery)?.after ?? (() => undefined);
      if (!newId) return go(delivery.activity, delivery.request, delivery.retry, after);
      const activity = renamed(delivery.activity);
      return go(activity, signed(world, activity), delivery.retry, after);
    },
    send: (request) => poster.post(address(), request),
  };
  return courier;
}

const isWorthAnother = ({ status }: Delivery): boolean => status === null || status >= 500;

/** The claims Teams delivers an activity under. */
export function claimsFor(world: World, activity: Json): Json {
  const at = seconds(world.now());
  return {
    serviceurl: activity.serviceUrl,
    nbf: at - 300,
    exp: at + HOUR,
    iss: TOKEN_ISSUER,
    aud: world.app.appId,
  };
}

export function requestWith(authorization: string | null, activity: Json): Request {
  return {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'Microsoft-SkypeBotApi (Microsoft-BotFramework/3.0)',
      ...(authorization === null ? {} : { authorization }),
    },
    body: JSON.stringify(activity),
  };
}

export function signed(world: World, activity: Json): Request {
  return requestWith(`Bearer ${signRs256(keys().teams, claimsFor(world, activity))}`, activity);
}

function outcome(posted: Posted): Pick<Delivery, 'status' | 'taken' | 'answer' | 'why'> {
  if (posted.kind === 'unanswered') return { status: null, taken: false, answer: '', why: posted.why };
  const { status, body } = posted;
  return { status, taken: status >= 200 && status < 300, answer: readAnswer(body), why: null };
}

function readAnswer(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return body;
  }
}
