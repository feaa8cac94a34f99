/**
 * Bugs planted on purpose, to see that the checks would find them: each wraps a port, or spoils the record with a
 * trigger of its own.
 * The rule: none of it is in shipped code; each is made anew for a run, and what it spoils is put right by `mend`.
 */
import type { SendOutcome } from '../../chat/chat.ts';
import type { Message } from '../../domain/message.ts';
import { LOSING } from './losing-mutants.ts';
import { type Mutant, spoiling, wrapping } from './plant-mutant.ts';
import { buttonsOf } from './sim-staff.ts';
import { HONEST } from './sim-world.ts';

export const MUTANTS: readonly Mutant[] = [
  spoiling(
    'no_unique_key',
    'a prompt’s key no longer says that it was asked',
    'prompt',
    'insert',
    `new.occurrence := new.occurrence || ' ' || new.prompt_id;`,
  ),
  spoiling(
    'wrong_week',
    'prompts are counted in the week before',
    'prompt',
    'insert',
    `new.local_week := to_char(new.local_date - 7, 'IYYY"-W"IW');`,
  ),
  wrapping('mark_before_send', 'said to be sent before it is', () => ({
    chat: (chat) => ({
      ...chat,
      post: async (to, message, key) => {
        void chat.post(to, message, key).catch(() => undefined);
        return { kind: 'sent', platformId: `assumed-${key}` };
      },
    }),
  })),
  wrapping('unknown_as_sent', 'a send of which nothing was heard is called sent', () => ({
    chat: (chat) => ({
      ...chat,
      async post(to, message, key) {
        const outcome = await chat.post(to, message, key);
        return outcome.kind === 'ambiguous' ? { kind: 'sent', platformId: `assumed-${key}` } : outcome;
      },
    }),
  })),
  {
    name: 'no_lease',
    says: 'a claimed step and a taken lane are anybody’s still',
    make: () => ({
      ...HONEST,
      plant: `
        create function simulated.spoil_wake() returns trigger language plpgsql security definer
          set search_path = simulated, public, pg_catalog as $$ begin
            if new.leased_until is not null then new.leased_until := now(); end if;
            return new; end $$;
        create trigger aa_spoil before update on public.wake for each row execute function simulated.spoil_wake();
        create function simulated.spoil_lane() returns trigger language plpgsql security definer
          set search_path = simulated, public, pg_catalog as $$ begin
            if new.leased_until is not null then new.leased_until := now(); end if; return new; end $$;
        create trigger aa_spoil before update on public.lane for each row execute function simulated.spoil_lane();`,
    }),
    mend: `drop trigger aa_spoil on public.wake; drop function simulated.spoil_wake();
      drop trigger aa_spoil on public.lane; drop function simulated.spoil_lane();`,
  },
  spoiling(
    'no_reconcile',
    'a message left half sent by a crash is never looked at again',
    'message',
    'update',
    `if new.state = 'sending' then new.leased_until := null; end if;`,
  ),
  wrapping('ack_before_commit', 'told that it is recorded, and only then is it written', () => ({
    press: (take) => async (world, press) => {
      const told = await take(
        {
          ...world,
          async contextFor(...given) {
            const context = await world.contextFor(...given);
            return {
              ...context,
              async within(work) {
                let shown: { is: Awaited<ReturnType<typeof work>> } | null = null;
                await context
                  .within(async (tx) => {
                    shown = { is: await work(tx) };
                    throw new Error('not yet');
                  })
                  .catch(() => undefined);
                const early = shown as { is: Awaited<ReturnType<typeof work>> } | null;
                if (early === null) return context.within(work);
                void context.within(work).catch(() => undefined);
                return early.is;
              },
            };
          },
        },
        press,
      );
      return told;
    },
  })),
  spoiling(
    'reply_lost',
    'now and then a reply is not kept',
    'reply',
    'insert',
    `if right(new.prompt_id::text, 1) in ('1', '5') then return null; end if;`,
  ),
  wrapping('stolen_button', 'whoever presses is taken for whoever was asked', () => {
    const asked = new Map<string, string>();
    return {
      chat: (chat) => ({
        ...chat,
        post(to, message, key) {
          for (const token of tokensIn(message)) if (to.kind === 'person') asked.set(token, to.id);
          return chat.post(to, message, key);
        },
      }),
      press: (take) => (world, press) =>
        take(world, {
          ...press,
          from: { ...press.from, userId: asked.get(press.token) ?? press.from.userId },
        }),
    };
  }),
  wrapping('doubled_event', 'each delivery of an event is taken for another event', () => {
    let deliveries = 0;
    return {
      press: (take) => async (world, press) => {
        deliveries += 2;
        const first = await take(world, { ...press, eventKey: `${press.eventKey} ${deliveries}` });
        await take(world, { ...press, eventKey: `${press.eventKey} ${deliveries + 1}` });
        return first;
      },
    };
  }),
  {
    name: 'holiday_ignored',
    says: 'half terms, INSET days and bank holidays are school days',
    make: () => ({
      ...HONEST,
      plant: `delete from public.closure; update public.half_term set ends_on = ends_on + 9;`,
    }),
    mend: null,
  },
  spoiling(
    'outside_hours',
    'everybody is taken to work day and night',
    'membership',
    'insert or update',
    `new.day_start := '00:00'; new.day_end := '23:59'; new.working_days := '{1,2,3,4,5,6,7}';
     update public.setting set windows = '[{"from":"20:15","to":"23:00"}]' where org_id = new.org_id;`,
  ),
  spoiling(
    'leaver_asked',
    'nobody is ever known to have left',
    'membership',
    'update',
    `new.state := old.state; new.leaves_on := old.leaves_on;`,
  ),
  spoiling(
    'alert_after_answer',
    'what is overdue stays so when it has been answered',
    'prompt',
    'update',
    `if old.state = 'overdue' and new.state = 'answered' then new.state := 'overdue'; end if;`,
  ),
  {
    name: 'double_digest',
    says: 'that a week’s digest was made is forgotten, and it is made again',
    make: () => ({
      ...HONEST,
      steps: (steps) => ({
        ...steps,
        'send-digests': async (context) => {
          await steps['send-digests'](context);
          return steps['send-digests'](context);
        },
      }),
      plant: `
        create function simulated.spoil_digest() returns trigger language plpgsql security definer
          set search_path = simulated, public, pg_catalog as $$ begin
            delete from public.digest where org_id = new.org_id and setting_id = new.setting_id and week = new.week;
            return null; end $$;
        create trigger zz_spoil after insert on public.digest for each row execute function simulated.spoil_digest();
        create function simulated.spoil_key() returns trigger language plpgsql security definer
          set search_path = simulated, public, pg_catalog as $$ begin
            if new.kind = 'digest' then new.dedupe_key := new.dedupe_key || new.message_id; end if;
            return new; end $$;
        create trigger aa_spoil before insert on public.message for each row execute function simulated.spoil_key();`,
    }),
    mend: `drop trigger zz_spoil on public.digest; drop function simulated.spoil_digest();
      drop trigger aa_spoil on public.message; drop function simulated.spoil_key();`,
  },
  spoiling(
    'digest_miscounts',
    'a digest says one more was asked than was',
    'digest',
    'insert',
    `new.facts := jsonb_set(new.facts, '{participation,asked}',
       to_jsonb((new.facts #>> '{participation,asked}')::int + 1));`,
  ),
  wrapping('tenant_leak', 'now and then one school is sent what was for the other', () => {
    const last = new Map<string, Message>();
    let posts = 0;
    return {
      chat: (chat, school) => ({
        ...chat,
        post(to, message, key) {
          posts += 1;
          last.set(school.key, message);
          const other = last.get(school.key === 'oak' ? 'elm' : 'oak');
          return chat.post(to, posts % 7 === 0 && other ? other : message, key);
        },
      }),
    };
  }),
  wrapping('wait_ignored', 'told to wait, it goes on at once', () => ({
    chat: (chat) => ({
      ...chat,
      async post(to, message, key): Promise<SendOutcome> {
        const outcome = await chat.post(to, message, key);
        return outcome.kind === 'limited' && !outcome.blocked ? { ...outcome, retryAfterMs: 0 } : outcome;
      },
    }),
  })),
  spoiling(
    'audit_row_lost',
    'that an answer was recorded is not written down',
    'ledger',
    'insert',
    `if new.kind = 'reply_recorded' and right(new.subject, 1) in ('1', '4') then return null; end if;`,
  ),
  spoiling(
    'level_falls',
    'an alert that climbs goes down',
    'alert',
    'update',
    `if new.level > old.level then new.level := old.level - 1; end if;`,
  ),
  spoiling(
    'sent_twice_over',
    'a message that has gone is taken back into the queue',
    'message',
    'update',
    `if old.state = 'sending' and new.state = 'sent' and right(new.message_id::text, 1) in ('1', '2') and old.fault is null
     then new.state := 'pending'; new.fault := 'again'; new.next_attempt_at := now(); end if;`,
  ),
  spoiling(
    'miscounted',
    'now and then an anonymous answer raises no count',
    'anonymous_count',
    'insert',
    `if extract(second from simulated.now())::int % 3 = 0 then new.count := 0; end if;`,
  ),
  ...LOSING,
];

function tokensIn(message: Message): string[] {
  const forms = message.blocks.flatMap((block) => (block.type === 'form' ? [block.act.token] : []));
  return [...forms, ...buttonsOf(message).map(({ act }) => act.token)];
}
