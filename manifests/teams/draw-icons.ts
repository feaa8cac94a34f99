/**
 * Draws the two icons of the Teams app from their SVGs: `npx tsx manifests/teams/draw-icons.ts`.
 * The rule: the PNGs are kept beside the SVGs and never touched by hand; a test draws them again and compares.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { Resvg } from '@resvg/resvg-js';

export const ICONS = ['color', 'outline'] as const;

/** An icon as a PNG, at the size its SVG says. */
export function drawIcon(name: (typeof ICONS)[number]): Uint8Array {
  const svg = readFileSync(new URL(`${name}.svg`, import.meta.url), 'utf8');
  return new Resvg(svg, { font: { loadSystemFonts: false } }).render().asPng();
}

if (argv[1] === fileURLToPath(import.meta.url))
  for (const name of ICONS) writeFileSync(new URL(`${name}.png`, import.meta.url), drawIcon(name));
