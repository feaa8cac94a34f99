/**
 * The folder in which presses are kept while the database is away: in VIGIL_DATA_DIR, sealed with the master key.
 * The rule: without a key, or a folder that can be written, nothing is kept and everything else goes on: whoever
 * presses then is told that it was not saved, and doctor says the mend.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Finding } from '../chat/chat.ts';
import type { Config } from '../config.ts';
import type { Ids } from '../domain/ids.ts';
import { RETENTION } from '../domain/retention.ts';
import { counted } from '../messages/standards-table.ts';
import { type Masters, mastersOf } from '../store/masters.ts';
import { spoolSealer } from '../store/sealed.ts';
import { openSpool, type Spool } from '../store/spool.ts';

export type SpoolState = { spool: Spool; directory: string } | { none: 'no_key' | 'no_folder' };

/** `tryAgain`: what was set aside is tried once more, as a program that is to file it does at its start. */
export function openSpoolFor(
  config: Config,
  { token }: Ids,
  { tryAgain = false, masters = givenMasters(config) }: { tryAgain?: boolean; masters?: Masters } = {},
): SpoolState {
  if (masters.sealing === null) return { none: 'no_key' };
  const directory = join(config.dataDir, 'spool');
  try {
    const sealer = spoolSealer(masters, randomBytes);
    const spool = openSpool(directory, { sealer, token, now: () => new Date() });
    if (tryAgain) spool.tryAgain();
    return { directory, spool };
  } catch {
    return { none: 'no_folder' };
  }
}

const givenMasters = ({ encryptionKey, oldEncryptionKey }: Config) =>
  mastersOf(encryptionKey, [oldEncryptionKey]);

const NOT_SAVED = 'whoever presses a button while the database is away is told that it was not saved';

/** For doctor: what is kept, what could not be, and whether it would be. It needs no database. */
export async function inspectSpool(state: SpoolState, { slack, teams }: Config): Promise<Finding[]> {
  if ('none' in state) {
    // The invented school alone can be pressed again.
    if (slack === null && teams === null) return [];
    const mend =
      state.none === 'no_key'
        ? 'give VIGIL_ENCRYPTION_KEY, such as the output of: openssl rand -base64 32'
        : 'VIGIL_DATA_DIR: give a folder this account may write in, that is kept when Vigil is started anew';
    return [{ fine: false, text: `Spool: none, so ${NOT_SAVED}; ${mend}` }];
  }
  const { spool, directory } = state;
  const aside = await spool.listAside();
  const waiting = await spool.list(Number.POSITIVE_INFINITY);
  return [
    waiting.length === 0
      ? { fine: true, text: 'Spool: ready for presses while the database is away, and none waits' }
      : {
          fine: false,
          text: `Spool: ${counted(waiting.length, 'press', 'presses')} to be filed; start Vigil, or run this again in a minute where it runs`,
        },
    ...(aside.length === 0
      ? []
      : [
          {
            fine: false,
            text:
              `Spool: ${counted(aside.length, 'press', 'presses')} that could not be filed, set aside in ${directory} (names that end in .aside). ` +
              'Where VIGIL_ENCRYPTION_KEY was changed, give the old key as VIGIL_OLD_ENCRYPTION_KEY and start Vigil again, which tries them once more. ' +
              `Otherwise those who pressed need to press again; each file goes ${RETENTION.presses.keep.usual} days after it was pressed`,
          },
        ]),
  ];
}

/** Beside an export or an erasure: what is not looked into, where there is any. */
export async function asideLines(state: SpoolState | undefined): Promise<string[]> {
  const aside = state === undefined || 'none' in state ? [] : await state.spool.listAside();
  if (aside.length === 0) return [];
  return [
    `Not looked into: ${counted(aside.length, 'press', 'presses')} set aside in the spool, which may be anybody’s. ` +
      `Each goes ${RETENTION.presses.keep.usual} days after it was pressed.`,
  ];
}
