/**
 * The pages of installing Vigil in a Slack workspace: what it will ask for and why, that it is installed and what to
 * do next, and what went wrong and its mend.
 * The rule: plain pages that work without script; nothing from another site; no token, code or state is on one.
 */
import type { ComponentChildren, VNode } from 'preact';
import { render } from 'preact-render-to-string';
import { SCOPES } from './scopes.ts';

/** Nothing on these pages loads or sends anything but our own style sheet and mark. */
export const PAGE_HEADERS = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

function Page({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <html lang="en-GB">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${title} · Vigil`}</title>
        <link rel="icon" href="/assets/mark.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/workspace.css" />
      </head>
      <body class="plain">
        <main id="main" class="notice">
          <p class="brand">
            <img src="/assets/mark.svg" alt="" width="28" height="28" />
            Vigil
          </p>
          <h1>{title}</h1>
          {children}
        </main>
      </body>
    </html>
  );
}

const drawn = (page: VNode) => `<!doctype html>${render(page)}`;

/** `href` is Slack's own page, where the workspace is chosen. */
export function askPage(href: string): string {
  const needed = SCOPES.filter(({ without }) => without === null);
  const optional = SCOPES.flatMap(({ name, why, without }) =>
    without === null ? [] : [{ name, why, without }],
  );
  return drawn(
    <Page title="Install Vigil in a Slack workspace">
      <p>
        Somebody who may install apps in the workspace does this once. Nobody is asked anything until the
        school and its staff list are set up.
      </p>
      <p>
        <a class="button" href={href}>
          Choose the workspace in Slack
        </a>
      </p>
      <h2>What Slack will say that Vigil needs, and why</h2>
      <ul>
        {needed.map(({ name, why }) => (
          <li key={name}>
            <strong>{name}</strong>: to {why}.
          </li>
        ))}
      </ul>
      <h2>What you may leave out</h2>
      <ul>
        {optional.map(({ name, why, without }) => (
          <li key={name}>
            <strong>{name}</strong>: to {why}. Without it, {without}.
          </li>
        ))}
      </ul>
    </Page>,
  );
}

export function installedPage(workspace: string): string {
  return drawn(
    <Page title="Vigil is installed">
      <p>
        Vigil is now in <strong>{workspace}</strong>. Nobody has been asked anything yet. Whoever runs Vigil
        does the rest, on the computer it runs on:
      </p>
      <ol>
        <li>
          Describe the school in a small file and save it: <code>npm run vigil -- setting FILE</code>
        </li>
        <li>
          Bring in the staff list: <code>npm run vigil -- import people FILE --setting REF</code>
        </li>
        <li>
          In Slack, in the private safeguarding channel, write <code>/invite @Vigil</code>
        </li>
        <li>
          See that all is well: <code>npm run vigil -- doctor</code>
        </li>
      </ol>
      <p>You can close this page.</p>
    </Page>,
  );
}

export type InstallFault =
  | { why: 'cancelled' }
  /** The page was too old, or another browser's, or came without what Slack adds to it. */
  | { why: 'stale' }
  /** The whole of an Enterprise Grid organisation, or nothing that can speak. */
  | { why: 'whole_organisation' }
  | { why: 'no_bot' }
  | { why: 'unsaved' }
  /** Slack's own name for what it did not like; null when it could not be asked. */
  | { why: 'slack'; name: string | null };

export function faultPage(fault: InstallFault): string {
  const { title, lines, again } = wordsFor(fault);
  return drawn(
    <Page title={title}>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
      {again ? (
        <p>
          <a class="button" href="/slack/install">
            Start again
          </a>
        </p>
      ) : null}
    </Page>,
  );
}

export const statusOf = ({ why }: InstallFault): number =>
  why === 'unsaved' ? 500 : why === 'slack' ? 502 : 400;

type Words = { title: string; lines: string[]; again: boolean };

function wordsFor(fault: InstallFault): Words {
  switch (fault.why) {
    case 'cancelled':
      return {
        title: 'Vigil was not installed',
        lines: ['You chose not to allow it, and nothing was changed.'],
        again: true,
      };
    case 'stale':
      return {
        title: 'This page can no longer be used',
        lines: [
          'Nothing was installed. Installing has to be finished within ten minutes, in the browser it was begun in, ' +
            'and each time from its first page.',
        ],
        again: true,
      };
    case 'whole_organisation':
      return {
        title: 'Choose one workspace',
        lines: [
          'Vigil is installed in one workspace at a time, so that each school’s answers stay its own. It was not ' +
            'installed for the whole organisation.',
          'Take Vigil out of the organisation’s apps in Slack if it is there, then start again and choose a workspace.',
        ],
        again: true,
      };
    case 'no_bot':
      return {
        title: 'Vigil was not installed',
        lines: [
          'Slack gave no token that Vigil can speak with. Whoever runs Vigil can make the app again from its manifest.',
        ],
        again: true,
      };
    case 'unsaved':
      return {
        title: 'Vigil could not be set up',
        lines: [
          'Slack said yes, but nothing could be kept here. Whoever runs Vigil will find the reason in its log, and can ' +
            'run: npm run vigil -- doctor',
          'Then start again. Nothing is set up twice.',
        ],
        again: true,
      };
    case 'slack':
      return { title: 'Slack did not finish', lines: [slackSaid(fault.name)], again: true };
  }
}

function slackSaid(name: string | null): string {
  switch (name) {
    case null:
      return 'Slack could not be reached. Nothing was installed. Try again in a minute.';
    case 'bad_redirect_uri':
      return 'Slack does not know this address. Add VIGIL_BASE_URL with /slack/oauth_redirect to the app’s Redirect URLs.';
    case 'bad_client_secret':
    case 'invalid_client_id':
      return 'Slack does not know this app. Copy SLACK_CLIENT_ID and SLACK_CLIENT_SECRET again from its Basic Information.';
    case 'invalid_code':
    case 'code_already_used':
      return 'Slack’s permission was used already, or is too old. Nothing was changed by this.';
    default:
      return `Nothing was installed. Slack’s reason: ${name}.`;
  }
}
