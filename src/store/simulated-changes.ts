/**
 * The triggers by which the simulator's database notes every change of state, in order.
 * The rule: they note and change nothing; what is noted holds ids, states and moments, never an answer or a name.
 */

/** Columns that are watched, by table; a table with none is watched for new rows alone. */
const TABLES: readonly { table: string; key: string; watched: readonly string[]; also: readonly string[] }[] =
  [
    {
      table: 'prompt',
      key: 'prompt_id',
      watched: ['state'],
      also: ['setting_id', 'person_id', 'local_week', 'asked_at', 'answered_at', 'reply_id'],
    },
    {
      table: 'message',
      key: 'message_id',
      watched: ['state', 'attempts'],
      also: ['kind', 'person_id', 'alert_id', 'doubt_token', 'next_attempt_at'],
    },
    { table: 'alert', key: 'alert_id', watched: ['state', 'level'], also: ['kind', 'subject'] },
    { table: 'membership', key: 'person_id', watched: ['state', 'leaves_on'], also: ['setting_id'] },
    { table: 'address', key: 'person_id', watched: ['state'], also: ['installation_id'] },
    { table: 'installation', key: 'installation_id', watched: ['state'], also: [] },
    { table: 'lane', key: 'installation_id', watched: ['leased_by'], also: ['leased_until'] },
    { table: 'reply', key: 'reply_id', watched: [], also: ['prompt_id', 'person_id', 'revision', 'verdict'] },
    { table: 'action', key: 'action_id', watched: ['state'], also: ['setting_id', 'closed_week'] },
    { table: 'digest', key: 'setting_id', watched: [], also: ['week', 'as_of'] },
  ];

const built = (row: 'old' | 'new', columns: readonly string[]) =>
  `jsonb_build_object(${columns.map((column) => `'${column}', ${row}.${column}`).join(', ')})`;

/** Runs as the owner, so that the program's own role need not see what is noted. */
export const WATCHED = [
  `create unlogged table simulated.change (seq bigserial primary key, at timestamptz not null, org uuid, what text not null,
     key text not null, was jsonb, is_now jsonb not null);`,
  ...TABLES.map(({ table, key, watched, also }) => {
    const columns = [...watched, ...also];
    const changed = watched.map((column) => `old.${column} is distinct from new.${column}`).join(' or ');
    const name = `simulated.note_${table}`;
    return `
    create function ${name}() returns trigger language plpgsql security definer
      set search_path = simulated, public, pg_catalog as $$
    begin
      insert into simulated.change (at, org, what, key, was, is_now) values (simulated.now(), new.org_id, '${table}',
        new.${key}::text, case tg_op when 'UPDATE' then ${built('old', columns)} end, ${built('new', columns)});
      return null;
    end $$;
    create trigger noted_new after insert on ${table} for each row execute function ${name}();
    ${
      watched.length === 0
        ? ''
        : `create trigger noted_change after update on ${table} for each row when (${changed})
             execute function ${name}();`
    }`;
  }),
].join('\n');
