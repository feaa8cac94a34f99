/**
 * Hostile words on a page, read by a real browser: what it makes of them is text, and no tag, attribute or address.
 * test/chat and test/web read every page by a reader of ours that is stricter; this one is what people have.
 */

import type { Browser, Page } from 'playwright-core';
import { renderToString } from 'preact-render-to-string';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { renderMessage } from '../../src/chat/local/render.tsx';
import type { Message } from '../../src/domain/message.ts';
import { drawBlocks } from '../../src/web/as-slack.ts';
import { findChromium, NO_CHROMIUM, openBrowser } from '../support/browser.ts';
import { type Draw, faultsOf } from '../support/echo-faults.ts';
import { MAY_SAY } from '../support/read-page.ts';

const path = findChromium();
let browser: Browser;
let page: Page;
beforeAll(async () => {
  if (path === null) return;
  browser = await openBrowser(path);
  page = await browser.newPage();
});
beforeEach((context) => {
  if (path === null) return context.skip(NO_CHROMIUM);
});
afterAll(async () => {
  if (path !== null) await browser.close();
});

const WAYS: Record<string, [draw: (message: Message) => string, every: number]> = {
  'on the local page': [
    (message) =>
      renderToString(renderMessage(message, { action: '/press', hidden: {}, id: 'm', drawChart: () => '' })),
    7,
  ],
  'shown as Slack': [(message) => drawBlocks(message).html, 61],
};

test.each(Object.entries(WAYS))('%s', async (_name, [drawn, every]) => {
  const pairs: [html: string, twin: string][] = [];
  const gather: Draw = (message, twin) => {
    pairs.push([drawn(message), drawn(twin)]);
    return [];
  };
  faultsOf(gather, { every });
  expect(pairs.length).toBeGreaterThan(100);
  const unlike = await page.evaluate(
    ([all, maySay]) => {
      const tags = (html: string) =>
        [...new DOMParser().parseFromString(html, 'text/html').querySelectorAll('*')].map((element) => {
          const attributes = [...element.attributes].map(({ name, value }) =>
            maySay.includes(name) ? name : `${name}=${value}`,
          );
          return `${element.localName} ${attributes.join(' ')}`;
        });
      return all
        .filter(([html, twin]) => tags(html).join('\n') !== tags(twin).join('\n'))
        .map(([html]) => html);
    },
    [pairs, MAY_SAY] as const,
  );
  expect(unlike.slice(0, 3)).toEqual([]);
});
