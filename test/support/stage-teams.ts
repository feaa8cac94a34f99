/**
 * The stage on Teams: the real adapter, its SDK and its door, and the fake Teams with its people before them.
 * The rule: what a story reads is what the fake shows its people; the chat is wrapped only to count calls and to know
 * a message's kind. The school's clock is the story's, tokens are checked in real time.
 */
import type { MessageKind } from '../../src/domain/message.ts';
import type { Misbehaviour } from '../../src/simulation/teams/misbehave.ts';
import type { Person } from '../../src/simulation/teams/person.ts';
import type { SeenMessage } from '../../src/simulation/teams/seen-message.ts';
import type { Store } from '../../src/store/database.ts';
import { countCalls } from './count-calls.ts';
import { drive } from './drive.ts';
import {
  type Copy,
  IN_CHANNEL,
  type Met,
  type Shown,
  type Stage,
  type StageGiven,
  worldWithFaults,
} from './stage.ts';
import { openTeamsHouse } from './teams-house.ts';

export async function openTeamsStage(store: Store, given: StageGiven): Promise<Stage> {
  const { at, block, steps, ...options } = given;
  const house = await openTeamsHouse(store, { block, at, school: options });
  const { school, teams, door } = house;
  const kinds = new Map<string, MessageKind>();
  const { posts } = teams.world;
  let seenPosts = 0;
  const { chat, calls } = countCalls(house.chat, {
    async before(to, message) {
      house.now = driver.now;
      await stage.before(to, message);
      seenPosts = posts.length;
    },
    posted(message) {
      for (const post of posts.slice(seenPosts)) kinds.set(post.id, message.kind);
    },
  });
  const driver = drive(store, school, chat, at, steps);
  const faulty = worldWithFaults(driver.world);
  house.world = faulty.world;

  const person = (id: string): Person => teams.person(id, school.externalId);
  const inChannel = (who: string): SeenMessage[] => {
    try {
      return person(who).channel(school.channelId);
    } catch {
      return [];
    }
  };
  const shown = new WeakMap<Copy, SeenMessage>();
  const before = (copy: Copy, who: string): SeenMessage => {
    const id = shown.get(copy)?.id;
    const found = [...person(who).dm(), ...inChannel(who)].find((seen) => seen.id === id);
    if (!found) throw new Error(`${who} does not see that message`);
    return found;
  };
  const copyOf = (to: string, seen: SeenMessage, kind: Copy['kind']): Copy => {
    const copy: Copy = {
      to,
      kind,
      get text() {
        return seen.text;
      },
      get summary() {
        return seen.summary;
      },
      get drawn() {
        return seen.drawings;
      },
      get buttons() {
        return seen.buttons.map(unnumbered).filter((title) => !isOfForm(seen, title));
      },
    };
    shown.set(copy, seen);
    return copy;
  };
  const ofRecord = (to: string, seen: SeenMessage): Copy[] => {
    const kind = kinds.get(seen.id);
    return kind === undefined ? [] : [copyOf(to, seen, kind)];
  };

  /** What somebody did, once all of it has been taken, answered and shown; and what they see for it. */
  const shownFor = async (who: string, on: SeenMessage, act: () => Promise<unknown>): Promise<Shown> => {
    const them = person(who);
    const was = {
      drawings: on.drawings.length,
      lines: them.lines.length,
      warnings: them.warnings.length,
      aside: them.dm().length,
    };
    await act();
    await door.settled();
    const [warning] = them.warnings.slice(was.warnings);
    if (warning !== undefined) throw new Error(`Teams told ${who}: ${warning}`);
    const [aside] = them.dm().slice(was.aside);
    if (aside) return { is: 'private', text: aside.text };
    const [line] = them.lines.slice(was.lines);
    if (line !== undefined) return { is: 'private', text: line };
    return on.drawings.length > was.drawings ? { is: 'redrawn', text: on.text } : { is: 'nothing' };
  };

  const stage: Stage = {
    school,
    driver,
    calls,
    copies: () => {
      const all = [school.channelId, ...school.people.map(({ staffRef }) => `U-${staffRef}`)].flatMap(
        stage.to,
      );
      const order = (copy: Copy) => posts.findIndex(({ id }) => id === shown.get(copy)?.id);
      return all.sort((one, other) => order(one) - order(other));
    },
    to: (id) => {
      const seen = id === school.channelId ? person(`U-${IN_CHANNEL[0]}`).channel(id) : person(id).dm();
      return seen.flatMap((each) => ofRecord(id, each));
    },
    last(id) {
      const found = stage.to(id).at(-1);
      if (!found) throw new Error(`Nothing has been sent to ${id}`);
      return found;
    },
    before: async () => {},
    script(met, times = 1) {
      // A person is posted to in their conversation, a channel by a thread begun in it.
      let left = times;
      for (const method of ['sendToConversation', 'createConversation']) {
        const isPost = ({ args }: { args: Record<string, unknown> }) =>
          method === 'sendToConversation' || args.activity !== undefined;
        teams.misbehave(misbehaviour(met), {
          method,
          times,
          when: (call) => {
            const isMet = isPost(call) && left > 0;
            if (isMet) left -= 1;
            return isMet;
          },
        });
      }
    },
    press(copy, who, label) {
      const seen = before(copy, who);
      const written = seen.buttons.find((each) => unnumbered(each) === label) ?? label;
      return shownFor(who, seen, () => seen.press(written));
    },
    async submit(copy, who, fields, opener) {
      const seen = before(copy, who);
      if (opener !== undefined && !seen.buttons.includes('Save')) await seen.press(opener);
      const filled = Object.fromEntries(
        Object.entries(fields).map(([name, value]) => [idOf(seen, name), value]),
      );
      const result = await shownFor(who, seen, () =>
        seen.fill(filled).submit(SUBMITS.find((title) => seen.buttons.includes(title)) ?? 'Record'),
      );
      if (result.is === 'private') return result;
      const faults = faultsIn(seen);
      return Object.keys(faults).length > 0 ? { is: 'beside', faults } : result;
    },
    async writes(who, text) {
      const was = person(who).dm().length;
      await person(who).writes(text);
      await door.settled();
      const [answer, ...more] = person(who).dm().slice(was);
      if (!answer || more.length > 0)
        throw new Error(`${who} was given ${more.length + (answer ? 1 : 0)} answers`);
      return copyOf(who, answer, null);
    },
    command: (who, line) => stage.writes(who, line.replace(/^\/vigil\s*/, '') || 'help'),
    async guest(id) {
      const tenant = teams.tenant(school.externalId);
      await tenant.joinsTeam(house.teamId, { id, name: 'Somebody Else', email: null, role: 'guest' });
      await tenant.installsPersonal(id);
      await door.settled();
    },
    recordIsAway(away) {
      faulty.isAway = away;
    },
    sentOut: () => JSON.stringify([teams.calls, teams.deliveries.map(({ answer }) => answer)]),
    async close() {
      await house.close();
      if (teams.refused.length > 0) throw new Error(`Teams refused: ${JSON.stringify(teams.refused)}`);
    },
  };
  return stage;
}

