/**
 * What somebody setting Vigil up has said so far: five parts, each saved by itself.
 * The rule: a part is there whole or not at all; asking has usual values, so only four must be said. Which person is
 * which, and whether the channel will do, is looked up again when set-up ends.
 */
import type { SetUpField } from './form-field.ts';
import type { SettingType } from './framework.ts';
import type { LocalTime } from './local-time.ts';
import type { Nation } from './nation.ts';
import type { Phase } from './question.ts';
import type { AskWindow, Contacts } from './setting.ts';

export const SET_UP_PARTS = ['school', 'leads', 'contacts', 'channel', 'asking'] as const;
export type SetUpPart = (typeof SET_UP_PARTS)[number];

export const TERMS = ['england', 'all_year', 'own'] as const;
export type Terms = (typeof TERMS)[number];

export type SchoolPart = {
  name: string;
  dfeNumber: string | null;
  phase: Phase;
  type: SettingType;
  zone: string;
};
/** By the platform's own ids; the headteacher may be one of the other two in a small setting. */
export type LeadsPart = { dsl: string; deputy: string; head: string };
/** `looked`: false where the workspace does not let Vigil look at its channels. */
export type ChannelPart = { channelId: string; readers: number | null; looked: boolean };
export type AskingPart = {
  weeklyBudget: number;
  windows: AskWindow[];
  askDays: number[];
  digestDay: number;
  digestTime: LocalTime;
  terms: Terms;
  nation: Nation;
};

export type SetUpDraft = {
  school?: SchoolPart;
  leads?: LeadsPart;
  contacts?: Contacts;
  channel?: ChannelPart;
  asking?: AskingPart;
};

/** Those that must be said before set-up can end. */
export const NEEDED_PARTS = [
  'school',
  'leads',
  'contacts',
  'channel',
] as const satisfies readonly SetUpPart[];

export function missingParts(draft: SetUpDraft): SetUpPart[] {
  return NEEDED_PARTS.filter((part) => draft[part] === undefined);
}

/** A short name for commands, from the setting's own: "Oak Primary School" is oak-primary. */
export function refFrom(name: string, taken: readonly string[]): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}|['’]/gu, '')
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim()
    .split(' ')
    .filter((word) => !IDLE.has(word));
  const base = words.slice(0, 2).join('-').slice(0, 30) || 'school';
  const isFree = (ref: string) => !taken.includes(ref);
  if (isFree(base)) return base;
  for (let n = 2; ; n += 1) if (isFree(`${base}-${n}`)) return `${base}-${n}`;
}
const IDLE = new Set(['the', 'st', 'saint', 'school', 'of', 'and', 'ce', 'cofe', 'c', 'e', 'rc', '']);

/** Which box of the form each number stands in, in the order they are asked for. */
export const CONTACT_BOXES = [
  ['front_door', 'frontDoor'],
  ['out_of_hours', 'outOfHours'],
  ['lado', 'lado'],
  ['chair', 'chair'],
  ['lead_phone', 'leadPhone'],
] as const satisfies readonly [SetUpField, keyof Contacts][];
