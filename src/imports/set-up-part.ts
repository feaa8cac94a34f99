/**
 * What was typed into a part of set-up's form, read: the part whole, or what is wrong beside each of its boxes.
 * The rule: every fault is said at once, with its mend, and nothing of a part with a fault is kept. Who is who, and
 * whether the channel will do, is looked up by set-up's own step.
 */
import { readChannelId } from '../domain/channel-id.ts';
import type { FieldFaults, FieldValues, SetUpField } from '../domain/form-field.ts';
import { SETTING_TYPES } from '../domain/framework.ts';
import { NATIONS } from '../domain/nation.ts';
import { PHASES } from '../domain/question.ts';
import {
  type AskingPart,
  CONTACT_BOXES,
  type LeadsPart,
  type SchoolPart,
  TERMS,
} from '../domain/set-up-draft.ts';
import type { Contacts } from '../domain/setting.ts';
import { type CellRead, readWorkingDays } from './people-cells.ts';
import { inOrder, isApart, isZone, readDfeNumber, readDigestMoment, readWindow } from './setting-cells.ts';

export type PartRead<T> = { ok: T } | { faults: FieldFaults };

const MOST_NAME = 120;
const MOST_CONTACT = 160;

/** Gathers what is wrong, box by box. */
function reader(values: FieldValues) {
  const faults: FieldFaults = {};
  const take = <T>(field: SetUpField, read: (text: string) => CellRead<T>): T | undefined => {
    const found = read((values[field] ?? '').trim());
    if ('ok' in found) return found.ok;
    faults[field] = sentence(found.mend);
    return undefined;
  };
  return { faults, take };
}

