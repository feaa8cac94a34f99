/**
 * What a press leaves behind, written in one statement: the event, the reply, the prompt's move, an action, the
 * messages' new bodies, ledger rows and wakes.
 * The rule: all of it or none; replies are only ever added, and a question has one open action however often it is
 * answered poorly. What to write is decided by the cycle.
 */
import { sql } from 'drizzle-orm';
import type { Answer } from '../domain/answer.ts';
import type { IsoWeek, LocalDate } from '../domain/local-time.ts';
import type { Message } from '../domain/message.ts';
import type { PromptState } from '../domain/prompt.ts';
import type { Kind, Verdict } from '../domain/question.ts';
import type { OrgId } from '../domain/setting.ts';
import type { StandardId } from '../domain/standard.ts';
import type { Tx } from './database.ts';
import type { LedgerEntry } from './ledger.ts';
import { rowsOf } from './rows.ts';
import type { WakeStep } from './wakes.ts';

export type NewReply = {
  replyId: string;
  promptId: string;
  revision: number;
  settingId: string;
  personId: string;
  questionId: string;
  questionVersion: number;
  kind: Kind;
  standard: StandardId;
  indicator: string;
  answer: Answer;
  verdict: Verdict;
  value: number | null;
  seconds: number;
  repliedAt: Date;
  localDate: LocalDate;
  localWeek: IsoWeek;
};

/** Every column a press may move, as it is to be afterwards; a null reply keeps the one that stands. */
export type PromptMove = {
  promptId: string;
  state: PromptState;
  replyId: string | null;
  askedAt: Date | null;
  answeredAt: Date | null;
  snoozedUntil: Date | null;
  /** keep: the ladder goes on as it was. off: it has no more rungs. now: it is looked at afresh. */
  chase: 'keep' | 'off' | 'now';
};

export type NewAction = {
  actionId: string;
  settingId: string;
  questionId: string;
  standard: StandardId;
  indicator: string;
  replyId: string;
  ownerId: string;
  openedAt: Date;
  openedWeek: IsoWeek;
  dueOn: LocalDate;
};

export type PressWrite = {
  at: Date;
  /** The press it was; null for what nobody pressed. */
  event: { platform: string; eventKey: string } | null;
  reply?: NewReply;
  move?: PromptMove;
  action?: NewAction;
  draws?: { messageId: string; body: Message }[];
  /** An `action_opened` row is added only when the action really was. */
  ledger?: LedgerEntry[];
  wakes?: { step: WakeStep; dueAt: Date }[];
};

/** Gives whether an action was opened: not when the question has one open already. */
export async function writePress(tx: Tx, org: OrgId, write: PressWrite): Promise<{ opened: boolean }> {
  const { reply, move, action, draws = [], ledger = [], wakes = [] } = write;
  const given = JSON.stringify({
    event: write.event ? [write.event] : [],
    reply: reply ? [reply] : [],
    move: move ? [move] : [],
    action: action ? [action] : [],
    draws,
    ledger,
    wakes,
  });
  const orgId = sql`${org}::uuid`;
  const at = sql`${write.at.toISOString()}::timestamptz`;
  const result = await tx.execute(sql`
with w as (select ${given}::jsonb as j),
event as (
  insert into inbound_event (org_id, platform, event_key, taken_at)
  select ${orgId}, e.platform, e."eventKey", ${at}
  from w, jsonb_to_recordset(w.j -> 'event') as e(platform text, "eventKey" text) on conflict do nothing),
said as (
  insert into reply (org_id, reply_id, prompt_id, revision, setting_id, person_id, question_id, question_version, kind,
    standard, indicator, answer, verdict, value, seconds, replied_at, local_date, local_week)
  select ${orgId}, r.* from w, jsonb_to_recordset(w.j -> 'reply') as r("replyId" uuid, "promptId" uuid, revision int,
    "settingId" uuid, "personId" uuid, "questionId" text, "questionVersion" int, kind text, standard text,
    indicator text, answer jsonb, verdict text, value float8, seconds int, "repliedAt" timestamptz,
    "localDate" date, "localWeek" text)),
moved as (
  update prompt p set state = m.state, reply_id = coalesce(m."replyId", p.reply_id), asked_at = m."askedAt",
    answered_at = m."answeredAt", snoozed_until = m."snoozedUntil",
    chase_at = case m.chase when 'off' then null when 'now' then ${at} else p.chase_at end
  from w, jsonb_to_recordset(w.j -> 'move') as m("promptId" uuid, state text, "replyId" uuid, "askedAt" timestamptz,
    "answeredAt" timestamptz, "snoozedUntil" timestamptz, chase text)
  where p.org_id = ${org} and p.prompt_id = m."promptId"),
opened as (
  insert into action (org_id, action_id, setting_id, question_id, standard, indicator, reply_id, owner_id, opened_at,
    opened_week, due_on)
  select ${orgId}, a.* from w, jsonb_to_recordset(w.j -> 'action') as a("actionId" uuid, "settingId" uuid,
    "questionId" text, standard text, indicator text, "replyId" uuid, "ownerId" uuid, "openedAt" timestamptz,
    "openedWeek" text, "dueOn" date)
  on conflict (org_id, setting_id, question_id) where state = 'open' do nothing returning action_id),
drawn as (
  update message m set body = d.body, revision = m.revision + 1
  from w, jsonb_to_recordset(w.j -> 'draws') as d("messageId" uuid, body jsonb)
  where m.org_id = ${org} and m.message_id = d."messageId"),
noted as (
  insert into ledger (org_id, entry_id, at, kind, subject, actor, facts)
  select ${orgId}, l.* from w, jsonb_to_recordset(w.j -> 'ledger') as l("entryId" uuid, at timestamptz, kind text,
    subject text, actor uuid, facts jsonb)
  where l.kind <> 'action_opened' or exists (select from opened)),
woken as (
  insert into wake (org_id, step, due_at)
  select ${orgId}, k.step, k."dueAt" from w, jsonb_to_recordset(w.j -> 'wakes') as k(step text, "dueAt" timestamptz)
  on conflict (org_id, step) do update set due_at = least(wake.due_at, excluded.due_at))
select exists(select from opened) as opened`);
  return { opened: rowsOf<{ opened: boolean }>(result)[0]?.opened === true };
}
