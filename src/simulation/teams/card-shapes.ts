/**
 * Every element and action of Adaptive Cards 1.5, written from its schema explorer, and what Teams reads besides.
 * The rule: stricter where it helps people: an input has its label, a picture its words, an Execute its verb.
 * What this fake does not play (refresh, sign-in, media) is left out: a card that bears it is refused.
 */

import {
  anyText,
  either,
  flag,
  like,
  list,
  number,
  one,
  part,
  parts,
  record,
  type Shape,
  shape,
  text,
} from './card-spec.ts';
import { CHARTS } from './chart-shapes.ts';

const spacing = one('none', 'small', 'default', 'medium', 'large', 'extraLarge', 'padding');
const across = one('left', 'center', 'right');
const down = one('top', 'center', 'bottom');
const colour = one('default', 'dark', 'light', 'accent', 'good', 'warning', 'attention');
const look = one('default', 'emphasis', 'good', 'attention', 'warning', 'accent');
const pixels = like(/^\d+px$/);
const address = like(/^(https:\/\/\S+|data:image\/(png|jpeg|gif);base64,[A-Za-z0-9+/]+={0,2})$/);
const element = {
  id: text,
  spacing,
  separator: flag,
  height: one('auto', 'stretch'),
  isVisible: flag,
  fallback: either(one('drop'), part('element')),
  requires: record,
};
const within = {
  style: look,
  verticalContentAlignment: down,
  bleed: flag,
  minHeight: pixels,
  rtl: flag,
  selectAction: part('action'),
};
const writing = {
  color: colour,
  fontType: one('default', 'monospace'),
  isSubtle: flag,
  size: one('small', 'default', 'medium', 'large', 'extraLarge'),
  weight: one('lighter', 'default', 'bolder'),
};
const input = { ...element, label: text, isRequired: flag, errorMessage: text };
const action = {
  id: text,
  title: text,
  iconUrl: address,
  style: one('default', 'positive', 'destructive'),
  mode: one('primary', 'secondary'),
  tooltip: text,
  isEnabled: flag,
  fallback: either(one('drop'), part('action')),
  requires: record,
};
const data = either(record, anyText);
const associatedInputs = one('auto', 'none');
const day = like(/^\d{4}-\d\d-\d\d$/);
const time = like(/^\d\d:\d\d$/);