/** As the reader of a cell says its mend, it may stand in the middle of a line. */
const sentence = (text: string) =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.?]$/.test(text) ? '' : '.'}`;

const line =
  (most: number, empty: string) =>
  (text: string): CellRead<string> => {
    if (text === '') return { wrong: 'is empty', mend: empty };
    if (/[\p{Cc}\p{Cs}]/u.test(text))
      return { wrong: 'holds a mark that cannot be read', mend: 'Write it on one line, in plain letters.' };
    return [...text].length <= most
      ? { ok: text }
      : { wrong: 'is too long', mend: `Keep it to ${most} characters.` };
  };

const oneOf =
  <T extends string>(all: readonly T[]) =>
  (text: string): CellRead<T> => {
    const found = all.find((one) => one === text);
    return found === undefined
      ? { wrong: 'is not among them', mend: 'Choose one from the list.' }
      : { ok: found };
  };

function zone(text: string): CellRead<string> {
  return isZone(text)
    ? { ok: text }
    : { wrong: 'is not a time zone', mend: 'Write one such as Europe/London.' };
}

export function readSchool(values: FieldValues): PartRead<SchoolPart> {
  const { faults, take } = reader(values);
  const name = take('name', line(MOST_NAME, 'Write the school’s name.'));
  const dfeNumber = take(
    'dfe_number',
    (text): CellRead<string | null> => (text === '' ? { ok: null } : readDfeNumber(text)),
  );
  const phase = take('phase', oneOf(PHASES));
  const type = take('type', oneOf(SETTING_TYPES));
  const place = take('zone', zone);
  if (phase === 'nursery' && type === 'college') faults.type = 'A nursery is not a college; choose another.';
  if (phase !== undefined && phase !== 'nursery' && type === 'early_years')
    faults.type = 'Only a nursery is an early years provider; choose another, or Nursery as the phase.';
  if (
    name === undefined ||
    dfeNumber === undefined ||
    phase === undefined ||
    type === undefined ||
    place === undefined ||
    Object.keys(faults).length > 0
  )
    return { faults };
  return { ok: { name, dfeNumber, phase, type, zone: place } };
}

/** By the platform's ids, or e-mail addresses where it has no list to choose from. */
export function readLeads(values: FieldValues): PartRead<LeadsPart> {
  const { faults, take } = reader(values);
  const chosen = line(MOST_CONTACT, 'Choose somebody.');
  const dsl = take('dsl', chosen);
  const deputy = take('deputy', chosen);
  const head = take('head', chosen);
  if (dsl === undefined || deputy === undefined || head === undefined) return { faults };
  if (dsl.toLowerCase() === deputy.toLowerCase())
    return {
      faults: {
        deputy: 'The deputy must be somebody else: there must be two people a worry can be taken to.',
      },
    };
  return { ok: { dsl, deputy, head } };
}

const A_NUMBER: Partial<Record<SetUpField, string>> = {
  front_door: 'Write the telephone of children’s social care.',
  out_of_hours: 'Write the telephone of the emergency duty team.',
  lado: 'Write the telephone of the LADO, the council’s officer for allegations.',
  lead_phone: 'Write the telephone on which the lead on duty answers.',
};

/** A telephone number rings: three digits or more. The chair may be reached another way, so theirs need not be one. */
export function readContacts(values: FieldValues): PartRead<Contacts> {
  const { faults, take } = reader(values);
  const found: Partial<Contacts> = {};
  for (const [field, contact] of CONTACT_BOXES) {
    const mend = A_NUMBER[field];
    const written = take(field, line(MOST_CONTACT, mend ?? 'Write who it is, and how to reach them.'));
    if (written === undefined) continue;
    found[contact] = written;
    if (mend !== undefined && (written.match(/\d/g) ?? []).length < 3)
      faults[field] = `${mend.slice(0, -1)}, in figures.`;
  }
  const { frontDoor, outOfHours, lado, chair, leadPhone } = found;
  if (!frontDoor || !outOfHours || !lado || !chair || !leadPhone || Object.keys(faults).length > 0)
    return { faults };
  return { ok: { frontDoor, outOfHours, lado, chair, leadPhone } };
}

/** The id of a channel, of its own or in a link. */
export function readChannel(values: FieldValues): PartRead<string> {
  const id = readChannelId((values.channel ?? '').trim());
  return id === null
    ? {
        faults: {
          channel:
            'That is no channel Vigil can tell. Copy the link to the channel, and paste the whole of it; a name such as #leads is not enough.',
        },
      }
    : { ok: id };
}

export function readAsking(values: FieldValues): PartRead<AskingPart> {
  const { faults, take } = reader(values);
  const weekly = take('weekly', oneOf(['1', '2', '3', '4', '5']));
  const windows = take('windows', readWindows);
  const askDays = take('ask_days', (text) => readDays(text, 'Choose at least one day.'));
  const digest = take('digest', readDigestMoment);
  const terms = take('terms', oneOf(TERMS));
  const nation = take('nation', oneOf(NATIONS));
  if (
    weekly === undefined ||
    windows === undefined ||
    askDays === undefined ||
    digest === undefined ||
    terms === undefined ||
    nation === undefined
  )
    return { faults };
  return {
    ok: {
      weeklyBudget: Number(weekly),
      windows,
      askDays,
      digestDay: digest.day,
      digestTime: digest.time,
      terms,
      nation,
    },
  };
}

/** "08:00-08:30, 15:15-16:30". */
function readWindows(text: string): CellRead<AskingPart['windows']> {
  const windows: AskingPart['windows'] = [];
  for (const part of text.split(/[,;]/)) {
    const read = readWindow(part.trim());
    if ('wrong' in read) return { wrong: read.wrong, mend: `${read.mend}, with commas between.` };
    windows.push(read.ok);
  }
  if (windows.length > 6) return { wrong: 'are too many', mend: 'Give six at most.' };
  return isApart(windows)
    ? { ok: inOrder(windows) }
    : { wrong: 'overlap', mend: 'Two of them overlap: make one of the two, or set them apart.' };
}

function readDays(text: string, empty: string): CellRead<number[]> {
  return text === '' ? { wrong: 'is empty', mend: empty } : readWorkingDays(text);
}
