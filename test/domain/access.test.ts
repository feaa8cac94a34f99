/**
 * Who may see what, by rules alone: a role never takes anything away, and least is what nobody is given.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Access, accessOf, seesBoard } from '../../src/domain/access.ts';
import { ROLES, type Role } from '../../src/domain/role.ts';

const closed = { dslSeesCases: false };
const roles = fc.subarray([...ROLES]);
const seen = (access: Access) => [
  ...(access.totals ? ['totals'] : []),
  ...(access.names ? ['names'] : []),
  ...(access.list ? ['list'] : []),
  ...(access.cases ? ['cases'] : []),
  ...access.standards,
];

test('somebody with several roles sees what each of them does, and no more', () => {
  fc.assert(
    fc.property(roles, fc.boolean(), (held, dslSeesCases) => {
      const setting = { dslSeesCases };
      const one = new Set(held.flatMap((role) => seen(accessOf([role], setting))));
      expect(new Set(seen(accessOf(held, setting)))).toEqual(one);
    }),
  );
});

test('nobody without a lead’s role sees a name, and nobody but the head and a permitted DSL a case', () => {
  const leads: Role[] = ['dsl', 'deputy_dsl', 'headteacher'];
  fc.assert(
    fc.property(roles, fc.boolean(), (held, dslSeesCases) => {
      const { names, cases } = accessOf(held, { dslSeesCases });
      expect(names).toBe(held.some((role) => leads.includes(role)));
      expect(cases).toBe(held.includes('headteacher') || (dslSeesCases && held.includes('dsl')));
    }),
  );
});

describe('each by itself', () => {
  test.each<[Role, string[]]>([
    ['teacher', []],
    ['teaching_assistant', []],
    ['support_staff', []],
    ['clerk', []],
    ['office_manager', []],
    ['front_office', []],
    ['line_manager', []],
    ['first_aid_lead', []],
    ['trips_lead', []],
    ['scr_administrator', ['recruitment']],
    ['hr_lead', ['recruitment']],
    ['attendance_lead', ['attendance']],
    ['it_lead', ['online']],
    ['site_manager', ['site']],
    ['pshe_lead', ['voice']],
    ['trust_safeguarding_lead', ['totals']],
    ['administrator', ['list']],
  ])('%s sees %j', (role, words) => {
    const access = accessOf([role], closed);
    expect(seen(access)).toEqual(words);
    expect(seesBoard(access)).toBe(words.some((word) => word !== 'list'));
  });
});
