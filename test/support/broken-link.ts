/**
 * A link to a server that can be broken in the ways links break: cut (both ends hear of it) or gone silent (nobody
 * hears of anything). It carries bytes between us and the server until told otherwise.
 */
import { connect, createServer, type Socket } from 'node:net';

export type BrokenLink = {
  port: number;
  /** Drops every connection at once, and carries new ones. */
  cut(): void;
  /** Carries nothing more on the connections there are; new ones are carried. */
  silence(): void;
  /** Refuses new connections, or carries them again. */
  refuse(yes: boolean): void;
  close(): Promise<void>;
};

export async function linkTo(target: number): Promise<BrokenLink> {
  let pairs: [Socket, Socket][] = [];
  const all = new Set<Socket>();
  let refusing = false;
  const door = createServer((ours) => {
    if (refusing) {
      ours.destroy();
      return;
    }
    const theirs = connect(target, '127.0.0.1');
    pairs.push([ours, theirs]);
    all.add(ours).add(theirs);
    ours.on('error', () => theirs.destroy()).on('close', () => theirs.destroy());
    theirs.on('error', () => ours.destroy()).on('close', () => ours.destroy());
    ours.pipe(theirs);
    theirs.pipe(ours);
  });
  await new Promise<void>((done) => door.listen(0, '127.0.0.1', done));
  const at = door.address();
  if (at === null || typeof at === 'string') throw new Error('The link has no port');
  const cut = () => {
    for (const [ours] of pairs) ours.resetAndDestroy();
    pairs = [];
  };
  return {
    port: at.port,
    cut,
    silence() {
      for (const [ours, theirs] of pairs) {
        ours.unpipe(theirs);
        theirs.unpipe(ours);
        ours.pause();
        theirs.pause();
      }
      pairs = [];
    },
    refuse(yes) {
      refusing = yes;
    },
    async close() {
      for (const socket of all) socket.destroy();
      await new Promise((done) => door.close(done));
    },
  };
}
