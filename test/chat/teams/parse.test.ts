/**
 * Teams' activities read as our own events: whose they are must be said and said alike; a person is known by their
 * directory id alone; whatever is not Teams' shape is nothing.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Heard, parseActivity } from '../../../src/chat/teams/parse.ts';
import { formData, inputId, pressData } from '../../../src/chat/teams/press-data.ts';

const TENANT = '00000000-0000-4000-9000-00000000000a';
const BOT = '28:bot';
const ACT = { verb: 'answer', token: 't1', arg: 'yes' } as const;

type Json = Record<string, unknown>;
const PERSONAL: Json = {
  type: 'message',
  id: 'm1',
  channelId: 'msteams',
  serviceUrl: 'https://smba.trafficmanager.net/uk/',
  from: { id: '29:a', name: 'Ann', aadObjectId: 'U-ANN' },
  recipient: { id: BOT, name: 'Vigil' },
  conversation: { id: 'a:1', conversationType: 'personal', tenantId: TENANT },
  channelData: { tenant: { id: TENANT } },
  text: 'help',
};
const CHANNEL: Json = {
  ...PERSONAL,
  conversation: { id: '19:c@thread.tacv2;messageid=9', conversationType: 'channel', tenantId: TENANT },
  channelData: {
    tenant: { id: TENANT },
    team: { id: '19:t@thread.tacv2' },
    channel: { id: '19:c@thread.tacv2' },
  },
};
const GROUP: Json = {
  ...PERSONAL,
  conversation: { id: '19:g@thread.v2', conversationType: 'groupChat', tenantId: TENANT },
};
const read = (more: Json = {}, of: Json = PERSONAL) => parseActivity({ ...of, ...more });
const heard = (more: Json = {}, of: Json = PERSONAL): Heard | undefined => read(more, of)?.heard;
const words = (more: Json, of: Json = PERSONAL) => {
  const found = heard(more, of);
  return found?.kind === 'words' ? found.command.text : found?.kind;
};
const isNoCommand = (more: Json) => {
  const found = heard(more);
  return found?.kind === 'words' && found.command.notACommand === true;
};

describe('whose it is', () => {
  test('said in either of two places, in small letters from here on', () => {
    const upper = TENANT.toUpperCase();
    const { tenantId: _, ...unsaid } = PERSONAL.conversation as Json;
    expect(read({ conversation: unsaid, channelData: { tenant: { id: upper } } })?.origin.tenantId).toBe(
      TENANT,
    );
    expect(read({ channelData: {} })?.origin.tenantId).toBe(TENANT);
    expect(read({ channelData: { tenant: { id: upper } } })?.origin.tenantId).toBe(TENANT);
  });

  test('not said, or said otherwise in two places, is nobody’s', () => {
    const { tenantId: _, ...unsaid } = PERSONAL.conversation as Json;
    expect(read({ conversation: unsaid, channelData: null })).toBeNull();
    expect(read({ channelData: { tenant: { id: TENANT.replace('a', 'b') } } })).toBeNull();
  });

  test.each([
    ['another channel', { channelId: 'webchat' }],
    ['no address', { serviceUrl: '' }],
    ['nobody', { from: undefined }],
    ['no conversation', { conversation: { tenantId: TENANT } }],
    ['far too many people', { membersAdded: Array.from({ length: 2_001 }, () => ({ id: 'x' })) }],
    ['an id of far too many letters', { id: 'x'.repeat(401) }],
  ])('%s is nothing of Teams’', (_, more) => {
    expect(read(more)).toBeNull();
  });

  test('somebody without a directory id is nobody who can press, write or be kept', () => {
    const from = { id: '28:other', name: 'Another bot' };
    expect(read({ from })?.origin).toMatchObject({ from: null, references: [] });
    expect(heard({ from })).toEqual({ kind: 'nothing' });
    const value = { action: { data: pressData(ACT) } };
    expect(heard({ from, type: 'invoke', name: 'adaptiveCard/action', value })).toEqual({
      kind: 'press',
      how: 'invoke',
      press: null,
    });
  });

  test('anything at all is read or is nothing, never a fault', () => {
    const keys = Object.keys({ ...CHANNEL, value: 0, action: 0, entities: 0, attachments: 0 });
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.jsonValue(), fc.boolean(), (key, value, isChannel) => {
        parseActivity({ ...(isChannel ? CHANNEL : PERSONAL), [key]: value });
        parseActivity(value);
      }),
      { numRuns: 300 },
    );
  });
});

describe('where it is', () => {
  test('a person’s own conversation, by their directory id', () => {
    const serviceUrl = 'https://smba.trafficmanager.net/uk/';
    expect(read()?.origin).toMatchObject({
      isPersonal: true,
      wired: { serviceUrl, conversationId: 'a:1' },
      from: { platform: 'teams', externalId: TENANT, userId: 'U-ANN' },
      references: [{ kind: 'person', id: 'U-ANN', conversationId: 'a:1', serviceUrl, teamId: null }],
    });
  });

  test('a channel, answered in its thread, and kept without it, with its team', () => {
    expect(read({}, CHANNEL)?.origin).toMatchObject({
      isPersonal: false,
      wired: { conversationId: '19:c@thread.tacv2;messageid=9' },
      references: [
        { kind: 'team', id: '19:t@thread.tacv2', conversationId: '19:t@thread.tacv2', teamId: null },
        {
          kind: 'channel',
          id: '19:c@thread.tacv2',
          conversationId: '19:c@thread.tacv2',
          teamId: '19:t@thread.tacv2',
        },
      ],
    });
  });

  test('a group chat, which is its own conversation, in no team', () => {
    expect(read({}, GROUP)?.origin).toMatchObject({
      isPersonal: false,
      references: [{ kind: 'channel', id: '19:g@thread.v2', conversationId: '19:g@thread.v2', teamId: null }],
    });
  });
});

describe('words', () => {
  test('are numbered within their conversation', () => {
    expect(heard()).toMatchObject({ kind: 'words', command: { eventKey: 'a:1|m1', text: 'help' } });
    expect(heard({ id: undefined })).toEqual({ kind: 'nothing' });
  });

  test('lose Vigil’s own name, and nobody else’s', () => {
    const mention = (id: string, name: string) => ({
      type: 'mention',
      text: `<at>${name}</at>`,
      mentioned: { id, name },
    });
    const entities = [mention(BOT, 'Vigil'), mention('29:b', 'Ben'), { type: 'clientInfo' }, 'odd'];
    expect(words({ text: '<at>Vigil</at>&nbsp;status\u00a0', entities }, CHANNEL)).toBe('status');
    expect(words({ text: '<at>Ben</at> due <at>Vigil</at>', entities }, CHANNEL)).toBe('<at>Ben</at> due');
    expect(words({ text: '<at>Vigil</at> due', entities: 'odd' }, CHANNEL)).toBe('<at>Vigil</at> due');
    expect(words({ text: '<at>Vigil</at>', entities }, CHANNEL)).toBe('');
  });

  test('sent with a file or a quoted message are kept to be examined, and are no command', () => {
    const html = { contentType: 'text/html', content: '<p>help</p>' };
    const worry = 'her dad hits her, photo attached';
    expect(isNoCommand({ attachments: [html] })).toBe(false);
    for (const contentType of ['image/*', 'messageReference']) {
      const attachments = [html, { contentType, id: '1666977571111' }];
      expect(words({ text: worry, attachments })).toBe(worry);
      expect(isNoCommand({ attachments })).toBe(true);
      const text = `<attachment id="1666977571111"></attachment> ${worry}`;
      expect(words({ text, attachments })).toBe(worry);
    }
    expect(words({ text: null, attachments: [{ contentType: 'image/*' }] })).toBe('');
  });

  test('of somebody’s message forwarded or quoted are examined too, and an app’s are not', () => {
    const user = { application: null, user: { displayName: 'Ben' } };
    const app = { application: { id: 'vigil', displayName: 'Vigil' }, user: null };
    const forwarded = (contentType: string, content: unknown) => ({
      text: '',
      attachments: [{ contentType, content }],
    });
    const said = { originalMessageContent: '<p>my dad hits me</p>', originalMessageSender: user };
    const quoted = { messagePreview: 'my dad hits me', messageSender: user };
    for (const content of [said, JSON.stringify(said), quoted, JSON.stringify(quoted)])
      expect(words(forwarded('forwardedMessageReference', content))).toContain('my dad hits me');
    expect(isNoCommand(forwarded('messageReference', quoted))).toBe(true);
    for (const content of [
      { ...said, originalMessageSender: app },
      { ...quoted, messageSender: app },
      '{',
      7,
      null,
    ])
      expect(words(forwarded('messageReference', content))).toBe('');
    expect(words(forwarded('application/json', quoted))).toBe('');
  });

  test('that are changed to others are examined, each change once, and are no command', () => {
    const edit = { type: 'messageUpdate', timestamp: '2026-11-09T10:00:00Z', text: 'status' };
    const channelData = { tenant: { id: TENANT }, eventType: 'editMessage' };
    expect(heard({ ...edit, channelData })).toEqual({
      kind: 'words',
      command: {
        from: { platform: 'teams', externalId: TENANT, userId: 'U-ANN' },
        eventKey: 'a:1|m1|edited 2026-11-09T10:00:00Z',
        text: 'status',
        notACommand: true,
      },
    });
    const nothing = { kind: 'nothing' };
    for (const eventType of ['undeleteMessage', null])
      expect(heard({ ...edit, channelData: { ...channelData, eventType } })).toEqual(nothing);
    expect(heard({ ...edit, channelData, text: ' ' })).toEqual(nothing);
    for (const from of [{ id: BOT }, { id: BOT, aadObjectId: 'U-BOT' }, { id: '28:other' }])
      expect(heard({ ...edit, channelData, from })).toEqual(nothing);
  });
});

describe('what nobody writes', () => {
  const vigil = { type: 'mention', text: '<at>Vigil</at>', mentioned: { id: BOT } };
  const many = (of: Json, times: number) => Array.from({ length: times }, () => of);

  test('fifty mentions are looked at, and of more none is', () => {
    const text = '<at>Vigil</at> due';
    expect(words({ text, entities: [...many({ type: 'clientInfo' }, 49), vigil] })).toBe('due');
    expect(words({ text, entities: [...many({ type: 'clientInfo' }, 50), vigil] })).toBe(text);
    expect(words({ text, entities: [vigil, ...many({ type: 'clientInfo' }, 50)] })).toBe(text);
  });

  test('a mention longer than any name is none', () => {
    const named = (length: number) => {
      const text = 'x'.repeat(length);
      return words({ text: `${text} due`, entities: [{ ...vigil, text }] });
    };
    expect(named(200)).toBe('due');
    expect(named(201)).toBe(`${'x'.repeat(201)} due`);
  });

  test('words are read to their forty thousandth letter, and a long worry is words all the same', () => {
    expect(words({ text: 'x'.repeat(50_000) })).toBe('x'.repeat(40_000));
    expect(words({ text: `${' '.repeat(39_996)}help` })).toBe('help');
    expect(words({ text: `${' '.repeat(40_000)}help` })).toBe('');
  });

  test('nearly a hundred thousand spaces with as many mentions as fit are no words at all', () => {
    const entities = many({ ...vigil, text: ' ' }, 1_900);
    expect(words({ text: `${' '.repeat(99_000)}help`, entities })).toBe('');
    // None of them is looked at: it would have taken the space away.
    expect(words({ text: 'a b', entities: many({ ...vigil, text: 'b' }, 1_900) })).toBe('a b');
  });

  test('fifty things attached are looked at, and more are taken for a file', () => {
    const html = { contentType: 'text/html', content: '<p>help</p>' };
    expect(words({ attachments: many(html, 50) })).toBe('help');
    expect(isNoCommand({ attachments: many(html, 50) })).toBe(false);
    expect(isNoCommand({ attachments: many(html, 51) })).toBe(true);
    expect(isNoCommand({ attachments: 'odd' })).toBe(true);
  });
});

describe('presses', () => {
  const invoke = (data: unknown, more: Json = {}) =>
    heard({
      type: 'invoke',
      id: 'f:1',
      name: 'adaptiveCard/action',
      replyToId: 'card1',
      value: { action: { type: 'Action.Execute', data } },
      ...more,
    });

  test('of a new client and of an old one are the same press of the same message', () => {
    const press = {
      press: {
        from: { platform: 'teams', externalId: TENANT, userId: 'U-ANN' },
        ...ACT,
        platformId: 'a:1|card1',
      },
      values: null,
      platformId: 'a:1|card1',
    };
    expect(invoke(pressData(ACT))).toMatchObject({ kind: 'press', how: 'invoke', press });
    const old = heard({ text: undefined, replyToId: 'card1', value: pressData(ACT) });
    expect(old).toMatchObject({ kind: 'press', how: 'message', press });
  });

  test('in a channel are of the message in its thread', () => {
    const found = heard({ text: '', replyToId: '9', value: pressData(ACT) }, CHANNEL);
    expect(found).toMatchObject({ press: { platformId: '19:c@thread.tacv2;messageid=9|9' } });
  });

  test('without the message’s id are taken all the same', () => {
    expect(invoke(pressData(ACT), { replyToId: undefined })).toMatchObject({ press: { platformId: null } });
  });

  test('with a form carry what was typed', () => {
    const data = {
      ...formData(ACT, [{ name: 'count', label: 'How many', kind: 'count' }]),
      [inputId('t1', 'count')]: '3',
    };
    expect(invoke(data)).toMatchObject({ press: { values: { count: '3' } } });
  });

  test.each([
    null,
    'text',
    {},
    { act: { verb: 'delete_all', token: 't' } },
    { act: ACT, fields: ['nickname'] },
  ])('that cannot be read are a press of nothing known: %j', (data) => {
    expect(invoke(data)).toEqual({ kind: 'press', how: 'invoke', press: null });
  });

  test('words with a value beside them are words', () => {
    expect(words({ value: pressData(ACT) })).toBe('help');
  });
});

describe('happenings', () => {
  const installed = { type: 'installationUpdate', text: undefined };
  const changed = { type: 'conversationUpdate', text: undefined };

  test.each([
    ['add', 'installed'],
    ['add-upgrade', 'installed'],
    ['remove', 'taken_out'],
    ['remove-upgrade', 'taken_out'],
    ['paused', 'nothing'],
    [undefined, 'nothing'],
  ])('an installation that says %s is %s', (action, kind) => {
    expect(heard({ ...installed, action })?.kind).toBe(kind);
  });

  test('Vigil coming and going, told as somebody who joins or leaves', () => {
    const vigil = [{ id: BOT }];
    const person = { kind: 'person', id: 'U-ANN' };
    expect(heard({ ...changed, membersAdded: vigil })).toMatchObject({ kind: 'installed', where: person });
    expect(heard({ ...changed, membersRemoved: vigil })).toMatchObject({ kind: 'taken_out', where: person });
    expect(heard({ ...changed, membersRemoved: vigil }, CHANNEL)).toMatchObject({
      kind: 'taken_out',
      where: { kind: 'team', id: '19:t@thread.tacv2' },
    });
    expect(heard({ ...installed, action: 'remove' }, GROUP)).toMatchObject({
      where: { kind: 'channel', id: '19:g@thread.v2' },
    });
  });

  test('people, in a team alone', () => {
    const people = [{ id: '29:b', aadObjectId: 'U-BEN' }, { id: '29:c' }];
    const accounts = [
      { id: '29:b', userId: 'U-BEN' },
      { id: '29:c', userId: null },
    ];
    const team = { conversationId: '19:t@thread.tacv2' };
    expect(heard({ ...changed, membersAdded: people }, CHANNEL)).toMatchObject({
      kind: 'joined',
      team,
      accounts,
    });
    expect(heard({ ...changed, membersRemoved: people }, CHANNEL)).toMatchObject({
      kind: 'left',
      team,
      accounts,
    });
    expect(heard({ ...changed, membersAdded: people }, GROUP)).toEqual({ kind: 'nothing' });
    expect(heard(changed, CHANNEL)).toEqual({ kind: 'nothing' });
  });

  test.each(['messageUpdate', 'messageDelete', 'messageReaction', 'typing', 'event', 'endOfConversation'])(
    '%s is nothing',
    (type) => {
      expect(heard({ type })).toEqual({ kind: 'nothing' });
    },
  );

  test('an invoke of another name is one that is not known', () => {
    for (const name of ['task/fetch', 'adaptiveCard/other', undefined])
      expect(heard({ type: 'invoke', name })).toEqual({ kind: 'unknown_invoke' });
  });
});
