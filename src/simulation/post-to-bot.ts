/**
 * One HTTP request to the bot, with exactly the headers given, and what came of it.
 * The rule: a bot that cannot be reached, breaks off or keeps silent too long is a value, not a throw.
 */
import { Agent, request as httpRequest } from 'node:http';

export type Headers = Record<string, string>;
export type Request = { headers: Headers; body: string };

export type Posted =
  | { kind: 'answered'; status: number; headers: Record<string, string>; body: string }
  | { kind: 'unanswered'; why: 'unreachable' | 'reset' | 'timeout' };

export type Poster = {
  post(url: string, request: Request): Promise<Posted>;
  close(): void;
};

export function makePoster(patienceMs: number): Poster {
  const agent = new Agent({ keepAlive: true });
  return {
    post: (url, { headers, body }) =>
      new Promise((resolve) => {
        const sending = httpRequest(url, {
          method: 'POST',
          agent,
          headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
        });
        const end = (posted: Posted) => {
          clearTimeout(patience);
          resolve(posted);
        };
        const patience = setTimeout(() => {
          end({ kind: 'unanswered', why: 'timeout' });
          sending.destroy();
        }, patienceMs);
        sending.on('error', (error: NodeJS.ErrnoException) =>
          end({ kind: 'unanswered', why: error.code === 'ECONNREFUSED' ? 'unreachable' : 'reset' }),
        );
        sending.on('response', (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('error', () => end({ kind: 'unanswered', why: 'reset' }));
          response.on('end', () =>
            end({
              kind: 'answered',
              status: response.statusCode ?? 0,
              headers: plain(response.headers),
              body: Buffer.concat(parts).toString('utf8'),
            }),
          );
        });
        sending.end(body);
      }),
    close: () => agent.destroy(),
  };
}

function plain(headers: NodeJS.Dict<string | string[]>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
