/**
 * Which rows each class of record has that could be removed once they are past their time, and how they are removed.
 * The rule: a row that is still at work is not among them: an open question, an open alert, a message that may be
 * drawn again, an answer an action rests on. Periods are domain/retention's; holds are looked at by store/retention.
 */
import { type SQL, sql } from 'drizzle-orm';
import type { LocalDate } from '../domain/local-time.ts';
import type { TimedClass } from '../domain/retention.ts';
import type { OrgId } from '../domain/setting.ts';

/** Whose rows, and the setting's own day. */
export type Whose = { org: OrgId; settingId: string; zone: string; today: LocalDate; now: Date };

/**
 * `rows` selects id (text), person (uuid or null) and moment; `remove` takes the ids that `due` selects. Where a row is
 * about more people than that one, `others` (uuid[]) has them, and a hold on any of them keeps it.
 */
type Removal = {
  rows(whose: Whose): SQL;
  hasOthers?: true;
  /** `entryId` is for the ledger's row, where the removal writes it. */
  remove(whose: Whose, entryId: string): SQL;
};

const at = (moment: Date) => sql`${moment.toISOString()}::timestamptz`;

/** Everybody of the setting who works in none any more, with the day after the last they worked. */
const leavers = ({ org, settingId, zone, today }: Whose): SQL => sql`
  select p.person_id, (max(m.leaves_on) + 1)::timestamp at time zone ${zone} as left_at
  from person p join membership m on m.org_id = p.org_id and m.person_id = p.person_id
  where p.org_id = ${org} and p.erased_at is null and exists (select from membership own
    where own.org_id = p.org_id and own.person_id = p.person_id and own.setting_id = ${settingId})
  group by p.person_id
  having bool_and(m.state = 'left' or m.leaves_on < ${today}::date) and max(m.leaves_on) < ${today}::date`;

/** The prompts an alert is about. */
const isAlerted = (zone: string) => sql`(p.org_id = a.org_id and p.setting_id = a.setting_id and case a.kind
  when 'overdue_attestations' then p.kind = 'attestation' and p.overdue_at is not null
    and (p.overdue_at at time zone ${zone})::date::text = a.subject
  else p.prompt_id::text = a.subject end)`;
/** Everybody such an alert names: whom the prompts were put to, who took it on, and whose concern it may be. */
const peopleOf = (zone: string) => sql`array(select p.person_id from prompt p where ${isAlerted(zone)})
  || a.acknowledged_by || a.person_id`;

/** A message whose words have been taken out. */
const isEmptied = sql`(m.body ->> 'summary' = '' and m.body -> 'blocks' = '[]'::jsonb)`;
/** The alert it tells of is still somebody's to take on. */
const isAlerting = sql`exists (select from alert a where a.org_id = m.org_id and a.alert_id = m.alert_id
  and a.state = 'open')`;

