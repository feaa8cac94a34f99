/**
 * The shell every page of ours stands in: head, skip link, landmarks.
 * The rule: no inline script or style, nothing from another site, one h1, and it works with script switched off.
 */
import type { ComponentChildren, VNode } from 'preact';
import { render } from 'preact-render-to-string';
import type { Way } from './shown-as.ts';

/**
 * htmx may neither evaluate text nor write styles; an answer with a fault in it is drawn like any other. What it puts
 * in is whole at once: in a pause before the reader is put there, a live event could draw it anew without them.
 */
const HTMX = JSON.stringify({
  allowEval: false,
  includeIndicatorStyles: false,
  selfRequestsOnly: true,
  historyCacheSize: 0,
  defaultSettleDelay: 0,
  timeout: 15_000,
  responseHandling: [
    { code: '204', swap: false },
    { code: '[23]..', swap: true },
    { code: '[45]..', swap: true, error: true },
  ],
});

/** What another platform's drawings need besides. The cards are drawn before workspace.js looks how long they are. */
const STYLES: Record<Way, string[]> = {
  plain: [],
  slack: ['slack-blocks.css', 'shown-as.css'],
  teams: ['shown-as.css'],
};
const SCRIPTS: Record<Way, string[]> = {
  plain: [],
  slack: [],
  teams: ['adaptivecards.js', 'teams-cards.js'],
};

type PageProps = {
  title: string;
  /** Names the page's own layout in the style sheet. */
  look: 'front' | 'talk' | 'board' | 'plain';
  /** Refreshed this often, in seconds, where there is no script to keep it live. */
  refresh?: number | undefined;
  /** Where the skip link leads. */
  main?: string;
  /** How its messages are drawn, where it has any. */
  shown?: Way;
  children: ComponentChildren;
};

function Page({ title, look, refresh, main = 'main', shown = 'plain', children }: PageProps) {
  return (
    <html lang="en-GB">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="htmx-config" content={HTMX} />
        <title>{title}</title>
        <link rel="icon" href="/assets/mark.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/workspace.css" />
        {look === 'board' ? <link rel="stylesheet" href="/assets/board.css" /> : null}
        {STYLES[shown].map((name) => (
          <link key={name} rel="stylesheet" href={`/assets/${name}`} />
        ))}
        {refresh === undefined ? null : (
          <noscript>
            <meta http-equiv="refresh" content={String(refresh)} />
          </noscript>
        )}
        {look === 'talk' ? (
          <>
            <script src="/assets/htmx.js" defer />
            <script src="/assets/sse.js" defer />
            {SCRIPTS[shown].map((name) => (
              <script key={name} src={`/assets/${name}`} defer />
            ))}
            <script src="/assets/workspace.js" defer />
          </>
        ) : null}
      </head>
      <body class={look}>
        <a class="skip" href={`#${main}`}>
          Skip to the main part
        </a>
        {children}
      </body>
    </html>
  );
}

export function drawPage(props: PageProps): string {
  return `<!doctype html>${render(<Page {...props} />)}`;
}

/** A piece of a page, for htmx to put in its place. */
export function drawPart(part: VNode): string {
  return render(part);
}

/** A page that says one thing and what to do next. */
export function drawNotice(notice: {
  title: string;
  lines: string[];
  next?: { href: string; label: string };
}) {
  return drawPage({
    title: `${notice.title} · Vigil`,
    look: 'plain',
    children: (
      <main id="main" class="notice" tabIndex={-1}>
        <Brand />
        <h1>{notice.title}</h1>
        {notice.lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
        {notice.next ? (
          <p>
            <a class="button" href={notice.next.href}>
              {notice.next.label}
            </a>
          </p>
        ) : null}
      </main>
    ),
  });
}

export function Brand() {
  return (
    <p class="brand">
      <img src="/assets/mark.svg" alt="" width="28" height="28" />
      Vigil
    </p>
  );
}
