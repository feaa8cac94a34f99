/**
 * Everything that must be known about a press, locked and read once.
 * The rule: messages are locked before prompts, as delivery does, and reading comes in statements of its own after
 * the locks, so whoever waited sees what the other left. All three travel together, so a server is waited for once;
 * each is short enough for it to keep the plan.
 * Who may do what is left to the cycle.
 */
import { type SQL, sql } from 'drizzle-orm';
import type { Answer } from '../domain/answer.ts';
import type { LocalDate } from '../domain/local-time.ts';
import type { PromptState } from '../domain/prompt.ts';
import type { Question, Verdict } from '../domain/question.ts';
import type { OrgId, Person, Setting } from '../domain/setting.ts';
import type { Tx } from './database.ts';
import { rowsOf } from './rows.ts';
import type { MessageState } from './schema/messages.ts';

export type Press = {
  platform: 'local' | 'slack' | 'teams';
  externalId: string;
  userId: string;
  eventKey: string;
  token: string;
};

/** A prompt on a message, and where it stands. */
export type ShownPrompt = {
  promptId: string;
  personId: string;
  token: string;
  occurrence: string;
  state: PromptState;
  choiceOrder: string[] | null;
  seconds: number;
  dueOn: LocalDate | null;
  askedAt: Date | null;
  answeredAt: Date | null;
  closesAt: Date;
  snoozedUntil: Date | null;
  question: Question;
  checkLocally: boolean;
  /** The one that stands; earlier ones are kept behind it. */
  reply: {
    replyId: string;
    revision: number;
    answer: Answer;
    verdict: Verdict;
    repliedAt: Date;
    hasNote: boolean;
  } | null;
  /** The action open about this question in the setting, whoever opened it. */
  action: { ownerId: string; dueOn: LocalDate } | null;
  /** Somebody else was given it after "Not me". */
  handedOn: boolean;
  /** Of a check that came by "Not me" or an absence: whose it was. */
  behalfOf?: string | null;
};

export type ShownMessage = {
  messageId: string;
  platformId: string | null;
  state: MessageState;
  promptIds: string[];
};

export type Pressed = {
  /** Who pressed; null for somebody this workspace's list does not know. */
  presserId: string | null;
  /** This very event was taken before. */
  taken: boolean;
  /** Null when the token is not one of the organisation's. */
  about: {
    prompt: ShownPrompt;
    setting: Setting;
    /** Leads of the setting, and the presser where they belong to it. */
    people: Person[];
    /** Every message that bears the prompt, oldest first, and every prompt on those. */
    messages: ShownMessage[];
    prompts: ShownPrompt[];
    /** Notes are offered, where a question takes one: the reader has what they need for it. */
    notes?: boolean;
  } | null;
};

export async function readPressed(tx: Tx, org: OrgId, press: Press): Promise<Pressed> {
  const [, asked, stood] = await Promise.all([
    tx.execute(lockAll(org, press.token)),
    tx.execute(readPlace(org, press)),
    tx.execute(readPrompts(org, press.token)),
  ]);
  const [place] = rowsOf<PlaceRow>(asked);
  const [row] = rowsOf<PromptsRow>(stood);
  if (!place || !row) throw new Error('A read of a press gave no row');
  const { presserId, taken } = place;
  const prompts = (row.prompts ?? []).map(promptOf);
  const prompt = prompts.find((each) => each.token === press.token);
  if (!prompt || place.setting === null) return { presserId, taken, about: null };
  const setting: Setting = {
    ...place.setting,
    channel: null,
    calendar: { halfTerms: place.halfTerms ?? [], closures: place.closures ?? [] },
  };
  return {
    presserId,
    taken,
    about: { prompt, setting, people: place.people ?? [], messages: row.messages ?? [], prompts },
  };
}

/** Messages first, then the prompt and those that share a message with it: a card is drawn whole. */
const lockAll = (org: OrgId, token: string): SQL => sql`
  with t as materialized (select prompt_id from prompt where org_id = ${org} and token = ${token}),
  bearing as materialized (
    select message_id from message_prompt where org_id = ${org} and prompt_id = (select prompt_id from t)),
  borne as materialized (
    select prompt_id from message_prompt where org_id = ${org} and message_id = any(array(select message_id from bearing))),
  messages as materialized (
    select message_id from message where org_id = ${org} and message_id = any(array(select message_id from bearing))
    order by message_id for update),
  prompts as materialized (
    select prompt_id from prompt where org_id = ${org}
      and prompt_id = any(array(select prompt_id from borne union select prompt_id from t))
    order by prompt_id for update)
  select (select count(*) from messages) as messages, (select count(*) from prompts) as prompts`;

