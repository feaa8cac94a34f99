/**
 * Text sealed straight under a master key: it opens with its own key in its own row and nowhere else, and what does not open tells nothing.
 */
import { createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import type { OrgId } from '../../src/domain/setting.ts';
import { mastersOf } from '../../src/store/masters.ts';
import { KeyMissing, SealedUnreadable, StoreRefusal } from '../../src/store/refusals.ts';
import { masterSealer, type SealedFor } from '../../src/store/sealed.ts';

const sealer = (key: string | null, chance: (count: number) => Uint8Array) =>
  masterSealer(mastersOf(key), chance);
const bytesOf = (seed: string) => createHash('sha256').update(seed).digest();
const KEY = bytesOf('one').toString('base64');
const OTHER = bytesOf('other').toString('base64');
const about = (n: number): SealedFor => ({
  org: `0000000${n}-0000-4000-8000-000000000001` as OrgId,
  installationId: `0000000${n}-0000-4000-8000-000000000002`,
});
const MINE = about(1);
const SECRET = 'xoxb-CANARY-token';
const one = sealer(KEY, randomBytes);

const thrown = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (fault) {
    return fault;
  }
};
const refused = (work: () => unknown) => {
  const fault = thrown(work);
  expect(fault).toBeInstanceOf(SealedUnreadable);
  expect(fault).toBeInstanceOf(StoreRefusal);
  const told = `${fault} ${JSON.stringify(fault)}`;
  for (const kept of [SECRET, 'CANARY', KEY, OTHER]) expect(told).not.toContain(kept);
  return String((fault as Error).message);
};

test('any text comes back, and looks like nothing meanwhile', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const sealed = one.seal(text, MINE);
      expect(sealer(KEY, randomBytes).unseal(sealed, MINE)).toBe(text);
      expect(sealed.length).toBe(33 + Buffer.byteLength(text));
      if (text.length > 8) expect(Buffer.from(sealed).includes(text)).toBe(false);
    }),
  );
});

test('the same text is never the same bytes twice, since its nonce is asked for anew', () => {
  const seals = new Set(
    Array.from({ length: 200 }, () => Buffer.from(one.seal(SECRET, MINE)).toString('hex')),
  );
  expect(seals.size).toBe(200);
  const asked: number[] = [];
  const counted = sealer(KEY, (count) => {
    asked.push(count);
    return bytesOf(String(asked.length)).subarray(0, count);
  });
  counted.seal(SECRET, MINE);
  counted.seal(SECRET, MINE);
  expect(asked).toEqual([12, 12]);
});

test('a row copied to another organisation, or another installation, does not open', () => {
  const sealed = one.seal(SECRET, MINE);
  const elsewhere = about(2);
  for (const to of [
    elsewhere,
    { ...MINE, org: elsewhere.org },
    { ...MINE, installationId: elsewhere.installationId },
  ])
    expect(refused(() => one.unseal(sealed, to))).toMatch(/install Vigil in the workspace again/);
});

test('any one bit changed anywhere, and any cut, is refused', () => {
  const sealed = one.seal(SECRET, MINE);
  fc.assert(
    fc.property(fc.nat({ max: sealed.length * 8 - 1 }), (bit) => {
      const changed = Uint8Array.from(sealed);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      refused(() => one.unseal(changed, MINE));
    }),
    { numRuns: 500 },
  );
  for (let length = 0; length < sealed.length; length += 1)
    refused(() => one.unseal(sealed.subarray(0, length), MINE));
  refused(() => one.unseal(Buffer.concat([sealed, Buffer.of(0)]), MINE));
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (noise) => void refused(() => one.unseal(noise, MINE))),
  );
});

test('another key says that it is the key, and which variable to look at', () => {
  const sealed = one.seal(SECRET, MINE);
  expect(refused(() => sealer(OTHER, randomBytes).unseal(sealed, MINE))).toMatch(
    /^VIGIL_ENCRYPTION_KEY: .*Put that key back/,
  );
});

test('without a key nothing is sealed or opened, and the mend is said', () => {
  const none = sealer(null, randomBytes);
  for (const work of [() => none.seal(SECRET, MINE), () => none.unseal(one.seal(SECRET, MINE), MINE)]) {
    const fault = thrown(work);
    expect(fault).toBeInstanceOf(KeyMissing);
    expect(String(fault)).toMatch(/VIGIL_ENCRYPTION_KEY.*openssl rand -base64 32/);
    expect(String(fault)).not.toContain('CANARY');
  }
});

describe('a key written in any way the configuration takes is the same key', () => {
  const key = bytesOf('one');
  test.each([
    ['base64', key.toString('base64')],
    ['base64 without its =', key.toString('base64').replace(/=+$/, '')],
    ['base64url', key.toString('base64url')],
    ['hexadecimal', key.toString('hex')],
    ['hexadecimal in capitals', key.toString('hex').toUpperCase()],
  ])('%s', (_, written) => {
    expect(readConfig({ VIGIL_ENCRYPTION_KEY: written })).toHaveProperty('ok');
    expect(sealer(written, randomBytes).unseal(one.seal(SECRET, MINE), MINE)).toBe(SECRET);
  });

  test('any 32 bytes, whatever they look like written', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (raw) => {
        const [first, ...others] = (['base64', 'base64url', 'hex'] as const).map((way) =>
          Buffer.from(raw).toString(way),
        );
        const sealed = sealer(first ?? null, randomBytes).seal(SECRET, MINE);
        for (const written of others) expect(sealer(written, randomBytes).unseal(sealed, MINE)).toBe(SECRET);
      }),
    );
  });
});