export const REMOVALS: Record<Exclude<TimedClass, 'leavers'>, Removal> = {
  notes: {
    rows: ({ org, settingId }) => sql`
      select reply_id::text as id, person_id as person, written_at as moment from note
      where org_id = ${org} and setting_id = ${settingId}`,
    remove: ({ org }) => sql`
      delete from note using due where org_id = ${org} and reply_id = due.id::uuid returning 1`,
  },
  actions: {
    hasOthers: true,
    // Its owner's, and whoever's answer opened it.
    rows: ({ org, settingId }) => sql`
      select a.action_id::text as id, a.owner_id as person, a.closed_at as moment, array[r.person_id] as others
      from action a join reply r on r.org_id = a.org_id and r.reply_id = a.reply_id
      where a.org_id = ${org} and a.setting_id = ${settingId} and a.state <> 'open' and a.closed_at is not null`,
    remove: ({ org }) => sql`
      delete from action using due where org_id = ${org} and action_id = due.id::uuid returning 1`,
  },
  answers: {
    rows: ({ org, settingId }) => sql`
      select r.reply_id::text as id, r.person_id as person, r.replied_at as moment from reply r
      where r.org_id = ${org} and r.setting_id = ${settingId}
        and not exists (select from action a where a.org_id = r.org_id and a.reply_id = r.reply_id)`,
    // The program may not delete a reply: the one function that may takes all of the setting up to a moment, and says so
    // in the ledger itself.
    remove: ({ settingId, today, now }, entryId) => sql`
      select generate_series(1, remove_replies(${settingId},
        (select coalesce(max(moment) + interval '1 microsecond', '-infinity') from due), ${entryId}::uuid, ${at(now)},
        ${today}::date))`,
  },
  questions: {
    rows: ({ org, settingId, zone, now }) => sql`
      select p.prompt_id::text as id, p.person_id as person, p.ask_at as moment from prompt p
      where p.org_id = ${org} and p.setting_id = ${settingId} and p.closes_at < ${at(now)}
        and not exists (select from reply r where r.org_id = p.org_id and r.prompt_id = p.prompt_id)
        and not exists (select from alert a where a.state <> 'closed' and ${isAlerted(zone)})`,
    remove: ({ org }) => sql`
      delete from prompt using due where org_id = ${org} and prompt_id = due.id::uuid returning 1`,
  },
  messages: {
    hasOthers: true,
    rows: ({ org, settingId, zone, now }) => sql`
      select m.message_id::text as id, m.person_id as person, m.not_before as moment,
        (select ${peopleOf(zone)} from alert a where a.org_id = m.org_id and a.alert_id = m.alert_id) as others
      from message m
      where m.org_id = ${org} and m.setting_id = ${settingId} and m.state <> 'sending' and not ${isEmptied}
        and not ${isAlerting}
        and not exists (select from message_prompt b join prompt p
          on p.org_id = b.org_id and p.prompt_id = b.prompt_id
          where b.org_id = m.org_id and b.message_id = m.message_id and p.closes_at >= ${at(now)})`,
    remove: ({ org }) => sql`
      update message m set body = jsonb_build_object('kind', m.kind, 'summary', '', 'blocks', '[]'::jsonb),
        platform_id = null, doubt_token = null, claim = null, leased_until = null, drawn_revision = m.revision,
        state = case when m.state in ('pending', 'unknown', 'held') then 'withdrawn' else m.state end
      from due where m.org_id = ${org} and m.message_id = due.id::uuid returning 1`,
  },
  outlines: {
    rows: ({ org, settingId }) => sql`
      select m.message_id::text as id, m.person_id as person, m.not_before as moment from message m
      where m.org_id = ${org} and m.setting_id = ${settingId} and ${isEmptied}
        and m.state in ('sent', 'failed', 'withdrawn') and not ${isAlerting}
        and not exists (select from message_prompt b where b.org_id = m.org_id and b.message_id = m.message_id)`,
    remove: ({ org }) => sql`
      delete from message using due where org_id = ${org} and message_id = due.id::uuid returning 1`,
  },
  concern_alerts: {
    hasOthers: true,
    rows: ({ org, settingId }) => sql`
      select alert_id::text as id, person_id as person, opened_at as moment, array[acknowledged_by] as others from alert
      where org_id = ${org} and setting_id = ${settingId} and kind = 'concern' and state <> 'open'`,
    remove: ({ org }) => sql`
      delete from alert using due where org_id = ${org} and alert_id = due.id::uuid returning 1`,
  },
  alerts: {
    hasOthers: true,
    rows: ({ org, settingId, zone }) => sql`
      select a.alert_id::text as id, a.acknowledged_by as person, a.opened_at as moment, ${peopleOf(zone)} as others
      from alert a
      where a.org_id = ${org} and a.setting_id = ${settingId} and a.kind <> 'concern' and a.state <> 'open'`,
    remove: ({ org }) => sql`
      delete from alert using due where org_id = ${org} and alert_id = due.id::uuid returning 1`,
  },
  charges: {
    hasOthers: true,
    rows: ({ org, settingId, zone }) => sql`
      select c.charge_id::text as id, c.named_id as person, c.charged_on::timestamp at time zone ${zone} as moment,
        array(select n.person_id from naming n where n.org_id = c.org_id and n.charge_id = c.charge_id)
          || array(select n.said_by from naming n where n.org_id = c.org_id and n.charge_id = c.charge_id)
          || c.asked_of as others
      from charge c where c.org_id = ${org} and c.setting_id = ${settingId} and c.alert_id is null`,
    remove: ({ org }) => sql`
      delete from charge using due where org_id = ${org} and charge_id = due.id::uuid returning 1`,
  },
  trips: {
    rows: ({ org, settingId, zone }) => sql`
      select t.trip_id::text as id, t.said_by as person, (t.ends_on + 1)::timestamp at time zone ${zone} as moment
      from trip t where t.org_id = ${org} and t.setting_id = ${settingId}
        and not exists (select from charge c where c.org_id = t.org_id and c.trip_id = t.trip_id)`,
    remove: ({ org }) => sql`
      delete from trip using due where org_id = ${org} and trip_id = due.id::uuid returning 1`,
  },
  digests: {
    rows: ({ org, settingId }) => sql`
      select week as id, null::uuid as person, as_of as moment from digest
      where org_id = ${org} and setting_id = ${settingId}`,
    remove: ({ org, settingId }) => sql`
      delete from digest using due where org_id = ${org} and setting_id = ${settingId} and week = due.id
      returning 1`,
  },
  addresses: {
    rows: (whose) => sql`
      select l.person_id::text as id, l.person_id as person, l.left_at as moment from (${leavers(whose)}) l
      join address a on a.org_id = ${whose.org} and a.person_id = l.person_id`,
    remove: ({ org }) => sql`
      delete from address using due where org_id = ${org} and person_id = due.id::uuid returning 1`,
  },
  events: {
    rows: ({ org }) => sql`
      select platform || ' ' || event_key as id, null::uuid as person, taken_at as moment from inbound_event
      where org_id = ${org} and (leased_until is null or leased_until < now())`,
    remove: ({ org }) => sql`
      delete from inbound_event using due where org_id = ${org} and platform || ' ' || event_key = due.id
      returning 1`,
  },
  board: {
    rows: ({ org }) => sql`
      select 'link ' || link_hash as id, person_id as person, expires_at as moment from board_link
      where org_id = ${org}
      union all
      select 'session ' || session_hash, person_id, least(closed_at, expires_at) from board_session
      where org_id = ${org}`,
    remove: ({ org }) => sql`
      delete from board_session using due where org_id = ${org} and 'session ' || session_hash = due.id
      returning 1`,
  },
  set_ups: {
    rows: ({ org }) => sql`
      select set_up_id::text as id, null::uuid as person, touched_at as moment from set_up where org_id = ${org}`,
    remove: ({ org }) => sql`
      delete from set_up using due where org_id = ${org} and set_up_id = due.id::uuid returning 1`,
  },
  members: {
    rows: ({ org }) => sql`
      select m.token as id, null::uuid as person, m.seen_at as moment from member m
      where m.org_id = ${org} and m.standing = 'gone' and not exists (select from address a
        where a.org_id = m.org_id and a.installation_id = m.installation_id and a.user_id = m.user_id)`,
    remove: ({ org }) => sql`
      delete from member using due where org_id = ${org} and token = due.id returning 1`,
  },
};

