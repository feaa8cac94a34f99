/**
 * The shipped bank, read as a teacher and as a DSL would: sixty questions, five a standard, and three without names,
 * short and plain, none guessed by its length, and none asking for a child's details.
 */
import { describe, expect, test } from 'vitest';
import { checkBank } from '../../src/bank/check-bank.ts';
import { loadBank, readShippedFiles } from '../../src/bank/load-bank.ts';
import { DUTY_LIMIT } from '../../src/bank/weekly-load.ts';
import type { AnswerKind, Question } from '../../src/domain/question.ts';
import { STANDARDS } from '../../src/domain/standard.ts';

const bank = loadBank();
/** Those whose answers are kept by name. */
const named = bank.filter(({ anonymous }) => anonymous !== true);
const byId = new Map(bank.map((question) => [question.id, question]));
const find = (id: string): Question => {
  const found = byId.get(id);
  if (!found) throw new Error(`No question ${id}`);
  return found;
};
const labels = ({ answer }: Question): string[] => {
  if (answer.kind === 'choice' || answer.kind === 'scenario') return answer.choices.map(({ label }) => label);
  if (answer.kind === 'count') return [answer.label];
  return answer.kind === 'two_counts' ? [answer.part, answer.whole] : [];
};
const shown = (question: Question): string[] => [
  question.text,
  question.why,
  ...labels(question),
  ...(question.answer.kind === 'scenario' ? [question.answer.correction] : []),
];
const words = (text: string) => text.split(/\s+/).length;

describe('the whole', () => {
  test('sixty questions, five in each of the twelve standards, with ids that never change', () => {
    const prefixes = 'LEAD POL REC TRN ALG CON MUL ONL ATT VOI SPE SIT'.split(' ');
    const ids = prefixes.flatMap((prefix) => [1, 2, 3, 4, 5].map((n) => `${prefix}-0${n}`));
    expect(ids).toHaveLength(60);
    expect(named.map(({ id }) => id)).toEqual(ids);
    for (const { id, code } of STANDARDS)
      expect(named.filter(({ standard }) => standard === id).map((one) => one.id.split('-')[0])).toEqual(
        Array(5).fill(code),
      );
  });

  test('three more ask without names how safe it is to speak up, never about anybody’s health', () => {
    const without = bank.filter(({ anonymous }) => anonymous === true);
    expect(without.map(({ id, standard }) => [id, standard])).toEqual([
      ['LEAD-06', 'leadership'],
      ['LEAD-07', 'leadership'],
      ['ALG-06', 'allegations'],
    ]);
    for (const { kind, cadence, audience, confidence } of without)
      expect([kind, cadence, audience, confidence]).toEqual([
        'knowledge',
        'half_termly',
        'all_staff',
        'check-locally',
      ]);
    expect(without.flatMap(shown).filter((text) => /\b(ill|unwell|stress|sick|mental)/i.test(text))).toEqual(
      [],
    );
  });

  test('no faults, and every role under its limit in every week', () => {
    const { faults, load } = checkBank(readShippedFiles());
    expect(faults).toEqual([]);
    expect(load.filter(({ limit, heaviestWeek }) => limit !== null && heaviestWeek > limit)).toEqual([]);
    const dsl = load.find(({ role, kind }) => role === 'dsl' && kind === 'duty');
    expect(dsl?.secondsPerWeek).toBeLessThan(DUTY_LIMIT / 2);
  });

  test('there are knowledge questions enough for two a week, so the budget is the limit and not the supply', () => {
    const { load } = checkBank(readShippedFiles());
    const everybody = load.find(({ kind, role }) => kind === 'knowledge' && role === 'all_staff');
    expect(everybody?.questionsPerWeek).toBeGreaterThanOrEqual(2);
  });

  test('indicators are each question’s own, so that a rating knows what it rests on', () => {
    expect(new Set(bank.map(({ indicator }) => indicator)).size).toBe(bank.length);
  });

  test('a broken shipped file would stop the start', () => {
    const files = readShippedFiles();
    expect(files.map(({ name }) => name)).toEqual(STANDARDS.map(({ id }) => `${id}.yaml`));
  });
});

