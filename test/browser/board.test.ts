/**
 * The board in a real browser: a link opens its door, the door the board, by keyboard and on a telephone; no barriers,
 * nothing from elsewhere, and after sign-out nothing is left.
 */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { takeCommand } from '../../src/cycle/take-command.ts';
import type { Store } from '../../src/store/database.ts';
import { boardRouter } from '../../src/web/board.ts';
import { elsewhere } from '../../src/web/elsewhere-page.ts';
import { openMetrics } from '../../src/web/metrics.ts';
import { type OpenServer, openServer } from '../../src/web/server.ts';
import { findChromium, NO_CHROMIUM, openBrowser, seriousFaults, sidewaysPixels } from '../support/browser.ts';
import { worldOf } from '../support/members.ts';
import { makeRoleSchool, NOON, type RoleSchool } from '../support/role-school.ts';
import { openTestStore } from '../support/store.ts';

const path = findChromium();
let store: Store;
let school: RoleSchool;
let server: OpenServer;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let asked: Set<string>;
let refused: string[];

beforeAll(async () => {
  if (path === null) return;
  store = await openTestStore();
  school = await makeRoleSchool(store, { block: 1, platform: 'local' });
  server = await openServer({
    host: '127.0.0.1',
    port: 0,
    routers: [boardRouter({ world: worldOf(store, [school], NOON), baseUrl: null }), elsewhere(['Slack'])],
    ready: [],
    metrics: openMetrics(store),
    log: school.log,
  });
  browser = await openBrowser(path);
});
beforeEach(async (test) => {
  if (path === null) return test.skip(NO_CHROMIUM);
  context = await browser.newContext();
  page = await context.newPage();
  asked = new Set();
  refused = [];
  page.on('request', (request) => asked.add(new URL(request.url()).origin));
  page.on('console', (line) => refused.push(line.text()));
});
afterEach(() => context?.close());
afterAll(async () => {
  if (path === null) return;
  await browser.close();
  await server.close();
  await store.close();
});

async function linkFor(ref: string): Promise<string> {
  const answer = await takeCommand(worldOf(store, [school], NOON), {
    from: { platform: 'local', externalId: school.externalId, userId: `U-${ref}` },
    eventKey: `board ${ref}`,
    text: 'board',
  });
  const link = answer.blocks.find((each) => each.type === 'link');
  if (link?.type !== 'link') throw new Error('There is no link');
  return `${server.url}${link.url}`;
}
async function picture(name: string): Promise<void> {
  if (process.env.SCREENSHOTS)
    await page.screenshot({ path: `${process.env.SCREENSHOTS}/board-${name}.png`, fullPage: true });
}
async function isSound(): Promise<void> {
  expect(await sidewaysPixels(page)).toBe(0);
  expect(await page.locator('h1').count()).toBe(1);
  expect(refused).toEqual([]);
  expect([...asked]).toEqual([new URL(server.url).origin]);
}

describe.each([
  ['a desktop', 1200],
  ['a telephone', 360],
] as const)('on %s', (_name, width) => {
  beforeEach(() => page.setViewportSize({ width, height: 740 }));

  test.each([
    ['D01', 'Len Voss (site manager)'],
    ['G01', 'site security (site manager)'],
    ['S01', 'the standards you own'],
    ['R07', 'All settings'],
  ])('%s signs in by the keyboard alone, reads it, and signs out', async (ref, words) => {
    await page.goto(await linkFor(ref));
    await isSound();
    if (ref === 'D01') await picture(`door-${width}`);
    await page.getByRole('button', { name: 'Open the board' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/board');
    expect(await page.locator('body').innerText()).toContain(words);
    expect(page.url()).not.toContain('t=');
    expect(await page.evaluate(() => document.cookie)).toBe('');
    await isSound();
    await picture(`${ref}-${width}`);
    await page.getByRole('button', { name: 'Sign out' }).click();
    expect(await page.locator('h1').innerText()).toBe('You are signed out');
    await page.goBack();
    await page.reload();
    expect(await page.locator('h1').innerText()).toBe('You are not signed in to the board');
    await picture(`out-${width}`);
  });

  test('a link that was used says what to do', async () => {
    const link = await linkFor('D02');
    for (const title of ['Oak Primary', 'This link does not open the board']) {
      await page.goto(link);
      await page.getByRole('button', { name: 'Open the board' }).click();
      expect(await page.locator('h1').innerText()).toBe(title);
    }
    await picture(`used-${width}`);
  });
});

describe('barriers', () => {
  test.each(['light', 'dark'] as const)('there are none, in the %s', async (colorScheme) => {
    const look = await browser.newContext({ bypassCSP: true, colorScheme });
    page = await look.newPage();
    for (const ref of ['D01', 'S01', 'R07']) {
      await page.goto(await linkFor(ref));
      expect(await seriousFaults(page)).toEqual([]);
      await page.getByRole('button', { name: 'Open the board' }).click();
      await page.waitForURL('**/board');
      expect(await seriousFaults(page)).toEqual([]);
    }
    await page.goto(`${server.url}/board/enter?t=none`);
    expect(await seriousFaults(page)).toEqual([]);
    await look.close();
  });

  test('it works with script switched off', async () => {
    const plain = await browser.newContext({ javaScriptEnabled: false });
    page = await plain.newPage();
    await page.goto(await linkFor('D01'));
    await page.getByRole('button', { name: 'Open the board' }).click();
    expect(await page.locator('h1').innerText()).toBe('Oak Primary');
    await plain.close();
  });
});
