/**
 * What a test of the Teams door asks of its house again and again: a question put to somebody, what they see of it,
 * and what the record has. The rule: nothing is done here that the door itself should do.
 */
import type { Reference } from '../../src/chat/chat.ts';
import type { Delivery } from '../../src/simulation/teams/deliver.ts';
import type { Person } from '../../src/simulation/teams/person.ts';
import type { SeenMessage } from '../../src/simulation/teams/seen-message.ts';
import type { Json } from '../../src/simulation/teams/world.ts';
import type { Store } from '../../src/store/database.ts';
import { chatReference, inboundEvent, member, reply } from '../../src/store/schema/index.ts';
import { ask } from './ask.ts';
import type { TeamsHouse } from './teams-house.ts';

export const CARD = 'application/vnd.microsoft.card.adaptive';
export const LINE = 'application/vnd.microsoft.activity.message';

export function teamsAsks(store: Store, house: TeamsHouse) {
  const { school, teams, door } = house;
  const rows = {
    replies: () => store.within(school.org, (tx) => tx.select().from(reply)),
    events: () => store.within(school.org, (tx) => tx.select().from(inboundEvent)),
    references: () => store.within(school.org, (tx) => tx.select().from(chatReference)),
    members: () => store.within(school.org, (tx) => tx.select().from(member)),
  };
  const person = (ref: string): Person => teams.person(`U-${ref}`, school.externalId);
  const last = (ref: string): SeenMessage => {
    const found = person(ref).dm().at(-1);
    if (!found) throw new Error(`Nothing was sent to ${ref}`);
    return found;
  };
  /** Does it, and waits until all of it has been taken, answered and shown. */
  const did = async <T>(work: Promise<T>): Promise<T> => {
    const done = await work;
    await door.settled();
    return done;
  };
  return {
    ...rows,
    person,
    last,
    did,
    async put(who: string, question: string): Promise<SeenMessage> {
      await ask(store, school, { who, questions: [question], at: house.now.toISOString() });
      await house.deliver();
      return last(who);
    },
    async press(seen: SeenMessage, label: string): Promise<Delivery> {
      const delivery = await did(seen.press(label));
      if (delivery === null) throw new Error(`Nothing was sent for "${label}"`);
      return delivery;
    },
    /** By the fields' own names. */
    fill(seen: SeenMessage, fields: Record<string, string>): SeenMessage {
      const ids = Object.keys(seen.values);
      const named = Object.entries(fields).map(([name, value]) => {
        const id = ids.find((each) => each.endsWith(`.${name}`));
        if (id === undefined) throw new Error(`No field called ${name}`);
        return [id, value] as const;
      });
      return seen.fill(Object.fromEntries(named));
    },
    /** The way a message looks to everybody. */
    forAll(seen: SeenMessage): string {
      const looks = teams.world.posts.find(({ id }) => id === seen.id)?.looks ?? [];
      return JSON.stringify(looks.filter(({ to }) => to === null).at(-1)?.drawing.card ?? null);
    },
    async reference(kind: Reference['kind'], id: string) {
      return (await rows.references()).find((row) => row.kind === kind && row.chatId === id) ?? null;
    },
    /** The same activity with something else in it, soundly signed. */
    again: (delivery: Delivery, more: Json) => did(teams.deliver({ ...delivery.activity, ...more })),
    logged: () => JSON.stringify(school.log.lines),
  };
}

export type TeamsAsks = ReturnType<typeof teamsAsks>;

/** A promise, and what settles it. */
export function gate(): { open(): void; opened: Promise<void> } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open: () => open(), opened };
}

export const recordIsAway = async (): Promise<never> => {
  throw new Error('the database is away');
};