describe('how it reads', () => {
  test('plain sentences: none over 25 words, 16 on average', () => {
    const sentences = bank.flatMap(shown).flatMap((text) => text.split(/(?<=[.?:;])\s+/));
    expect(sentences.filter((sentence) => words(sentence) > 25)).toEqual([]);
    const total = sentences.reduce((sum, sentence) => sum + words(sentence), 0);
    expect(total / sentences.length).toBeLessThan(16);
  });

  test('the seconds given are enough to read it at four words a second and answer it', () => {
    const answering: Record<AnswerKind, number> = {
      yes_no: 3,
      yes_partly_no: 3,
      acknowledgement: 3,
      choice: 3,
      scenario: 4,
      count: 6,
      percent: 6,
      date: 7,
      two_counts: 9,
    };
    const tooQuick = bank.filter(
      (question) =>
        words([question.text, ...labels(question)].join(' ')) / 4 + answering[question.answer.kind] >
        question.seconds,
    );
    expect(tooQuick.map(({ id }) => id)).toEqual([]);
  });

  test('one question mark each, and it ends the question or is followed by "Number only."', () => {
    const odd = bank.filter(({ text }) => !/^[^?]*( [^?]*)?\?( What now\?)?( Number only\.)?$/.test(text));
    expect(odd.map(({ text }) => text)).toEqual([]);
  });

  test('no word the house avoids, and no shouting', () => {
    const avoided = /incident|complian|all clear|peer[- ]on[- ]peer|!|\bfail|\bviolat|\bplease\b/i;
    expect(bank.flatMap(shown).filter((text) => avoided.test(text))).toEqual([]);
  });

  test('short forms are those their readers know, or are explained', () => {
    const known = /\b(DSL|LADO|SCR|KCSIE|FGM|ID|IT|AI|999)\b/;
    const unknown = bank
      .flatMap(shown)
      .flatMap((text) => text.match(/\b[A-Z]{2,}\b/g) ?? [])
      .filter((word) => !known.test(word));
    expect(unknown).toEqual([]);
    expect(find('SPE-02').why).toContain('female genital mutilation');
    expect(JSON.stringify(find('ALG-02').answer)).toContain('the local authority’s officer');
  });
});

describe('scenarios', () => {
  const scenarios = bank.flatMap(({ id, answer }) => (answer.kind === 'scenario' ? [{ id, ...answer }] : []));

  test('there are sixteen, of three or four choices of about equal length', () => {
    expect(scenarios).toHaveLength(16);
    for (const { id, choices } of scenarios) {
      const lengths = choices.map(({ label }) => label.length);
      expect([id, Math.max(...lengths) / Math.min(...lengths) <= 1.35]).toEqual([id, true]);
      expect(choices.length).toBeGreaterThanOrEqual(3);
    }
  });

  test('neither the longest nor the shortest choice is right more than half the time', () => {
    const right = scenarios.map(({ choices, right: key }) => {
      const others = choices.filter((choice) => choice.key !== key).map(({ label }) => label.length);
      const own = choices.find((choice) => choice.key === key)?.label.length ?? 0;
      return {
        longest: others.every((length) => own > length),
        shortest: others.every((length) => own < length),
      };
    });
    expect(right.filter(({ longest }) => longest).length).toBeLessThanOrEqual(8);
    expect(right.filter(({ shortest }) => shortest).length).toBeLessThanOrEqual(8);
  });

  test('each correction reads in thirty seconds', () => {
    for (const { id, correction } of scenarios) expect([id, words(correction) <= 75]).toEqual([id, true]);
  });
});

