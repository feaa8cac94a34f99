/**
 * The part of Adaptive Cards 1.5 that Vigil's cards are made of, and Teams' own charts.
 * The rule: what is not here is not sent. There is no TextBlock but for headings and no FactSet, because Teams reads
 * Markdown in both.
 */
import type { PRESS_VERB, PressData } from './press-data.ts';

export type Color = 'Attention';
export type TextRun = {
  type: 'TextRun';
  text: string;
  weight?: 'Bolder';
  size?: 'Small' | 'Large';
  isSubtle?: true;
  color?: Color;
};

/** What any element may bear. */
type Place = { separator?: true; spacing?: 'None' | 'Small' | 'Medium' | 'Large' };

/** Reads no Markdown. A text alone is a run with nothing to it. */
export type RichText = Place & { type: 'RichTextBlock'; inlines: (string | TextRun)[] };
export type Heading = Place & { type: 'TextBlock'; style: 'heading'; text: string; wrap: true };

type Pressed = { title: string; data: PressData; associatedInputs?: 'none' };
export type Submit = Pressed & { type: 'Action.Submit'; style?: 'positive'; tooltip?: string };
export type Execute = Pressed & {
  type: 'Action.Execute';
  verb: typeof PRESS_VERB;
  style?: 'positive';
  tooltip?: string;
  fallback?: Submit;
};
export type ShowCard = {
  type: 'Action.ShowCard';
  title: string;
  tooltip?: string;
  card: { type: 'AdaptiveCard'; body: Element[] };
};
export type OpenUrl = { type: 'Action.OpenUrl'; title: string; url: string };
export type Action = Execute | ShowCard | OpenUrl;
export type ActionSet = Place & { type: 'ActionSet'; actions: Action[] };

type AnyInput = Place & { id: string; label: string; isRequired?: true; errorMessage?: string };
export type Input =
  | (AnyInput & { type: 'Input.Number'; min?: number; max?: number; value?: number })
  | (AnyInput & { type: 'Input.Date'; value?: string })
  | (AnyInput & { type: 'Input.Text'; value?: string; isMultiline?: true; maxLength?: number })
  | (AnyInput & {
      type: 'Input.ChoiceSet';
      style: 'compact' | 'expanded' | 'filtered';
      choices: { title: string; value: string }[];
      isMultiSelect?: true;
      value?: string;
    });

/** A cell's colour is its background's, so that its words keep their contrast in every theme. */
export type TableCell = {
  type: 'TableCell';
  style?: 'good' | 'warning' | 'attention' | 'emphasis';
  items: RichText[];
};
export type Table = Place & {
  type: 'Table';
  columns: { width: 1 }[];
  firstRowAsHeaders: true;
  gridStyle: 'emphasis';
  rows: { type: 'TableRow'; cells: TableCell[] }[];
  fallback?: Container;
};
export type Container = Place & { type: 'Container'; items: Element[] };
export type Image = Place & { type: 'Image'; url: string; altText: string };

export type ChartColor = 'good' | 'warning' | 'attention' | 'neutral';
export type Point = { x: string; y: number; color?: ChartColor };
type AnyChart = Place & { title: string; fallback: Image | Container | 'drop' };
export type ChartElement =
  | (AnyChart & {
      type: 'Chart.HorizontalBar' | 'Chart.VerticalBar';
      color?: ChartColor;
      data: Point[];
    })
  | (AnyChart & {
      type: 'Chart.VerticalBar.Grouped' | 'Chart.Line';
      data: { legend: string; color?: ChartColor; values: Point[] }[];
    })
  | (AnyChart & { type: 'Chart.Donut'; data: { legend: string; value: number; color?: ChartColor }[] });

export type Element = RichText | Heading | ActionSet | Input | Table | Container | Image | ChartElement;

export type Card = {
  type: 'AdaptiveCard';
  version: '1.5';
  /** Two letters: that is what the schema asks for, and the official renderer refuses more. */
  lang: 'en';
  speak: string;
  fallbackText: string;
  msteams: { width: 'Full' };
  body: Element[];
};
