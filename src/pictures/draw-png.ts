/**
 * A neutral chart as a PNG picture, for a platform that takes no SVG.
 * The rule: letters come from the font we ship and from nowhere else, so that the picture is the same on every
 * machine. It is handed to a chat as its DrawPicture.
 */
import { createRequire } from 'node:module';
import { Resvg } from '@resvg/resvg-js';
import type { Chart } from '../domain/chart.ts';
import { PAPER } from './colours.ts';
import { drawSvg } from './draw-chart.ts';
import { smallPng } from './small-png.ts';

const FAMILY = 'DejaVu Sans';
const require = createRequire(import.meta.url);
const FONTS = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((file) =>
  require.resolve(`dejavu-fonts-ttf/ttf/${file}`),
);

export function drawPicture(chart: Chart): Uint8Array {
  const drawing = new Resvg(drawSvg(chart), {
    background: PAPER,
    font: {
      loadSystemFonts: false,
      fontFiles: FONTS,
      defaultFontFamily: FAMILY,
      sansSerifFamily: FAMILY,
    },
  });
  const { width, height, pixels } = drawing.render();
  return smallPng({ width, height, rgba: pixels });
}
