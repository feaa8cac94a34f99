/**
 * The watched link carries what it is given, keeps back what it is told to and all behind it, and fails as links do.
 */
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openWire, type Wire } from '../../../src/simulation/torture/wire.ts';

const asked = (text: string) => {
  const body = Buffer.from(`${text}\0`);
  const head = Buffer.alloc(5);
  head.write('Q', 0);
  head.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
};
const START = Buffer.from([0, 0, 0, 8, 0, 3, 0, 0]);

let server: Server;
let wire: Wire;
let client: Socket;
let arrived = '';
let ended: () => boolean;

beforeEach(async () => {
  arrived = '';
  server = createServer((socket) => {
    socket.on('data', (bytes) => {
      arrived += bytes.toString('latin1');
    });
    socket.on('error', () => undefined);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const at = server.address();
  wire = await openWire(at !== null && typeof at === 'object' ? at.port : 0);
  client = connect(wire.port, '127.0.0.1');
  client.on('error', () => undefined);
  const ours = client;
  ended = () => ours.destroyed;
  client.write(START);
});
afterEach(async () => {
  client.destroy();
  await wire.close();
  await new Promise((done) => server.close(done));
});

test('what is held is kept back, with all that comes after it, and then goes on in order', async () => {
  let release: () => void = () => undefined;
  const held = new Promise<void>((done) => {
    release = done;
  });
  const seen: string[][] = [];
  wire.watch(({ said, transaction }) => {
    seen.push([...transaction]);
    return said.kind === 'statement' && said.text === 'commit' ? held : null;
  });
  client.write(Buffer.concat([asked('begin; select 1'), asked('insert'), asked('commit'), asked('begin')]));
  await expect.poll(() => arrived).toContain('insert');
  expect(arrived).not.toContain('commit');
  release();
  await expect.poll(() => arrived).toMatch(/commit.*begin/s);
  expect(seen).toContainEqual(['begin; select 1', 'insert', 'commit']);
  expect(seen.at(-1)).toEqual(['begin']);
});

test('a silent link carries nothing and ends nothing; a cut one ends; a refused one is not made', async () => {
  client.write(asked('one'));
  await expect.poll(() => arrived).toContain('one');
  wire.silence();
  client.write(asked('two'));
  const other = connect(wire.port, '127.0.0.1');
  other.on('error', () => undefined);
  other.write(Buffer.concat([START, asked('three')]));
  await expect.poll(() => arrived).toContain('three');
  expect(arrived).not.toContain('two');
  expect(ended()).toBe(false);
  wire.cut();
  await expect.poll(ended).toBe(true);
  wire.refuse(true);
  const refused = connect(wire.port, '127.0.0.1');
  refused.on('error', () => undefined);
  await new Promise((done) => refused.once('close', done));
});