/** A label too long for a button stands above it in full, and the button bears its number. */
const unnumbered = (label: string) => label.replace(/^\d+\. /, '');

/** A form's own button is no button of the message. */
const SUBMITS = ['Keep the note', 'Record', 'Save'];

const isOfForm = (seen: SeenMessage, title: string) => SUBMITS.includes(title) && seen.labels.length > 0;

/** A field by its name: an id ends with it. */
function idOf(seen: SeenMessage, name: string): string {
  const found = Object.keys(seen.values).find((id) => id.endsWith(`.${name}`));
  if (found === undefined) throw new Error('That message has no such field');
  return found;
}

/** What stands beside fields: what the client itself says, or the sentence drawn under one. */
function faultsIn(seen: SeenMessage): Record<string, string> {
  const nameOf = (id: string) => id.split('.').at(-1) ?? id;
  const held = Object.entries(seen.errors).map(([id, text]) => [nameOf(id), text] as const);
  const body = Array.isArray(seen.card?.body) ? (seen.card.body as Record<string, unknown>[]) : [];
  const drawn = body.flatMap((element, at) => {
    const next = body[at + 1];
    const isInput = String(element.type).startsWith('Input.');
    const text = isInput && next?.type === 'RichTextBlock' ? wordsOf(next) : '';
    return text.startsWith('⚠') ? [[nameOf(String(element.id)), text.replace(/^⚠\S*\s*/u, '')] as const] : [];
  });
  return Object.fromEntries([...drawn, ...held]);
}

function wordsOf({ inlines }: Record<string, unknown>): string {
  const runs = Array.isArray(inlines) ? (inlines as { text?: unknown }[]) : [];
  return runs
    .map(({ text }) => String(text ?? ''))
    .join('')
    .trim();
}

/** How Teams says it. */
function misbehaviour(met: Met): Misbehaviour {
  switch (met.kind) {
    case 'limited':
      return { kind: 'limited', retryAfter: Math.ceil(met.retryAfterMs / 1000) };
    case 'ambiguous':
      return { kind: 'drop', done: met.delivered };
    case 'refused':
      return { kind: 'refuse', code: REFUSALS[met.why] };
  }
}

const REFUSALS = {
  channel_gone: 'ConversationNotFound',
  not_in_channel: 'BotNotInConversationRoster',
  person_gone: 'ConversationBlockedByUser',
  installation_revoked: 'BotDisabledByAdmin',
  too_long: 'MessageSizeTooBig',
  invalid: 'BadSyntax',
  message_gone: 'ActivityNotFoundInConversation',
} as const satisfies Record<Extract<Met, { kind: 'refused' }>['why'], string>;
