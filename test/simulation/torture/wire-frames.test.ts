/**
 * What Postgres and its client say is cut into whole messages however the bytes come, and read by the statement.
 */
import { describe, expect, test } from 'vitest';
import { framesFrom } from '../../../src/simulation/torture/wire-frames.ts';

const message = (letter: string, ...words: string[]) => {
  const body = Buffer.from(words.map((word) => `${word}\0`).join(''));
  const head = Buffer.alloc(letter === '' ? 4 : 5);
  if (letter !== '') head.write(letter, 0);
  head.writeUInt32BE(body.length + 4, letter === '' ? 0 : 1);
  return Buffer.concat([head, body]);
};
const START = message('', 'user', 'vigil');

describe('frames', () => {
  test('a statement is read from its text, and from the name it was prepared under', () => {
    const cut = framesFrom('client');
    const bytes = Buffer.concat([
      START,
      message('Q', 'begin'),
      message('P', 'one', 'insert into reply (org_id)'),
      message('B', '', 'one'),
    ]);
    expect(cut(bytes).map(({ said }) => said)).toEqual([
      { kind: 'other' },
      { kind: 'statement', text: 'begin' },
      { kind: 'other' },
      { kind: 'statement', text: 'insert into reply (org_id)' },
    ]);
  });

  test('bytes that come one at a time give the same messages, and the same bytes again', () => {
    const cut = framesFrom('client');
    const bytes = Buffer.concat([START, message('Q', 'commit'), message('Q', 'select 1')]);
    const frames = [...bytes].flatMap((byte) => cut(Buffer.from([byte])));
    expect(frames).toHaveLength(3);
    expect(Buffer.concat(frames.map((frame) => frame.bytes))).toEqual(bytes);
  });

  test('the server’s word that a commit is done is told from its other words', () => {
    const cut = framesFrom('server');
    const said = cut(Buffer.concat([message('C', 'INSERT 0 1'), message('Z', 'I'), message('C', 'COMMIT')]));
    expect(said.map((frame) => frame.said)).toEqual([
      { kind: 'done', tag: 'INSERT 0 1' },
      { kind: 'other' },
      { kind: 'done', tag: 'COMMIT' },
    ]);
  });
});
