/**
 * Seals text straight under the master key: presses in the spool, which must be kept while no database can be asked
 * for another key, and tokens as Vigil kept them before organisations had keys of their own.
 * The rule: sealed bytes are bound to the row or file they are for. What is kept in the database now is keys.ts's.
 */
import type { OrgId } from '../domain/setting.ts';
import { openBytes, type RandomBytes, sealBytes, VERSION } from './cipher.ts';
import type { Masters } from './masters.ts';
import { KeyMissing } from './refusals.ts';

/** The row it is for. */
export type SealedFor = { org: OrgId; installationId: string };

export type Sealer<About> = {
  seal(text: string, about: About): Uint8Array;
  unseal(bytes: Uint8Array, about: About): string;
};

/** A workspace's token as it was kept at first. It is opened, and sealed anew under its organisation's key. */
export function masterSealer(masters: Masters, randomBytes: RandomBytes): Sealer<SealedFor> {
  return sealing(
    masters,
    randomBytes,
    ({ org, installationId }) => `installation token\n${org}\n${installationId}`,
  );
}

/** A file of the spool, bound to its name. */
export function spoolSealer(masters: Masters, randomBytes: RandomBytes): Sealer<string> {
  return sealing(masters, randomBytes, (file) => `spooled press\n${file}`);
}

function sealing<About>(
  masters: Masters,
  randomBytes: RandomBytes,
  nameOf: (about: About) => string,
): Sealer<About> {
  return {
    seal(text, about) {
      if (masters.sealing === null) throw new KeyMissing();
      const plain = Buffer.from(text, 'utf8');
      return sealBytes(VERSION.master, masters.sealing, plain, nameOf(about), randomBytes);
    },
    unseal(bytes, about) {
      if (masters.opening.length === 0) throw new KeyMissing();
      return openBytes(VERSION.master, masters.opening, bytes, nameOf(about)).toString('utf8');
    },
  };
}
