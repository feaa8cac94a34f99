/**
 * The link between Vigil and its Postgres, watched message by message: what was asked, and that it was committed.
 * The rule: everything goes on as it came, unless whoever watches holds a message back; the link can be cut (both
 * ends hear of it), fall silent (nobody does), or be refused.
 */
import { connect, createServer, type Socket } from 'node:net';
import { type Frame, framesFrom, type Said } from './wire-frames.ts';

export type Seen = {
  /** asked: on its way to the server. answered: on its way back. */
  way: 'asked' | 'answered';
  said: Said;
  /** The statements of the transaction so far, this one among them. */
  transaction: readonly string[];
};

/** A promise keeps the message, and all behind it, until it is settled. */
type Watch = (seen: Seen) => Promise<void> | null;

export type Wire = {
  port: number;
  watch(watch: Watch | null): void;
  cut(): void;
  /** Carries nothing more on the connections there are; new ones are carried. */
  silence(): void;
  refuse(yes: boolean): void;
  close(): Promise<void>;
};

export async function openWire(target: number): Promise<Wire> {
  let watch: Watch | null = null;
  let refusing = false;
  const pairs = new Set<{ ours: Socket; theirs: Socket; silent: boolean }>();
  const door = createServer((ours) => {
    if (refusing) return void ours.destroy();
    const theirs = connect(target, '127.0.0.1');
    const pair = { ours, theirs, silent: false };
    pairs.add(pair);
    for (const socket of [ours, theirs]) {
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        ours.destroy();
        theirs.destroy();
        pairs.delete(pair);
      });
    }
    let transaction: string[] = [];
    const seenBy = (way: Seen['way'], said: Said) => {
      if (said.kind === 'statement') {
        if (/^begin\b/i.test(said.text)) transaction = [];
        transaction.push(said.text);
      }
      return said.kind === 'other' ? null : (watch?.({ way, said, transaction }) ?? null);
    };
    carry(ours, theirs, framesFrom('client'), (said) => seenBy('asked', said), pair);
    carry(theirs, ours, framesFrom('server'), (said) => seenBy('answered', said), pair);
  });
  await new Promise<void>((done) => door.listen(0, '127.0.0.1', done));
  const at = door.address();
  if (at === null || typeof at === 'string') throw new Error('The wire has no port');
  return {
    port: at.port,
    watch(given) {
      watch = given;
    },
    cut() {
      for (const { ours } of pairs) ours.resetAndDestroy();
    },
    silence() {
      for (const pair of pairs) {
        pair.silent = true;
        pair.ours.pause();
        pair.theirs.pause();
      }
    },
    refuse(yes) {
      refusing = yes;
    },
    async close() {
      for (const { ours, theirs } of pairs) {
        ours.destroy();
        theirs.destroy();
      }
      await new Promise((done) => door.close(done));
    },
  };
}

/** One direction: message after message, each only once the one before has gone on. */
function carry(
  from: Socket,
  to: Socket,
  cut: (bytes: Buffer) => Frame[],
  seen: (said: Said) => Promise<void> | null,
  link: { silent: boolean },
): void {
  let last: Promise<void> | null = null;
  const go = (frame: Frame) => {
    if (!link.silent && !to.destroyed) to.write(frame.bytes);
  };
  from.on('data', (bytes: Buffer) => {
    for (const frame of cut(bytes)) {
      if (last === null) {
        const held = seen(frame.said);
        if (held === null) {
          go(frame);
          continue;
        }
        last = settledThen(held, () => go(frame));
      } else {
        const before = last;
        last = before.then(async () => {
          await seen(frame.said);
          go(frame);
        });
      }
      const mine = last;
      void mine.then(() => {
        if (last === mine) last = null;
      });
    }
  });
}

async function settledThen(held: Promise<void>, next: () => void): Promise<void> {
  await held.catch(() => undefined);
  next();
}
