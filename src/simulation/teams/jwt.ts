/**
 * JSON Web Tokens, written out: header, claims and signature, by RS256, or wrongly on purpose.
 * The rule: keys are made once a process and are the one thing here that is not given; nothing but the bytes of a
 * signature depends on them.
 */
import { createHmac, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { Json } from './world.ts';

export type Key = { kid: string; publicKey: KeyObject; privateKey: KeyObject };

export type Keys = {
  /** Signs what Teams delivers; endorsed for msteams. */
  teams: Key;
  /** As good a key, endorsed for another channel only. */
  webChat: Key;
  /** Signs the tokens of the directory. */
  directory: Key;
  /** Known to nobody. */
  stranger: Key;
};

let made: Keys | null = null;

export function keys(): Keys {
  made ??= {
    teams: keyNamed('teams-key'),
    webChat: keyNamed('webchat-key'),
    directory: keyNamed('directory-key'),
    stranger: keyNamed('stranger-key'),
  };
  return made;
}

export function publicJwk(key: Key, endorsements?: string[]): Json {
  const { n, e } = key.publicKey.export({ format: 'jwk' });
  return {
    kty: 'RSA',
    use: 'sig',
    kid: key.kid,
    x5t: key.kid,
    n,
    e,
    ...(endorsements === undefined ? {} : { endorsements }),
  };
}

export function signRs256(key: Key, claims: Json, kid = key.kid): string {
  const unsigned = `${encode({ alg: 'RS256', kid, x5t: kid, typ: 'JWT' })}.${encode(claims)}`;
  return `${unsigned}.${createSign('RSA-SHA256').update(unsigned).sign(key.privateKey, 'base64url')}`;
}

/** As somebody signs who has only the public key, hoping it is taken for a secret. */
export function signHs256(key: Key, claims: Json): string {
  const unsigned = `${encode({ alg: 'HS256', kid: key.kid, typ: 'JWT' })}.${encode(claims)}`;
  const secret = key.publicKey.export({ format: 'pem', type: 'spki' });
  return `${unsigned}.${createHmac('sha256', secret).update(unsigned).digest('base64url')}`;
}

export function unsigned(kid: string, claims: Json): string {
  return `${encode({ alg: 'none', kid, typ: 'JWT' })}.${encode(claims)}.`;
}

const encode = (part: Json) => Buffer.from(JSON.stringify(part)).toString('base64url');

function keyNamed(kid: string): Key {
  return { kid, ...generateKeyPairSync('rsa', { modulusLength: 2048 }) };
}
