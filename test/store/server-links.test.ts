/**
 * Links to a server that break: cut, ended by the server, gone silent, refused, in the clear and over TLS. Each gives
 * an error in bounded time, records nothing by half, never lets one transaction into another's, and heals.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { OrgId } from '../../src/domain/setting.ts';
import type { Store, Tx } from '../../src/store/database.ts';
import { DatabaseUnreachable, isAway, StoreRefusal } from '../../src/store/refusals.ts';
import { rowsOf } from '../../src/store/rows.ts';
import { asOwner, openServer } from '../../src/store/server.ts';
import { type BrokenLink, linkTo } from '../support/broken-link.ts';
import { canRunPostgres, type Database, type Postgres, startPostgres } from '../support/postgres.ts';

const ORG = '00000001-0000-4000-8000-000000000001' as OrgId;

describe.runIf(canRunPostgres)('on a server', () => {
  let server: Postgres;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server?.stop());

  const ask = async <T>(url: string, text: string): Promise<T[]> =>
    rowsOf<T>(await asOwner(url, (owner) => owner.execute(sql.raw(text))));
  const addNote = (note: string) => async (tx: Tx) => {
    await tx.execute(sql`insert into organisation (org_id, name, created_at)
      values (${ORG}::uuid, 'noted', now()) on conflict do nothing`);
    await tx.execute(sql`insert into ledger (org_id, entry_id, at, kind, subject, facts)
      values (${ORG}::uuid, gen_random_uuid(), now(), 'note', ${note}, '{}')`);
  };
  const notes = async ({ superuser }: Database) =>
    (await ask<{ subject: string }>(superuser, 'select subject from ledger order by at')).map(
      (row) => row.subject,
    );

  describe('a link that breaks', () => {
    let to: Database;
    let link: BrokenLink;
    let store: Store;
    beforeEach(async () => {
      to = await server.fresh();
      link = await linkTo(to.port);
      const url = to.owner.replace(`:${to.port}/`, `:${link.port}/`);
      store = await openServer(url, {
        limits: { connections: 2, silenceMs: 400, statementMs: 200, idleMs: 400 },
      });
      return async () => {
        await store.close();
        await link.close();
      };
    });
    const select = (text: string) => store.within(ORG, (tx) => tx.execute(sql.raw(text)));

    test('a statement that takes too long is given up by the server', async () => {
      await expect(select('select pg_sleep(5)')).rejects.toMatchObject({ code: '57014' });
      await expect(store.check()).resolves.toBeUndefined();
    });

    test('cut between two statements: an error, nothing half recorded, and the next goes through', async () => {
      const work = async (tx: Tx) => {
        await addNote('lost')(tx);
        link.cut();
        await addNote('never')(tx);
      };
      await expect(store.within(ORG, work)).rejects.toBeInstanceOf(DatabaseUnreachable);
      await store.within(ORG, addNote('kept'));
      expect(await notes(to)).toEqual(['kept']);
    });

    test('work that goes on regardless cannot write through another’s connection', async () => {
      const gate = () => {
        let open: () => void = () => undefined;
        const opened = new Promise<void>((go) => {
          open = go;
        });
        return { open, opened };
      };
      const [broken, others] = [gate(), gate()];
      const stray = store.within(ORG, async (tx) => {
        await tx.execute(sql`select 1`);
        link.cut();
        await tx.execute(sql`select 1`).catch(() => undefined);
        broken.open();
        await others.opened;
        await addNote('stray')(tx);
      });
      const settled = stray.catch((fault: unknown) => fault);
      await broken.opened;
      await Promise.all(
        ['a', 'b', 'c'].map((note) =>
          store.within(ORG, async (tx) => {
            await tx.execute(sql`select 1`);
            others.open();
            await addNote(note)(tx);
          }),
        ),
      );
      expect(await settled).toBeInstanceOf(DatabaseUnreachable);
      expect((await notes(to)).sort()).toEqual(['a', 'b', 'c']);
    });

    test('the server ends the session: an error, and the next goes through', async () => {
      const work = async (tx: Tx) => {
        const [row] = rowsOf<{ pid: number }>(await tx.execute(sql`select pg_backend_pid() as pid`));
        await ask(to.superuser, `select pg_terminate_backend(${row?.pid})`);
        await addNote('lost')(tx);
      };
      await expect(store.within(ORG, work)).rejects.toBeInstanceOf(DatabaseUnreachable);
      await store.within(ORG, addNote('kept'));
      expect(await notes(to)).toEqual(['kept']);
    });

    test('gone silent: an error after the limit instead of waiting for ever, and the next goes through', async () => {
      const silent = store.within(ORG, async (tx) => {
        await addNote('lost')(tx);
        link.silence();
        await addNote('never')(tx);
      });
      await expect(silent).rejects.toBeInstanceOf(DatabaseUnreachable);
      await store.within(ORG, addNote('kept'));
      expect(await notes(to)).toEqual(['kept']);
    });

    test('with the limits there are in life, a link gone silent is noticed within 5 seconds', async () => {
      const living = await openServer(to.owner.replace(`:${to.port}/`, `:${link.port}/`));
      try {
        let silentAt = 0;
        const silent = living.within(ORG, async (tx) => {
          await tx.execute(sql`select 1`);
          link.silence();
          silentAt = performance.now();
          await tx.execute(sql`select 1`);
        });
        await expect(silent).rejects.toBeInstanceOf(DatabaseUnreachable);
        expect(performance.now() - silentAt).toBeLessThan(5_000);
        await expect(living.check()).resolves.toBeUndefined();
      } finally {
        await living.close();
      }
    });

    test('a program that is busy between two statements is not taken for a silent link', async () => {
      const patient = await openServer(to.owner.replace(`:${to.port}/`, `:${link.port}/`), {
        limits: { silenceMs: 200 },
      });
      try {
        const busy = patient.within(ORG, async (tx) => {
          await addNote('before')(tx);
          await pause(600);
          await addNote('after')(tx);
        });
        await expect(busy).resolves.toBeUndefined();
        expect((await notes(to)).sort()).toEqual(['after', 'before']);
      } finally {
        await patient.close();
      }
    });

    test('a statement that waits for somebody else’s lock is given up, and may be asked again', async () => {
      const waiting = await openServer(to.owner, { limits: { lockMs: 100, statementMs: 4_000 } });
      try {
        await waiting.within(ORG, async (tx) => {
          await addNote('held')(tx);
          const fault = await waiting.within(ORG, addNote('late')).catch((found: unknown) => found);
          expect(fault).toMatchObject({ code: '55P03' });
          expect(isAway(fault)).toBe(true);
        });
        await waiting.within(ORG, addNote('later'));
        expect((await notes(to)).sort()).toEqual(['held', 'later']);
      } finally {
        await waiting.close();
      }
    });

    test('what is away, and what is a fault of the work itself', async () => {
      const faultOf = (text: string) => select(text).catch((fault: unknown) => fault);
      expect(isAway(await faultOf('select pg_sleep(5)'))).toBe(true);
      expect(isAway(await faultOf('select 1 / 0'))).toBe(false);
      const twice = `insert into ledger (org_id, entry_id, at, kind, subject, facts) values
        ('${ORG}', '${ORG}', now(), 'note', 'x', '{}')`;
      expect(isAway(await faultOf(twice))).toBe(false);
      link.refuse(true);
      link.cut();
      expect(isAway(await faultOf('select 1'))).toBe(true);
    });

    test.runIf(spawnSync('openssl', ['version']).status === 0)(
      'the same over TLS: ended by the server, and gone silent',
      async () => {
        const [found] = await ask<{ home: string }>(
          to.superuser,
          `select current_setting('data_directory') as home`,
        );
        const [key, certificate] = ['server.key', 'server.crt'].map((name) => join(found?.home ?? '', name));
        const made = ['req', '-new', '-x509', '-nodes', '-days', '2', '-subj', '/CN=localhost'];
        spawnSync('openssl', [...made, '-keyout', String(key), '-out', String(certificate)]);
        const { uid, gid } = statSync(found?.home ?? '');
        for (const path of [key, certificate]) {
          chownSync(String(path), uid, gid);
          chmodSync(String(path), 0o600);
        }
        await ask(to.superuser, 'alter system set ssl = on');
        for (let on = false; !on; ) {
          await ask(to.superuser, 'select pg_reload_conf()');
          [{ on } = { on: false }] = await ask<{ on: boolean }>(
            to.superuser,
            `select current_setting('ssl') = 'on' as on`,
          );
        }
        const url = `${to.owner.replace(`:${to.port}/`, `:${link.port}/`)}?sslmode=require`;
        const sealed = await openServer(url, { limits: { connections: 1, silenceMs: 400, idleMs: 400 } });
        const pidOf = async () =>
          rowsOf<{ pid: number }>(
            await sealed.unbound((tx) => tx.execute(sql`select pg_backend_pid() as pid`)),
          )[0]?.pid;
        const pid = await pidOf();
        expect(await ask(to.superuser, `select ssl from pg_stat_ssl where pid = ${pid}`)).toEqual([
          { ssl: true },
        ]);
        const ended = sealed.unbound(async (tx) => {
          await ask(to.superuser, `select pg_terminate_backend(${pid})`);
          await tx.execute(sql`select 1`);
        });
        await expect(ended).rejects.toBeInstanceOf(DatabaseUnreachable);
        const silent = sealed.unbound(async (tx) => {
          await tx.execute(sql`select 1`);
          link.silence();
          await tx.execute(sql`select 1`);
        });
        await expect(silent).rejects.toBeInstanceOf(DatabaseUnreachable);
        await expect(sealed.check()).resolves.toBeUndefined();
        await sealed.close();
      },
    );

    test('refused for a while: each try is an error, check says so, and it heals', async () => {
      link.refuse(true);
      link.cut();
      await expect(select('select 1')).rejects.toBeInstanceOf(StoreRefusal);
      await expect(store.check()).rejects.toBeInstanceOf(DatabaseUnreachable);
      link.refuse(false);
      await expect(store.check()).resolves.toBeUndefined();
    });

    test('all connections broken at once are all given back', async () => {
      const works = Array.from({ length: 8 }, () =>
        select('select pg_sleep(0.05)').catch((fault: unknown) => fault),
      );
      link.cut();
      await Promise.all(works);
      await expect(Promise.all([1, 2, 3].map(() => select('select 1')))).resolves.toHaveLength(3);
    });
  });
});
