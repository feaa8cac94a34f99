/**
 * What a platform tells of one account between two readings: it counts at once, and a later reading has the last word.
 */
import { describe, expect, test } from 'vitest';
import { noteMember } from '../../src/cycle/note-member.ts';
import {
  chat,
  freshMembers,
  kept,
  MONDAY_NIGHT,
  note,
  reach,
  rows,
  SUNDAY_NIGHT,
  school,
  store,
  sync,
  TUESDAY_NIGHT,
  unlink,
} from '../support/member-desk.ts';
import { memberOf, worldOf } from '../support/members.ts';

freshMembers();

describe('news of one account', () => {
  test('that joins, closes and comes back is the same as reading it', async () => {
    await sync();
    await note(memberOf('U-NEW'));
    expect((await kept()).get('U-NEW')?.decision).toBe('undecided');
    await note(memberOf('U-T01', { standing: 'gone' }));
    expect((await reach()).T01).toBe('U-T01 unreachable');
    await note(memberOf('U-T01'));
    expect((await reach()).T01).toBe('U-T01 reachable');
    await note(memberOf('U-T01', { standing: 'guest' }));
    expect((await reach()).T01).toBe('U-T01 unreachable');
  });

  test('links a joiner whose e-mail is on the list, once however often it is told', async () => {
    await unlink();
    const joiner = memberOf('U-X', { email: 'T01@oak.example' });
    await note(joiner);
    await note(joiner);
    expect((await reach()).T01).toBe('U-X reachable');
    expect(await rows('member_linked')).toHaveLength(1);
  });

  test('that comes while the list is read is not undone by it', async () => {
    await sync();
    const before = chat.members;
    chat.beforePage = () => note(memberOf('U-NEW'), '2026-11-09T02:00:05Z');
    await sync(MONDAY_NIGHT);
    expect((await kept()).get('U-NEW')?.standing).toBe('member');
    chat.beforePage = () => note(memberOf('U-T01', { standing: 'gone' }), '2026-11-10T02:00:05Z');
    chat.members = before;
    await sync(TUESDAY_NIGHT);
    expect((await reach()).T01).toBe('U-T01 unreachable');
  });

  test('of a joiner that comes between two runs of one reading stands, though they are on no page of it', async () => {
    await sync();
    chat.pageSize = 4;
    chat.beforePage = async () => {
      if (chat.asked.at(-1)?.after === '4') chat.meets.push({ kind: 'limited', retryAfterMs: 60_000 });
    };
    await sync(MONDAY_NIGHT);
    await note(memberOf('U-NEW'), '2026-11-09T02:00:30Z');
    await sync('2026-11-09T02:01:00Z');
    expect(chat.asked.at(-1)?.after).toBe('12');
    expect((await kept()).get('U-NEW')?.standing).toBe('member');
  });

  test('from a workspace nobody has installed Vigil in is nothing', async () => {
    await noteMember(
      worldOf(store, [school], SUNDAY_NIGHT),
      { platform: 'slack', externalId: 'elsewhere' },
      memberOf('U-NEW'),
    );
    expect((await kept()).size).toBe(0);
  });
});
