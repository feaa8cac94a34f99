/**
 * What is overdue, in lines that name nobody: one a role and day, and less still in a small setting.
 */
import { expect, test } from 'vitest';
import type { OverdueFacts } from '../../src/domain/digest.ts';
import { overdueLines } from '../../src/messages/overdue-lines.ts';

const row = (indicator: string, changes: Partial<OverdueFacts> = {}): OverdueFacts => ({
  standard: 'concerns',
  indicator,
  kind: 'duty',
  owner: 'DSL',
  dueOn: '2026-11-11',
  people: 1,
  acknowledged: false,
  ...changes,
});
const part = row('part-one-read', {
  kind: 'attestation',
  owner: 'all staff',
  people: 9,
  standard: 'training',
});

test('checks of one role due on one day are one line; others keep their own', () => {
  expect(
    overdueLines(
      [
        row('file-transfer'),
        row('site-security', { owner: 'site manager', standard: 'site' }),
        row('recorded-same-day'),
        row('alerts-looked-at', { dueOn: '2026-11-12', standard: 'online' }),
        part,
      ],
      false,
    ),
  ).toEqual([
    '2 checks not answered (DSL), due 11 Nov: file transfer, recorded same day.',
    'Check not answered: site security (site manager), due 11 Nov. Standard: Safe site, visitors, trips and first aid.',
    'Check not answered: alerts looked at (DSL), due 12 Nov. Standard: Online safety, filtering and monitoring.',
    'Part one read: 9 people have not answered, due 11 Nov. Standard: Training, induction and supervision.',
  ]);
});

test('a small setting is told neither the role nor how many people', () => {
  const lines = overdueLines(
    [row('file-transfer'), row('site-security', { owner: 'site manager' }), part],
    true,
  );
  expect(lines).toEqual([
    '2 checks not answered, due 11 Nov: file transfer, site security.',
    'Part one read: not everybody has answered, due 11 Nov. Standard: Training, induction and supervision.',
  ]);
});