/** Who pressed, whether this event was taken before, and the setting the question belongs to. */
const readPlace = (org: OrgId, press: Press): SQL => sql`
  with t as (select setting_id from prompt where org_id = ${org} and token = ${press.token}),
  who as (
    select a.person_id from address a
    join installation i on i.org_id = a.org_id and i.installation_id = a.installation_id
    where a.org_id = ${org} and i.platform = ${press.platform} and i.external_id = ${press.externalId}
      and a.user_id = ${press.userId})
  select (select person_id from who) as "presserId",
    exists(select from inbound_event e
      where e.org_id = ${org} and e.platform = ${press.platform} and e.event_key = ${press.eventKey}) as taken,
    (select jsonb_build_object('id', s.setting_id, 'ref', s.ref, 'name', s.name, 'phase', s.phase, 'zone', s.zone,
        'edition', s.edition, 'weeklyBudget', s.weekly_budget, 'windows', s.windows, 'askDays', s.ask_days,
        'digestDay', s.digest_day, 'digestTime', s.digest_time, 'contacts', s.contacts)
      from setting s where s.org_id = ${org} and s.setting_id = (select setting_id from t)) as setting,
    (select jsonb_agg(jsonb_build_object('name', h.name, 'term', h.term, 'startsOn', h.starts_on, 'endsOn', h.ends_on)
        order by h.starts_on)
      from half_term h where h.org_id = ${org} and h.setting_id = (select setting_id from t)) as "halfTerms",
    (select jsonb_agg(jsonb_build_object('on', c.closed_on, 'reason', c.reason, 'name', c.name) order by c.closed_on)
      from closure c where c.org_id = ${org} and c.setting_id = (select setting_id from t)) as closures,
    (select jsonb_agg(jsonb_build_object('id', n.person_id, 'name', n.name, 'email', n.email,
        'staffRef', b.staff_ref, 'roles', b.roles, 'state', b.state, 'startsOn', b.starts_on, 'leavesOn', b.leaves_on,
        'workingDays', b.working_days, 'dayStart', b.day_start, 'dayEnd', b.day_end,
        'away', b.away, 'covers', b.covers, 'inCharge', b.in_charge) order by b.staff_ref)
      from membership b join person n on n.org_id = b.org_id and n.person_id = b.person_id
      where b.org_id = ${org} and b.setting_id = (select setting_id from t)
        and (b.roles && array['dsl', 'deputy_dsl', 'headteacher']
          or b.person_id = (select person_id from who))) as people`;

/**
 * Every message that bears the prompt, and where each prompt on them stands. Keys are given as arrays, so that a
 * plan kept from when the tables were small still goes by them.
 */
const readPrompts = (org: OrgId, token: string): SQL => sql`
  with t as (select prompt_id from prompt where org_id = ${org} and token = ${token}),
  shown as (
    select message_id, platform_id, state, created_at from message
    where org_id = ${org} and state not in ('withdrawn', 'failed') and message_id = any(array(
      select message_id from message_prompt where org_id = ${org} and prompt_id = (select prompt_id from t)))),
  borne as (
    select message_id, prompt_id, position from message_prompt
    where org_id = ${org} and message_id = any(array(select message_id from shown)))
  select
    (select jsonb_agg(jsonb_build_object('messageId', m.message_id, 'platformId', m.platform_id, 'state', m.state,
        'promptIds', (select jsonb_agg(prompt_id order by position) from borne where message_id = m.message_id))
      order by m.created_at, m.message_id) from shown m) as messages,
    (select jsonb_agg(jsonb_build_object('promptId', p.prompt_id, 'personId', p.person_id, 'token', p.token,
        'occurrence', p.occurrence, 'state', p.state, 'choiceOrder', p.choice_order, 'seconds', p.seconds,
        'dueOn', p.due_on, 'askedAt', p.asked_at, 'answeredAt', p.answered_at, 'closesAt', p.closes_at,
        'snoozedUntil', p.snoozed_until,
        'question', (select v.body from question_version v where v.org_id = p.org_id
          and v.question_id = p.question_id and v.version = p.question_version),
        'approvedAt', (select q.approved_at from setting_question q where q.org_id = p.org_id
          and q.setting_id = p.setting_id and q.question_id = p.question_id),
        'reply', (select jsonb_build_object('replyId', r.reply_id, 'revision', r.revision, 'answer', r.answer,
          'verdict', r.verdict, 'repliedAt', r.replied_at, 'hasNote', exists(select from note n
            where n.org_id = r.org_id and n.reply_id = r.reply_id)) from reply r where r.org_id = p.org_id and r.reply_id = p.reply_id),
        'action', (select jsonb_build_object('ownerId', x.owner_id, 'dueOn', x.due_on) from action x
          where x.org_id = p.org_id and x.setting_id = p.setting_id and x.question_id = p.question_id
            and x.state = 'open'),
        'behalfOf', (select f.person_id from prompt f where f.org_id = p.org_id and f.prompt_id = p.handed_from
          and p.kind = 'duty'),
        'handedOn', exists(select from prompt n where n.org_id = p.org_id and n.setting_id = p.setting_id
          and n.question_id = p.question_id and n.occurrence = p.occurrence and n.handed_from = p.prompt_id)))
      from prompt p
      where p.org_id = ${org} and p.prompt_id = any(array(select prompt_id from borne union select prompt_id from t))
    ) as prompts`;

/** As it comes out of json: moments are text, in UTC. */
type PromptRow = Omit<
  ShownPrompt,
  'askedAt' | 'answeredAt' | 'closesAt' | 'snoozedUntil' | 'checkLocally' | 'reply'
> & {
  askedAt: string | null;
  answeredAt: string | null;
  closesAt: string;
  snoozedUntil: string | null;
  approvedAt: string | null;
  reply: (Omit<NonNullable<ShownPrompt['reply']>, 'repliedAt'> & { repliedAt: string }) | null;
};

type PlaceRow = {
  presserId: string | null;
  taken: boolean;
  setting: Omit<Setting, 'calendar' | 'channel'> | null;
  halfTerms: Setting['calendar']['halfTerms'] | null;
  closures: Setting['calendar']['closures'] | null;
  people: Person[] | null;
};

type PromptsRow = { messages: ShownMessage[] | null; prompts: PromptRow[] | null };

function promptOf({ approvedAt, ...row }: PromptRow): ShownPrompt {
  return {
    ...row,
    askedAt: momentOf(row.askedAt),
    answeredAt: momentOf(row.answeredAt),
    closesAt: new Date(row.closesAt),
    snoozedUntil: momentOf(row.snoozedUntil),
    checkLocally: row.question.confidence === 'check-locally' && approvedAt === null,
    reply: row.reply && { ...row.reply, repliedAt: new Date(row.reply.repliedAt) },
  };
}

const momentOf = (text: string | null): Date | null => (text === null ? null : new Date(text));
