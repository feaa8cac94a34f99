/**
 * What the record holds once somebody is to judge it: the replies, the messages and the questions, and where there are
 * more rows than there may be.
 * The rule: read past the walls, in one place; what it means is check-record's and check-messages'.
 */

export type KeptMessage = {
  id: string;
  kind: string;
  state: string;
  isOwedRedraw: boolean;
  /** Milliseconds since 1970; not before then. */
  dueAt: number;
  /** Withdrawn or held, and what the record says of it is so: nothing waits for it, or a lead has been asked. */
  isExplained: boolean;
};

export type Rows = {
  replies: { token: string; revision: number; key: string | null; userId: string | null; entries: number }[];
  /** Where there are more rows than there may be. */
  doubledPrompts: number;
  doubledMessages: number;
  doubledDigests: number;
  doubledActions: number;
  messages: KeptMessage[];
  /**
   * Questions that are to be put, or have been, of which no message knows that went or will go; with their state, what
   * messages they are on.
   */
  stranded: { token: string; state: string }[];
};

const EXPLAINED = `case
  when m.state = 'held' then exists (select 1 from message n where n.org_id = m.org_id
    and n.dedupe_key like 'told:%' and n.dedupe_key like '%:' || m.doubt_token)
  when m.state <> 'withdrawn' then true
  when m.fault = 'merged' then not exists (select 1 from message_prompt b
    where b.org_id = m.org_id and b.message_id = m.message_id)
  when m.fault = 'overtaken' then exists (select 1 from message n where n.org_id = m.org_id
    and n.setting_id = m.setting_id and n.kind = m.kind and n.created_at > m.created_at)
  when m.alert_id is not null then exists (select 1 from alert a
    where a.org_id = m.org_id and a.alert_id = m.alert_id and a.state = 'closed')
  else exists (select 1 from message_prompt b where b.org_id = m.org_id and b.message_id = m.message_id)
    and not exists (select 1 from message_prompt b join prompt p on p.org_id = b.org_id and p.prompt_id = b.prompt_id
      where b.org_id = m.org_id and b.message_id = m.message_id and p.state = 'planned')
  end`;

const CARRIED = (is: string) => `exists (select 1 from message_prompt b
  join message m on m.org_id = b.org_id and m.message_id = b.message_id
  where b.org_id = p.org_id and b.prompt_id = p.prompt_id and (${is}))`;
const WENT = `m.state in ('sending', 'unknown', 'sent')`;
/** In doubt too often to be tried again, it may have arrived: a lead has been told. */
const MAY_HAVE_GONE = `${WENT} or m.fault = 'uncertain twice'`;

export const QUERIES = [
  `select p.token, r.revision, r.answer ->> 'key' as key, a.user_id as "userId",
     (select count(*)::int from ledger l where l.org_id = r.org_id and l.subject = r.prompt_id::text
       and l.kind in ('reply_recorded', 'reply_corrected')) as entries
   from reply r join prompt p using (org_id, prompt_id)
   left join address a on a.org_id = r.org_id and a.person_id = r.person_id`,
  `select count(*)::int as n from (select 1 from prompt
     group by org_id, setting_id, question_id, occurrence, person_id having count(*) > 1) d`,
  `select count(*)::int as n from (select 1 from message_prompt mp join message m using (org_id, message_id)
     where m.kind = 'prompt' group by mp.org_id, mp.prompt_id having count(*) > 1) d`,
  `select count(*)::int as n from (select 1 from message where kind = 'digest'
     group by org_id, dedupe_key having count(*) > 1) d`,
  `select count(*)::int as n from (select 1 from action where state = 'open'
     group by org_id, setting_id, question_id having count(*) > 1) d`,
  `select m.message_id as id, case when m.dedupe_key like 'told:%' then 'notice' else m.kind end as kind, m.state,
     (m.state = 'sent' and m.drawn_revision <> m.revision) as "isOwedRedraw",
     (extract(epoch from greatest(m.not_before, m.next_attempt_at)) * 1000)::float8 as "dueAt",
     ${EXPLAINED} as "isExplained"
   from message m`,
  `select p.token, p.state || coalesce((select ' on ' || string_agg(concat_ws(' ', m.kind, m.state, m.fault), ', ')
     from message_prompt b join message m using (org_id, message_id)
     where b.org_id = p.org_id and b.prompt_id = p.prompt_id), ' on nothing') as state
   from prompt p
   where (p.state = 'planned' and not ${CARRIED(`${WENT} or m.state = 'pending'`)})
     or (p.state = 'asked' and not ${CARRIED(MAY_HAVE_GONE)})
     or (p.state = 'overdue' and not ${CARRIED(WENT)})`,
] as const;

export function rowsFrom(read: Record<string, unknown>[][]): Rows {
  const [replies = [], prompts, messages, digests, actions, all = [], stranded = []] = read;
  const count = (rows: Record<string, unknown>[] | undefined) => Number(rows?.[0]?.n ?? Number.NaN);
  return {
    replies: replies as Rows['replies'],
    doubledPrompts: count(prompts),
    doubledMessages: count(messages),
    doubledDigests: count(digests),
    doubledActions: count(actions),
    messages: (all as KeptMessage[]).map((message) => ({ ...message, dueAt: Number(message.dueAt) })),
    stranded: stranded as Rows['stranded'],
  };
}
