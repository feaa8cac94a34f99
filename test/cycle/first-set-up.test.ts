/**
 * A workspace Vigil was only just installed in: whoever did it sets the school up from nothing, and nobody else can.
 * The taps and minutes of it are counted in the browser's story; here is who may, what is written and what is asked.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { IncomingPress, PressResult } from '../../src/chat/chat.ts';
import type { World } from '../../src/cycle/context.ts';
import { noteMember } from '../../src/cycle/note-member.ts';
import { takeCommand } from '../../src/cycle/take-command.ts';
import { takeInstallation } from '../../src/cycle/take-installation.ts';
import { takePress } from '../../src/cycle/take-press.ts';
import type { FieldValues } from '../../src/domain/form-field.ts';
import type { Ids } from '../../src/domain/ids.ts';
import type { Standing } from '../../src/domain/member.ts';
import { type Act, type Form, type Message, messageText } from '../../src/domain/message.ts';
import { worldOver } from '../../src/operator/world.ts';
import type { Store } from '../../src/store/database.ts';
import { findRoute } from '../../src/store/installations.ts';
import { ledger, message, prompt, setUp } from '../../src/store/schema/index.ts';
import { listSettings } from '../../src/store/settings.ts';
import { countedIds, keptLog, seededRandom } from '../support/fixed.ts';
import { tokensUnder } from '../support/keys.ts';
import { openTestStore } from '../support/store.ts';

const MONDAY = '2026-11-09T08:05:00Z';
const seals = tokensUnder(Buffer.alloc(32, 7).toString('base64'));

let store: Store;
let now: Date;
let ids: Ids;
let world: World;
let team: string;
let nth = 0;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

beforeEach(async () => {
  nth += 1;
  now = new Date(MONDAY);
  team = `T900${nth}`;
  ids = countedIds(9_000 + nth);
  world = worldOver(store, {
    now: () => now,
    ids,
    random: seededRandom(1),
    log: keptLog(),
    lookAtChannel: async () => ({ kind: 'in', isPrivate: true, readers: 4 }),
  });
  await takeInstallation(
    world,
    {
      platform: 'slack',
      externalId: team,
      name: 'Oak Trust',
      botUserId: 'UBOT',
      scopes: ['commands'],
      token: 'xoxb-CANARY',
      by: 'U001',
    },
    { ids, sealer: seals },
  );
  await joins('U001', 'Priya Shah');
  await joins('U002', 'Ben Osei');
  await joins('U003', 'Kate Orr');
});

const joins = (userId: string, name: string, made: { standing?: Standing; manages?: boolean } = {}) =>
  noteMember(
    world,
    { platform: 'slack', externalId: team },
    { userId, name, email: `${userId.toLowerCase()}@oak.example`, zone: null, standing: 'member', ...made },
  );
const from = (userId: string) => ({ platform: 'slack' as const, externalId: team, userId });
const writes = (userId: string, text: string) => {
  nth += 1;
  return takeCommand(world, { from: from(userId), eventKey: `words:${nth}`, text });
};
const press = (userId: string, act: Act, values?: FieldValues): Promise<PressResult> => {
  nth += 1;
  const pressed: IncomingPress = { from: from(userId), eventKey: `press:${nth}`, ...act };
  return takePress(world, values === undefined ? pressed : { ...pressed, values });
};
const formOf = (shown: Message, part: string): Form => {
  const found = shown.blocks.find(
    (block): block is Form => block.type === 'form' && block.act.token.endsWith(`.${part}`),
  );
  if (found === undefined) throw new Error(`No form of ${part}`);
  return found;
};
const startsOf = ({ fields }: Form): FieldValues =>
  Object.fromEntries(fields.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));
const send = (userId: string, shown: Message, part: string, typed: FieldValues) => {
  const form = formOf(shown, part);
  return press(userId, form.act, { ...startsOf(form), ...typed });
};
const org = async () => {
  const route = await findRoute(store, 'slack', team);
  if (route === null) throw new Error('Not installed');
  return route.org;
};
const CONTACTS = {
  front_door: '0300 111 8007',
  out_of_hours: '0345 604 2886',
  lado: '0300 111 8008',
  chair: 'Ada Bright, 01785 000009',
  lead_phone: '01785 000002',
};
const text = ({ blocks, ...rest }: Message) => messageText({ ...rest, blocks }).join('\n');

async function fillAll(userId: string): Promise<Message> {
  let shown = await writes(userId, 'setup');
  for (const [part, typed] of Object.entries({
    school: { name: 'Oak Primary School', dfe_number: '8601234' },
    leads: { deputy: 'U002', head: 'U003' },
    contacts: CONTACTS,
    channel: { channel: 'C012345' },
  }))
    shown = (await send(userId, shown, part, typed)).message;
  return shown;
}
const finish = (shown: Message): Act => {
  const found = shown.blocks.flatMap((block) => (block.type === 'buttons' ? block.buttons : []));
  const [button] = found.filter(({ act }) => act.verb === 'finish_set_up');
  if (button === undefined) throw new Error('There is no button to finish');
  return button.act;
};

describe('who may begin', () => {
  test('whoever installed Vigil, and whoever manages the workspace', async () => {
    expect((await writes('U001', 'setup')).kind).toBe('set_up');
    await joins('U004', 'Mo Reid', { manages: true });
    expect((await writes('U004', '/vigil setup')).kind).toBe('set_up');
  });

  test.each([
    ['another member', 'U002'],
    ['somebody who is not there', 'U999'],
  ])('not %s: they are sent to a teacher, as every stranger is', async (_who, userId) => {
    const answer = await writes(userId, 'setup');
    expect(answer.kind).toBe('stranger');
    expect(text(answer)).toContain('Tell a teacher now');
    const rows = await store.within(await org(), (tx) => tx.select().from(setUp));
    expect(rows).toEqual([]);
  });

  test('nor a guest who is said to manage it, nor one who manages it no longer', async () => {
    await joins('U005', 'A Guest', { manages: true, standing: 'guest' });
    expect((await writes('U005', 'setup')).kind).toBe('stranger');
    await joins('U006', 'Mo Reid', { manages: true });
    expect((await writes('U006', 'setup')).kind).toBe('set_up');
    now = new Date('2026-11-09T08:06:00Z');
    await joins('U006', 'Mo Reid');
    expect((await writes('U006', 'setup')).kind).toBe('stranger');
  });

  test.each([
    ['U002', 'who may not begin one'],
    ['U004', 'who may begin their own'],
  ])('nobody’s set-up is pressed on by %s, %s', async (userId) => {
    await joins('U004', 'Mo Reid', { manages: true });
    const shown = await writes('U001', 'setup');
    const result = await send(userId, shown, 'school', { name: 'Evil' });
    expect(result.message.kind).toBe('stranger');
    const [row] = await store.within(await org(), (tx) => tx.select().from(setUp));
    expect(row?.draft).toEqual({});
  });
});

describe('from nothing to the first question', () => {
  test('all of it: the school, its leads, its questions, and one on its way to whoever set it up', async () => {
    const shown = await fillAll('U001');
    const done = await press('U001', finish(shown));
    expect(text(done.message)).toContain('✓ Oak Primary School is set up.');
    expect(text(done.message)).toContain('A question is on its way to you.');
    const [setting] = await store.within(await org(), listSettings);
    expect(setting).toMatchObject({
      ref: 'oak-primary',
      dfeNumber: '860/1234',
      phase: 'primary',
      type: 'maintained',
      edition: 'KCSIE 2026',
      weeklyBudget: 2,
      channel: { channelId: 'C012345' },
    });
    const rows = await store.within(await org(), async (tx) => ({
      prompts: await tx.select().from(prompt),
      messages: await tx.select().from(message),
      ledger: (await tx.select().from(ledger)).map(({ kind, actor }) => ({ kind, by: actor !== null })),
      left: await tx.select().from(setUp),
    }));
    expect(rows.prompts).toHaveLength(1);
    expect(rows.left).toEqual([]);
    expect(rows.messages.map(({ dedupeKey }) => dedupeKey.split(':')[0]).sort()).toEqual([
      'channel-hello',
      'named-lead',
      'named-lead',
      'prompt',
    ]);
    expect(rows.ledger).toContainEqual({ kind: 'setting_created', by: true });
    expect(rows.ledger.filter(({ kind }) => kind === 'person_confirmed')).toHaveLength(3);
  });

  test('in the holidays nobody is asked, and it says from when', async () => {
    now = new Date('2026-12-22T10:00:00Z');
    const done = await press('U001', finish(await fillAll('U001')));
    expect(text(done.message)).toContain('You can be asked from Monday 4 Jan at 08:00');
    expect(await store.within(await org(), (tx) => tx.select().from(prompt))).toEqual([]);
  });

  test('somebody chosen who has left meanwhile: nothing is written, and it says who', async () => {
    const shown = await fillAll('U001');
    await joins('U002', 'Ben Osei', { standing: 'gone' });
    const result = await press('U001', finish(shown));
    expect(result).toMatchObject({ kind: 'private' });
    expect(text(result.message)).toContain('Whoever you chose as the deputy is no longer');
    expect(await store.within(await org(), listSettings)).toEqual([]);
    const [row] = await store.within(await org(), (tx) => tx.select().from(setUp));
    expect(Object.keys(row?.draft ?? {}).sort()).toEqual(['channel', 'contacts', 'leads', 'school']);
  });

  test('two who finish at once make one school, and the other is told', async () => {
    await joins('U004', 'Mo Reid', { manages: true });
    const [one, other] = [await fillAll('U001'), await fillAll('U004')];
    const ends = await Promise.all([press('U001', finish(one)), press('U004', finish(other))]);
    const made = await store.within(await org(), listSettings);
    // The second is no longer the first set-up of a workspace without a school, and says so.
    expect(made).toHaveLength(1);
    expect(ends.map(({ kind }) => kind).sort()).toEqual(['private', 'redraw']);
  });

  test('finished twice by a doubled press, there is one school', async () => {
    const act = finish(await fillAll('U001'));
    await press('U001', act);
    const again = await press('U001', act);
    expect(text(again.message)).toContain('has ended');
    expect(await store.within(await org(), listSettings)).toHaveLength(1);
  });

  test('what is half filled in can be left for a fortnight, and is gone after a month', async () => {
    const shown = await writes('U001', 'setup');
    await send('U001', shown, 'school', { name: 'Oak Primary School' });
    now = new Date('2026-11-23T08:05:00Z');
    expect(text(await writes('U001', 'setup'))).toContain('1 of 4 parts');
    now = new Date('2026-12-29T08:05:00Z');
    expect(text(await writes('U001', 'setup'))).toContain('0 of 4 parts');
  });
});
