/**
 * The ledger's form, held by fixed vectors: a chain that was sealed by any version before must verify by this one.
 */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { canonical, emptyHead, type LedgerRow, nextHead, rowForm } from '../../src/domain/ledger-chain.ts';
import type { OrgId } from '../../src/domain/setting.ts';

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');
const ORG = '00000001-0000-4000-8000-000000000001' as OrgId;
const ROW: LedgerRow = {
  entryId: '00000001-0000-4000-8000-0000000000a1',
  at: '2026-11-09T08:00:00.123000Z',
  kind: 'reply_recorded',
  subject: '00000001-0000-4000-8000-0000000000b2',
  actor: null,
  facts: { revision: 1, reply: 'é "\\ \u2028', late: false, 'a b': null, share: 0.1 },
};

describe('the form never changes', () => {
  test('an empty chain begins with its organisation’s own hash', () => {
    expect(emptyHead(ORG, sha256)).toEqual({
      sequence: 0,
      hash: 'fd2562f1444055b3f4c10c84fb878ed9c2d0228655e4a06934bf9fe74146dfd7',
    });
  });

  test('a row is this text, and its seal this hash', () => {
    const first = nextHead(ORG, emptyHead(ORG, sha256), ROW, sha256);
    expect(rowForm(ORG, ROW, { sequence: 1, previous: emptyHead(ORG, sha256).hash })).toBe(
      '{"actor":null,"at":"2026-11-09T08:00:00.123000Z","entryId":"00000001-0000-4000-8000-0000000000a1",' +
        '"facts":{"a b":null,"late":false,"reply":"é \\"\\\\ \u2028","revision":1,"share":0.1},"form":1,' +
        '"kind":"reply_recorded","org":"00000001-0000-4000-8000-000000000001",' +
        '"previous":"fd2562f1444055b3f4c10c84fb878ed9c2d0228655e4a06934bf9fe74146dfd7",' +
        '"sequence":1,"subject":"00000001-0000-4000-8000-0000000000b2"}',
    );
    expect(first).toEqual({
      sequence: 1,
      hash: 'e0a7f3d157f9bd30d6d4cb92d7c589250be0ebbd8ad577c74c536fe40c964479',
    });
    expect(nextHead(ORG, first, { ...ROW, actor: ORG, facts: {} }, sha256)).toEqual({
      sequence: 2,
      hash: '1d8f47b70a8e8b1792a63ae136f7019f681a045ef77a426c5b4d00ac846b5120',
    });
  });

  test('the example of RFC 8785 is written as it says', () => {
    const given = JSON.parse(
      '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],' +
        '"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
    );
    expect(canonical(given)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  test('keys stand in the order of their UTF-16 units, whatever order they come in', () => {
    expect(
      canonical(JSON.parse('{"10":1,"9":2,"é":3,"B":4,"a":5,"":6,"\\ud83d\\ude00":7,"\\ufb33":8}')),
    ).toBe('{"":6,"10":1,"9":2,"B":4,"a":5,"é":3,"\u{1F600}":7,"\ufb33":8}');
  });
});

describe('every part of a row is sealed', () => {
  const head = emptyHead(ORG, sha256);
  const seal = (row: LedgerRow, org = ORG) => nextHead(org, head, row, sha256).hash;
  const others: [string, LedgerRow][] = [
    ['its id', { ...ROW, entryId: '00000001-0000-4000-8000-0000000000a2' }],
    ['its moment, to the microsecond', { ...ROW, at: '2026-11-09T08:00:00.123001Z' }],
    ['its kind', { ...ROW, kind: 'reply_corrected' }],
    ['its subject', { ...ROW, subject: '' }],
    ['who did it', { ...ROW, actor: '00000001-0000-4000-8000-0000000000c3' }],
    ['a fact', { ...ROW, facts: { ...(ROW.facts as object), revision: 2 } }],
    ['a fact’s kind', { ...ROW, facts: { ...(ROW.facts as object), revision: '1' } }],
    ['a fact taken out', { ...ROW, facts: {} }],
    ['a number too great', { ...ROW, facts: { ...(ROW.facts as object), 'a b': Number.POSITIVE_INFINITY } }],
  ];
  test.each(others)('%s', (_what, other) => {
    expect(seal(other)).not.toBe(seal(ROW));
  });
  test('whose it is, its number and what was before it', () => {
    const elsewhere = '00000002-0000-4000-8000-000000000001' as OrgId;
    expect(emptyHead(elsewhere, sha256)).not.toEqual(head);
    expect(seal(ROW, elsewhere)).not.toBe(seal(ROW));
    expect(nextHead(ORG, { ...head, sequence: 1 }, ROW, sha256).hash).not.toBe(seal(ROW));
    expect(nextHead(ORG, { ...head, hash: seal(ROW) }, ROW, sha256).hash).not.toBe(seal(ROW));
  });
});
