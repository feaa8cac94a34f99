/**
 * Set-up as a list of five parts: what has been said of each, and what is still to do.
 * The rule: what is missing is named, nothing is shown as done that is not, and whoever leaves finds it as they left it.
 * The forms are set-up-form's; what came of it is set-up-done's.
 */
import { frameworkLine, frameworkOf, TYPE_LABELS } from '../domain/framework.ts';
import { weekdayName } from '../domain/local-time.ts';
import type { Block, Message } from '../domain/message.ts';
import {
  type ChannelPart,
  missingParts,
  NEEDED_PARTS,
  SET_UP_PARTS,
  type SetUpDraft,
  type SetUpPart,
} from '../domain/set-up-draft.ts';
import {
  PART_NAMES,
  PHASE_LABELS,
  partWords,
  type SetUpForms,
  setUpForm,
  TERMS_LABELS,
  usualAsking,
} from './set-up-form.ts';
import { counted } from './standards-table.ts';

export type SetUpFacts = SetUpForms & {
  /** The setting that is there and is being changed; null for a new one. */
  settingName: string | null;
  /** Names of those chosen as leads, where they are known. */
  names: { dsl: string | null; deputy: string | null; head: string | null };
  /** Those that are offered: who leads a setting that is there is the staff list's. */
  parts: readonly SetUpPart[];
};

/** `notice` is what the last press did. */
export function setUpMessage(facts: SetUpFacts, notice: string | null): Message {
  const { settingName, draft, token } = facts;
  const missing = missingParts(draft).filter((part) => facts.parts.includes(part));
  const needed = NEEDED_PARTS.length;
  const summary =
    settingName !== null
      ? `Set-up of ${settingName}. Change what is to be different, and save that part.`
      : missing.length === 0
        ? 'Set-up: everything that is needed is filled in.'
        : `Set-up: ${needed - missing.length} of ${needed} parts are filled in.`;
  return {
    kind: 'set_up',
    summary,
    blocks: [
      { type: 'heading', text: settingName === null ? 'Set up Vigil' : `Set-up of ${settingName}` },
      ...(notice === null ? [] : [{ type: 'text' as const, tone: 'strong' as const, text: notice }]),
      { type: 'text', text: summary },
      ...SET_UP_PARTS.filter((part) => facts.parts.includes(part)).flatMap((part, at) =>
        partBlocks(part, at + 1, facts),
      ),
      ...(settingName === null ? endBlocks(missing, token) : []),
      {
        type: 'text',
        tone: 'quiet',
        text:
          settingName === null
            ? 'Each part is kept as you save it. Leave whenever you like, and write “setup” to go on. Nobody is asked or told anything before you finish.'
            : 'Each change holds from when you save it, and is in the record with your name.',
      },
      {
        type: 'text',
        tone: 'quiet',
        text:
          'What staff write to Vigil is examined for anything that may be about a child, and a lead is told; it will miss some. ' +
          'Vigil is not a place to report, so tell your staff whom to go to.',
      },
    ],
  };
}

/** The form of one part alone, where a platform shows it apart. */
export function setUpPartMessage(part: SetUpPart, facts: SetUpForms): Message {
  return { kind: 'set_up', summary: PART_NAMES[part], blocks: [setUpForm(part, facts)] };
}

function partBlocks(part: SetUpPart, place: number, facts: SetUpFacts): Block[] {
  const { draft } = facts;
  const isDone =
    part === 'asking' ||
    (part === 'contacts'
      ? draft.contacts !== undefined &&
        Object.values(draft.contacts).every((contact) => contact.trim() !== '')
      : draft[part] !== undefined);
  return [
    { type: 'divider' },
    { type: 'text', tone: 'strong', text: `${place}. ${PART_NAMES[part]}${isDone ? ' ✓' : ''}` },
    { type: 'list', lines: linesOf(part, facts) },
    setUpForm(part, facts),
  ];
}

function linesOf(part: SetUpPart, facts: SetUpFacts): string[] {
  const { draft, names } = facts;
  switch (part) {
    case 'school':
      return schoolLines(draft);
    case 'leads':
      return draft.leads === undefined
        ? ['The DSL, a deputy and the headteacher.']
        : [
            `DSL: ${names.dsl ?? draft.leads.dsl}`,
            `Deputy DSL: ${names.deputy ?? draft.leads.deputy}`,
            `Headteacher or manager: ${names.head ?? draft.leads.head}`,
          ];
    case 'contacts':
      return draft.contacts === undefined
        ? ['Five telephone numbers a worried person is sent to.']
        : [
            `Children’s social care: ${draft.contacts.frontDoor}`,
            `Out of hours: ${draft.contacts.outOfHours}`,
            `LADO: ${draft.contacts.lado}`,
            `Chair, or the equivalent: ${draft.contacts.chair}`,
            `Lead on duty: ${draft.contacts.leadPhone}`,
          ];
    case 'channel':
      return draft.channel === undefined
        ? ['A private channel for the leads alone, with Vigil in it.']
        : [
            facts.isThere
              ? 'It is chosen. Choose it again to have it looked at now.'
              : channelLine(draft.channel),
          ];
    case 'asking':
      return askingLines(facts);
  }
}

/** How many can read it, where the platform says: Vigil itself is one of them. */
function channelLine({ readers, looked }: ChannelPart): string {
  if (!looked)
    return 'The workspace does not let Vigil look at it. See for yourself that it is private, and that Vigil is in it.';
  if (readers === null) return 'Vigil is in it. See for yourself who else can read it.';
  return `Vigil can post there. It is private; ${counted(readers, 'member')} can read it, Vigil being one.`;
}

function schoolLines({ school }: SetUpDraft): string[] {
  if (school === undefined) return ['Its name, phase and type.'];
  const { name, dfeNumber, phase, type, zone } = school;
  return [
    `${name}${dfeNumber === null ? '' : `, DfE number ${dfeNumber}`}`,
    `${PHASE_LABELS[phase]}; ${TYPE_LABELS[type].toLowerCase()}; ${zone}`,
    frameworkLine(frameworkOf({ phase, type })),
  ];
}

function askingLines({ draft, isThere }: SetUpFacts): string[] {
  const { weeklyBudget, windows, askDays, digestDay, digestTime, terms } = draft.asking ?? usualAsking(draft);
  const hours = windows.map(({ from, to }) => `${from} to ${to}`).join(' and ');
  return [
    `${counted(weeklyBudget, 'question')} a person a week, ${hours}, on ${askDays.map(weekdayName).join(', ')}`,
    `Digest: ${weekdayName(digestDay)} ${digestTime}`,
    isThere
      ? 'Term dates: write “calendar” to see them.'
      : `Term dates: ${TERMS_LABELS[terms]}${draft.asking === undefined ? '. All as is usual.' : ''}`,
  ];
}

function endBlocks(missing: readonly SetUpPart[], token: string): Block[] {
  if (missing.length > 0)
    return [
      { type: 'divider' },
      {
        type: 'text',
        tone: 'warn',
        text: `Still to do: ${missing.map((part) => partWords(part)).join(', ')}. Nobody is asked anything before that.`,
      },
    ];
  return [
    { type: 'divider' },
    {
      type: 'buttons',
      buttons: [{ label: 'Finish set-up', act: { verb: 'finish_set_up', token }, style: 'primary' }],
    },
  ];
}