export const SHAPES: Record<string, Shape> = {
  ...CHARTS(element),
  AdaptiveCard: shape('card', [], {
    $schema: text,
    version: one('1.5'),
    body: parts('element'),
    actions: parts('action'),
    selectAction: part('action'),
    fallbackText: text,
    minHeight: pixels,
    rtl: flag,
    speak: text,
    lang: text,
    verticalContentAlignment: down,
    msteams: record,
  }),
  TextBlock: shape('element', ['text'], {
    ...element,
    ...writing,
    text: anyText,
    horizontalAlignment: across,
    maxLines: number,
    wrap: flag,
    style: one('default', 'heading', 'columnHeader'),
  }),
  Image: shape(['element', 'shown'], ['url', 'altText'], {
    ...element,
    url: address,
    altText: text,
    backgroundColor: text,
    height: either(one('auto', 'stretch'), pixels),
    horizontalAlignment: across,
    selectAction: part('action'),
    size: one('auto', 'stretch', 'small', 'medium', 'large'),
    style: one('default', 'person'),
    width: pixels,
  }),
  RichTextBlock: shape('element', ['inlines'], {
    ...element,
    inlines: list(either(anyText, part('inline')), 1),
    horizontalAlignment: across,
  }),
  TextRun: shape('inline', ['type', 'text'], {
    ...writing,
    text: anyText,
    highlight: flag,
    italic: flag,
    strikethrough: flag,
    underline: flag,
    selectAction: part('action'),
  }),
  Container: shape('element', ['items'], { ...element, ...within, items: parts('element') }),
  ColumnSet: shape('element', ['columns'], {
    ...element,
    columns: parts('column'),
    selectAction: part('action'),
    style: look,
    bleed: flag,
    minHeight: pixels,
    horizontalAlignment: across,
  }),
  Column: shape('column', [], {
    ...element,
    ...within,
    items: parts('element'),
    fallback: either(one('drop'), part('column')),
    width: either(one('auto', 'stretch'), pixels, number, like(/^\d+$/)),
  }),
  FactSet: shape('element', ['facts'], { ...element, facts: parts('fact', 1) }),
  Fact: shape('fact', ['title', 'value'], { title: text, value: text }),
  ImageSet: shape('element', ['images'], {
    ...element,
    images: parts('shown', 1),
    imageSize: one('auto', 'stretch', 'small', 'medium', 'large'),
  }),
  ActionSet: shape('element', ['actions'], { ...element, actions: parts('action', 1) }),
  Table: shape('element', ['columns', 'rows'], {
    ...element,
    columns: parts('tableColumn', 1),
    rows: parts('row', 1),
    firstRowAsHeader: flag,
    firstRowAsHeaders: flag,
    showGridLines: flag,
    gridStyle: look,
    horizontalCellContentAlignment: across,
    verticalCellContentAlignment: down,
  }),
  TableColumnDefinition: shape('tableColumn', ['width'], {
    width: either(number, pixels),
    horizontalCellContentAlignment: across,
    verticalCellContentAlignment: down,
  }),
  TableRow: shape('row', ['cells'], {
    cells: parts('cell', 1),
    style: look,
    horizontalCellContentAlignment: across,
    verticalCellContentAlignment: down,
  }),
  TableCell: shape('cell', ['items'], { ...within, items: parts('element') }),
  'Input.Text': shape('element', ['id', 'label'], {
    ...input,
    isMultiline: flag,
    maxLength: number,
    placeholder: text,
    regex: text,
    style: one('text', 'tel', 'url', 'email', 'password'),
    inlineAction: part('action'),
    value: anyText,
  }),
  'Input.Number': shape('element', ['id', 'label'], {
    ...input,
    max: number,
    min: number,
    placeholder: text,
    value: number,
  }),
  'Input.Date': shape('element', ['id', 'label'], {
    ...input,
    max: day,
    min: day,
    placeholder: text,
    value: day,
  }),
  'Input.Time': shape('element', ['id', 'label'], {
    ...input,
    max: time,
    min: time,
    placeholder: text,
    value: time,
  }),
  'Input.Toggle': shape('element', ['id', 'label', 'title'], {
    ...input,
    title: text,
    value: text,
    valueOff: text,
    valueOn: text,
    wrap: flag,
  }),
  'Input.ChoiceSet': shape('element', ['id', 'label', 'choices'], {
    ...input,
    choices: parts('choice', 1),
    isMultiSelect: flag,
    style: one('compact', 'expanded', 'filtered'),
    value: anyText,
    placeholder: text,
    wrap: flag,
  }),
  'Input.Choice': shape('choice', ['title', 'value'], { title: text, value: text }),
  'Action.Execute': shape('action', ['title', 'verb'], {
    ...action,
    verb: text,
    data,
    associatedInputs,
  }),
  'Action.Submit': shape('action', ['title'], { ...action, data, associatedInputs }),
  'Action.OpenUrl': shape('action', ['title', 'url'], { ...action, url: like(/^https?:\/\/\S+$/) }),
  'Action.ShowCard': shape('action', ['title', 'card'], { ...action, card: part('card') }),
  'Action.ToggleVisibility': shape('action', ['title', 'targetElements'], {
    ...action,
    targetElements: list(either(text, record), 1),
  }),
};

/** What a part is taken for where it does not say so itself. */
export const UNNAMED: Record<string, string> = {
  card: 'AdaptiveCard',
  column: 'Column',
  row: 'TableRow',
  cell: 'TableCell',
  tableColumn: 'TableColumnDefinition',
  fact: 'Fact',
  choice: 'Input.Choice',
  shown: 'Image',
};
