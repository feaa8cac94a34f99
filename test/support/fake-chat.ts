/**
 * A chat that only remembers: every post and redraw in order, with outcomes a test may script.
 * The rule: what a person would see is `copies`; a send that was refused or limited left none, an uncertain one
 * did or did not, as scripted. Buttons are pressed as the platform would report it.
 */
import type {
  Address,
  Chat,
  FindOutcome,
  IncomingPress,
  Platform,
  SendOutcome,
} from '../../src/chat/chat.ts';
import type { Answer } from '../../src/domain/answer.ts';
import { type Button, type Message, messageText, type Verb } from '../../src/domain/message.ts';

/** What the next sends meet. `delivered` says whether an uncertain one arrived all the same. */
export type Scripted =
  | Exclude<SendOutcome, { kind: 'sent' } | { kind: 'ambiguous' }>
  | { kind: 'ambiguous'; delivered: boolean }
  | { kind: 'throw'; delivered: boolean };

/** One message as somebody sees it: `message` now, `drawn` every way it has looked. */
export type Copy = {
  to: Address;
  key: string;
  platformId: string;
  message: Message;
  drawn: Message[];
  text: string;
};
export type Call = {
  did: 'post' | 'update';
  to: Address;
  message: Message;
  key: string | null;
  outcome: string;
};

export type FakeChat = Chat & {
  calls: Call[];
  copies: Copy[];
  /** The next `times` posts meet this. */
  script(outcome: Scripted, times?: number): void;
  scriptUpdates(outcome: Scripted, times?: number): void;
  to(id: string): Copy[];
  last(id: string): Copy;
  press(copy: Copy, by: string, button: string | { verb: Verb; arg?: string }): IncomingPress;
  submit(copy: Copy, by: string, answer: Answer): IncomingPress;
  /** What was looked for, in order; this chat can look only where `mayFind` was called. */
  looks: string[];
  /** From now on it can look for a message in doubt, and finds what arrived, unless `says` says otherwise. */
  mayFind(says?: FindOutcome): void;
  /** Called before each post, so a test can do something in the middle of one. */
  before: (to: Address, message: Message) => Promise<void>;
};

export function fakeChat(platform: Platform = 'local'): FakeChat {
  const calls: Call[] = [];
  const copies: Copy[] = [];
  const posts: Scripted[] = [];
  const updates: Scripted[] = [];
  const looks: string[] = [];
  let presses = 0;

  const arrive = (to: Address, message: Message, key: string): Copy => {
    const copy: Copy = {
      to,
      key,
      platformId: `${platform}-${copies.length + 1}`,
      message,
      drawn: [message],
      get text() {
        return messageText(this.message).join('\n');
      },
    };
    copies.push(copy);
    return copy;
  };
  const pressed = (copy: Copy, by: string) => {
    presses += 1;
    return {
      from: { platform, externalId: copy.to.externalId, userId: by },
      eventKey: `${platform}-press-${presses}`,
      platformId: copy.platformId,
    };
  };

  return {
    platform,
    calls,
    copies,
    looks,
    mayFind(says) {
      this.find = async (_to, key) => {
        looks.push(key);
        const found = copies.find((copy) => copy.key === key);
        return says ?? (found ? { kind: 'found', platformId: found.platformId } : { kind: 'absent' });
      };
    },
    before: async () => {},
    script: (outcome, times = 1) => {
      for (let n = 0; n < times; n += 1) posts.push(outcome);
    },
    scriptUpdates: (outcome, times = 1) => {
      for (let n = 0; n < times; n += 1) updates.push(outcome);
    },
    async post(to, message, key) {
      await this.before(to, message);
      const met = posts.shift();
      calls.push({ did: 'post', to, message, key, outcome: met?.kind ?? 'sent' });
      if (met === undefined) return { kind: 'sent', platformId: arrive(to, message, key).platformId };
      return meet(met, () => arrive(to, message, key));
    },
    async update(to, platformId, message) {
      const met = updates.shift();
      calls.push({ did: 'update', to, message, key: null, outcome: met?.kind ?? 'sent' });
      const draw = () => {
        const copy = copies.find((found) => found.platformId === platformId && found.to.id === to.id);
        if (copy) {
          copy.message = message;
          copy.drawn.push(message);
        }
        return copy;
      };
      if (met !== undefined) return meet(met, draw);
      return draw() ? { kind: 'sent', platformId } : { kind: 'refused', why: 'message_gone' };
    },
    close: async () => {},
    to: (id) => copies.filter((copy) => copy.to.id === id),
    last(id) {
      const found = this.to(id).at(-1);
      if (!found) throw new Error(`Nothing has been sent to ${id}`);
      return found;
    },
    press(copy, by, wanted) {
      const buttons = copy.message.blocks.flatMap((block): Button[] =>
        block.type === 'buttons' ? block.buttons : [],
      );
      const button = buttons.find(({ label, act }) =>
        typeof wanted === 'string'
          ? label === wanted
          : act.verb === wanted.verb && (wanted.arg === undefined || act.arg === wanted.arg),
      );
      if (!button)
        throw new Error(
          `No button ${JSON.stringify(wanted)} among ${buttons.map((each) => each.label).join(', ') || 'none'}`,
        );
      const { verb, token, arg } = button.act;
      return { ...pressed(copy, by), verb, token, ...(arg === undefined ? {} : { arg }) };
    },
    submit(copy, by, answer) {
      const form = copy.message.blocks.find((block) => block.type === 'form');
      if (form?.type !== 'form') throw new Error('That message has no form');
      return { ...pressed(copy, by), verb: form.act.verb, token: form.act.token, answer };
    },
  };
}

function meet(met: Scripted, arrive: () => unknown): SendOutcome {
  switch (met.kind) {
    case 'limited':
    case 'refused':
      return met;
    case 'ambiguous':
      if (met.delivered) arrive();
      return { kind: 'ambiguous', why: 'timeout' };
    case 'throw':
      if (met.delivered) arrive();
      throw new Error('The connection was reset');
  }
}
