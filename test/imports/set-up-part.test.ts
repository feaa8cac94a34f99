/**
 * What is typed into set-up: read whole, or every fault at once beside its own box, each with its mend.
 */
import { describe, expect, test } from 'vitest';
import type { FieldValues } from '../../src/domain/form-field.ts';
import {
  readAsking,
  readChannel,
  readContacts,
  readLeads,
  readSchool,
} from '../../src/imports/set-up-part.ts';

const SCHOOL: FieldValues = {
  name: 'Oak Primary',
  dfe_number: '',
  phase: 'primary',
  type: 'maintained',
  zone: 'Europe/London',
};
const CONTACTS: FieldValues = {
  front_door: '0300 111 8007',
  out_of_hours: '0345 604 2886',
  lado: '0300 111 8008',
  chair: 'Ada Bright',
  lead_phone: '01785 000002',
};
const ASKING: FieldValues = {
  weekly: '2',
  windows: '15:15-16:30, 08:00-08:30',
  ask_days: '2,3,4',
  digest: 'Mon 08:00',
  terms: 'england',
  nation: 'england',
};

describe('the school', () => {
  test('is read whole, its number in one form however it is written', () => {
    for (const written of ['8601234', '860/1234', '860 1234'])
      expect(readSchool({ ...SCHOOL, dfe_number: written })).toMatchObject({ ok: { dfeNumber: '860/1234' } });
    expect(readSchool({ ...SCHOOL, dfe_number: 'ey123456' })).toMatchObject({
      ok: { dfeNumber: 'EY123456' },
    });
    expect(readSchool(SCHOOL)).toMatchObject({ ok: { dfeNumber: null, name: 'Oak Primary' } });
  });

  test('every fault is said at once, each with its mend', () => {
    expect(readSchool({ name: ' ', dfe_number: '12', phase: 'academy', type: '', zone: 'London' })).toEqual({
      faults: {
        name: 'Write the school’s name.',
        dfe_number: 'Write it as 123/4567, or a nursery’s Ofsted number; leave it empty where there is none.',
        phase: 'Choose one from the list.',
        type: 'Choose one from the list.',
        zone: 'Write one such as Europe/London.',
      },
    });
    expect(readSchool({})).toHaveProperty('faults.name');
    expect(readSchool({ ...SCHOOL, name: 'x'.repeat(121) })).toHaveProperty('faults.name');
    expect(readSchool({ ...SCHOOL, name: 'Oak\u0007Primary' })).toHaveProperty('faults.name');
  });

  test('a nursery is no college, and a school is no early years provider', () => {
    expect(readSchool({ ...SCHOOL, phase: 'nursery', type: 'college' })).toHaveProperty('faults.type');
    expect(readSchool({ ...SCHOOL, phase: 'secondary', type: 'early_years' })).toHaveProperty('faults.type');
    expect(readSchool({ ...SCHOOL, phase: 'nursery', type: 'early_years' })).toHaveProperty('ok');
  });
});

describe('who leads', () => {
  test('three are named, and the deputy is not the DSL, however either is written', () => {
    expect(readLeads({ dsl: 'U1', deputy: 'U2', head: 'U1' })).toEqual({
      ok: { dsl: 'U1', deputy: 'U2', head: 'U1' },
    });
    expect(readLeads({ dsl: 'a@oak.sch.uk', deputy: 'A@OAK.sch.uk', head: 'U1' })).toHaveProperty(
      'faults.deputy',
    );
    expect(readLeads({ dsl: 'U1' })).toEqual({
      faults: { deputy: 'Choose somebody.', head: 'Choose somebody.' },
    });
  });
});

describe('who to ring', () => {
  test('four are numbers that ring; the chair may be reached another way', () => {
    expect(readContacts(CONTACTS)).toMatchObject({ ok: { frontDoor: '0300 111 8007', chair: 'Ada Bright' } });
    expect(readContacts({ ...CONTACTS, lado: 'the office' })).toEqual({
      faults: { lado: 'Write the telephone of the LADO, the council’s officer for allegations, in figures.' },
    });
    const none = readContacts({});
    expect('faults' in none && Object.keys(none.faults)).toEqual(Object.keys(CONTACTS));
  });
});

describe('the channel', () => {
  test.each([
    ['C0LEADS1', 'C0LEADS1'],
    [' 19:abcdef@thread.tacv2 ', '19:abcdef@thread.tacv2'],
    [
      'https://teams.microsoft.com/l/channel/19%3Aabcdef%40thread.tacv2/Leads?groupId=1',
      '19:abcdef@thread.tacv2',
    ],
  ])('%s', (written, id) => {
    expect(readChannel({ channel: written })).toEqual({ ok: id });
  });

  test.each(['', '#leads', 'https://evil.example/l/channel/19%3Aabcdef%40thread.tacv2'])(
    'not %s',
    (written) => {
      expect(readChannel({ channel: written })).toHaveProperty('faults.channel');
    },
  );
});

describe('when Vigil asks', () => {
  test('is read whole, its hours in order', () => {
    expect(readAsking(ASKING)).toEqual({
      ok: {
        weeklyBudget: 2,
        windows: [
          { from: '08:00', to: '08:30' },
          { from: '15:15', to: '16:30' },
        ],
        askDays: [2, 3, 4],
        digestDay: 1,
        digestTime: '08:00',
        terms: 'england',
        nation: 'england',
      },
    });
  });

  test.each([
    ['weekly', '6'],
    ['windows', '08:30-08:00'],
    ['windows', '08:00-08:30, 08:15-09:00'],
    ['windows', Array.from({ length: 7 }, (_, at) => `0${at}:00-0${at}:30`).join(',')],
    ['ask_days', ''],
    ['ask_days', '6'],
    ['digest', 'Sunday 08:00'],
    ['terms', 'whenever'],
    ['nation', 'france'],
  ] as const)('%s may not be %s', (field, written) => {
    const read = readAsking({ ...ASKING, [field]: written });
    expect('faults' in read && Object.keys(read.faults)).toEqual([field]);
    expect('faults' in read && read.faults[field]).toMatch(/^[A-Z].*[.?]$/);
  });
});
