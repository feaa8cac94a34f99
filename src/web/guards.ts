/**
 * Who may reach the local workspace: this computer's own browser, on the page's own address.
 * The rule: a request from another machine, under another name, through a proxy or posted by another site is
 * refused before anything is read; and pages may load nothing from elsewhere.
 */
import type { NextFunction, Request, Response } from 'express';
import { sendFault } from './send-fault.ts';

const FORWARDED = ['forwarded', 'via'];
const LOCAL_NAMES = ['localhost', '127.0.0.1', '[::1]'];

/** Refuses with a plain sentence; the words are for the person who set the machine up. */
export function localOnly(request: Request, response: Response, next: NextFunction): void {
  const fault = faultIn(request);
  if (fault === null) {
    next();
    return;
  }
  sendFault(request, response, { status: 403, title: 'Not from here', lines: [fault] });
}

function faultIn(request: Request): string | null {
  if (!isLoopback(request.socket.remoteAddress))
    return 'The local workspace answers this computer only. Open it in a browser on the computer Vigil runs on.';
  const names = Object.keys(request.headers);
  if (names.some((name) => FORWARDED.includes(name) || name.startsWith('x-forwarded-')))
    return 'The local workspace does not work through a proxy. Open it directly, at http://localhost.';
  const own = ownOrigins(request.socket.localPort);
  const host = request.headers.host?.toLowerCase() ?? '';
  if (!own.some((origin) => origin === `http://${host}`))
    return 'The local workspace answers to localhost only. Open it as http://localhost with its port.';
  if (request.method !== 'GET' && request.method !== 'HEAD' && isForeign(request, own))
    return 'This was sent from another site, so nothing was done. Go back to the local workspace and try again.';
  return null;
}

function isLoopback(remote: string | undefined): boolean {
  if (remote === undefined) return false;
  const plain = remote.replace(/^::ffff:/, '');
  return plain === '::1' || /^127\.\d+\.\d+\.\d+$/.test(plain);
}

function ownOrigins(port: number | undefined): string[] {
  return LOCAL_NAMES.flatMap((name) =>
    port === 80 ? [`http://${name}`, `http://${name}:80`] : [`http://${name}:${port}`],
  );
}

/** A browser says where a POST comes from; a tool that says nothing is not a browser. */
function isForeign(request: Request, own: string[]): boolean {
  const { origin } = request.headers;
  if (origin !== undefined && origin.toLowerCase() !== `http://${request.headers.host?.toLowerCase()}`)
    return true;
  if (origin !== undefined && !own.includes(origin.toLowerCase())) return true;
  const site = request.headers['sec-fetch-site'];
  return site !== undefined && site !== 'same-origin';
}

const POLICY = [
  "default-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join('; ');

/** A card brings its picture with it, written out in the card; such a page may show those and no others. */
export function allowOwnPictures(response: Response): void {
  response.set('Content-Security-Policy', `${POLICY}; img-src 'self' data:`);
}

/** A year: whoever came once by https is not led to plain http. */
const HTTPS_ALONE = 'max-age=31536000; includeSubDomains';

/**
 * Headers for every answer of ours, a page or not: nothing from elsewhere, in no frame, kept in no cache. The address
 * a page was left from is told to our own pages alone; told to none, a browser would not say either where a form was
 * sent from, and every form would be taken for another site's.
 */
export function strictHeaders(_request: Request, response: Response, next: NextFunction): void {
  response.set({
    'Content-Security-Policy': POLICY,
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
    'Referrer-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'X-Permitted-Cross-Domain-Policies': 'none',
    'X-Robots-Tag': 'noindex, nofollow',
    'Cache-Control': 'no-store',
  });
  next();
}

/** Where Vigil is reached by https, browsers are to use nothing else. */
export function httpsAlone(_request: Request, response: Response, next: NextFunction): void {
  response.set('Strict-Transport-Security', HTTPS_ALONE);
  next();
}
