/**
 * The colours of every picture, and the patterns that say the same without them.
 * The rule: each stands out from white paper by at least 4.5 to 1, and no two of one picture differ in colour alone.
 * What a tone means is said by the words beside it.
 */
import type { Tone } from '../domain/message.ts';

export type Ink = { color: string; decal: Decal };
/** As ECharts draws it. */
export type Decal = {
  symbol: 'rect' | 'circle' | 'none';
  color: string;
  dashArrayX: (number | number[])[];
  dashArrayY: number[];
  rotation?: number;
  symbolSize?: number;
};

export const PAPER = '#ffffff';
export const TEXT = '#1c2730';
export const SOFT = '#52606b';
export const RULE = '#d8d4c8';

const LIGHT = 'rgba(255,255,255,0.45)';
const PLAIN: Decal = { symbol: 'none', color: 'rgba(0,0,0,0)', dashArrayX: [1], dashArrayY: [1] };
const SLANTED: Decal = {
  symbol: 'rect',
  color: LIGHT,
  dashArrayX: [1, 0],
  dashArrayY: [2, 5],
  rotation: Math.PI / 4,
};
const UPRIGHT: Decal = {
  symbol: 'rect',
  color: LIGHT,
  dashArrayX: [1, 0],
  dashArrayY: [2, 4],
  rotation: Math.PI / 2,
};
const DOTTED: Decal = {
  symbol: 'circle',
  color: LIGHT,
  dashArrayX: [
    [7, 7],
    [0, 7, 7, 0],
  ],
  dashArrayY: [7, 0],
  symbolSize: 0.7,
};

const DECALS = [PLAIN, SLANTED, UPRIGHT, DOTTED];

export const TONES: Record<Tone, Ink> = {
  good: { color: '#1d6b3f', decal: PLAIN },
  warn: { color: '#8a5300', decal: SLANTED },
  bad: { color: '#a3261f', decal: UPRIGHT },
  quiet: { color: '#5f6b75', decal: DOTTED },
};

/** For what has no tone. */
export const INKS: readonly Ink[] = [
  { color: '#1f6470', decal: PLAIN },
  { color: '#8a5300', decal: SLANTED },
  { color: '#54427e', decal: DOTTED },
  { color: '#3f6b1d', decal: UPRIGHT },
  { color: '#a3261f', decal: SLANTED },
  { color: '#52606b', decal: PLAIN },
];

/** An ink for each, no two alike while there are enough: what has a tone has its colour, the others what is left. */
export function inksFor(tones: readonly (Tone | undefined)[]): Ink[] {
  const taken = new Set(tones.flatMap((tone) => (tone === undefined ? [] : [TONES[tone].color])));
  const free = INKS.filter(({ color }) => !taken.has(color));
  const seen = new Map<Tone, number>();
  let given = 0;
  return tones.map((tone) => {
    if (tone === undefined) {
      given += 1;
      return free[(given - 1) % free.length] ?? TONES.quiet;
    }
    const again = seen.get(tone) ?? 0;
    seen.set(tone, again + 1);
    const { color, decal } = TONES[tone];
    const decals = [decal, ...DECALS.filter((other) => other !== decal)];
    return { color, decal: decals[again % decals.length] ?? decal };
  });
}
