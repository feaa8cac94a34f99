/**
 * The two ways to plant a bug on purpose: by wrapping a port, or by a trigger of its own that spoils the record.
 * The rule: none of it is in shipped code; each is made anew for a run, and what it spoils is put right by `mend`.
 */
import { HONEST, type Wraps } from './sim-world.ts';

export type Mutant = { name: string; says: string; make(): Wraps; mend: string | null };

export const wrapping = (name: string, says: string, make: () => Partial<Wraps>): Mutant => ({
  name,
  says,
  make: () => ({ ...HONEST, ...make() }),
  mend: null,
});

/** `does` is the body of a trigger before each such row is written. */
export const spoiling = (name: string, says: string, table: string, on: string, does: string): Mutant => ({
  name,
  says,
  make: () => ({
    ...HONEST,
    plant: `
      create function simulated.spoil_${name}() returns trigger language plpgsql security definer
        set search_path = simulated, public, pg_catalog as $$ begin ${does} return new; end $$;
      create trigger aa_spoil before ${on} on public.${table} for each row
        execute function simulated.spoil_${name}();`,
  }),
  mend: `drop trigger aa_spoil on public.${table}; drop function simulated.spoil_${name}();`,
});
