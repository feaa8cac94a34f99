/**
 * `vigil teams package`: the Teams app package for this configuration, written where it was asked for.
 * The rule: it needs no database and is never handed over, so it alone of the commands writes its file itself; it
 * writes over an earlier package of ours and over nothing else. A fault names the variable or option and the mend,
 * and never what it held. What is in the manifest is fill-teams-manifest's, the zip zip-teams-app's.
 */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Config } from '../config.ts';
import { fillTeamsManifest, type TeamsApp, type TeamsManifest } from './fill-teams-manifest.ts';
import { badInput, done, failed, type Outcome } from './outcome.ts';
import { isTeamsApp, LARGEST_APP, zipTeamsApp } from './zip-teams-app.ts';

const PARTS = new URL('../../manifests/teams/', import.meta.url);
const PACKAGE = new URL('../../package.json', import.meta.url);
/** As the template calls the app. */
const NAME = 'Vigil';
const LONGEST_LINK = 2_048;

const options = z.object({
  out: z.string().default('vigil-teams.zip'),
  website: z.string().optional(),
  privacy: z.string().optional(),
  terms: z.string().optional(),
  appVersion: z.string().optional(),
});
type Options = z.infer<typeof options>;

export function packageTeams(
  { teams, baseUrl }: Pick<Config, 'teams' | 'baseUrl'>,
  args: unknown = {},
): Outcome {
  const asked = options.parse(args);
  const botId = teams?.appId ?? null;
  const version = asked.appVersion ?? z.object({ version: z.string() }).parse(readJson(PACKAGE)).version;
  const website = asked.website ?? baseUrl;
  const faults = [
    ...(botId === null ? [NO_BOT] : []),
    ...(/^(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}$/.test(version)
      ? []
      : ['--app-version: give three numbers with dots, such as 1.0.1']),
    ...(website === null ? [NO_WEBSITE] : linkFaults(asked, website)),
    ...outFaults(asked.out),
  ];
  if (botId === null || website === null || faults.length > 0) return badInput(...faults);

  const links = { website, privacy: asked.privacy ?? website, terms: asked.terms ?? website };
  const app: TeamsApp = { botId, version, links, domain: domainOf(baseUrl) };
  const manifest = fillTeamsManifest(readJson(new URL('manifest.json', PARTS)), app);
  return write(asked.out, manifest, toldOf(asked, app));
}

const NO_BOT =
  'TEAMS_APP_ID: missing; put the bot’s Application (client) ID in .env, from its app registration (README, Connect Teams)';
const NO_WEBSITE =
  'VIGIL_BASE_URL: missing; Teams shows a web page with each app, so set it to where Vigil answers, ' +
  'or give a page of your own: --website https://…';

/** Teams takes whole https addresses alone; a password in one would be shown to everybody. */
function isLink(text: string): boolean {
  if (!/^https:\/\/\S+$/i.test(text) || !URL.canParse(text) || text.length > LONGEST_LINK) return false;
  const { username, password } = new URL(text);
  return username === '' && password === '';
}

function linkFaults(asked: Options, website: string): string[] {
  const given = [
    [asked.website === undefined ? 'VIGIL_BASE_URL' : '--website', website],
    ['--privacy', asked.privacy],
    ['--terms', asked.terms],
  ] as const;
  return given.flatMap(([name, link]) => {
    if (link === undefined || isLink(link)) return [];
    const mend = 'Teams shows only whole addresses that begin https://, with no name or password in them';
    return [
      `${name}: ${mend}${name === 'VIGIL_BASE_URL' ? '; mend it, or give another page with --website' : ''}`,
    ];
  });
}

function domainOf(baseUrl: string | null): string | null {
  return baseUrl !== null && isLink(baseUrl) ? new URL(baseUrl).host : null;
}

function outFaults(out: string): string[] {
  if (!/\.zip$/i.test(out)) return [`${out}: Teams takes a zip file; give a name that ends .zip`];
  if (existsSync(dirname(out))) return [];
  return [`${out}: there is no such folder; make it first, or give another name`];
}

function write(out: string, manifest: TeamsManifest, told: string[]): Outcome {
  const icon = (name: string) => readFileSync(new URL(name, PARTS));
  const bytes = zipTeamsApp(manifest, { 'color.png': icon('color.png'), 'outline.png': icon('outline.png') });
  try {
    const inTheWay = inTheWayAt(out);
    if (inTheWay !== null) return badInput(`${out}: ${inTheWay}; give another name with --out`);
    writeFileSync(out, bytes);
  } catch (fault) {
    const code = fault instanceof Error && 'code' in fault ? String(fault.code) : 'unknown';
    return failed(`${out}: it could not be written (${code}); see that the folder may be written to`);
  }
  return done(told.join('\n'));
}

function inTheWayAt(out: string): string | null {
  const facts = statSync(out, { throwIfNoEntry: false });
  if (facts === undefined) return null;
  if (!facts.isFile()) return 'it is not a file';
  if (facts.size <= LARGEST_APP && isTeamsApp(readFileSync(out), NAME)) return null;
  return 'there is another file of this name, and it is not written over';
}

function toldOf({ out, privacy, terms }: Options, { botId, version, links }: TeamsApp): string[] {
  return [
    `Wrote ${out}: ${NAME} ${version}, for the bot ${botId.toLowerCase()}.`,
    `Teams will show these pages: website ${links.website} · privacy ${links.privacy} · terms ${links.terms}`,
    ...(privacy === undefined || terms === undefined
      ? ['Your own privacy notice and terms of use can be given with --privacy and --terms.']
      : []),
    '',
    'Next, in the Teams admin centre (https://admin.teams.microsoft.com):',
    '1. Teams apps, Manage apps: upload the file. If Vigil is there already, open it and choose Update; Teams takes',
    '   a changed package only with a higher version (--app-version).',
    '2. On the page of Vigil there: let staff alone have it, no pupils, and install it for them, so that it can write to',
    '   them. Where that page cannot install: Teams apps, Setup policies, Installed apps, in the policy of your staff.',
    '3. In Teams: add Vigil to the team of the safeguarding leads. The README, Connect Teams, says which channels work.',
  ];
}

function readJson(from: URL): unknown {
  return JSON.parse(readFileSync(from, 'utf8'));
}
