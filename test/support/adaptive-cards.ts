/**
 * Microsoft's own Adaptive Cards renderer, as a judge of our cards: it reads one as Teams' clients would and names
 * whatever it does not know. It knows no Chart.*, which are Teams' own; those are listed here, and what stands in for
 * each is judged by itself.
 */
import { createRequire } from 'node:module';
import type * as cards from 'adaptivecards';
import { parts } from './teams-limits.ts';

// The package's root is not to be had in Node.
const { AdaptiveCard, HostConfig, SerializationContext, Versions }: typeof cards = createRequire(
  import.meta.url,
)('adaptivecards/dist/adaptivecards.js');

/** What only Teams knows. */
export const TEAMS_OWN = [
  'Chart.HorizontalBar',
  'Chart.VerticalBar',
  'Chart.VerticalBar.Grouped',
  'Chart.Line',
  'Chart.Donut',
];

/** As Teams sets the renderer up on a light page, as far as it matters here; from Microsoft's own card designer. */
const COLORS = {
  default: { default: '#252424', subtle: '#bf252424' },
  accent: { default: '#6264a7', subtle: '#6264a7' },
  good: { default: '#92c353', subtle: '#92c353' },
  warning: { default: '#f8d22a', subtle: '#f8d22a' },
  attention: { default: '#c4314b', subtle: '#c4314b' },
};
const box = (backgroundColor: string) => ({ backgroundColor, foregroundColors: COLORS });
const font = (fontFamily: string) => ({
  fontFamily,
  fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
  fontWeights: { lighter: 200, default: 400, bolder: 600 },
});
export const TEAMS_HOST = {
  fontTypes: { default: font("'Segoe UI', sans-serif"), monospace: font("'Courier New', monospace") },
  spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
  separator: { lineThickness: 1, lineColor: '#E1DFDD' },
  textStyles: { heading: { size: 'large', weight: 'bolder' } },
  textBlock: { headingLevel: 2 },
  containerStyles: {
    default: box('#ffffff'),
    emphasis: box('#f3f2f1'),
    good: box('#CCFFCC'),
    warning: box('#FFE2B2'),
    attention: box('#FFC5B2'),
    accent: box('#C7DEF9'),
  },
  actions: {
    maxActions: 6,
    spacing: 'default',
    buttonSpacing: 8,
    showCard: { actionMode: 'inline', inlineTopMargin: 16, style: 'emphasis' },
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
  },
  inputs: {
    label: { inputSpacing: 'small', requiredInputs: { suffix: ' *', suffixColor: 'attention' } },
    errorMessage: { color: 'attention', weight: 'bolder' },
  },
  supportsInteractivity: true,
};

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
  read.hostConfig = new HostConfig(TEAMS_HOST);
  read.parse(card, context);
  const parsing = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message);
  const rules = read.validateProperties().validationEvents.map(({ message }) => message);
  return [...parsing, ...rules].filter(
    (message) => message !== ITS_OWN_FAULT && !TEAMS_OWN.some((type) => message.includes(type)),
  );
}