describe('what must not be asked', () => {
  test('what has happened about adults is asked of the headteacher alone, and never as an exact number', () => {
    const asked = bank.filter(({ standard, kind }) => standard === 'allegations' && kind !== 'knowledge');
    expect(asked.map(({ id, audience, answer }) => [id, audience, answer.kind])).toEqual([
      ['ALG-03', 'headteacher', 'choice'],
      ['ALG-04', 'headteacher', 'choice'],
    ]);
    // "Yes" and "not needed" are one answer: to give it says nothing of whether there was a case.
    const lado = find('ALG-03').answer;
    expect(lado.kind === 'choice' && lado.choices.map(({ verdict }) => verdict)).toEqual(['good', 'poor']);
    // No low-level concerns at all is not shown as good.
    const low = find('ALG-04').answer;
    expect(low.kind === 'choice' && low.choices.find(({ key }) => key === 'none')?.verdict).toBe('partly');
  });

  test('nobody is asked which child, or to describe anything', () => {
    const inviting = /\b(which (child|pupil)|describe|details of|initials of|who is the child|explain)\b/i;
    expect(bank.filter(({ text }) => inviting.test(text))).toEqual([]);
  });

  test('nobody is told to delete what they wrote', () => {
    const told = bank
      .flatMap(({ answer }) => (answer.kind === 'scenario' ? [answer.correction] : []))
      .filter((text) => /delete/i.test(text) && !/(do not|nor) [^.]*delete/i.test(text));
    expect(told).toEqual([]);
  });
});

describe('asked so that the answer means something', () => {
  test('what everybody would say yes to is a knowledge check', () => {
    for (const id of ['CON-01', 'ALG-05', 'SPE-03'])
      expect([find(id).kind, find(id).answer.kind]).toEqual(['knowledge', 'scenario']);
  });

  test('Part one is attested, with the edition filled in and no shame in needing time', () => {
    expect(find('TRN-01')).toMatchObject({ kind: 'attestation', answer: { kind: 'acknowledgement' } });
    expect(find('TRN-01').text).toContain('{edition}');
    expect(bank.filter(({ text }) => /KCSIE 20/.test(text))).toEqual([]);
  });

  test('a percentage of one, and two things at once, are asked as two counts', () => {
    expect(find('CON-04').answer).toMatchObject({ kind: 'two_counts', target: 0.95 });
    expect(find('CON-05').answer).toMatchObject({ kind: 'two_counts', target: 1 });
  });

  test('what asked several things asks one, of which each answer is a tap', () => {
    for (const id of ['SIT-04', 'VOI-05', 'REC-04']) expect(find(id).answer.kind).toBe('choice');
  });

  test('what a register answers better is asked only where none is imported', () => {
    const marked = bank.filter(({ unlessImported }) => unlessImported !== undefined);
    expect(marked.map(({ id, unlessImported }) => `${id} ${unlessImported}`)).toEqual([
      'POL-05 policies',
      'TRN-03 training',
      'TRN-05 training',
      'SIT-03 training',
    ]);
  });

  test('a lead is alerted at once of what cannot wait, and of nothing else', () => {
    const urgent = bank.filter(({ atOnce }) => atOnce === true);
    expect(urgent.map(({ id }) => id).sort()).toEqual(['LEAD-05', 'MUL-01', 'REC-01']);
  });

  test('a date that stands still is asked for again only near its end', () => {
    const standing = bank.filter(({ answer }) => answer.kind === 'date' && answer.again !== undefined);
    expect(standing.map(({ id }) => id)).toEqual(['POL-01', 'TRN-02', 'ONL-02', 'SPE-04']);
  });

  test('yes is the bad answer where something new has gone live', () => {
    expect(find('ONL-05').answer).toEqual({ kind: 'yes_no', good: 'no' });
  });

  test('the right people are asked', () => {
    expect(find('LEAD-02').audience).toBe('dsl');
    expect(find('SPE-02').audience).toBe('teacher');
    expect(find('LEAD-05')).toMatchObject({ cadence: 'daily', kind: 'duty', indicator: 'dsl-on-site' });
    expect(find('SIT-01').text).toContain('last school day');
    expect(JSON.stringify(find('VOI-01').answer)).toContain('no class');
    expect(find('ATT-03')).toMatchObject({ confidence: 'check-locally' });
  });

  test('what was not read is not called checked', () => {
    const sure = bank.filter(
      ({ confidence, source }) =>
        confidence === 'checked' && /not read|from memory/i.test(JSON.stringify(source)),
    );
    expect(sure.map(({ id }) => id)).toEqual([]);
    expect(bank.filter(({ confidence }) => confidence !== 'checked').length).toBeGreaterThan(30);
  });
});
