/**
 * Files a press that was kept on this machine while the record was away, and shows its presser what became of it.
 * The rule: it is judged as of the moment it was pressed, and filing it twice has one effect. Whoever was told
 * "received" sees it in the message itself, or is told in their own conversation; of a stranger nothing is kept.
 * When that is done, and in which order, is file-first's.
 */
import { z } from 'zod';
import type { IncomingPress, PressResult } from '../chat/chat.ts';
import { answerSchema } from '../domain/answer.ts';
import { lineMoment } from '../domain/line-hours.ts';
import { localDate, localTime, longDate } from '../domain/local-time.ts';
import { VERBS } from '../domain/message.ts';
import { type FiledLater, filedLaterLine } from '../messages/private-line.ts';
import type { Tx } from '../store/database.ts';
import { findRoute } from '../store/installations.ts';
import { wasTaken } from '../store/members.ts';
import { queueMessages } from '../store/messages.ts';
import { readOrganisation } from '../store/organisations.ts';
import { findByChatUser } from '../store/people.ts';
import { oweRedraw } from '../store/redraws.ts';
import { listSettings } from '../store/settings.ts';
import { wakeBy } from '../store/wakes.ts';
import type { Context, World } from './context.ts';
import { type Writer, writersIn } from './find-writers.ts';
import type { TakePress } from './take-press.ts';

export type Spooled = { press: IncomingPress; at: Date };

const form = z.strictObject({
  version: z.literal(1),
  at: z.iso.datetime(),
  press: z.strictObject({
    from: z.strictObject({
      platform: z.enum(['local', 'slack', 'teams']),
      externalId: z.string(),
      userId: z.string(),
    }),
    eventKey: z.string(),
    verb: z.enum(VERBS),
    token: z.string(),
    arg: z.string().optional(),
    after: z.number().optional(),
    platformId: z.string().optional(),
    answer: answerSchema.optional(),
  }),
});

export function spooledText({ press, at }: Spooled): string {
  return JSON.stringify({ version: 1, at: at.toISOString(), press });
}

/** Null for what is not the text of a press. */
export function readSpooled(text: string): Spooled | null {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return null;
  }
  const read = form.safeParse(given);
  if (!read.success) return null;
  const { arg, after, platformId, answer, ...press } = read.data.press;
  return {
    at: new Date(read.data.at),
    press: {
      ...press,
      ...(arg === undefined ? {} : { arg }),
      ...(after === undefined ? {} : { after }),
      ...(platformId === undefined ? {} : { platformId }),
      ...(answer === undefined ? {} : { answer }),
    },
  };
}

/** Takes it as of its own moment; where the organisation has a clock of its own, as of that clock's. */
export function fileSpooled(world: World, take: TakePress, { press, at }: Spooled): Promise<PressResult> {
  const then: World = {
    store: world.store,
    async contextFor(org) {
      const read = await world.store.within(org, (tx) => readOrganisation(tx, org));
      const { now: filedAt } = await world.contextFor(org);
      return { ...(await world.contextFor(org, read?.storedNow ?? at)), filedAt };
    },
  };
  return take(then, press);
}

/** Has the message show it, or tells the presser where the message does not. Doing it twice tells once. */
export async function showFiled(world: World, spooled: Spooled, result: PressResult): Promise<void> {
  const { press } = spooled;
  if (result.message.kind === 'stranger') return;
  await inTheirOrganisation(world, press, async (context, tx, installationId) => {
    if (result.kind !== 'redraw') return tell(context, tx, spooled, { is: 'not_filed', why: result.message });
    const { platformId } = press;
    const isOwed =
      platformId !== undefined &&
      (await oweRedraw(tx, context.org, { installationId, platformId, userId: press.from.userId }));
    if (isOwed) await wakeBy(tx, context.org, 'deliver-messages', context.now);
    // Times that were offered afresh are not shown in the message: nobody is there to choose.
    const isTooLate =
      press.verb === 'later_at' &&
      !(await wasTaken(tx, { platform: press.from.platform, eventKey: press.eventKey }));
    if (isTooLate) await tell(context, tx, spooled, { is: 'too_late' });
    else if (!isOwed) await tell(context, tx, spooled, { is: 'filed' });
  });
}

/** It cannot be filed: a fault of ours. */
export async function tellNotFiled(world: World, spooled: Spooled): Promise<void> {
  await inTheirOrganisation(world, spooled.press, (context, tx) =>
    tell(context, tx, spooled, { is: 'failed' }),
  );
}

async function inTheirOrganisation(
  world: World,
  { from }: IncomingPress,
  work: (context: Context, tx: Tx, installationId: string) => Promise<void>,
): Promise<void> {
  const route = await findRoute(world.store, from.platform, from.externalId);
  if (route === null) return;
  const context = await world.contextFor(route.org);
  await context.within((tx) => work(context, tx, route.installationId));
}

async function tell(context: Context, tx: Tx, { press, at }: Spooled, filed: FiledLater): Promise<void> {
  const { platform, externalId, userId } = press.from;
  const known = await findByChatUser(tx, platform, externalId, userId);
  const [writer] = writersIn(await listSettings(tx), known, context.now);
  // Not on the list any more: nothing is said to a stranger but where to go, and that they were told before.
  if (writer === undefined) return;
  const { setting, person } = writer;
  const moment = lineMoment(setting, person, at, context.now);
  await queueMessages(
    tx,
    context.org,
    [
      {
        messageId: context.ids.id(),
        settingId: setting.id,
        to: { personId: person.id },
        dedupeKey: `pressed:${platform}:${press.eventKey}`,
        body: filedLaterLine(whenOf(writer, at), filed),
        notBefore: moment,
        notAfter: null,
        promptIds: [],
      },
    ],
    context.now,
  );
  await wakeBy(tx, context.org, 'deliver-messages', moment);
}

function whenOf({ setting: { zone }, today }: Writer, at: Date): string {
  const on = localDate(at, zone);
  return on === today ? localTime(at, zone) : `${localTime(at, zone)}, ${longDate(on)}`;
}
