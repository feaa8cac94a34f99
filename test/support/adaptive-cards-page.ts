/**
 * A page on which the official renderer draws a card as Teams does: its fonts, spaces, buttons and light theme.
 * The rule: what a press sends is kept as the renderer gives it out, so a test sees just what a client would send;
 * nothing is asked for over the network.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { TEAMS_HOST } from './adaptive-cards.ts';

/** What the renderer gives out when a button is pressed: with what was typed among the data. */
export type Sent = { type: string; verb: string | undefined; data: Record<string, unknown> };

const STYLE = `
  body { margin: 0; padding: 16px; background: #f5f5f5; font-family: 'Segoe UI', sans-serif; }
  main { background: #fff; border-radius: 4px; box-shadow: 0 1px 3px #0003; overflow-wrap: break-word; }
  .ac-pushButton { font: 600 14px 'Segoe UI', sans-serif; height: 32px; padding: 0 12px; border: 1px solid #616161;
    border-radius: 4px; background: #fff; color: #242424; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .ac-pushButton.style-positive { background: #5b5fc7; border-color: #5b5fc7; color: #fff; }
  .ac-input { font: 14px 'Segoe UI', sans-serif; padding: 6px; border: 1px solid #616161; border-radius: 4px; }
  .ac-input-validation-failed { border-color: #c4314b; }
`;

const SCRIPT = `
  const { AdaptiveCard, ExecuteAction, GlobalRegistry, HostConfig, Versions } = globalThis.AdaptiveCards;
  const host = new HostConfig(${JSON.stringify(TEAMS_HOST)});
  globalThis.sent = [];
  AdaptiveCard.onProcessMarkdown = () => {};
  globalThis.older = (isOlder) => {
    if (isOlder) GlobalRegistry.actions.unregister('Action.Execute');
    else GlobalRegistry.actions.register('Action.Execute', ExecuteAction, Versions.v1_4);
  };
  globalThis.draw = (json) => {
    const card = new AdaptiveCard();
    card.hostConfig = host;
    card.onExecuteAction = (action) => sent.push({ type: action.getJsonTypeName(), verb: action.verb, data: action.data });
    card.parse(json);
    sent.length = 0;
    document.querySelector('main').replaceChildren(card.render());
    card.updateLayout();
  };
`;

type Globals = {
  sent: Sent[];
  draw(card: object): void;
  older(isOlder: boolean): void;
};

/** `faults` gathers whatever goes wrong on the page. */
export async function openCardPage(browser: Browser, faults: string[]): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 760, height: 600 } });
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (line) => {
    if (line.type() === 'error' || line.type() === 'warning') faults.push(line.text());
  });
  await page.route('**', (route) => {
    faults.push(`asked for ${route.request().url()}`);
    return route.abort();
  });
  await page.setContent(
    `<!doctype html><html lang="en"><head><title>Cards</title><style>${STYLE}</style></head>` +
      '<body><h1 hidden>Cards</h1><main></main></body></html>',
  );
  const { resolve } = createRequire(import.meta.url);
  await page.addScriptTag({
    content: readFileSync(resolve('adaptivecards/dist/adaptivecards.min.js'), 'utf8'),
  });
  await page.addScriptTag({ content: SCRIPT });
  return page;
}

/** `older`: by a client that does not know Action.Execute. */
export async function drawCard(page: Page, card: object, { older = false } = {}): Promise<void> {
  await page.evaluate(
    ([json, isOlder]) => {
      const globals = globalThis as unknown as Globals;
      globals.older(isOlder);
      globals.draw(json);
    },
    [card, older] as const,
  );
}

/** What has been sent since the card was drawn. */
export function sentFrom(page: Page): Promise<Sent[]> {
  return page.evaluate(() => (globalThis as unknown as Globals).sent);
}

/** Buttons whose label does not fit in them. */
export function cutButtons(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button')]
      .filter((button) =>
        [button, ...button.querySelectorAll('*')].some(
          ({ scrollWidth, clientWidth }) => scrollWidth > clientWidth,
        ),
      )
      .map(({ innerText }) => innerText),
  );
}

/** Words that stand out of the box they are in. */
export function spilledTexts(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [
      ...document.querySelectorAll<HTMLElement>(
        '.ac-richTextBlock, .ac-textBlock, [role=cell], [role=columnheader]',
      ),
    ]
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)
      .map(({ innerText }) => innerText),
  );
}
