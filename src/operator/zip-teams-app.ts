/**
 * The Teams app as the zip that Teams takes: the manifest and both icons at its root, and nothing else.
 * The rule: the same input gives the same bytes, so every entry has one fixed time and one fixed order.
 */
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { nameInManifest, type TeamsManifest } from './fill-teams-manifest.ts';

export type Icons = { 'color.png': Uint8Array; 'outline.png': Uint8Array };

/** In bytes; no package of ours comes near it. */
export const LARGEST_APP = 1_000_000;
/** Local time, as a zip holds it: so it is the same bytes in every time zone. */
const MADE = new Date(1980, 0, 1, 12);

export function zipTeamsApp(manifest: TeamsManifest, icons: Icons): Uint8Array {
  return zipSync(
    {
      'manifest.json': strToU8(`${JSON.stringify(manifest, null, 2)}\n`),
      // A PNG is packed already.
      'color.png': [icons['color.png'], { level: 0 }],
      'outline.png': [icons['outline.png'], { level: 0 }],
    },
    { level: 9, mtime: MADE },
  );
}

/** True when the bytes are a package made here before: these three files alone, and our own app in them. */
export function isTeamsApp(bytes: Uint8Array, name: string): boolean {
  try {
    const { 'manifest.json': manifest, ...icons } = unzipSync(bytes, {
      filter: ({ originalSize }) => originalSize <= LARGEST_APP,
    });
    if (manifest === undefined || Object.keys(icons).sort().join() !== 'color.png,outline.png') return false;
    return nameInManifest(JSON.parse(strFromU8(manifest))) === name;
  } catch {
    return false;
  }
}
