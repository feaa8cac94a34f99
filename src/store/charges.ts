/**
 * Who is in charge, as it is kept: one question a place and day, what was said to it, and the trips.
 * The rule: what was said is added and never changed; the question's row and its person's place in the setting follow in
 * the same transaction. A row is locked before anything is decided about it.
 */
import { and, arrayOverlaps, asc, eq, gte, isNotNull, isNull, lte, or, sql } from 'drizzle-orm';
import type { ChargeDay, ChargePlace, Said, Went } from '../domain/charge.ts';
import { IN_CHARGE_DAYS } from '../domain/in-charge.ts';
import { addDays, type LocalDate } from '../domain/local-time.ts';
import type { Message } from '../domain/message.ts';
import type { OrgId } from '../domain/setting.ts';
import type { Tx } from './database.ts';
import { address, alert, charge, membership, message, naming } from './schema/index.ts';
import type { MessageState } from './schema/messages.ts';

/** An alert of a day longer past than this has long been closed. */
const LOOKED_BACK = 60;

export type Charge = typeof charge.$inferSelect;

/** False where this place has been asked about that day. */
export async function insertCharge(
  tx: Tx,
  org: OrgId,
  made: {
    chargeId: string;
    settingId: string;
    on: LocalDate;
    place: ChargePlace;
    token: string;
    askedOf: string | null;
    askedAt: Date;
    dueBy: Date;
  },
): Promise<boolean> {
  const { on, place, ...rest } = made;
  const added = await tx
    .insert(charge)
    .values({ orgId: org, ...rest, chargedOn: on, ...place })
    .onConflictDoNothing({ target: [charge.orgId, charge.settingId, charge.chargedOn, charge.place] })
    .returning({ chargeId: charge.chargeId });
  return added.length > 0;
}

/** The questions of one day, the main site's first. */
export async function listCharges(tx: Tx, settingId: string, on: LocalDate): Promise<Charge[]> {
  return tx
    .select()
    .from(charge)
    .where(and(eq(charge.settingId, settingId), eq(charge.chargedOn, on)))
    .orderBy(sql`${charge.main} desc`, sql`${charge.tripId} is not null`, asc(charge.place));
}

/** Of which something is still to be done: nobody is named of today's, or an alert is open. */
export async function listUnsettled(tx: Tx, settingId: string, today: LocalDate): Promise<Charge[]> {
  return tx
    .select()
    .from(charge)
    .where(
      and(
        eq(charge.settingId, settingId),
        gte(charge.chargedOn, addDays(today, -LOOKED_BACK)),
        or(
          isNotNull(charge.alertId),
          and(isNull(charge.namedId), isNull(charge.closedAt), eq(charge.chargedOn, today)),
        ),
      ),
    )
    .orderBy(asc(charge.chargedOn), asc(charge.place));
}

/** Locked until commit. */
export async function lockCharge(
  tx: Tx,
  by: { token: string } | { chargeId: string },
): Promise<Charge | null> {
  const [found] = await tx
    .select()
    .from(charge)
    .where('token' in by ? eq(charge.token, by.token) : eq(charge.chargeId, by.chargeId))
    .for('update');
  return found ?? null;
}

export async function findCharge(tx: Tx, chargeId: string): Promise<Charge | null> {
  const [found] = await tx.select().from(charge).where(eq(charge.chargeId, chargeId));
  return found ?? null;
}

export async function changeCharge(
  tx: Tx,
  chargeId: string,
  changes: Partial<Omit<Charge, 'orgId' | 'chargeId' | 'settingId' | 'token'>>,
): Promise<void> {
  await tx.update(charge).set(changes).where(eq(charge.chargeId, chargeId));
}

/** One more thing said, and the question as it stands by it; gives the row as it is then. */
export async function addNaming(
  tx: Tx,
  held: Charge,
  {
    namingId,
    said,
    personId,
    saidBy,
    at,
  }: { namingId: string; said: Said; personId: string | null; saidBy: string; at: Date },
): Promise<Charge> {
  const { orgId, chargeId, settingId, chargedOn: on, main } = held;
  await tx.insert(naming).values({ orgId, namingId, chargeId, said, personId, saidBy, saidAt: at });
  const stands = { said, namedId: personId, saidBy, saidAt: at };
  await changeCharge(tx, chargeId, stands);
  if (main) await placeInCharge(tx, settingId, on, personId);
  return { ...held, ...stands };
}

