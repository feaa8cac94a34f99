/**
 * The forms of set-up, one a part, with what was said already or is usual standing in each box.
 * The rule: everything but names and numbers has a usual value, and each box says in a few words what it is for. Reading
 * what comes back is imports/set-up-part's.
 */
import type { Field, Option } from '../domain/form-field.ts';
import { SETTING_TYPES, TYPE_LABELS, usualType } from '../domain/framework.ts';
import { weekdayName } from '../domain/local-time.ts';
import type { Form } from '../domain/message.ts';
import { NATIONS, type Nation } from '../domain/nation.ts';
import { PHASES, type Phase } from '../domain/question.ts';
import {
  type AskingPart,
  CONTACT_BOXES,
  type SetUpDraft,
  type SetUpPart,
  type Terms,
} from '../domain/set-up-draft.ts';
import { type Contacts, USUAL_SETTING } from '../domain/setting.ts';

export type SetUpForms = {
  /** What leads each form's token. */
  token: string;
  draft: SetUpDraft;
  /** The platform's id of whoever sets up: the likeliest DSL. Null where they may be no lead. */
  self: string | null;
  /** Whom to choose from, where the platform has no list of its own; none: they are named by e-mail address. */
  people: Option[];
  /** A setting that is there already: its calendar is changed apart. */
  isThere: boolean;
  /** The chair's contact is not the headteacher's to change. */
  keepsChair: boolean;
};

export const PART_NAMES: Record<SetUpPart, string> = {
  school: 'Your school',
  leads: 'Who leads',
  contacts: 'Who to ring',
  channel: 'The leads’ channel',
  asking: 'When Vigil asks',
};

/** In the middle of a sentence. */
export const partWords = (part: SetUpPart): string =>
  PART_NAMES[part].charAt(0).toLowerCase() + PART_NAMES[part].slice(1);

const MOST_NAME = 120;
const MOST_CONTACT = 160;
/** The address of a channel is long. */
const MOST_LINK = 600;

export const PHASE_LABELS: Record<Phase, string> = {
  nursery: 'Nursery',
  primary: 'Primary',
  secondary: 'Secondary',
  college: 'College',
  special: 'Special school',
};
const NATION_LABELS: Record<Nation, string> = {
  england: 'England',
  wales: 'Wales',
  scotland: 'Scotland',
  northern_ireland: 'Northern Ireland',
};
export const TERMS_LABELS: Record<Terms, string> = {
  england: 'The usual terms in England',
  all_year: 'Open all year but for Christmas (51 weeks)',
  own: 'Our own, brought in later',
};

export function setUpForm(part: SetUpPart, given: SetUpForms): Form {
  return {
    type: 'form',
    act: { verb: 'keep_set_up', token: `${given.token}.${part}` },
    fields: fieldsOf(part, given),
    submit: 'Save',
    open: `${given.draft[part] === undefined && part !== 'asking' ? 'Fill in' : 'Change'}: ${partWords(part)}`,
    about: ABOUT[part],
    title: PART_NAMES[part],
    cancel: 'Cancel',
  };
}

const ABOUT: Record<SetUpPart, string> = {
  school: 'What the school is. It chooses which questions are asked, and which rules it keeps.',
  leads:
    'Who is told when something is overdue or going wrong. Each is put on the staff list, and told that you named them.',
  contacts:
    'Where anybody with a worry about a child is sent. Vigil is not a place to report, so nobody is asked anything before these are filled in.',
  channel:
    'Where the weekly digest and alerts go. It must be private, for the safeguarding leads alone, and Vigil must be in it.',
  asking:
    'How much and when Vigil asks. These are what is usual; you can leave them as they are, and change them at any time.',
};

const options = <T extends string>(all: readonly T[], labels: Record<T, string>): Option[] =>
  all.map((value) => ({ value, label: labels[value] }));
const standing = (value: string | null | undefined) => (value == null || value === '' ? {} : { value });

function fieldsOf(part: SetUpPart, given: SetUpForms): Field[] {
  switch (part) {
    case 'school':
      return schoolFields(given);
    case 'leads':
      return leadFields(given);
    case 'contacts':
      return contactFields(given);
    case 'channel':
      return [
        {
          name: 'channel',
          kind: 'channel',
          label: 'Private channel for the safeguarding leads',
          most: MOST_LINK,
          hint: 'Make it first if there is none, add Vigil to it, then choose it here; or paste the link to it.',
          ...standing(given.draft.channel?.channelId),
        },
      ];
    case 'asking':
      return askingFields(given);
  }
}

