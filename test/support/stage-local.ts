/**
 * The stage on the local workspace: the port-level chat that remembers, and the steps a press and words go to.
 * The rule: as on the local page, a press shows its result at once, and a private line is its presser's alone.
 */
import type { IncomingPress, PressResult, Sender } from '../../src/chat/chat.ts';
import { parseCommand, parsePress } from '../../src/chat/local/parse.ts';
import { takeCommand } from '../../src/cycle/take-command.ts';
import { takePress } from '../../src/cycle/take-press.ts';
import { type Act, type Button, type Form, type Message, messageText } from '../../src/domain/message.ts';
import type { Store } from '../../src/store/database.ts';
import { drive } from './drive.ts';
import { fakeChat } from './fake-chat.ts';
import { makeSchool } from './school.ts';
import { type Copy, IN_CHANNEL, type Shown, type Stage, type StageGiven, worldWithFaults } from './stage.ts';

/** A message on somebody's page: one of the record, or an answer that has no id to be known by. */
type Paper = { to: string; platformId: string | null; message: Message; drawn: Message[] };

export async function openLocalStage(store: Store, given: StageGiven): Promise<Stage> {
  const { at, steps, ...options } = given;
  const school = await makeSchool(store, options);
  const chat = fakeChat();
  const driver = drive(store, school, chat, at, steps);
  const faulty = worldWithFaults(driver.world);
  const inChannel = new Set(IN_CHANNEL.map((ref) => `U-${ref}`));
  const papers = new WeakMap<Copy, Paper>();
  const answers: Message[] = [];
  let events = 0;

  const sender = (userId: string): Sender => ({
    platform: 'local',
    externalId: school.externalId,
    userId,
  });
  const nextKey = () => {
    events += 1;
    return `local-event-${events}`;
  };
  const seen = (paper: Paper, kind: Copy['kind']): Copy => {
    const copy: Copy = {
      to: paper.to,
      kind,
      get text() {
        return visible(paper.message);
      },
      get summary() {
        return paper.message.summary;
      },
      get drawn() {
        return paper.drawn.map(visible);
      },
      get buttons() {
        return buttonsOf(paper.message).map(({ label }) => label);
      },
    };
    papers.set(copy, paper);
    return copy;
  };
  /** What lies before this person; throws when it is somebody else's. */
  const before = (copy: Copy, who: string): Paper => {
    const paper = papers.get(copy);
    const isTheirs = copy.to === who || (copy.to === school.channelId && inChannel.has(who));
    if (!paper || !isTheirs) throw new Error(`${who} does not see that message`);
    return paper;
  };
  const take = async (paper: Paper, press: IncomingPress): Promise<Shown> => {
    let result: PressResult;
    try {
      result = await takePress(faulty.world, press);
    } catch {
      return { is: 'private', text: 'Not saved, please press again.' };
    }
    answers.push(result.message);
    if (result.faults) return { is: 'beside', faults: { ...result.faults } };
    if (result.kind === 'form') {
      paper.message = result.message;
      return { is: 'form', text: visible(result.message) };
    }
    if (result.kind !== 'redraw') return { is: 'private', text: visible(result.message) };
    paper.message = result.message;
    paper.drawn.push(result.message);
    return { is: 'redrawn', text: visible(result.message) };
  };
  const say = async (who: string, text: string): Promise<Copy> => {
    const command = parseCommand({ text }, sender(who), nextKey());
    if (!command) throw new Error('There was nothing to say');
    const message = await takeCommand(faulty.world, command).catch(() => NO_ANSWER);
    answers.push(message);
    return seen({ to: who, platformId: null, message, drawn: [message] }, null);
  };
  const pressed = (paper: Paper, who: string, act: Act, fields: Record<string, string> = {}) => {
    const { platformId } = paper;
    const body = { act: JSON.stringify(act), ...(platformId === null ? {} : { on: platformId }), ...fields };
    return parsePress(body, sender(who), nextKey());
  };

  const stage: Stage = {
    school,
    driver,
    get calls() {
      return chat.calls.map(({ did, to, message, outcome }) => ({ did, to, kind: message.kind, outcome }));
    },
    copies: () =>
      chat.copies.map((copy) => {
        const { drawn, platformId } = copy;
        const paper: Paper = {
          to: copy.to.id,
          platformId,
          drawn,
          get message() {
            return copy.message;
          },
          set message(message) {
            copy.message = message;
          },
        };
        return seen(paper, copy.message.kind);
      }),
    to: (id) => stage.copies().filter((copy) => copy.to === id),
    last(id) {
      const found = stage.to(id).at(-1);
      if (!found) throw new Error(`Nothing has been sent to ${id}`);
      return found;
    },
    before: async () => {},
    script: chat.script,
    async press(copy, who, label) {
      const paper = before(copy, who);
      const found = buttonsOf(paper.message).filter((button) =>
        [button.label, button.describe].includes(label),
      );
      const [button] = found;
      if (!button || found.length > 1)
        throw new Error(
          `${found.length === 0 ? 'No' : 'More than one'} button "${label}" among: ${copy.buttons.join(', ') || 'none'}`,
        );
      const read = pressed(paper, who, button.act);
      if (read.kind !== 'press') throw new Error('The page could not have sent that');
      return take(paper, read.press);
    },
    async submit(copy, who, fields, opener) {
      const paper = before(copy, who);
      const form = paper.message.blocks.find(
        (block) => block.type === 'form' && (opener === undefined || block.open === opener),
      );
      if (form?.type !== 'form') throw new Error('That message has no form');
      const latest = form.fields.find((field) => field.latest !== undefined)?.latest;
      const read = pressed(paper, who, form.act, {
        ...startsOf(form),
        ...fields,
        ...(latest === undefined ? {} : { latest }),
      });
      switch (read.kind) {
        case 'press':
          return take(paper, read.press);
        case 'faults':
          return { is: 'beside', faults: { ...read.faults } };
        case 'refused':
          throw new Error('The page could not have sent that');
      }
    },
    writes: say,
    command: say,
    async guest(id) {
      inChannel.add(id);
    },
    recordIsAway(away) {
      faulty.isAway = away;
    },
    sentOut: () => JSON.stringify([chat.calls, answers]),
    close: async () => {},
  };
  chat.before = (to, message) => stage.before(to, message);
  return stage;
}

/** What the local page says when the steps behind it fail. */
const NO_ANSWER: Message = {
  kind: 'private_line',
  summary: 'No answer just now.',
  blocks: [{ type: 'text', text: 'No answer just now. What you wrote was not kept. Please try again.' }],
};

const visible = (message: Message) => messageText(message).slice(1).join('\n');

const buttonsOf = ({ blocks }: Message): Button[] =>
  blocks.flatMap((block) => (block.type === 'buttons' ? block.buttons : []));

/** What stands in its boxes before anybody writes in them. */
const startsOf = ({ fields }: Form) =>
  Object.fromEntries(fields.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));
