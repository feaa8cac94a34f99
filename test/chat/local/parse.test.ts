/**
 * What the local page may send: presses and answers that are whole, and a sentence beside each field that is not.
 */
import { describe, expect, test } from 'vitest';
import { parseCommand, parsePress } from '../../../src/chat/local/parse.ts';

const FROM = { platform: 'local' as const, externalId: 'w', userId: 'U-T01' };
const act = JSON.stringify({ verb: 'answer', token: 'tok' });
const parse = (fields: Record<string, unknown>) => parsePress({ act, ...fields }, FROM, 'event-1');
const answerOf = (fields: Record<string, unknown>) => {
  const parsed = parse(fields);
  return parsed.kind === 'press' ? parsed.press.answer : parsed;
};
const faultsOf = (fields: Record<string, unknown>) => {
  const parsed = parse(fields);
  return parsed.kind === 'faults' ? parsed.faults : parsed;
};

describe('a press', () => {
  test('carries who, what and on which message', () => {
    const parsed = parsePress(
      { act: JSON.stringify({ verb: 'answer', token: 'tok', arg: 'yes' }), on: 'm1', place: 'messages' },
      FROM,
      'event-1',
    );
    expect(parsed).toEqual({
      kind: 'press',
      press: { from: FROM, eventKey: 'event-1', verb: 'answer', token: 'tok', arg: 'yes', platformId: 'm1' },
    });
  });

  test.each([
    [undefined],
    [{}],
    [{ act: 'not json' }],
    [{ act: '"answer"' }],
    [{ act: JSON.stringify({ verb: 'erase', token: 'tok' }) }],
    [{ act: JSON.stringify({ verb: 'answer' }) }],
    [{ act: JSON.stringify({ verb: 'answer', token: 'tok', more: 1 }) }],
    [{ act: JSON.stringify({ verb: 'answer', token: 'x'.repeat(81) }) }],
    [{ act: [act, act] }],
    [{ act, on: ['a', 'b'] }],
  ])('that this page could not have made is refused: %j', (body) => {
    expect(parsePress(body, FROM, 'event-1')).toEqual({ kind: 'refused' });
  });
});

describe('an answer that is whole', () => {
  test.each([
    [{ count: ' 3 ' }, { kind: 'count', count: 3 }],
    [
      { part: '12', whole: '14' },
      { kind: 'two_counts', part: 12, whole: 14 },
    ],
    [
      { part: '0', whole: '0' },
      { kind: 'two_counts', part: 0, whole: 0 },
    ],
    [{ percent: '97.5 %' }, { kind: 'percent', percent: 97.5 }],
    [
      { date: '2026-11-02', latest: '2026-11-02' },
      { kind: 'date', date: '2026-11-02' },
    ],
  ])('%j', (fields, answer) => {
    expect(answerOf(fields)).toEqual(answer);
  });
});

describe('an answer that is not', () => {
  test.each([
    [{ count: '' }, ['count']],
    [{ count: '-1' }, ['count']],
    [{ count: '2.5' }, ['count']],
    [{ count: 'three' }, ['count']],
    [{ count: '100000' }, ['count']],
    [{ part: '', whole: 'x' }, ['part', 'whole']],
    [{ part: '2' }, ['whole']],
    [{ percent: '101' }, ['percent']],
    [{ percent: '' }, ['percent']],
    [{ percent: '1e2' }, ['percent']],
    [{ date: '2026-02-30' }, ['date']],
    [{ date: '3/11/2026' }, ['date']],
    [{ date: '2026-11-03', latest: '2026-11-02' }, ['date']],
  ])('says so beside its field: %j', (fields, names) => {
    const faults = faultsOf(fields);
    expect(Object.keys(faults)).toEqual(names);
    for (const fault of Object.values(faults)) expect(fault).toMatch(/^[A-Z].*\.$/);
  });

  test('a part greater than its whole names the whole, and what was typed comes back', () => {
    const parsed = parse({ part: '5', whole: '3' });
    expect(parsed).toMatchObject({
      kind: 'faults',
      faults: { part: 'This cannot be more than the 3 in all.' },
      values: { part: '5', whole: '3' },
    });
  });
});

test('words are trimmed; none at all are no command', () => {
  expect(parseCommand({ text: '  status ' }, FROM, 'e')).toEqual({
    from: FROM,
    eventKey: 'e',
    text: 'status',
  });
  for (const body of [undefined, {}, { text: '   ' }, { text: ['a', 'b'] }])
    expect(parseCommand(body, FROM, 'e')).toBeNull();
});

test('a worry too long for the box is still passed on, to be told where to go', () => {
  const long = 'a child '.repeat(900).trim();
  expect(parseCommand({ text: long }, FROM, 'e')?.text).toBe(long);
  expect(parseCommand({ text: 'a child '.repeat(9_000) }, FROM, 'e')?.text).toHaveLength(40_000);
});
