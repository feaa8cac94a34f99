/**
 * What lets somebody in to the board: in a link once, then in a cookie.
 * The rule: it names nobody. It holds the organisation's own random id, since nothing can be looked up without an
 * organisation, and 256 random bits, of which the record keeps a hash alone. How long it lasts is the store's.
 */
import type { Ids } from './ids.ts';
import type { OrgId } from './setting.ts';

const PASS = /^[0-9a-f]{32}[\w-]{32,64}$/;

export function makePass(org: OrgId, ids: Pick<Ids, 'token'>): string {
  return `${org.replaceAll('-', '')}${ids.token()}${ids.token()}`;
}

/** Whose a pass would be; null for what is none. */
export function orgOfPass(pass: string): OrgId | null {
  if (!PASS.test(pass)) return null;
  return pass.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') as OrgId;
}