/** Nobody else is in charge of the main site on that day; days long gone go too. */
async function placeInCharge(
  tx: Tx,
  settingId: string,
  on: LocalDate,
  personId: string | null,
): Promise<void> {
  const earliest = addDays(on, -IN_CHARGE_DAYS);
  await tx.execute(sql`
    update membership set in_charge =
      (select coalesce(jsonb_agg(d), '[]'::jsonb) from jsonb_array_elements(in_charge) d
        where d ->> 'on' <> ${on} and d ->> 'on' >= ${earliest})
      || case when person_id = ${personId}::uuid
        then jsonb_build_array(jsonb_build_object('on', ${on}::text, 'main', true)) else '[]'::jsonb end
    where setting_id = ${settingId} and (person_id = ${personId}::uuid or in_charge <> '[]'::jsonb)`);
}

export type ChargeCopy = {
  messageId: string;
  personId: string | null;
  dedupeKey: string;
  body: Message;
  state: MessageState;
  sentAt: Date | null;
  revision: number;
};

/** Every message that asks the question or tells of it, oldest first. */
export async function listChargeCopies(tx: Tx, chargeId: string): Promise<ChargeCopy[]> {
  return tx
    .select({
      messageId: message.messageId,
      personId: message.personId,
      dedupeKey: message.dedupeKey,
      body: message.body,
      state: message.state,
      sentAt: message.sentAt,
      revision: message.revision,
    })
    .from(message)
    .where(eq(message.chargeId, chargeId))
    .orderBy(asc(message.createdAt), asc(message.messageId));
}

/** Whether what the platform knows by this id is a copy of an alert about the question. */
export async function isAlertCopy(
  tx: Tx,
  { settingId, chargeId }: Charge,
  platformId: string,
): Promise<boolean> {
  const found = await tx
    .select({ messageId: message.messageId })
    .from(alert)
    .innerJoin(message, and(eq(message.orgId, alert.orgId), eq(message.alertId, alert.alertId)))
    .where(
      and(
        eq(alert.settingId, settingId),
        eq(alert.kind, 'nobody_in_charge'),
        sql`starts_with(${alert.subject}, ${`${chargeId} `})`,
        eq(message.platformId, platformId),
      ),
    )
    .limit(1);
  return found.length > 0;
}

/** How the last copy that asks it went. */
export function wentBy(copies: readonly ChargeCopy[]): Went {
  const last = copies.at(-1);
  if (last === undefined || last.state === 'failed' || last.state === 'withdrawn') return { is: 'never' };
  return last.state === 'sent' && last.sentAt !== null ? { is: 'sent', at: last.sentAt } : { is: 'waiting' };
}

/** Questions of school days in a span, both days included, as they stand; what was closed since is not among them. */
export async function listChargeDays(
  tx: Tx,
  settingId: string,
  { from, to }: { from: LocalDate; to: LocalDate },
): Promise<ChargeDay[]> {
  const rows = await tx
    .select({ on: charge.chargedOn, tripId: charge.tripId, namedId: charge.namedId })
    .from(charge)
    .where(
      and(
        eq(charge.settingId, settingId),
        gte(charge.chargedOn, from),
        lte(charge.chargedOn, to),
        isNull(charge.closedAt),
      ),
    )
    .orderBy(asc(charge.chargedOn));
  return rows.map(({ on, tripId, namedId }) => ({ on, isTrip: tripId !== null, named: namedId !== null }));
}

export type Unnamed = {
  token: string;
  askedAt: Date;
  asked: { personId: string; userId: string };
  /** The other leads who can be reached. */
  others: { personId: string; userId: string }[];
};

/** Questions that nobody has answered yet, with how whoever was asked presses: what simulated staff look at. */
export async function listUnnamed(tx: Tx, settingId: string): Promise<Unnamed[]> {
  const open = await tx
    .select({ token: charge.token, askedAt: charge.askedAt, askedOf: charge.askedOf })
    .from(charge)
    .where(and(eq(charge.settingId, settingId), isNull(charge.said), isNull(charge.closedAt)));
  if (open.length === 0) return [];
  const leads = await tx
    .select({ personId: address.personId, userId: address.userId })
    .from(address)
    .innerJoin(
      membership,
      and(eq(membership.orgId, address.orgId), eq(membership.personId, address.personId)),
    )
    .where(
      and(
        eq(membership.settingId, settingId),
        arrayOverlaps(membership.roles, ['dsl', 'deputy_dsl', 'headteacher']),
      ),
    )
    .orderBy(asc(membership.staffRef));
  return open.flatMap(({ token, askedAt, askedOf }) => {
    const asked = leads.find(({ personId }) => personId === askedOf);
    return asked ? [{ token, askedAt, asked, others: leads.filter((lead) => lead !== asked) }] : [];
  });
}
