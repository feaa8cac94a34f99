/**
 * AES-256-GCM over bytes, as everything Vigil keeps sealed is written.
 * The rule: sealed bytes are bound to what they are for, version and key included, so that what is copied elsewhere
 * does not open; what does not open says which it was, another key or changed content, and never what it held.
 * Bytes: version (1) · mark of the key (4) · nonce (12) · tag (16) · text. What they are for is the caller's.
 */
import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import { SealedUnreadable } from './refusals.ts';

/** Gives that many bytes nobody can guess, new each time: a nonce used twice would give the key away. */
export type RandomBytes = (count: number) => Uint8Array;

/** A key, with the four bytes that tell it from another and give nothing of it away. */
export type Secret = { bytes: Buffer; mark: Buffer };

/** `master`: bytes sealed by a master key itself. `kept`: by an organisation's key or a person's, or a key wrapped. */
export const VERSION = { master: 1, kept: 2 } as const;
export type Version = (typeof VERSION)[keyof typeof VERSION];

export const KEY_BYTES = 32;
const CIPHER = 'aes-256-gcm';
const MARK = { from: 1, to: 5 };
const NONCE = { from: 5, to: 17 };
const TAG = { from: 17, to: 33 };

export function secretOf(bytes: Uint8Array): Secret {
  if (bytes.length !== KEY_BYTES) throw new Error('A key of another length got past the configuration');
  const kept = Buffer.from(bytes);
  const mark = createHmac('sha256', kept)
    .update('vigil key mark')
    .digest()
    .subarray(0, MARK.to - MARK.from);
  return { bytes: kept, mark };
}

export function sealBytes(
  version: Version,
  { bytes, mark }: Secret,
  plain: Uint8Array,
  about: string,
  randomBytes: RandomBytes,
): Uint8Array {
  const nonce = randomBytes(NONCE.to - NONCE.from);
  const head = Buffer.concat([Buffer.of(version), mark]);
  const cipher = createCipheriv(CIPHER, bytes, nonce).setAAD(boundTo(head, about));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Uint8Array.from(Buffer.concat([head, nonce, cipher.getAuthTag(), body]));
}

/** Opens with whichever of `secrets` it was sealed by. Throws SealedUnreadable. */
export function openBytes(
  version: Version,
  secrets: readonly Secret[],
  sealed: Uint8Array,
  about: string,
): Buffer {
  const bytes = Buffer.from(sealed);
  if (bytes.length < TAG.to || bytes[0] !== version) throw new SealedUnreadable('content');
  const secret = secrets.find((one) => isSealedBy(one, bytes));
  if (secret === undefined) throw new SealedUnreadable('key');
  const opened = createDecipheriv(CIPHER, secret.bytes, bytes.subarray(NONCE.from, NONCE.to))
    .setAAD(boundTo(bytes.subarray(0, MARK.to), about))
    .setAuthTag(bytes.subarray(TAG.from, TAG.to));
  try {
    return Buffer.concat([opened.update(bytes.subarray(TAG.to)), opened.final()]);
  } catch {
    throw new SealedUnreadable('content');
  }
}

/** Whether the bytes say that they were sealed by this key. */
export function isSealedBy({ mark }: Secret, sealed: Uint8Array): boolean {
  return Buffer.from(sealed.subarray(MARK.from, MARK.to)).equals(mark);
}

const boundTo = (head: Buffer, about: string) => Buffer.concat([head, Buffer.from(about, 'utf8')]);
