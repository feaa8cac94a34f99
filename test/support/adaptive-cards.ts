/**
 * Microsoft's own Adaptive Cards renderer, as a judge of our cards: it reads one as Teams' clients would and names
 * whatever it does not know. It knows no Chart.*, which are Teams' own; those are listed here, and what stands in for
 * each is judged by itself.
 */
import { createRequire } from 'node:module';
import type * as cards from 'adaptivecards';
import { parts } from './teams-limits.ts';

// The package's root is not to be had in Node.
const { AdaptiveCard, SerializationContext, Versions }: typeof cards = createRequire(import.meta.url)(
  'adaptivecards/dist/adaptivecards.js',
);

/** What only Teams knows. */
export const TEAMS_OWN = [
  'Chart.HorizontalBar',
  'Chart.VerticalBar',
  'Chart.VerticalBar.Grouped',
  'Chart.Line',
  'Chart.Donut',
];

/** Its test of a language keeps its place from one card to the next, and so refuses every other one. */
const ITS_OWN_FAULT = 'Invalid value "en" for property "lang".';

/** Every warning and error about the card and about what stands in for its charts. */
export function officialFindings(card: object): string[] {
  const standIns = parts(card)
    .filter(({ type, fallback }) => TEAMS_OWN.includes(String(type)) && fallback !== undefined)
    .map(({ fallback }) => ({ type: 'AdaptiveCard', version: '1.5', body: [fallback] }));
  return [card, ...standIns].flatMap(findings);
}

function findings(card: object): string[] {
  const context = new SerializationContext(Versions.v1_5);
  const read = new AdaptiveCard();
  read.parse(card, context);
  const parsing = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message);
  const rules = read.validateProperties().validationEvents.map(({ message }) => message);
  return [...parsing, ...rules].filter(
    (message) => message !== ITS_OWN_FAULT && !TEAMS_OWN.some((type) => message.includes(type)),
  );
}
