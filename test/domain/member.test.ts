/**
 * Whose account is whose, what an account's standing means for the staff list, and what is kept of anybody.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CHAT_ROLES,
  isBelievable,
  isCandidate,
  type Listed,
  type Member,
  matchByEmail,
  reachAfter,
  type Standing,
  staffFrom,
  tidyMember,
  townOf,
} from '../../src/domain/member.ts';
import { readPeople } from '../../src/imports/people.ts';

const account = (userId: string, made: Partial<Member> = {}): Member => ({
  userId,
  name: 'Amira Khan',
  email: 'a.khan@oak.example',
  zone: 'Europe/London',
  standing: 'member',
  ...made,
});
const listed = (personId: string, made: Partial<Listed> = {}): Listed => ({
  personId,
  email: 'a.khan@oak.example',
  isReached: false,
  ...made,
});
const matched = (accounts: Member[], people: Listed[]) => [...matchByEmail(accounts, people)];

describe('an account is known by e-mail', () => {
  test('when one person on the lists has it and is not reached yet', () => {
    expect(matched([account('U1')], [listed('p1'), listed('p2', { email: 'other@oak.example' })])).toEqual([
      ['U1', 'p1'],
    ]);
  });

  test.each([
    ['two people have it', [account('U1')], [listed('p1'), listed('p2')]],
    ['two accounts have it', [account('U1'), account('U2')], [listed('p1')]],
    ['the person is reached already', [account('U1')], [listed('p1', { isReached: true })]],
    ['the account shows none', [account('U1', { email: null })], [listed('p1')]],
    [
      'only the name is the same',
      [account('U1', { email: 'amira@home.example' })],
      [listed('p1', { email: 'other@oak.example' })],
    ],
  ])('but not when %s', (_why, accounts, people) => {
    expect(matched(accounts, people)).toEqual([]);
  });

  test.each<Standing>(['guest', 'bot', 'gone'])('and never a %s', (standing) => {
    expect(matched([account('U1', { standing })], [listed('p1')])).toEqual([]);
  });

  test('and a guest with the same e-mail does not stand in a full member’s way', () => {
    expect(matched([account('U1', { standing: 'guest' }), account('U2')], [listed('p1')])).toEqual([
      ['U2', 'p1'],
    ]);
  });

  test('no account and no person is ever matched twice', () => {
    const email = fc.constantFrom('a@x.example', 'b@x.example', null);
    const standing = fc.constantFrom<Standing>('member', 'guest', 'bot', 'gone');
    fc.assert(
      fc.property(
        fc.array(fc.record({ email, standing }), { maxLength: 8 }),
        fc.array(
          fc.record({ email: fc.constantFrom('a@x.example', 'b@x.example'), isReached: fc.boolean() }),
          {
            maxLength: 5,
          },
        ),
        (accounts, people) => {
          const told = accounts.map((made, n) => account(`U${n}`, made));
          const pairs = matched(
            told,
            people.map((made, n) => listed(`p${n}`, made)),
          );
          expect(new Set(pairs.map(([, personId]) => personId)).size).toBe(pairs.length);
          for (const [userId] of pairs)
            expect(told.find((each) => each.userId === userId)?.standing).toBe('member');
        },
      ),
    );
  });
});

describe('what a standing means for whoever is reached by it', () => {
  test.each<[Standing | null, Standing, ReturnType<typeof reachAfter>]>([
    ['member', 'gone', 'lost'],
    ['member', 'guest', 'lost'],
    ['member', 'bot', 'lost'],
    ['gone', 'gone', 'lost'],
    [null, 'guest', 'lost'],
    ['gone', 'member', 'back'],
    ['guest', 'member', 'back'],
    ['member', 'member', 'as_it_was'],
    [null, 'member', 'as_it_was'],
  ])('%s, then %s: %s', (before, now, means) => {
    expect(reachAfter(before, now)).toBe(means);
  });

  test('only a full member nobody has decided about may be put to a lead', () => {
    const standings: Standing[] = ['member', 'guest', 'bot', 'gone'];
    const open = standings.flatMap((standing) =>
      (['undecided', 'staff', 'not_staff'] as const)
        .filter((decision) => isCandidate({ standing, decision }))
        .map((decision) => [standing, decision]),
    );
    expect(open).toEqual([['member', 'undecided']]);
  });
});

describe('a whole list', () => {
  test.each([
    [100, 0, 100, true],
    [98, 2, 100, true],
    [3, 3, 6, true],
    [50, 50, 100, true],
    [40, 60, 100, false],
    [0, 3, 3, false],
    [0, 0, 0, false],
  ])('of %i, with %i missing of %i known, is believed: %s', (told, missing, known, is) => {
    expect(isBelievable(told, missing, known)).toBe(is);
  });
});

describe('what is kept', () => {
  test('is tidy: a name on one line, an e-mail in lower case, a zone that is one', () => {
    expect(
      tidyMember(
        account('U1', {
          name: '  Amira\n\u0000 \ud800Khan\t',
          email: ' A.Khan@Oak.Example ',
          zone: 'Europe/London',
        }),
      ),
    ).toMatchObject({ name: 'Amira Khan', email: 'a.khan@oak.example', zone: 'Europe/London' });
  });

  test.each(['', '   ', 'nobody', 'two words@oak.example', 'a@b@c', `${'x'.repeat(300)}@oak.example`])(
    'no e-mail address is made of “%s”',
    (email) => {
      expect(tidyMember(account('U1', { email })).email).toBeNull();
    },
  );

  test('a name is cut between letters, never inside one', () => {
    const { name } = tidyMember(account('U1', { name: '🦉'.repeat(300) }));
    expect(name).toBe('🦉'.repeat(120));
  });

  test.each(['Europe/London; drop', '', 'x'.repeat(80)])('“%s” is no time zone', (zone) => {
    expect(tidyMember(account('U1', { zone })).zone).toBeNull();
  });
});

describe('somebody confirmed', () => {
  const made = { id: 'p1', roles: ['teaching_assistant' as const], taken: [] as string[] };

  test('has the role given, the usual hours, and no dates', () => {
    expect(staffFrom(account('U02AB'), made)).toEqual({
      id: 'p1',
      staffRef: 'U02AB',
      name: 'Amira Khan',
      email: 'a.khan@oak.example',
      roles: ['teaching_assistant'],
      state: 'confirmed',
      startsOn: null,
      leavesOn: null,
      workingDays: [1, 2, 3, 4, 5],
      dayStart: '08:00',
      dayEnd: '16:30',
    });
  });

  test('gets a reference nobody has, whatever its capitals', () => {
    expect(staffFrom(account('U02AB'), { ...made, taken: ['u02ab', 'U02AB-2'] }).staffRef).toBe('U02AB-3');
  });

  test.each(['U02AB', '29:1bSn_x/y=', 'ü:::', ':::', `8:orgid:${'a'.repeat(90)}`])(
    'gets from “%s” a reference a staff list may have',
    (userId) => {
      const { staffRef } = staffFrom(account(userId), made);
      const read = readPeople(`staff_ref,name,role\n${staffRef},Amira Khan,teacher\n`);
      expect(read).toMatchObject({ kind: 'rows', faults: [], rows: [{ staffRef }] });
    },
  );

  test('without a name is called by the e-mail, else by the account', () => {
    expect(staffFrom(account('U1', { name: '' }), made).name).toBe('a.khan@oak.example');
    expect(staffFrom(account('U1', { name: '', email: null }), made).name).toBe('U1');
  });

  test('can be given no role that leads or oversees', () => {
    expect([...CHAT_ROLES]).toEqual(['teacher', 'teaching_assistant', 'support_staff']);
  });
});

test('a time zone is said by its town', () => {
  expect(['Europe/London', 'America/New_York', 'America/Argentina/Ushuaia', 'UTC'].map(townOf)).toEqual([
    'London',
    'New York',
    'Ushuaia',
    'UTC',
  ]);
});
