/**
 * Vigil was put into a person's apps, a team or a group chat, or taken out; people joined a team it is in, or left.
 * The rule: whoever is new is asked about, so that the staff list may know them; whoever has left one team has not left
 * the school as long as another conversation still has them.
 */
import type { Member } from '../../domain/member.ts';
import type { Reference } from '../chat.ts';
import type { Desk } from './desk.ts';
import { lookUp } from './list-members.ts';
import type { Heard, Origin } from './parse.ts';

const MOST_JOINED = 50;
/** Teams looked in for somebody who has left one: more are left to the nightly list. */
const MOST_TEAMS = 10;

type Happening = Extract<Heard, { kind: 'installed' | 'taken_out' | 'joined' | 'left' }>;

export async function hearHappening(desk: Desk, origin: Origin, happening: Happening): Promise<void> {
  const { tenantId } = origin;
  const place = { platform: 'teams', externalId: tenantId } as const;
  switch (happening.kind) {
    case 'installed':
      return happening.where.kind === 'channel' ? greet(desk, origin, happening.where.id) : undefined;
    case 'taken_out':
      return desk.handlers.onTakenOut({ ...place, ...happening.where });
    case 'joined':
      // More than a few at once are left to the nightly list.
      for (const { id } of happening.accounts.slice(0, MOST_JOINED)) {
        const found = await lookUp(desk.parts, place, happening.team, id);
        if (found.kind === 'done' && found.value !== null) await desk.handlers.onMember(place, found.value);
      }
      return;
    case 'left':
      for (const { userId } of happening.accounts) {
        const now = userId === null ? null : await whereNow(desk, tenantId, userId);
        if (now !== null) await desk.handlers.onMember(place, now);
      }
  }
}

/** Once for good: a chat's id is nowhere to be read in Teams itself. */
async function greet(desk: Desk, { tenantId, wired }: Origin, chatId: string): Promise<void> {
  const event = { platform: 'teams', externalId: tenantId, eventKey: `placed|${chatId}` } as const;
  await desk.handlers.once(event, async () => {
    const to = { externalId: tenantId, kind: 'channel', id: chatId } as const;
    const said = await desk.chat.say(to, desk.notices.placed(chatId), wired);
    // Teams may bring it again, and tells of it twice in any case.
    if (said.kind !== 'sent' && said.kind !== 'refused') throw new Error('The chat was not told its id');
  });
}

/** Somebody has put Vigil into their own apps: a lead may confirm them, or the staff list has them already. */
export async function introduce(desk: Desk, tenantId: string, reference: Reference): Promise<void> {
  const place = { platform: 'teams', externalId: tenantId } as const;
  const found = await lookUp(desk.parts, place, reference, reference.id);
  if (found.kind === 'done' && found.value !== null) await desk.handlers.onMember(place, found.value);
}

/** A stranger who writes may be on the staff list by their e-mail address. */
export async function isListed(
  desk: Desk,
  tenantId: string,
  reference: Pick<Reference, 'id' | 'serviceUrl' | 'conversationId'>,
): Promise<boolean> {
  const place = { platform: 'teams', externalId: tenantId } as const;
  const found = await lookUp(desk.parts, place, reference, reference.id);
  return found.kind === 'done' && found.value !== null && desk.handlers.onMet(place, found.value);
}

/** As another conversation has them, or gone; null where that could not be told just now. */
async function whereNow({ parts }: Desk, tenantId: string, userId: string): Promise<Member | null> {
  const place = { externalId: tenantId };
  const own = await parts.references.find(tenantId, 'person', userId);
  const teams = await parts.references.list(tenantId, 'team', { after: null, limit: MOST_TEAMS });
  for (const reference of [...(own === null ? [] : [own]), ...teams]) {
    const found = await lookUp(parts, place, reference, userId);
    if (found.kind === 'done') return found.value;
    if (found.kind !== 'gone' && found.kind !== 'refused') return null;
  }
  if (teams.length === MOST_TEAMS) return null;
  return { userId, name: '', email: null, zone: null, standing: 'gone' };
}
