/**
 * Cover for the DSL: who may, when, and how what is written of it is read.
 */
import { describe, expect, test } from 'vitest';
import { parseCommand } from '../../src/domain/command.ts';
import { covers, endCovers, isTrainedLead, whyNoCover, withCover } from '../../src/domain/cover.ts';
import { readSpan } from '../../src/domain/day-command.ts';

const TODAY = '2026-11-09';
const span = (from: string, until: string) => ({ from: `2026-11-${from}`, until: `2026-11-${until}` });
const joe = { id: 'joe', roles: ['deputy_dsl' as const] };

describe('a cover', () => {
  test.each([
    ['past', span('08', '12')],
    ['backwards', span('12', '11')],
    ['too_far', { from: '2026-11-10', until: '2027-12-01' }],
  ] as const)('that is %s cannot be', (is, days) => {
    expect(whyNoCover(joe, days, [joe], TODAY)?.is).toBe(is);
  });

  test('is for a DSL or a deputy alone', () => {
    const head = { id: 'head', roles: ['headteacher' as const] };
    expect(whyNoCover(head, span('09', '10'), [head], TODAY)).toEqual({ is: 'untrained' });
    expect(whyNoCover(joe, span('09', '10'), [joe], TODAY)).toBeNull();
    expect(isTrainedLead(['dsl'])).toBe(true);
  });

  test('overlaps by a day, and stands beside one that ended the day before', () => {
    const ann = { id: 'ann', roles: ['deputy_dsl' as const], covers: [{ ...span('10', '12'), by: 'x' }] };
    expect(whyNoCover(joe, span('12', '13'), [joe, ann], TODAY)).toEqual({
      is: 'overlaps',
      with: 'ann',
      ...span('10', '12'),
    });
    expect(whyNoCover(joe, span('13', '14'), [joe, ann], TODAY)).toBeNull();
  });

  test('holds on both its days and no other; ended, it was until yesterday', () => {
    const covering = { covers: withCover({}, { ...span('09', '11'), by: 'x' }, TODAY) };
    const held = ['2026-11-08', '2026-11-09', '2026-11-11', '2026-11-12'].map((day) => covers(covering, day));
    expect(held).toEqual([false, true, true, false]);
    expect(endCovers(covering, '2026-11-11')).toEqual([{ ...span('09', '10'), by: 'x' }]);
    expect(endCovers(covering, TODAY)).toEqual([]);
  });
});

const read = (text: string) => {
  const parsed = parseCommand(text);
  if (parsed.kind !== 'day_command') return parsed.kind;
  const said = readSpan(parsed.words, ['oak']);
  if (said === null) return 'not a span';
  const days = said.do === 'begin' ? [said.from(TODAY), said.until(TODAY)] : [];
  return [said.do, said.called.join(' '), said.ref, ...days];
};

describe('what is written of it', () => {
  test.each([
    ['cover', ['list', '', null]],
    ['/vigil cover oak', ['list', '', 'oak']],
    ['cover ends', ['end', '', null]],
    ['cover Joe Lamb ends oak', ['end', 'joe lamb', 'oak']],
    ['cover Joe today', ['begin', 'joe', null, TODAY, TODAY]],
    ['cover Joe until 12 Nov', ['begin', 'joe', null, TODAY, '2026-11-12']],
    ['cover Joe Lamb from 3 Dec until 7 Dec oak', ['begin', 'joe lamb', 'oak', '2026-12-03', '2026-12-07']],
    ['cover Joe from Thursday until Friday', ['begin', 'joe', null, '2026-11-12', '2026-11-13']],
    ['cover Joe from Friday until Monday', ['begin', 'joe', null, '2026-11-13', '2026-11-16']],
    ['cover Joe from 7 Dec until 3 Dec', ['begin', 'joe', null, '2026-12-07', '2026-12-03']],
  ])('“%s”', (text, wanted) => {
    expect(read(text)).toEqual(wanted);
  });

  test.each([
    'cover your ears he said until I cried',
    'cover for him tonight',
    'cover joe from the boy until friday',
  ])('“%s” is no command', (text) => {
    expect(read(text)).toBe('not a span');
  });
});
