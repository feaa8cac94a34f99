/**
 * Seals text that is kept and must not be told by whoever sees where, such as a workspace's token in the database or a
 * press in the spool: AES-256-GCM under VIGIL_ENCRYPTION_KEY. The rule: sealed bytes are bound to the row or file they
 * are for, so that one copied elsewhere does not open; what does not open says which key to look at, never what it
 * held. Bytes: version 1 · mark of the key (4) · nonce (12) · tag (16) · text.
 */
import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import type { OrgId } from '../domain/setting.ts';
import { KeyMissing, SealedUnreadable } from './refusals.ts';

/** The row it is for. */
export type SealedFor = { org: OrgId; installationId: string };

export type Sealer<About = SealedFor> = {
  seal(text: string, about: About): Uint8Array;
  unseal(bytes: Uint8Array, about: About): string;
};

const CIPHER = 'aes-256-gcm';
const VERSION = 1;
const KEY_BYTES = 32;
const MARK = { from: 1, to: 5 };
const NONCE = { from: 5, to: 17 };
const TAG = { from: 17, to: 33 };
const NONCE_BYTES = NONCE.to - NONCE.from;

/**
 * Without a key nothing is sealed or opened. `randomBytes` gives that many bytes nobody can guess, new each time: a
 * nonce used twice would give the key away.
 */
export function sealer(key: string | null, randomBytes: RandomBytes): Sealer {
  return sealing(
    key,
    randomBytes,
    ({ org, installationId }) => `installation token\n${org}\n${installationId}`,
  );
}

/** The same for a file of the spool, bound to its name. */
export function spoolSealer(key: string, randomBytes: RandomBytes): Sealer<string> {
  return sealing(key, randomBytes, (file) => `spooled press\n${file}`);
}

type RandomBytes = (count: number) => Uint8Array;

function sealing<About>(
  key: string | null,
  randomBytes: RandomBytes,
  nameOf: (about: About) => string,
): Sealer<About> {
  const boundTo = (head: Buffer, about: About) => Buffer.concat([head, Buffer.from(nameOf(about), 'utf8')]);
  const secret = key === null ? null : keyOf(key);
  const mark = secret === null ? null : markOf(secret);
  return {
    seal(text, about) {
      if (secret === null || mark === null) throw new KeyMissing();
      const nonce = randomBytes(NONCE_BYTES);
      const head = Buffer.concat([Buffer.of(VERSION), mark]);
      const cipher = createCipheriv(CIPHER, secret, nonce).setAAD(boundTo(head, about));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Uint8Array.from(Buffer.concat([head, nonce, cipher.getAuthTag(), body]));
    },
    unseal(bytes, about) {
      if (secret === null || mark === null) throw new KeyMissing();
      const sealed = Buffer.from(bytes);
      if (sealed.length < TAG.to || sealed[0] !== VERSION) throw new SealedUnreadable('content');
      if (!sealed.subarray(MARK.from, MARK.to).equals(mark)) throw new SealedUnreadable('key');
      const head = sealed.subarray(0, MARK.to);
      const opened = createDecipheriv(CIPHER, secret, sealed.subarray(NONCE.from, NONCE.to))
        .setAAD(boundTo(head, about))
        .setAuthTag(sealed.subarray(TAG.from, TAG.to));
      try {
        return Buffer.concat([opened.update(sealed.subarray(TAG.to)), opened.final()]).toString('utf8');
      } catch {
        throw new SealedUnreadable('content');
      }
    },
  };
}

/** The key as the configuration accepts it: hexadecimal, base64 or base64url. */
function keyOf(text: string): Buffer {
  const key = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64');
  if (key.length !== KEY_BYTES) throw new Error('A key of another length got past the configuration');
  return key;
}

/** Four bytes that tell one key from another and give nothing of it away. */
function markOf(secret: Buffer): Buffer {
  return createHmac('sha256', secret).update('vigil key mark').digest().subarray(0, 4);
}
