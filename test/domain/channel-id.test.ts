/**
 * A channel as an operator gives it: its id, or in Teams the whole link; a name is never guessed at.
 */
import { describe, expect, test } from 'vitest';
import { platformOfChannel, readChannelId } from '../../src/domain/channel-id.ts';

const ID = '19:abc_DEF-123.x@thread.tacv2';
const LINK_ID = encodeURIComponent(ID);

describe('an id', () => {
  test.each([
    ['C0123456789', 'slack'],
    ['G01ABCDEF', 'slack'],
    [ID, 'teams'],
    ['19:abcdef0123456789@thread.v2', 'teams'],
    ['19:abcdef0123456789@thread.skype', 'teams'],
  ])('%s is as it is, and of %s', (text, platform) => {
    expect(readChannelId(`  ${text}\n`)).toBe(text);
    expect(platformOfChannel(text)).toBe(platform);
  });
});

test('of a conversation of two is no channel’s: the digest would go to one person', () => {
  expect(readChannelId('19:aaaaaaaa-bbbb_cccccccc-dddd@unq.gbl.spaces')).toBeNull();
});

describe('a link', () => {
  test.each([
    `https://teams.microsoft.com/l/channel/${LINK_ID}/Safeguarding?groupId=1&tenantId=2`,
    `https://teams.microsoft.com/l/channel/${LINK_ID}/A%20name%20with%20%2F?groupId=1`,
    `https://teams.cloud.microsoft/l/channel/${LINK_ID}/Safeguarding`,
    `https://teams.microsoft.com/l/chat/${LINK_ID}/0`,
    `https://teams.microsoft.com/l/channel/${ID}`,
    `https://teams.microsoft.com/_#/l/channel/${LINK_ID}/Safeguarding`,
    `https://gov.teams.microsoft.us/l/channel/${LINK_ID}/Safeguarding`,
    `HTTPS://Teams.Microsoft.com/l/channel/${LINK_ID}/x`,
  ])('%s leads to its channel', (link) => {
    expect(readChannelId(link)).toBe(ID);
  });

  test.each([
    `https://example.net/l/channel/${LINK_ID}/x`,
    `https://teams.microsoft.com.example.net/l/channel/${LINK_ID}/x`,
    `https://example.net/?of=https://teams.microsoft.com/l/channel/${LINK_ID}/x`,
    `https://teams.microsoft.example.net/l/channel/${LINK_ID}/x`,
    `http://teams.microsoft.com/l/channel/${LINK_ID}/x`,
    `https://teams.microsoft.com/l/message/${LINK_ID}/1`,
    `https://teams.microsoft.com/l/team/${LINK_ID}/conversations`,
    'https://teams.microsoft.com/l/channel/%E0%A4%A/x',
    'https://teams.microsoft.com/l/channel/Safeguarding/x',
    'https://app.slack.com/client/T0123/C0123456789',
  ])('%s leads to none', (link) => {
    expect(readChannelId(link)).toBeNull();
  });
});

test.each([
  '',
  '#leads',
  'leads',
  'C01',
  'c0123456789',
  'T0123456789',
  '19:x@thread.tacv2',
  '19:abcdef@thread.example',
  '28:abcdef@thread.tacv2',
  `${ID} and more`,
  '%',
])('“%s” is no channel’s id', (text) => {
  expect(readChannelId(text)).toBeNull();
});