function schoolFields({ draft: { school } }: SetUpForms): Field[] {
  const phase = school?.phase ?? 'primary';
  return [
    { name: 'name', kind: 'line', label: 'Name', most: MOST_NAME, ...standing(school?.name) },
    {
      name: 'dfe_number',
      kind: 'line',
      label: 'DfE number',
      most: 20,
      optional: true,
      hint: 'Such as 123/4567; a nursery may give its Ofsted number.',
      ...standing(school?.dfeNumber),
    },
    {
      name: 'phase',
      kind: 'choice',
      label: 'Phase',
      options: options(PHASES, PHASE_LABELS),
      value: phase,
    },
    {
      name: 'type',
      kind: 'choice',
      label: 'Type',
      options: options(SETTING_TYPES, TYPE_LABELS),
      value: school?.type ?? usualType(phase),
    },
    {
      name: 'zone',
      kind: 'line',
      label: 'Time zone',
      most: 60,
      value: school?.zone ?? USUAL_SETTING.zone,
    },
  ];
}

function leadFields({ draft: { leads }, self, people }: SetUpForms): Field[] {
  const person = (
    name: 'dsl' | 'deputy' | 'head',
    label: string,
    value: string | null | undefined,
  ): Field => ({
    name,
    kind: 'person',
    label: people.length === 0 ? `${label} (e-mail address, where there is no list)` : label,
    most: MOST_CONTACT,
    options: people,
    ...standing(value),
  });
  return [
    person('dsl', 'Designated safeguarding lead (DSL)', leads?.dsl ?? self),
    { ...person('deputy', 'Deputy DSL', leads?.deputy), hint: 'Somebody else than the DSL.' },
    {
      ...person('head', 'Headteacher, or manager', leads?.head),
      hint: 'In a small school they may be one of the two above.',
    },
  ];
}

function contactFields({ draft: { contacts }, keepsChair }: SetUpForms): Field[] {
  return CONTACT_BOXES.map(([name, contact]) => ({
    name,
    kind: 'line',
    label: CONTACT_LABELS[contact],
    most: MOST_CONTACT,
    hint: contact === 'chair' && keepsChair ? CHAIR_HINT : CONTACT_HINTS[contact],
    ...standing(contacts?.[contact]),
  }));
}

export const CONTACT_LABELS: Record<keyof Contacts, string> = {
  frontDoor: 'Children’s social care',
  outOfHours: 'Out of hours',
  lado: 'LADO',
  chair: 'Chair of governors, or the equivalent',
  leadPhone: 'Lead on duty',
};
const CONTACT_HINTS: Record<keyof Contacts, string> = {
  frontDoor: 'Where concerns are referred: the front door or MASH.',
  outOfHours: 'The emergency duty team, for nights and weekends.',
  lado: 'The council’s officer for worries about adults who work with children.',
  chair: 'Name and telephone. Worries about the headteacher go here.',
  leadPhone: 'The telephone on which the safeguarding lead answers in school.',
};
const CHAIR_HINT = 'A headteacher cannot change this one: the DSL or an administrator does.';

/** What is usual, for a nursery and for everybody else. */
export function usualAsking({ school }: SetUpDraft): AskingPart {
  const { weeklyBudget, windows, askDays, digestDay, digestTime, nation } = USUAL_SETTING;
  return {
    weeklyBudget,
    windows: windows.map((window) => ({ ...window })),
    askDays: [...askDays],
    digestDay,
    digestTime,
    terms: school?.phase === 'nursery' ? 'all_year' : 'england',
    nation,
  };
}

function askingFields({ draft, isThere }: SetUpForms): Field[] {
  const asking = draft.asking ?? usualAsking(draft);
  const weekly = [1, 2, 3, 4, 5].map((n) => ({
    value: String(n),
    label: n === USUAL_SETTING.weeklyBudget ? `${n} (usual)` : String(n),
  }));
  return [
    {
      name: 'weekly',
      kind: 'choice',
      label: 'Questions a person a week',
      options: weekly,
      value: String(asking.weeklyBudget),
      hint: 'Each takes under 20 seconds. Part-timers are asked fewer.',
    },
    {
      name: 'windows',
      kind: 'line',
      label: 'Hours',
      most: 100,
      value: asking.windows.map(({ from, to }) => `${from}-${to}`).join(', '),
      hint: 'Only on school days, and only while the person is at work.',
    },
    {
      name: 'ask_days',
      kind: 'choices',
      label: 'Days',
      options: [1, 2, 3, 4, 5].map((day) => ({ value: String(day), label: weekdayName(day) })),
      value: asking.askDays.join(','),
    },
    {
      name: 'digest',
      kind: 'line',
      label: 'Weekly digest',
      most: 20,
      value: `${weekdayName(asking.digestDay).slice(0, 3)} ${asking.digestTime}`,
      hint: 'A day and a time, such as Mon 08:00.',
    },
    ...(isThere ? [] : termFields(asking)),
  ];
}

function termFields(asking: AskingPart): Field[] {
  return [
    {
      name: 'terms',
      kind: 'choice',
      label: 'Term dates',
      options: options(['england', 'all_year', 'own'], TERMS_LABELS),
      value: asking.terms,
      hint: 'Your own can be brought in from a file at any time, and “closed today” covers a snow day.',
    },
    {
      name: 'nation',
      kind: 'choice',
      label: 'Bank holidays of',
      options: options(NATIONS, NATION_LABELS),
      value: asking.nation,
    },
  ];
}
