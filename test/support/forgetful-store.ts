/**
 * A store whose queries have forgotten which organisation they are about: every condition on org_id is taken out of
 * every statement before it goes to the database, in joins too, so that the walls stand alone.
 * The rule: nothing else of a statement changes, and its values stay as they were. The content-free tables have no
 * walls, and conditions on them are left: what they hold is looked at by other means (test/store/walls).
 */
import type { Store, Tx } from '../../src/store/database.ts';

export type Forgot = {
  /** Statements that went to the database, and how many of them had something to forget. */
  statements: number;
  changed: number;
  /** Conditions taken out. */
  conditions: number;
  /** Each different statement that was changed, as it was. */
  texts: Set<string>;
  /** Each different statement that names an organisation in a condition still. */
  left: Set<string>;
};

export const CONTENT_FREE = ['installation_route', 'lane', 'wake'];

const ORG = String.raw`(?:"?([a-z_]\w*)"?\.)?"?org_id"?`;
const CONDITION = new RegExp(
  String.raw`(?<![\w."])${ORG}\s*=\s*(?:(\$\d+)(?:::uuid)?|${ORG})(?![\w."])`,
  'gi',
);

/** `store` with every statement's organisation forgotten, and a tally of them. */
export function forgetful(store: Store): { store: Store; forgot: Forgot } {
  const forgot: Forgot = { statements: 0, changed: 0, conditions: 0, texts: new Set(), left: new Set() };
  const over = (whole: Store): Store => ({
    kind: whole.kind,
    within: (org, work) => whole.within(org, (tx) => work(forgetting(tx, forgot))),
    unbound: (work) => whole.unbound((tx) => work(forgetting(tx, forgot))),
    hurried: () => over(whole.hurried()),
    check: () => whole.check(),
    close: () => whole.close(),
  });
  return { store: over(store), forgot };
}

type Query = { sql: string };
type Session = { prepareQuery(query: Query, ...rest: unknown[]): unknown };

/** The transaction itself: every statement of it, built or raw, is made ready by its session. */
function forgetting(tx: Tx, forgot: Forgot): Tx {
  const { session } = tx as unknown as { session: Session };
  const prepare = session.prepareQuery.bind(session);
  session.prepareQuery = (query, ...rest) => prepare({ ...query, sql: forget(query.sql, forgot) }, ...rest);
  return tx;
}

export function forget(text: string, forgot: Forgot): string {
  forgot.statements += 1;
  const free = contentFreeIn(text);
  let taken = 0;
  let kept = 0;
  const changed = text.replace(CONDITION, (whole, one?: string, value?: string, other?: string) => {
    if (isOfFree(one, free) || (value === undefined && isOfFree(other, free))) {
      kept += 1;
      return whole;
    }
    taken += 1;
    // The value is still asked for, so that the statement takes as many as it is given.
    return value === undefined ? 'true' : `(${value}::uuid is not null)`;
  });
  if (taken > 0) {
    forgot.changed += 1;
    forgot.conditions += taken;
    forgot.texts.add(text);
  }
  if (kept > 0) forgot.left.add(text);
  return changed;
}

type Free = { names: Set<string>; alone: boolean };

/** The content-free tables a statement names, with what it calls them, and whether it names no others. */
function contentFreeIn(text: string): Free {
  const names = new Set<string>();
  let others = 0;
  const named = /\b(?:from|join|update|into)\s+"?([a-z_]\w*)"?(?:\s+(?:as\s+)?"?([a-z_]\w*)"?)?/gi;
  for (const [, table = '', alias = ''] of text.matchAll(named)) {
    if (!CONTENT_FREE.includes(table)) others += 1;
    else for (const name of [table, alias]) names.add(name.toLowerCase());
  }
  return { names, alone: names.size > 0 && others === 0 };
}

const isOfFree = (name: string | undefined, { names, alone }: Free) =>
  name === undefined ? alone : names.has(name.toLowerCase());
