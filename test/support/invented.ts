/**
 * A setting, people and questions out of thin air, for rules that need no store.
 */
import { englandCalendar } from '../../src/domain/england-calendar.ts';
import type { Question } from '../../src/domain/question.ts';
import type { Person, Setting } from '../../src/domain/setting.ts';

export const inventedSetting: Setting = {
  id: 'setting',
  ref: 'elm',
  name: 'Elm Primary',
  dfeNumber: null,
  phase: 'primary',
  type: 'maintained',
  nation: 'england',
  zone: 'Europe/London',
  edition: 'KCSIE 2026',
  weeklyBudget: 2,
  windows: [
    { from: '08:00', to: '08:30' },
    { from: '15:15', to: '16:30' },
  ],
  askDays: [2, 3, 4],
  digestDay: 1,
  digestTime: '08:00',
  contacts: { frontDoor: '', outOfHours: '', lado: '', chair: '', leadPhone: '' },
  dslSeesCases: false,
  calendar: englandCalendar(2026),
  channel: null,
};

export function inventedPerson(id: string, made: Partial<Person> = {}): Person {
  return {
    id,
    staffRef: id.toUpperCase(),
    name: `Person ${id}`,
    email: null,
    roles: ['teacher'],
    state: 'confirmed',
    startsOn: null,
    leavesOn: null,
    workingDays: [1, 2, 3, 4, 5],
    dayStart: '08:00',
    dayEnd: '16:30',
    ...made,
  };
}

/** A knowledge question of all staff, once a half term, unless said. */
export function question(id: string, made: Partial<Question> = {}): Question {
  return {
    id,
    version: 1,
    standard: 'training',
    indicator: id.toLowerCase(),
    kind: 'knowledge',
    audience: 'all_staff',
    cadence: 'half_termly',
    text: `Question ${id}?`,
    why: 'It matters.',
    answer: { kind: 'yes_no', good: 'yes' },
    source: { document: 'KCSIE', edition: '2026' },
    phases: ['primary'],
    confidence: 'checked',
    seconds: 10,
    ...made,
  };
}
