/**
 * A card within the size that Teams takes.
 * The rule: words and buttons are never left out. A card gives up, in this order: its charts' pictures, the lines that
 * stand in for tables, the length of its buttons' descriptions, the descriptions, and the second kind of button for
 * older clients. What is too big even then is said to be.
 */
import { Buffer } from 'node:buffer';
import type { Card } from './card-shapes.ts';
import { LIMITS } from './limits.ts';

/** What a card has besides its words and buttons. */
export type Extras = {
  pictures: boolean;
  tableLines: boolean;
  tooltips: 'whole' | 'short' | 'none';
  submits: boolean;
};

const ALL: Extras = { pictures: true, tableLines: true, tooltips: 'whole', submits: true };
const BARE: Extras = { pictures: false, tableLines: false, tooltips: 'none', submits: false };
/** Without the second buttons there may be room for descriptions again. */
const WAYS: Extras[] = [
  ALL,
  { ...ALL, pictures: false },
  { ...BARE, submits: true, tooltips: 'whole' },
  { ...BARE, submits: true, tooltips: 'short' },
  { ...BARE, submits: true },
  { ...BARE, tooltips: 'whole' },
  { ...BARE, tooltips: 'short' },
  BARE,
];

/** The card with as much besides as fits; null when it is too big with nothing besides. */
export function fitCard(draw: (extras: Extras) => Card): { card: Card; bytes: number } | null {
  for (const extras of WAYS) {
    const card = draw(extras);
    const bytes = Buffer.byteLength(JSON.stringify(card));
    if (bytes <= LIMITS.cardBytes) return { card, bytes };
  }
  return null;
}

/** Whether it fits with nothing besides, which is all that is asked while a message is being shortened. */
export function fitsBare(draw: (extras: Extras) => Card): boolean {
  return Buffer.byteLength(JSON.stringify(draw(BARE))) <= LIMITS.cardBytes;
}
