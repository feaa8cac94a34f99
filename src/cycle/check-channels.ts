/**
 * Looks each morning at the channel every setting's digest and alerts go to, so that what is wrong with it is told before
 * a digest would fail.
 * The rule: a lead is told in private, once a week for each thing that is wrong, and what they can do; where nothing
 * can be told, nothing is said. Looking is outside any transaction. A channel that has refused a message is
 * park-channel's to tell of.
 */
import type { ChannelLook } from '../chat/chat.ts';
import { isoWeek, localDate } from '../domain/local-time.ts';
import type { Setting } from '../domain/setting.ts';
import { tomorrowWithin } from '../domain/spread.ts';
import { type ChannelFault, channelFaultMessage } from '../messages/channel-fault.ts';
import { findInstallation } from '../store/installations.ts';
import { findParked } from '../store/parked-channels.ts';
import { listPeople } from '../store/people.ts';
import { listSettings } from '../store/settings.ts';
import type { Context, StepResult } from './context.ts';
import { tellLead } from './tell-lead.ts';

const MORNING = '06:30';
/** Looks of many settings are spread over so long, so that no workspace is asked for all at once. */
const SPREAD_SECONDS = 1_200;

export async function checkChannels(context: Context): Promise<StepResult> {
  const settings = await context.within(listSettings);
  let nextDue: Date | null = null;
  for (const setting of settings) {
    await checkOne(context, setting);
    const due = tomorrowWithin(
      context.now,
      { zone: setting.zone, from: MORNING, seconds: SPREAD_SECONDS },
      context.random,
    );
    if (nextDue === null || due < nextDue) nextDue = due;
  }
  return { counts: {}, nextDue };
}

async function checkOne(context: Context, setting: Setting): Promise<void> {
  const { channel } = setting;
  const { lookAtChannel } = context;
  if (channel === null || !lookAtChannel) return;
  const place = await context.within(async (tx) => ({
    installation: await findInstallation(tx, channel.installationId),
    isParked: (await findParked(tx, channel)) !== null,
  }));
  const { installation } = place;
  if (installation === null || installation.state !== 'live' || place.isParked) return;
  const { platform, externalId } = installation;
  const fault = faultOf(await lookAtChannel({ platform, externalId, channelId: channel.channelId }));
  if (fault === null) return;
  await context.within(async (tx) => {
    await tellLead(context, tx, {
      setting,
      people: await listPeople(tx, setting.id),
      about: null,
      key: `channel-check:${setting.id}:${channel.channelId}:${fault}:${isoWeek(localDate(context.now, setting.zone))}`,
      body: channelFaultMessage(setting.name, fault),
    });
  });
  context.log.warn({ setting: setting.id, why: fault }, 'channel_at_fault');
}

/** Null where all is well, and where nothing could be told. */
function faultOf(look: ChannelLook): ChannelFault | null {
  switch (look.kind) {
    case 'not_in':
    case 'archived':
      return look.kind;
    case 'in':
      return look.isPrivate === false ? 'public' : null;
    case 'unseen':
    case 'not_allowed':
      return null;
  }
}