/** What goes with the rows of a class, first. */
export const GOES_WITH: Partial<Record<TimedClass, (whose: Whose) => SQL>> = {
  questions: ({ org }) => sql`
    delete from message_prompt using due where org_id = ${org} and prompt_id = due.id::uuid returning 1`,
  charges: ({ org }) => sql`
    delete from naming using due where org_id = ${org} and charge_id = due.id::uuid returning 1`,
  addresses: ({ org }) => sql`
    delete from chat_reference c using due join address a on a.org_id = ${org} and a.person_id = due.id::uuid
    where c.org_id = ${org} and c.kind = 'person' and c.installation_id = a.installation_id
      and c.chat_id = a.user_id returning 1`,
  members: ({ org }) => sql`
    delete from chat_reference c using due join member m on m.org_id = ${org} and m.token = due.id
    where c.org_id = ${org} and c.kind = 'person' and c.installation_id = m.installation_id
      and c.chat_id = m.user_id returning 1`,
  board: ({ org }) => sql`
    delete from board_link using due where org_id = ${org} and 'link ' || link_hash = due.id returning 1`,
};

/** Everybody of the setting who has left and is still known by name. */
export const leaverRows = (whose: Whose): SQL => sql`
  select l.person_id::text as id, l.person_id as person, l.left_at as moment from (${leavers(whose)}) l`;
