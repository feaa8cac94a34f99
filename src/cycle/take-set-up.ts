/**
 * Takes what is pressed and sent in set-up: the form of a part is given, a part saved, and set-up ended.
 * The rule: who may is asked of the record at every press; a part with a fault is not saved, and each fault is said
 * beside its box. The channel is looked at before it is saved, outside any transaction. Ending is finish-set-up's.
 */
import type { IncomingPress, PressResult } from '../chat/chat.ts';
import type { FieldFaults, FieldValues } from '../domain/form-field.ts';
import { SET_UP_PARTS, type SetUpDraft, type SetUpPart } from '../domain/set-up-draft.ts';
import type { Setting } from '../domain/setting.ts';
import {
  type PartRead,
  readAsking,
  readChannel,
  readContacts,
  readLeads,
  readSchool,
} from '../imports/set-up-part.ts';
import {
  CHAIR_KEPT,
  faultsLine,
  SAME_LEADS,
  savedNotice,
  UNKNOWN_ACCOUNT,
} from '../messages/set-up-lines.ts';
import { setUpPartMessage } from '../messages/set-up-list.ts';
import type { Tx } from '../store/database.ts';
import { findAccount, saveDraft } from '../store/set-ups.ts';
import type { Context } from './context.ts';
import { entering, refused, type Seated } from './enter-set-up.ts';
import { finishSetUp } from './finish-set-up.ts';
import { lookAtChoice } from './look-at-choice.ts';
import { drawSetUp, factsOf, keepsChair, partsFor } from './open-set-up.ts';
import { besideBoxes } from './press-result.ts';
import { retryDeadlock } from './retry-deadlock.ts';
import { tellOfContacts } from './tell-of-contacts.ts';
import { writeSetting } from './write-setting.ts';

export async function takeSetUp(context: Context, press: IncomingPress): Promise<PressResult> {
  const [token = '', named = ''] = press.token.split('.');
  if (press.verb === 'finish_set_up') return finishSetUp(context, press, token);
  const part = SET_UP_PARTS.find((one) => one === named);
  if (part === undefined) return refused('ended');
  const { values } = press;
  if (press.verb === 'set_up' || values === undefined)
    return context.within((tx) =>
      entering(context, tx, press, token, (seated) => openPart(tx, part, seated)),
    );
  if (part === 'channel') return takeChannel(context, press, token, values);
  return retryDeadlock(context, (tx) =>
    entering(context, tx, press, token, (seated) => savePart(context, tx, seated, part, values)),
  );
}

const faulty = (faults: FieldFaults): PressResult => besideBoxes(faults, faultsLine(faults));

async function openPart(tx: Tx, part: SetUpPart, { setUp, seat, standing }: Seated): Promise<PressResult> {
  if (!partsFor(seat.platform, standing).includes(part)) return refused('not_offered');
  return {
    kind: 'form',
    message: setUpPartMessage(part, await factsOf(tx, setUp, seat, standing)),
  };
}

async function savePart(
  context: Context,
  tx: Tx,
  seated: Seated,
  part: Exclude<SetUpPart, 'channel'>,
  values: FieldValues,
): Promise<PressResult> {
  const { seat, standing } = seated;
  if (!partsFor(seat.platform, standing).includes(part)) return refused('not_offered');
  switch (part) {
    case 'school':
      return keep(context, tx, seated, part, readSchool(values), (school) => school);
    case 'contacts':
      return keep(context, tx, seated, part, withChair(seated, readContacts(values)), (contacts) => ({
        contacts,
      }));
    case 'asking':
      return keep(
        context,
        tx,
        seated,
        part,
        readAsking(standing === null ? values : { ...values, terms: 'own', nation: standing.setting.nation }),
        ({ terms: _terms, ...asking }) => asking,
      );
    case 'leads': {
      const read = readLeads(values);
      return keep(
        context,
        tx,
        seated,
        part,
        'ok' in read ? await known(tx, seated, read.ok) : read,
        () => ({}),
      );
    }
  }
}

/** Into the draft of a new setting, or the setting itself where it is there. */
async function keep<P extends SetUpPart>(
  context: Context,
  tx: Tx,
  seated: Seated,
  part: P,
  read: PartRead<NonNullable<SetUpDraft[P]>>,
  change: (said: NonNullable<SetUpDraft[P]>) => Partial<Setting>,
): Promise<PressResult> {
  if ('faults' in read) return faulty(read.faults);
  const { setUp, seat, standing } = seated;
  if (standing === null) {
    const draft = { ...setUp.draft, [part]: read.ok };
    await saveDraft(tx, setUp.setUpId, draft, context.now);
    return redraw(tx, { ...seated, setUp: { ...setUp, draft } }, part);
  }
  const { setting: before, writer } = standing;
  const after = { ...before, ...change(read.ok) };
  const saved = await writeSetting(context, tx, { before, after, by: writer.person.id });
  if (saved.changed.includes('contacts'))
    await tellOfContacts(context, tx, { before, after, by: writer.person });
  await saveDraft(tx, setUp.setUpId, {}, context.now);
  return redraw(tx, { setUp, seat, standing: { setting: after, writer } }, part);
}

async function redraw(tx: Tx, { setUp, seat, standing }: Seated, part: SetUpPart): Promise<PressResult> {
  return { kind: 'redraw', message: await drawSetUp(tx, setUp, seat, standing, savedNotice(part)) };
}

function withChair(
  { standing }: Seated,
  read: ReturnType<typeof readContacts>,
): ReturnType<typeof readContacts> {
  if (standing === null || 'faults' in read || !keepsChair(standing.writer)) return read;
  return read.ok.chair === standing.setting.contacts.chair ? read : { faults: { chair: CHAIR_KEPT } };
}

/** Each named by the id of an account that may lead. */
async function known(
  tx: Tx,
  { setUp }: Seated,
  said: { dsl: string; deputy: string; head: string },
): Promise<PartRead<{ dsl: string; deputy: string; head: string }>> {
  const found = { ...said };
  const faults: FieldFaults = {};
  for (const lead of ['dsl', 'deputy', 'head'] as const) {
    const account = await findAccount(tx, setUp.installationId, said[lead]);
    if (account === null) faults[lead] = UNKNOWN_ACCOUNT;
    else found[lead] = account.userId;
  }
  if (Object.keys(faults).length > 0) return { faults };
  return found.dsl === found.deputy ? { faults: { deputy: SAME_LEADS } } : { ok: found };
}

/** Looked at between two transactions: what it is like there is not the record's to say. */
async function takeChannel(
  context: Context,
  press: IncomingPress,
  token: string,
  values: FieldValues,
): Promise<PressResult> {
  const read = readChannel(values);
  if ('faults' in read) return faulty(read.faults);
  const first = await context.within((tx) =>
    entering(context, tx, press, token, (seated) => openPart(tx, 'channel', seated)),
  );
  if (first.kind !== 'form') return first;
  const looked = await lookAtChoice(context, press.from, read.ok);
  if ('fault' in looked) return faulty({ channel: looked.fault });
  return retryDeadlock(context, (tx) =>
    entering(context, tx, press, token, (seated) =>
      keep(context, tx, seated, 'channel', { ok: looked.ok }, ({ channelId }) => ({
        channel: { installationId: seated.setUp.installationId, channelId },
      })),
    ),
  );
}
