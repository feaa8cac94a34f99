/**
 * Statements on the embedded engine, each planned once and sent in one call. The engine's own query plans every
 * time and crosses into it five times, which costs more than the work of a small statement.
 * The rule: used inside the engine's own transaction alone, one statement after another; what they say is parsed by
 * the engine's own parser. Which plan is kept is Postgres's affair, per role, so the walls stand.
 */
import {
  type PGlite,
  parse,
  protocol,
  type QueryOptions,
  type Results,
  type Transaction,
} from '@electric-sql/pglite';

type Query = Transaction['query'];
type Prepared = { name: string; types: number[] };

const { serialize } = protocol;
/** Texts differ with the length of their lists; the least lately used is let go. */
const MOST = 400;

/**
 * How one transaction asks, in order. `failure` waits for every statement asked and gives the first refusal, or
 * null: after one, nothing of the transaction is kept.
 */
export type PreparedTransaction = { query: Query; failure(): Promise<unknown> };

export function preparedQueries(client: PGlite): () => PreparedTransaction {
  const known = new Map<string, Prepared>();
  let made = 0;

  const send = (...parts: Uint8Array[]) =>
    client.execProtocolStream(joined(parts), { syncToFs: false, throwOnError: true });

  const prepare = async (text: string): Promise<Prepared> => {
    const found = known.get(text);
    if (found) {
      known.delete(text);
      known.set(text, found);
      return found;
    }
    const [oldest] = known;
    if (known.size >= MOST && oldest) {
      known.delete(oldest[0]);
      await send(serialize.close({ type: 'S', name: oldest[1].name }), serialize.sync());
    }
    made += 1;
    const name = `vigil_${made}`;
    const told = await send(
      serialize.parse({ name, text }),
      serialize.describe({ type: 'S', name }),
      serialize.sync(),
    );
    const prepared = { name, types: parse.parseDescribeStatementResults(told) };
    known.set(text, prepared);
    return prepared;
  };

  const parsers = mergedParsers(client);

  const ask: Query = async <T>(text: string, values: unknown[] = [], options?: QueryOptions) => {
    const { name, types } = await prepare(text);
    const told = await send(
      serialize.bind({ statement: name, values: values.map((value, at) => legal(client, value, types[at])) }),
      serialize.describe({ type: 'P' }),
      serialize.execute({}),
      serialize.sync(),
    );
    return parse.parseResults(told, parsers(options ?? {}), { rowMode: options?.rowMode })[0] as Results<T>;
  };

  return () => {
    let last: Promise<unknown> = Promise.resolve();
    let failure: unknown = null;
    return {
      query: <T>(...given: Parameters<Query>) => {
        const asked = last.then(() => ask<T>(...given));
        last = asked.catch((fault: unknown) => {
          failure ??= fault;
        });
        return asked;
      },
      failure: () => last.then(() => failure),
    };
  };
}

/** The engine's parsers with a statement's own over them, put together once for each set of types. */
function mergedParsers(client: PGlite): (options: QueryOptions) => PGlite['parsers'] {
  const merged = new Map<string, PGlite['parsers']>();
  return ({ parsers }) => {
    if (!parsers) return client.parsers;
    const types = Object.keys(parsers).join();
    const found = merged.get(types) ?? { ...client.parsers, ...parsers };
    merged.set(types, found);
    return found;
  };
}

/** A value as the wire takes it: by the engine's own serializer for its type, else as text. */
function legal(client: PGlite, value: unknown, type = 0): string | null {
  if (value === null || value === undefined) return null;
  const serializer = client.serializers[type];
  return serializer ? serializer(value) : String(value);
}

function joined(parts: Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
