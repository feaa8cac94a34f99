/**
 * A day closed on a real Postgres by two leads at once, through two replicas, while a third plans it: once, and nothing
 * is left that would go on that day.
 */
import { inArray } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planPrompts } from '../../src/cycle/plan-prompts.ts';
import { takeCommand } from '../../src/cycle/take-command.ts';
import { messageText } from '../../src/domain/message.ts';
import type { Store } from '../../src/store/database.ts';
import { closure, ledger, membership } from '../../src/store/schema/index.ts';
import { openServer } from '../../src/store/server.ts';
import { worldOf } from '../support/members.ts';
import { canRunPostgres, type Postgres, startPostgres, whyNot } from '../support/postgres.ts';
import { makeSchool } from '../support/school.ts';

if (!canRunPostgres) process.stderr.write(`${whyNot}\n`);

describe.runIf(canRunPostgres)('on a real Postgres', () => {
  let postgres: Postgres;
  let one: Store;
  let two: Store;
  beforeAll(async () => {
    postgres = await startPostgres();
    const { login, owner } = await postgres.fresh();
    one = await openServer(login, { migrateUrl: owner });
    two = await openServer(login, { migrateUrl: owner });
  }, 60_000);
  afterAll(async () => {
    await Promise.all([one?.close(), two?.close()]);
    await postgres?.stop();
  });

  test('two leads close it, and one of them is told that it is closed already; the same of somebody away', async () => {
    const at = '2026-11-10T06:30:00Z';
    for (let block = 41; block < 46; block += 1) {
      const school = await makeSchool(one, { block });
      await planPrompts(school.at('2026-11-10T06:00:00Z'));
      const says = (store: Store, ref: string, text: string) => {
        const own = {
          ...school,
          at: (moment: string | Date) => ({
            ...school.at(moment),
            within: <T>(work: Parameters<typeof store.within<T>>[1]) => store.within(school.org, work),
          }),
        };
        return takeCommand(worldOf(store, [own], at), {
          from: { platform: 'local', externalId: school.externalId, userId: `U-${ref}` },
          eventKey: `${ref} ${text}`,
          text,
        });
      };
      const answers = await Promise.all([says(one, 'D01', 'closed today'), says(two, 'H01', 'closed today')]);
      const said = answers.map((answer) => messageText(answer).join('\n'));
      expect(said.filter((text) => text.includes('already'))).toHaveLength(1);
      expect(said.filter((text) => text.includes('What was done'))).toHaveLength(1);
      await Promise.all([says(one, 'D01', 'away T01 until 13 nov'), says(two, 'T01', 'away until 13 nov')]);
      const { rows, closures, away } = await one.within(school.org, async (tx) => ({
        rows: await tx
          .select({ kind: ledger.kind })
          .from(ledger)
          .where(inArray(ledger.kind, ['day_closed', 'absence_begun'])),
        closures: (await tx.select().from(closure)).filter(({ reason }) => reason === 'closed'),
        away: (await tx.select().from(membership)).flatMap((row) => row.away),
      }));
      expect(rows.map(({ kind }) => kind).sort()).toEqual(['absence_begun', 'day_closed']);
      expect(closures).toHaveLength(1);
      expect(away).toHaveLength(1);
    }
  });
});
