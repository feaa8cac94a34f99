/**
 * The stage on Slack: the real adapter and its signed door, and the fake Slack with its people before them.
 * The rule: what a story reads is what the fake shows its people; the chat is wrapped only to count calls and to
 * know a message's kind by its key. The school's clock is the story's, signatures are checked in real time.
 */
import { z } from 'zod';
import type { Chat } from '../../src/chat/chat.ts';
import type { MessageKind } from '../../src/domain/message.ts';
import type { Misbehaviour } from '../../src/simulation/slack/misbehave.ts';
import type { Person } from '../../src/simulation/slack/person.ts';
import type { SeenMessage } from '../../src/simulation/slack/seen-message.ts';
import { workspaceOf } from '../../src/simulation/slack/world.ts';
import type { Store } from '../../src/store/database.ts';
import { countCalls } from './count-calls.ts';
import { drive } from './drive.ts';
import { openSlackHouse } from './slack-house.ts';
import {
  type Copy,
  IN_CHANNEL,
  type Met,
  type Shown,
  type Stage,
  type StageGiven,
  worldWithFaults,
} from './stage.ts';

export async function openSlackStage(store: Store, given: StageGiven): Promise<Stage> {
  const { at, block, steps, ...options } = given;
  const house = await openSlackHouse(store, { block, at, by: 'http', school: options });
  const { school, slack, door } = house;
  const workspace = workspaceOf(slack.world, school.externalId);
  const kinds = new Map<string, MessageKind>();
  const slackTimed: Chat = {
    ...house.chat,
    // The school's clock is the story's, Slack's is the real one, and only as far apart as now.
    find: async (to, key, since) => {
      const ago = driver.now.getTime() - since.getTime();
      return (
        house.chat.find?.(to, key, new Date(Date.now() - ago)) ?? {
          kind: 'unseen',
          why: 'nothing to look with',
        }
      );
    },
  };
  const { chat, calls } = countCalls(slackTimed, {
    async before(to, message) {
      house.now = driver.now;
      await stage.before(to, message);
    },
    posted: (message, key) => void kinds.set(key, message.kind),
  });
  const driver = drive(store, school, chat, at, steps);
  const faulty = worldWithFaults(driver.world);
  house.world = faulty.world;

  const person = (id: string): Person => slack.person(id, school.externalId);
  /** Everything the bot has put before this person, wherever. */
  const screenOf = (who: string): SeenMessage[] => {
    const { members } = workspace.channels.get(school.channelId) ?? {};
    const channel = members?.has(who) ? person(who).channel(school.channelId) : [];
    return [...person(who).dm(), ...channel, ...person(who).ephemerals];
  };
  const places = new WeakMap<Copy, Pick<SeenMessage, 'channelId' | 'ts'>>();
  const before = (copy: Copy, who: string): SeenMessage => {
    const place = places.get(copy);
    const found = screenOf(who).find((seen) => seen.ts === place?.ts && seen.channelId === place.channelId);
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
        return seen.buttons.map(unnumbered);
      },
    };
    places.set(copy, seen);
    return copy;
  };
  const ofRecord = (to: string, seen: SeenMessage): Copy[] => {
    const read = withKey.safeParse(seen.metadata);
    const kind = read.success ? kinds.get(read.data.event_payload.key) : undefined;
    return kind === undefined ? [] : [copyOf(to, seen, kind)];
  };

  /** What somebody did, once all of it has been taken, answered and shown; and what they see for it. */
  const shownFor = async (who: string, on: SeenMessage, act: () => Promise<unknown>): Promise<Shown> => {
    const them = person(who);
    const was = {
      drawings: on.drawings.length,
      ephemerals: them.ephemerals.length,
      warnings: them.warnings.length,
      hasModal: them.hasModal,
    };
    await act();
    await door.settled();
    const [warning] = them.warnings.slice(was.warnings);
    if (warning !== undefined) throw new Error(`Slack told ${who}: ${warning}`);
    const [line] = them.ephemerals.slice(was.ephemerals);
    if (line) return { is: 'private', text: line.text };
    if (on.drawings.length > was.drawings) return { is: 'redrawn', text: on.text };
    if (them.hasModal && !was.hasModal) return { is: 'form', text: them.modal.text };
    return { is: 'nothing' };
  };
  const answered = (who: string, was: SeenMessage[], now: SeenMessage[]): Copy => {
    const [answer, ...more] = now.slice(was.length);
    if (!answer || more.length > 0) throw new Error(`${who} was given ${now.length - was.length} answers`);
    return copyOf(who, answer, null);
  };

  const stage: Stage = {
    school,
    driver,
    calls,
    copies: () => {
      const posts = [school.channelId, ...school.people.map(({ staffRef }) => `U-${staffRef}`)].flatMap(
        stage.to,
      );
      const at = (copy: Copy) => places.get(copy)?.ts ?? '';
      return posts.sort((one, other) => (at(one) < at(other) ? -1 : 1));
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
    script: (met, times = 1) =>
      void slack.misbehave(misbehaviour(met), { method: 'chat.postMessage', times }),
    press(copy, who, label) {
      const seen = before(copy, who);
      const written = seen.buttons.find((each) => unnumbered(each) === label) ?? label;
      return shownFor(who, seen, () => seen.press(written));
    },
    async submit(copy, who, fields, opener) {
      const seen = before(copy, who);
      if (!person(who).hasModal) {
        const opened = await shownFor(who, seen, () => seen.press(opener ?? openerIn(seen)));
        if (opened.is !== 'form') return opened;
      }
      const form = person(who).modal;
      const asked = form.text;
      const shown = await shownFor(who, seen, () => form.fill(fields).submit());
      if (Object.keys(form.errors).length > 0) return { is: 'beside', faults: { ...form.errors } };
      // The window stays, and says something else: why it was not recorded.
      return form.isOpen && form.text !== asked ? { is: 'private', text: form.text } : shown;
    },
    async writes(who, text) {
      const was = person(who).dm();
      await person(who).writes(text);
      await door.settled();
      return answered(who, was, person(who).dm());
    },
    async command(who, line) {
      const was = person(who).ephemerals;
      await person(who).command(line);
      await door.settled();
      return answered(who, was, person(who).ephemerals);
    },
    async guest(id) {
      await slack.workspace(school.externalId).joins({ id, realName: 'Somebody Else', isRestricted: true });
      workspace.channels.get(school.channelId)?.members.add(id);
      await door.settled();
    },
    recordIsAway(away) {
      faulty.isAway = away;
    },
    sentOut: () => JSON.stringify([slack.calls, slack.deliveries.map(({ answer }) => answer)]),
    async close() {
      await house.close();
      if (slack.refused.length > 0) throw new Error(`Slack refused: ${JSON.stringify(slack.refused)}`);
    },
  };
  return stage;
}

