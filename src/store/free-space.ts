/**
 * A floor under the free space of the embedded database's disk.
 * The rule: a full disk stops the embedded engine in mid-statement, so it is refused while there is still room to
 * shut down tidily and to start again.
 */
import { statfs } from 'node:fs/promises';
import { NoSpace } from './refusals.ts';

export const FLOOR_BYTES = 200 * 1024 * 1024;

/** Bytes this program may still write where `directory` is. */
export async function freeBytes(directory: string): Promise<number> {
  const disk = await statfs(directory);
  return disk.bavail * disk.bsize;
}

/** Throws NoSpace when less than the floor is left. */
export async function checkSpace(directory: string, floor: number = FLOOR_BYTES): Promise<void> {
  const free = await freeBytes(directory);
  if (free >= floor) return;
  throw new NoSpace(
    `Only ${megabytes(free)} MB are free on the disk that holds ${directory}; Vigil needs ${megabytes(floor)} MB. ` +
      'Make room, or set VIGIL_DATA_DIR to a folder on a bigger disk.',
  );
}

const megabytes = (bytes: number) => Math.floor(bytes / 1024 / 1024);
