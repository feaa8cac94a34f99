/**
 * Pixels as a small PNG: sixteen colours, chosen from those that are there, at four bits each.
 * The rule: the same pixels are always the same bytes. A flat drawing loses nothing but the finest shades at its
 * letters' edges, and is a third of its size, which matters where a whole message has 28 KB.
 */
import { crc32, deflateSync } from 'node:zlib';

export type Pixels = { width: number; height: number; rgba: Uint8Array };

const COLOURS = 16;
const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const INDEXED = 3;
const BITS = 4;

export function smallPng({ width, height, rgba }: Pixels): Uint8Array {
  const colours = new Array<number>(width * height);
  const counts = new Map<number, number>();
  for (let at = 0; at < colours.length; at += 1) {
    const colour = ((rgba[at * 4] ?? 0) << 16) | ((rgba[at * 4 + 1] ?? 0) << 8) | (rgba[at * 4 + 2] ?? 0);
    colours[at] = colour;
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const chosen = chooseColours(counts);
  const places = new Map([...counts.keys()].map((colour) => [colour, nearest(colour, chosen)]));
  const row = Math.ceil(width / 2) + 1;
  const lines = new Uint8Array(row * height);
  colours.forEach((colour, at) => {
    const across = at % width;
    const byte = Math.floor(at / width) * row + 1 + (across >> 1);
    lines[byte] = (lines[byte] ?? 0) | ((places.get(colour) ?? 0) << (across % 2 === 0 ? BITS : 0));
  });
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([BITS, INDEXED, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', head),
    chunk('PLTE', Uint8Array.from(chosen.flatMap((colour) => bytesOf(colour)))),
    chunk('IDAT', deflateSync(lines, { level: 9, memLevel: 9 })),
    chunk('IEND', new Uint8Array()),
  ]);
}

/** The commonest, then again and again the one that is most seen and furthest from all chosen. */
function chooseColours(counts: ReadonlyMap<number, number>): number[] {
  const found = [...counts].sort(([one, some], [other, more]) => more - some || one - other);
  const chosen: number[] = [];
  const off = new Map<number, number>();
  while (chosen.length < Math.min(COLOURS, found.length)) {
    let next = found[0]?.[0] ?? 0;
    let most = 0;
    for (const [colour, count] of chosen.length === 0 ? [] : found) {
      const weight = (off.get(colour) ?? 0) * Math.sqrt(count);
      if (weight > most) [most, next] = [weight, colour];
    }
    chosen.push(next);
    for (const [colour] of found)
      off.set(colour, Math.min(off.get(colour) ?? Number.POSITIVE_INFINITY, apart(colour, next)));
  }
  return chosen;
}

function nearest(colour: number, chosen: readonly number[]): number {
  const distances = chosen.map((one) => apart(colour, one));
  return distances.indexOf(Math.min(...distances));
}

function apart(one: number, other: number): number {
  const others = bytesOf(other);
  return bytesOf(one).reduce((total, byte, at) => total + (byte - (others[at] ?? 0)) ** 2, 0);
}

function bytesOf(colour: number): number[] {
  return [colour >> 16, (colour >> 8) & 0xff, colour & 0xff];
}

function chunk(name: string, data: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const around = Buffer.alloc(8);
  around.writeUInt32BE(data.length, 0);
  around.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([around.subarray(0, 4), body, around.subarray(4)]);
}