const withKey = z.object({ event_payload: z.object({ key: z.string() }) });
const opener = z.object({
  type: z.literal('button'),
  text: z.object({ text: z.string() }),
  value: z.string(),
});

/** A label too long for a button stands above it in full, and the button bears its number. */
const unnumbered = (label: string) => label.replace(/^\d+\. /, '');

/** The button that opens the form, by its label. */
function openerIn(seen: SeenMessage): string {
  const elements = seen.blocks.flatMap((block) => (Array.isArray(block.elements) ? block.elements : []));
  for (const element of elements) {
    const read = opener.safeParse(element);
    if (read.success && read.data.value.includes('"verb":"enter"')) return read.data.text.text;
  }
  throw new Error('That message has no form');
}

/** How Slack says it. */
function misbehaviour(met: Met): Misbehaviour {
  switch (met.kind) {
    case 'limited':
      return { kind: 'limited', retryAfter: Math.ceil(met.retryAfterMs / 1000) };
    case 'ambiguous':
      return { kind: 'drop', done: met.delivered };
    case 'refused':
      return { kind: 'refuse', error: REFUSALS[met.why] };
  }
}

const REFUSALS: Record<Extract<Met, { kind: 'refused' }>['why'], string> = {
  channel_gone: 'is_archived',
  not_in_channel: 'not_in_channel',
  person_gone: 'user_not_found',
  installation_revoked: 'token_revoked',
  too_long: 'msg_too_long',
  invalid: 'invalid_blocks',
  message_gone: 'message_not_found',
};
