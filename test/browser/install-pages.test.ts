/**
 * The pages of installing in a real browser: no barriers, nothing from elsewhere, and they fit a telephone.
 */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  askPage,
  faultPage,
  type InstallFault,
  installedPage,
  PAGE_HEADERS,
} from '../../src/chat/slack/install-page.tsx';
import { elsewhere } from '../../src/web/elsewhere-page.ts';
import { findChromium, NO_CHROMIUM, openBrowser, seriousFaults, sidewaysPixels } from '../support/browser.ts';

const LONG = 'St Bartholomew-in-the-Marsh-with-Little-Wittering Multi-Academy Trust '.repeat(2);
const FAULTS: InstallFault[] = [
  { why: 'cancelled' },
  { why: 'stale' },
  { why: 'whole_organisation' },
  { why: 'no_bot' },
  { why: 'unsaved' },
  { why: 'slack', name: null },
  { why: 'slack', name: 'bad_redirect_uri' },
  { why: 'slack', name: 'some_other_reason' },
];
const PAGES: Record<string, string> = {
  ask: askPage('https://slack.com/oauth/v2/authorize?scope=a,b&client_id=1.2'),
  installed: installedPage(LONG),
  ...Object.fromEntries(FAULTS.map((fault, at) => [`fault-${at}`, faultPage(fault)])),
};

const path = findChromium();
let server: Server;
let browser: Browser;
let base: string;

beforeAll(async () => {
  if (path === null) return;
  const app = express();
  app.get('/page/:name', (request, response) => {
    response.set(PAGE_HEADERS).send(PAGES[request.params.name]);
  });
  app.use(elsewhere(['Slack']));
  await new Promise<void>((done) => {
    server = app.listen(0, '127.0.0.1', () => done());
  });
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await openBrowser(path);
});
beforeEach((context) => {
  if (path === null) context.skip(NO_CHROMIUM);
});
afterAll(async () => {
  if (path === null) return;
  await browser.close();
  await new Promise((done) => server.close(done));
});

test.each(Object.keys(PAGES))('%s', async (name) => {
  const context = await browser.newContext({ javaScriptEnabled: true, bypassCSP: true });
  const page = await context.newPage();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).origin));
  for (const width of [1200, 320]) {
    await page.setViewportSize({ width, height: 700 });
    await page.goto(`${base}/page/${name}`);
    expect(await sidewaysPixels(page)).toBe(0);
    expect(await seriousFaults(page)).toEqual([]);
    expect(await page.locator('h1').count()).toBe(1);
    if (process.env.SCREENSHOTS)
      await page.screenshot({
        path: `${process.env.SCREENSHOTS}/install-${name}-${width}.png`,
        fullPage: true,
      });
  }
  expect(new Set(asked)).toEqual(new Set([base]));
  await context.close();
});

test('its style sheet is let in by its own policy', async () => {
  const page = await browser.newPage();
  const refused: string[] = [];
  page.on('console', (line) => refused.push(line.text()));
  await page.goto(`${base}/page/ask`);
  expect(refused).toEqual([]);
  expect(await page.locator('.button').evaluate((button) => getComputedStyle(button).display)).not.toBe(
    'inline',
  );
  await page.close();
});
