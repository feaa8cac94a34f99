/**
 * Tells a lead, in private, that somebody may have a concern, and goes on from one to the next until one has it.
 * The rule: day and night, never held, and nothing of what was written: not in a row, the log or the message. While
 * the same writer's alert is open, more words are the same concern. Whom to tell is domain/concern's.
 */
import {
  type ConcernRoute,
  concernRoute,
  concernRouteOf,
  concernSubject,
  isSameConcern,
  nextTelling,
} from '../domain/concern.ts';
import { localDate } from '../domain/local-time.ts';
import type { Person } from '../domain/setting.ts';
import {
  type Alert,
  changeAlert,
  findOpenConcern,
  findStrangersConcern,
  holdConcerns,
  openAlert,
} from '../store/alerts.ts';
import type { Tx } from '../store/database.ts';
import { appendLedger } from '../store/ledger.ts';
import { queueMessages } from '../store/messages.ts';
import { wakeBy } from '../store/wakes.ts';
import type { Context } from './context.ts';
import { drawAlert } from './draw-alerts.ts';
import type { KnownSchool } from './know-school.ts';
import { ledgerEntry } from './ledger-entry.ts';

/** Gives whom it has gone to last; null where chat reaches nobody it may go to. */
export async function raiseConcern(
  context: Context,
  tx: Tx,
  school: KnownSchool,
  writerId: string,
  route: ConcernRoute,
): Promise<Person | null> {
  const { now, org, ids } = context;
  const leads = reachableOf(school, route, writerId, now);
  await holdConcerns(tx, school.setting.id, writerId);
  const open = await findOpenConcern(tx, school.setting.id, writerId, route);
  if (open !== null) return lastTold(leads, open.level);
  const [first] = leads;
  const { alert } = await openAlert(tx, org, {
    alertId: ids.id(),
    settingId: school.setting.id,
    kind: 'concern',
    subject: concernSubject(route, ids.id()),
    personId: writerId,
    token: ids.token(),
    clock: 'always',
    level: 0,
    openedAt: now,
    climbsAt: now,
  });
  await appendLedger(tx, org, [
    ledgerEntry(context, 'alert_opened', alert.alertId, { about: 'concern', told: first?.id ?? null }),
  ]);
  await goOn(context, tx, school, alert);
  return first ?? null;
}

/**
 * The same of somebody who is on no staff list, known by the day's mark alone. Whoever takes it on cannot tell who it
 * was, so what comes later than that is a concern anew: it may be graver, and nobody has heard of it.
 */
export async function raiseStrangers(
  context: Context,
  tx: Tx,
  school: KnownSchool,
  mark: string,
): Promise<void> {
  const { now, org, ids } = context;
  const { last, count } = await findStrangersConcern(tx, school.setting.id, mark);
  if (last !== null && isSameConcern(last, now)) return;
  const { alert } = await openAlert(tx, org, {
    alertId: ids.id(),
    settingId: school.setting.id,
    kind: 'concern',
    subject: concernSubject('stranger', count === 0 ? mark : `${mark}:${count + 1}`),
    token: ids.token(),
    clock: 'always',
    level: 0,
    openedAt: now,
    climbsAt: now,
  });
  const [first] = reachableOf(school, 'stranger', null, now);
  await appendLedger(tx, org, [
    ledgerEntry(context, 'alert_opened', alert.alertId, { about: 'concern', told: first?.id ?? null }),
  ]);
  await goOn(context, tx, school, alert);
}

/** One more telling: of the next who can be reached, or, with nobody left to try, of the first again. */
export async function goOn(context: Context, tx: Tx, school: KnownSchool, alert: Alert): Promise<void> {
  const { now, org } = context;
  const route = concernRouteOf(alert.subject);
  if (alert.personId === null && route !== 'stranger')
    throw new Error('An alert about a concern names nobody');
  const leads = reachableOf(school, route, alert.personId, now);
  const lead = leads[alert.level % Math.max(1, leads.length)];
  const level = lead === undefined ? alert.level : alert.level + 1;
  const climbsAt = nextTelling(now, level, leads.length);
  await changeAlert(tx, alert.alertId, { level, climbsAt });
  await wakeBy(tx, org, 'chase-overdue', climbsAt);
  if (lead === undefined) {
    context.log.warn({ alert: alert.alertId }, 'alert_has_nobody_to_go_to');
    return;
  }
  const made = {
    messageId: context.ids.id(),
    settingId: alert.settingId,
    to: { personId: lead.id },
    dedupeKey: `alert:${alert.alertId}:${level}`,
    body: drawAlert({ alert, prompts: [] }, school, lead, now),
    notBefore: now,
    notAfter: null,
    promptIds: [],
    alertId: alert.alertId,
  };
  await queueMessages(tx, org, [made], now);
  if (level > 1)
    await appendLedger(tx, org, [
      ledgerEntry(context, 'alert_climbed', alert.alertId, { level, told: lead.id }),
    ]);
  await wakeBy(tx, org, 'deliver-messages', now);
}

function lastTold(leads: readonly Person[], level: number): Person | null {
  return leads[Math.max(0, level - 1) % Math.max(1, leads.length)] ?? null;
}

function reachableOf(school: KnownSchool, route: ConcernRoute, writerId: string | null, now: Date): Person[] {
  const on = localDate(now, school.setting.zone);
  return concernRoute(school.people, route, writerId, on).filter(({ id }) => school.reachable.has(id));
}
