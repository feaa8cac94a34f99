/**
 * The small file that describes a setting (examples/setting.yaml), read and checked: every fault with its line, its
 * field and its mend. The rule: a file with any fault is not used; what is left out is left to whoever saves it, and
 * never made up here. Faults are put into words by setting-fault.
 */
import { z } from 'zod';
import { type Fault, fieldName, type Path } from '../bank/fault.ts';
import { readYaml, type YamlKind } from '../bank/read-yaml.ts';
import { readChannelId } from '../domain/channel-id.ts';
import { SETTING_TYPES } from '../domain/framework.ts';
import { NATIONS } from '../domain/nation.ts';
import { PHASES } from '../domain/question.ts';
import { type KeptFor, RETENTION, TIMED } from '../domain/retention.ts';
import { type CellRead, readWorkingDays } from '../imports/people-cells.ts';
import {
  inOrder,
  isApart,
  isZone,
  readDfeNumber,
  readDigestMoment,
  readWindow,
} from '../imports/setting-cells.ts';
import { faultsOf, says } from './setting-fault.ts';

const BEGIN_AGAIN = 'A setting’s file is about thirty lines; begin again from examples/setting.yaml.';
const SETTING_FILE: YamlKind = {
  most: { bytes: 64_000, tokens: 4_000 },
  called: 'a setting’s file',
  smaller: BEGIN_AGAIN,
  fewer: BEGIN_AGAIN,
  shallower: 'Only the contacts, the windows and retention stand under another field, two spaces in.',
};

const line = (most: number) =>
  z
    .string()
    .trim()
    .min(1, says('It is empty.', 'Write something here.'))
    .max(most, says('It is too long.', `Keep it to ${most} characters.`))
    .regex(
      /^[^\p{Cc}\p{Cs}]*$/u,
      says('It holds a line break or a mark that cannot be read.', 'Write it on one line.'),
    );

/** A text that one of the staff list's own readers takes. */
const readBy = <T>(read: (text: string) => CellRead<T>) =>
  z.string().transform((text, context): T => {
    const found = read(text.trim());
    if ('ok' in found) return found.ok;
    context.addIssue({ code: 'custom', message: says(`It ${found.wrong}.`, `${sentence(found.mend)}.`) });
    return z.NEVER;
  });
const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function readChannel(text: string): CellRead<string> {
  const id = readChannelId(text);
  return id === null
    ? {
        wrong: 'is not a channel’s id',
        mend:
          'In Slack copy it from the foot of the channel’s details: it begins C. In Teams it begins 19: and stands ' +
          'in the link to the channel, which may be given whole. A name such as #leads is not enough',
      }
    : { ok: id };
}

/** A list of days is as good as a text of them. */
const asText = (given: unknown) => (Array.isArray(given) ? given.join(' ') : given);

const contact = line(160);

/** A whole number of days or months for each class that is removed in time, within what is allowed. */
const period = ({ unit, usual, least, most }: KeptFor) => {
  const range = `Give a whole number of ${unit === 'days' ? 'days' : 'months'} from ${least} to ${most}; ${usual} is usual.`;
  return z
    .number(says('It is not a whole number.', range))
    .int(says('It is not a whole number.', range))
    .min(least, says('It is too short a time.', range))
    .max(most, says('It is too long a time.', range))
    .optional();
};
const periods = z.strictObject(Object.fromEntries(TIMED.map((id) => [id, period(RETENTION[id].keep)])));

const shape = z.strictObject({
  ref: z
    .string()
    .regex(
      /^[a-z0-9][a-z0-9-]{0,39}$/,
      says('It is not a reference.', 'Use small letters, digits and hyphens, such as oak.'),
    ),
  name: line(120),
  dfe_number: readBy(readDfeNumber).optional(),
  phase: z.enum(PHASES),
  type: z.enum(SETTING_TYPES).optional(),
  nation: z.enum(NATIONS).optional(),
  workspace: z
    .string()
    .regex(
      /^[A-Za-z0-9._-]{2,64}$/,
      says(
        'It is not a workspace’s id.',
        'In Slack it begins T, in Teams it is the tenant’s id; leave it out where there is one.',
      ),
    )
    .optional(),
  channel: readBy(readChannel).optional(),
  zone: z
    .string()
    .refine(isZone, says('It is not a time zone.', 'Write one such as Europe/London.'))
    .optional(),
  contacts: z.strictObject({
    frontDoor: contact,
    outOfHours: contact,
    lado: contact,
    chair: contact,
    leadPhone: contact,
  }),
  weekly_questions: z
    .number()
    .int()
    .min(1, says('It is too few.', 'Give a whole number from 1 to 5; two is usual.'))
    .max(5, says('It is too many.', 'Give a whole number from 1 to 5; two is usual.'))
    .optional(),
  windows: z
    .array(readBy(readWindow))
    .min(1, says('It is empty.', 'Give at least one, such as 08:00-08:30, or leave windows out.'))
    .max(6, says('There are too many.', 'Give six at most.'))
    .refine(isApart, says('Two of them overlap.', 'Make one of the two, or set them apart.'))
    .transform(inOrder)
    .optional(),
  ask_days: z.preprocess(asText, readBy(readWorkingDays)).optional(),
  digest: readBy(readDigestMoment).optional(),
  sites: z
    .array(line(60))
    .min(1, says('It is empty.', 'Name the main site first, or leave sites out.'))
    .max(8, says('There are too many.', 'Give eight at most.'))
    .refine(
      (names) => new Set(names.map((name) => name.toLowerCase())).size === names.length,
      says('Two of them have the same name.', 'Give each site a name of its own.'),
    )
    .optional(),
  retention: periods.optional(),
  dsl_sees_cases: z.boolean().optional(),
});
export type SettingFile = z.infer<typeof shape>;

const fieldsAt = ([first]: Path) =>
  first === 'retention' ? TIMED : Object.keys((first === undefined ? shape : shape.shape.contacts).shape);

export type Read =
  | {
      kind: 'read';
      file: SettingFile;
      faultAt(field: keyof SettingFile, message: string, mend: string): Fault;
    }
  | { kind: 'refused'; faults: Fault[] };

export function readSettingFile(name: string, text: string): Read {
  const sheet = readYaml(name, text, SETTING_FILE);
  if (sheet.kind === 'refused') return sheet;
  const faultAt = (path: Path, message: string, mend: string): Fault => ({
    file: name,
    line: sheet.lineOf(path),
    question: null,
    field: fieldName(path),
    message,
    mend,
  });
  const result = shape.safeParse(sheet.value);
  const faults = [
    ...sheet.faults,
    ...(result.success
      ? []
      : firstOfEach(result.error.issues).flatMap((issue) => faultsOf(issue, sheet.value, faultAt, fieldsAt))),
  ].sort((one, other) => one.line - other.line || one.field.localeCompare(other.field));
  if (!result.success || faults.length > 0) return { kind: 'refused', faults };
  return {
    kind: 'read',
    file: result.data,
    faultAt: (field, message, mend) => faultAt([field], message, mend),
  };
}

/** What is not even of the right kind fails every other check too: the first says enough. */
function firstOfEach(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue[] {
  const seen = new Set<string>();
  return issues.filter((issue) => {
    const place = JSON.stringify(issue.path);
    if (issue.code === 'unrecognized_keys') return true;
    if (seen.has(place)) return false;
    seen.add(place);
    return true;
  });
}
