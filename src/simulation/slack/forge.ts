/**
 * Makes forgeries of a genuine request, of eight kinds.
 * The rule: each differs from the genuine one in just the thing its kind names, so that a door that lets one in is
 * known by which lock is missing.
 */
import type { Headers, Request } from '../post-to-bot.ts';
import { signature } from './sign.ts';

export const FORGERIES = [
  'wrong_secret',
  'no_signature',
  'no_timestamp',
  'six_minutes_old',
  'six_minutes_ahead',
  'altered_body',
  'signature_of_another',
  'malformed_signature',
] as const;
export type Forgery = (typeof FORGERIES)[number];

const TIMESTAMP = 'x-slack-request-timestamp';
const SIGNATURE = 'x-slack-signature';
const SIX_MINUTES = 360;

/** `variant` chooses among the ways of one kind: how a body is altered, how a signature is malformed. */
export function forge(kind: Forgery, genuine: Request, signingSecret: string, variant = 0): Request {
  const { headers, body } = genuine;
  const at = Number(headers[TIMESTAMP]);
  const signedBy = (secret: string, seconds: number, of: string): Request => ({
    headers: { ...headers, [TIMESTAMP]: String(seconds), [SIGNATURE]: signature(secret, seconds, of) },
    body,
  });
  switch (kind) {
    case 'wrong_secret':
      return signedBy(`${signingSecret}${variant}`, at, body);
    case 'no_signature':
      return { headers: without(headers, SIGNATURE), body };
    case 'no_timestamp':
      return { headers: without(headers, TIMESTAMP), body };
    case 'six_minutes_old':
      return signedBy(signingSecret, at - SIX_MINUTES - variant, body);
    case 'six_minutes_ahead':
      return signedBy(signingSecret, at + SIX_MINUTES + variant, body);
    case 'altered_body':
      return { headers, body: altered(body, variant) };
    case 'signature_of_another':
      return signedBy(signingSecret, at, `${body}&variant=${variant}`);
    case 'malformed_signature':
      return { headers: { ...headers, [SIGNATURE]: malformed(headers[SIGNATURE] ?? '', variant) }, body };
  }
}

/** Still a body that can be read: one figure or letter becomes another, or a field is added. */
function altered(body: string, variant: number): string {
  const isJson = body.startsWith('{');
  const places = [...body.matchAll(/[0-9]/g)].map(({ index }) => index);
  const place = places[variant % (places.length + 1)];
  if (place === undefined) return isJson ? body.replace(/}$/, ',"more":1}') : `${body}&more=1`;
  const figure = (Number(body[place]) + 1) % 10;
  return `${body.slice(0, place)}${figure}${body.slice(place + 1)}`;
}

function malformed(genuine: string, variant: number): string {
  const ways = [
    genuine.replace(/^v0/, 'v1'),
    genuine.slice(0, -1),
    genuine.slice(0, 10),
    'v0=',
    '',
    genuine.replace(/^v0=/, ''),
    genuine.toUpperCase(),
    `${genuine}00`,
  ];
  return ways[variant % ways.length] ?? '';
}

function without(headers: Headers, name: string): Headers {
  return Object.fromEntries(Object.entries(headers).filter(([each]) => each !== name));
}
