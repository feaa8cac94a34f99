/**
 * Who is shut out when an administrator has switched Vigil off: one person, or everybody in the tenant.
 */
import { beforeEach, describe, expect, test } from 'vitest';
import { openShutWatch, type ShutWatch } from '../../../src/chat/teams/shut-watch.ts';
import { CHAT, SAFE, TENANT, toChannel, toPerson } from '../../support/bare-teams.ts';

const OTHER = '0b000000-0000-4000-8000-000000000002';
const waits = (blocked: 'all' | 'this') => ({ kind: 'limited', retryAfterMs: 600_000, blocked });
const refused = (why: string) => ({ kind: 'refused', why });

let watch: ShutWatch;
beforeEach(() => {
  watch = openShutWatch();
});
const shut = (n: number) => watch.shut(toPerson(n));
const through = () => watch.through(TENANT);

describe('one address', () => {
  test('waits, however often it says so, while nothing else has been tried', () => {
    for (let n = 0; n < 20; n += 1) expect(shut(1)).toEqual(waits('this'));
  });

  test('is shut off alone once others have been reached since, and not before', () => {
    for (let n = 0; n < 9; n += 1) through();
    expect(shut(1)).toEqual(waits('this'));
    expect(shut(1)).toEqual(waits('this'));
    through();
    expect(shut(1)).toEqual(refused('person_gone'));
  });

  test('that is a channel or a chat is closed to Vigil', () => {
    for (const id of [SAFE, CHAT]) {
      expect(watch.shut(toChannel(id))).toEqual(waits('this'));
      through();
      expect(watch.shut(toChannel(id))).toEqual(refused('not_in_channel'));
    }
  });

  test('that was given up and says it again is judged anew', () => {
    shut(1);
    through();
    expect(shut(1)).toEqual(refused('person_gone'));
    expect(shut(1)).toEqual(waits('this'));
    expect(shut(1)).toEqual(waits('this'));
    through();
    expect(shut(1)).toEqual(refused('person_gone'));
  });

  test('says nothing of the same one in another tenant', () => {
    shut(1);
    watch.through(OTHER);
    expect(shut(1)).toEqual(waits('this'));
    through();
    expect(watch.shut({ ...toPerson(1), externalId: OTHER })).toEqual(waits('this'));
  });
});

describe('several in a row', () => {
  test('are the tenant’s own doing from the third on, and all of it waits', () => {
    expect([1, 2, 3, 4].map(shut)).toEqual([waits('this'), waits('this'), waits('all'), waits('all')]);
  });

  test('are not, where one of them is only tried again: that holds up nobody', () => {
    expect([1, 2, 1, 2, 1].map(shut)).toEqual(Array.from({ length: 5 }, () => waits('this')));
    shut(3);
    // Tried before all others, it must not stop those who might get through.
    expect([3, 1, 2].map(shut)).toEqual([waits('this'), waits('this'), waits('this')]);
    expect(shut(4)).toEqual(waits('all'));
  });

  test('are not, where something got through in between', () => {
    expect([1, 2].map(shut)).toEqual([waits('this'), waits('this')]);
    through();
    expect(shut(3)).toEqual(waits('this'));
    expect(shut(4)).toEqual(waits('this'));
    expect(shut(5)).toEqual(waits('all'));
  });

  test('in different tenants are no row', () => {
    const elsewhere = (n: number) => watch.shut({ ...toPerson(n), externalId: OTHER });
    expect([shut(1), elsewhere(2), shut(3), elsewhere(4)]).toEqual(
      Array.from({ length: 4 }, () => waits('this')),
    );
  });
});
