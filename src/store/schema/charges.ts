/**
 * Tables: who is in charge. One question a place (a site, or a trip) and day, what was said to it, and the trips.
 * The rule: what was said is added to and never changed; the question's row holds where it stands by that.
 */
import {
  boolean,
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import type { Said } from '../../domain/charge.ts';
import type { OrgId } from '../../domain/setting.ts';
import { setting } from './organisation.ts';
import { person } from './people.ts';

export const trip = pgTable(
  'trip',
  {
    orgId: uuid('org_id').$type<OrgId>().notNull(),
    tripId: uuid('trip_id').notNull(),
    settingId: uuid('setting_id').notNull(),
    /** Words of Vigil's own, such as "Year 5 residential": never a name. */
    name: text('name').notNull(),
    startsOn: date('starts_on').notNull(),
    /** Its last day. */
    endsOn: date('ends_on').notNull(),
    saidBy: uuid('said_by').notNull(),
    saidAt: timestamp('said_at', { withTimezone: true }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.tripId] }),
    index('trip_days').on(t.orgId, t.settingId, t.endsOn),
    foreignKey({ columns: [t.orgId, t.settingId], foreignColumns: [setting.orgId, setting.settingId] }),
    foreignKey({ columns: [t.orgId, t.saidBy], foreignColumns: [person.orgId, person.personId] }),
  ],
);

/** "Who is DSL on site?", of one place and day. */
export const charge = pgTable(
  'charge',
  {
    orgId: uuid('org_id').$type<OrgId>().notNull(),
    chargeId: uuid('charge_id').notNull(),
    settingId: uuid('setting_id').notNull(),
    chargedOn: date('charged_on').notNull(),
    /** A site's name, or a trip's words. */
    place: text('place').notNull(),
    /** Null for a site. */
    tripId: uuid('trip_id'),
    /** The setting's main site: whoever is named there is the lead on duty. */
    main: boolean('main').notNull(),
    token: text('token').notNull(),
    /** Null where chat reached no lead. */
    askedOf: uuid('asked_of'),
    askedAt: timestamp('asked_at', { withTimezone: true }).notNull(),
    /** An alert is due then if nobody is named. */
    dueBy: timestamp('due_by', { withTimezone: true }).notNull(),
    /** The half hour was begun anew, because the question had not gone. */
    waited: boolean('waited').notNull().default(false),
    /** What was said last; null while nothing was. */
    said: text('said').$type<Said>(),
    namedId: uuid('named_id'),
    saidBy: uuid('said_by'),
    saidAt: timestamp('said_at', { withTimezone: true }),
    /** The open alert that nobody is named, and how many there have been. */
    alertId: uuid('alert_id'),
    alerts: integer('alerts').notNull().default(0),
    /** The school was closed that day after all, or the trip was over. */
    closedAt: timestamp('closed_at', { withTimezone: true }),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.chargeId] }),
    unique('charge_place').on(t.orgId, t.settingId, t.chargedOn, t.place),
    unique('charge_token').on(t.orgId, t.token),
    foreignKey({ columns: [t.orgId, t.settingId], foreignColumns: [setting.orgId, setting.settingId] }),
    foreignKey({ columns: [t.orgId, t.tripId], foreignColumns: [trip.orgId, trip.tripId] }),
    foreignKey({ columns: [t.orgId, t.askedOf], foreignColumns: [person.orgId, person.personId] }),
    foreignKey({ columns: [t.orgId, t.namedId], foreignColumns: [person.orgId, person.personId] }),
    foreignKey({ columns: [t.orgId, t.saidBy], foreignColumns: [person.orgId, person.personId] }),
  ],
);

/** Each thing that was said to it, by whom. */
export const naming = pgTable(
  'naming',
  {
    orgId: uuid('org_id').$type<OrgId>().notNull(),
    namingId: uuid('naming_id').notNull(),
    chargeId: uuid('charge_id').notNull(),
    said: text('said').$type<Said>().notNull(),
    /** Who was named; null where nobody was. */
    personId: uuid('person_id'),
    saidBy: uuid('said_by').notNull(),
    saidAt: timestamp('said_at', { withTimezone: true }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.namingId] }),
    index('naming_charge').on(t.orgId, t.chargeId, t.saidAt),
    foreignKey({ columns: [t.orgId, t.chargeId], foreignColumns: [charge.orgId, charge.chargeId] }),
    foreignKey({ columns: [t.orgId, t.personId], foreignColumns: [person.orgId, person.personId] }),
    foreignKey({ columns: [t.orgId, t.saidBy], foreignColumns: [person.orgId, person.personId] }),
  ],
);
