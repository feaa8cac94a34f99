/**
 * The master keys this process was given: the one everything is wrapped in, and former ones that still open what was
 * wrapped before. The rule: they come from the environment or the key's file, stay in memory, and are in no row.
 * Where they are kept is left to key-file.ts and the operator's door.
 */
import { KEY_BYTES, type Secret, secretOf } from './cipher.ts';

export type Masters = {
  /** What seals from now on; null where there is no key. */
  readonly sealing: Secret | null;
  /** All that open, that one first. */
  readonly opening: readonly Secret[];
  /** Seals with another key from now on; those there were still open. */
  sealWith(key: string): void;
  /** Only the one that seals opens from now on. */
  forgetFormer(): void;
};

/** `key` and `former` as the configuration accepts them. */
export function mastersOf(key: string | null, former: readonly (string | null)[] = []): Masters {
  let opening = [key, ...former].filter((text) => text !== null).map(masterKey);
  let sealing = key === null ? null : (opening[0] ?? null);
  return {
    get sealing() {
      return sealing;
    },
    get opening() {
      return opening;
    },
    sealWith(text) {
      const next = masterKey(text);
      opening = [next, ...opening.filter((one) => !one.bytes.equals(next.bytes))];
      sealing = next;
    },
    forgetFormer() {
      opening = sealing === null ? [] : [sealing];
    },
  };
}

/** A key as it is written down: hexadecimal, base64 or base64url. Null where it is none. */
export function keyWritten(text: string): Buffer | null {
  const key = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64');
  return key.length === KEY_BYTES ? key : null;
}

function masterKey(text: string): Secret {
  return secretOf(keyWritten(text) ?? Buffer.alloc(0));
}
