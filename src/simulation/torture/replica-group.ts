/**
 * Several Vigils on one Postgres with one Slack, each on a link of its own, so that it can be seen which of them is
 * at work.
 * The rule: Slack gives its presses to those that live, in turn; whoever is killed takes nothing along but its link.
 */
import type { House } from './house.ts';
import type { Program } from './run-program.ts';
import { openWire, type Seen, type Wire } from './wire.ts';

type Replica = { name: string; program: Program; wire: Wire };

export type ReplicaGroup = {
  replicas: Replica[];
  add(at: Date | null): Promise<Replica>;
  /** Resolves with whoever next does what is looked for, at that moment. */
  whoNext(seen: (seen: Seen) => boolean): Promise<Replica>;
  kill(replica: Replica): Promise<void>;
  /** Exit codes of a graceful stop. */
  stop(): Promise<(number | null)[]>;
};

export function replicaGroup(house: House): ReplicaGroup {
  const replicas: Replica[] = [];
  let count = 0;
  const tellSlack = () =>
    house.slack.deliverTo(...replicas.map(({ program }) => `${program.url}/slack/events`));
  const leave = (replica: Replica) => {
    replicas.splice(replicas.indexOf(replica), 1);
    if (replicas.length > 0) tellSlack();
  };
  return {
    replicas,
    async add(at) {
      if (house.wire === null) throw new Error('Only a server has replicas');
      const wire = await openWire(house.wire.port);
      const program = await house.start(at, { environment: house.by(wire) });
      count += 1;
      const replica = { name: `replica ${count}`, program, wire };
      replicas.push(replica);
      tellSlack();
      return replica;
    },
    async whoNext(seen) {
      const found = new Promise<Replica>((resolve) => {
        for (const replica of replicas)
          replica.wire.watch((each) => {
            if (seen(each)) resolve(replica);
            return null;
          });
      });
      const replica = await found;
      for (const each of replicas) each.wire.watch(null);
      return replica;
    },
    async kill(replica) {
      await replica.program.kill();
      leave(replica);
      await replica.wire.close();
    },
    async stop() {
      const codes: (number | null)[] = [];
      for (const replica of [...replicas]) {
        codes.push(await replica.program.stop());
        leave(replica);
        await replica.wire.close();
      }
      return codes;
    },
  };
}
