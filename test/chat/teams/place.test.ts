/**
 * Which address is used, and how a message is known again.
 */
import { expect, test } from 'vitest';
import {
  isGroupChat,
  placeOf,
  platformIdOf,
  serviceUrlFor,
  tenantServiceUrl,
} from '../../../src/chat/teams/place.ts';
import { GLOBAL_SERVICE_URL } from '../../../src/chat/teams/service-hosts.ts';
import { memoryReferences, personId, TENANT, toPerson } from '../../support/bare-teams.ts';

test('the conversation’s own address comes first, then the tenant’s, then where all of Teams begins', async () => {
  const references = memoryReferences();
  const parts = { references };
  const to = toPerson(1);
  expect(await serviceUrlFor(parts, to)).toBe(GLOBAL_SERVICE_URL);
  expect(await serviceUrlFor({ ...parts, firstServiceUrl: 'http://first/' }, to)).toBe('http://first/');
  const heard = (n: number, serviceUrl: string) =>
    references.keep(TENANT, {
      kind: 'person',
      id: personId(n),
      conversationId: `a:${n}`,
      serviceUrl,
      teamId: null,
    });
  await heard(1, 'https://one/');
  await heard(2, 'https://two/');
  expect(await serviceUrlFor({ ...parts, firstServiceUrl: 'http://first/' }, to)).toBe('https://one/');
  expect(await serviceUrlFor(parts, toPerson(3))).toBe('https://two/');
});

test('a kept address that is not Teams’ own is passed over, wherever it is kept', async () => {
  const references = memoryReferences();
  const foreign = 'https://evil.example/';
  const parts = { references, isTeams: (url: string) => url !== foreign };
  const keep = (n: number, serviceUrl: string) =>
    references.keep(TENANT, {
      kind: 'person',
      id: personId(n),
      conversationId: `a:${n}`,
      serviceUrl,
      teamId: null,
    });
  await keep(1, foreign);
  expect(await serviceUrlFor(parts, toPerson(1))).toBe(GLOBAL_SERVICE_URL);
  expect(await serviceUrlFor(parts, toPerson(2))).toBe(GLOBAL_SERVICE_URL);
  expect(await tenantServiceUrl({ ...parts, firstServiceUrl: 'http://first/' }, toPerson(2))).toBe(
    'http://first/',
  );
  await keep(2, 'https://two/');
  expect(await serviceUrlFor(parts, toPerson(1))).toBe('https://two/');
  expect(await tenantServiceUrl(parts, toPerson(1))).toBe('https://two/');
});

test('a message is known by its conversation and its id there', () => {
  const id = platformIdOf('19:safe@thread.tacv2;messageid=1793617200000', '1793617200000');
  expect(placeOf(id)).toEqual({
    conversationId: '19:safe@thread.tacv2;messageid=1793617200000',
    activityId: '1793617200000',
  });
  for (const none of ['', '|', 'a|', '|1', 'a|1|2', 'C1/17.01', 'local-1']) expect(placeOf(none)).toBeNull();
});

test.each([
  ['19:leads@thread.v2', true],
  // A conversation of two is not a chat a setting could have.
  ['19:a_b@unq.gbl.spaces', false],
  ['19:safe@thread.tacv2', false],
  ['19:old@thread.skype', false],
  ['a:1abc', false],
])('%s is a group chat: %s', (id, is) => {
  expect(isGroupChat(id)).toBe(is);
});
