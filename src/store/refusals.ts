/**
 * What the store says no with: one class a reason, so an operator's command can tell them apart by `instanceof`.
 * The rule: every message says what is wrong and the mend, in words for somebody who runs a school's computers, and
 * none carries a value from a statement: names, notes and answers never reach a log by way of an error.
 */

/** Any refusal of the store. A command prints its message as it is and ends with 1. */
export class StoreRefusal extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** Another program has the embedded database open. */
export class DatabaseBusy extends StoreRefusal {}

/** The database was made by a newer program than this one. */
export class NewerDatabase extends StoreRefusal {
  constructor(found: number, known: number) {
    super(
      `This database was made by a newer Vigil (schema ${found}); this one knows schema ${known}. ` +
        'Start the newer version, or restore the backup taken before it was upgraded.',
    );
  }
}

/** Too little room is left on the disk to open, or to go on writing, safely. */
export class NoSpace extends StoreRefusal {}

/** The disk has so little room that the embedded database only reads: what it has is safe, and room is to be made. */
export class NoRoom extends StoreRefusal {}

/** The server database that was to be moved into already holds an organisation. */
export class TargetNotEmpty extends StoreRefusal {}

/** What was copied to the server is not what was read; nothing was kept there. */
export class MoveDiffers extends StoreRefusal {}

/** The server could not be reached, refused the login, or went away in the middle. Trying again may work. */
export class DatabaseUnreachable extends StoreRefusal {}

/** The embedded database has ended itself. What was committed is there when it is opened again. */
export class EngineStopped extends StoreRefusal {}

/** The database refused a statement; `code` is Postgres's own (five characters). The transaction is undone. */
export class StatementRefused extends StoreRefusal {
  readonly code: string;
  readonly constraint: string | null;
  /** The statement, with its values left as $1, $2. */
  readonly statement: string | null;
  constructor(message: string, code: string, constraint: string | null, statement: string | null) {
    super(message);
    this.code = code;
    this.constraint = constraint;
    this.statement = statement;
  }
}

/** Postgres undid it to let another go on. */
export const DEADLOCK = '40P01';
/** What is in use was not waited for any longer. */
export const LOCK_NOT_HAD = '55P03';

/**
 * lock_timeout, statement_timeout, the two that ask for another try, too many connections, out of memory, read-only.
 */
const NOT_NOW: readonly string[] = [LOCK_NOT_HAD, '57014', '40001', DEADLOCK, '53300', '53200', '25006'];

/**
 * True where nothing is wrong with what was asked and the record cannot take it just now: it is away, full, stopped,
 * too slow, or a standby. The same may be asked again later, and was not recorded unless the link went at the commit.
 */
export function isAway(fault: unknown): boolean {
  if (fault instanceof StatementRefused) return NOT_NOW.includes(fault.code);
  return isStopped(fault) || fault instanceof DatabaseUnreachable || fault instanceof NoRoom;
}

/** True where only starting again can help. */
export function isStopped(fault: unknown): boolean {
  return fault instanceof EngineStopped || fault instanceof NoSpace;
}

/** Something is to be kept sealed, or is kept so, and there is no key here to seal or open it with. */
export class KeyMissing extends StoreRefusal {
  constructor() {
    super(
      'VIGIL_ENCRYPTION_KEY: missing; tokens and notes are only ever kept encrypted. ' +
        'Give 32 random bytes, such as the output of: openssl rand -base64 32',
    );
  }
}

/** What was kept sealed does not open: another key, another row, or bytes that were changed. */
export class SealedUnreadable extends StoreRefusal {
  readonly why: 'key' | 'content';
  constructor(why: 'key' | 'content') {
    super(
      why === 'key'
        ? 'VIGIL_ENCRYPTION_KEY: it is not the key that what is kept here was encrypted with. ' +
            'Put that key back. If it is lost for good, install Vigil in the workspace again; notes cannot be had back.'
        : 'What was kept encrypted (a token or a note) was changed in the database and cannot be read. ' +
            'For a token, install Vigil in the workspace again.',
    );
    this.why = why;
  }
}

/** The file that holds the encryption key cannot be used as it is. */
export class KeyFileUnusable extends StoreRefusal {}

/** What is in it is no key, so that nothing makes it one again but the copy somebody kept. */
export class KeyFileBroken extends KeyFileUnusable {}

/** At a start: what is kept encrypted cannot be opened, because the key is not here or is another. */
export class KeyLost extends StoreRefusal {}
