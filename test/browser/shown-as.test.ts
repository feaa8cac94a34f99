/**
 * The local workspace's switch in a real browser: a question answered as in Slack and as in Teams is recorded, forms
 * too, with nothing fetched from elsewhere; live; by keyboard; fine on a telephone; and without script where it can be.
 * SCREENSHOTS=folder keeps a picture of each.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Message } from '../../src/domain/message.ts';
import type { Store } from '../../src/store/database.ts';
import { findChromium, NO_CHROMIUM, openBrowser, seriousFaults, sidewaysPixels } from '../support/browser.ts';
import { everyMessage } from '../support/every-message.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';
import { asked, type Bench, openBench, privately } from '../support/workspace.ts';

const path = findChromium();
const pictures = process.env.SCREENSHOTS;
let store: Store;
let school: School;
let browser: Browser;
let bench: Bench;
let block = 0;
const faults: string[] = [];

beforeAll(async () => {
  if (path === null) return;
  store = await openTestStore();
  browser = await openBrowser(path);
  if (pictures) mkdirSync(pictures, { recursive: true });
});
beforeEach(async (context) => {
  if (path === null) return context.skip(NO_CHROMIUM);
  block += 1;
  faults.length = 0;
  school = await makeSchool(store, { block });
  bench = await openBench(store, school);
});
afterEach(async () => {
  if (path === null) return;
  for (const context of browser.contexts()) await context.close();
  await bench.server.close();
});
afterAll(async () => {
  if (path === null) return;
  await browser.close();
  await store.close();
});

async function openPage(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (line) => {
    if (['error', 'warning'].includes(line.type())) faults.push(line.text());
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(bench.server.url) && !url.startsWith('data:')) faults.push(`asked for ${url}`);
  });
  return page;
}

async function keepPicture(page: Page, name: string): Promise<void> {
  if (pictures) await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
}

const form = (token: string, fields: Extract<Message['blocks'][number], { type: 'form' }>['fields']) =>
  ({
    type: 'form',
    open: 'Enter the numbers',
    about: 'How many concerns were recorded the same day?',
    title: 'Your answer',
    cancel: 'Cancel',
    act: { verb: 'answer', token },
    fields,
    submit: 'Record',
  }) as const;

const counts: Message = {
  kind: 'prompt',
  summary: 'A question from Vigil',
  blocks: [
    { type: 'text', tone: 'strong', text: 'How many concerns were recorded the same day?' },
    form('counts', [
      { name: 'part', label: 'Recorded the same day', kind: 'count' },
      { name: 'whole', label: 'Concerns in all', kind: 'count' },
    ]),
  ],
};
const dated: Message = {
  ...counts,
  blocks: [form('dated', [{ name: 'date', label: 'Date of the last test', kind: 'date', latest: '2026-11-02' }])],
};
const chart: Message = {
  kind: 'digest',
  summary: 'Week of 2 Nov',
  blocks: [
    { type: 'heading', text: 'Week of 2 Nov' },
    {
      type: 'chart',
      chart: {
        kind: 'bars',
        title: 'Standards by suggested rating',
        labelled: 'Rating',
        labels: ['Met', 'Not met'],
        tones: ['good', 'bad'],
        series: [{ name: 'Standards', values: [5, 2] }],
        describe: 'Five standards are met and two are not.',
      },
    },
    {
      type: 'buttons',
      buttons: [{ label: 'I have it', style: 'primary', act: { verb: 'have_it', token: 'a' } }],
    },
  ],
};

describe.each(['slack', 'teams'] as const)('as in %s', (view) => {
  const at = (to: string) => `${bench.server.url}${to}?view=${view}`;

  test('the switch leads there, a question is answered there, and the answer is there after a reload', async () => {
    await bench.say('T01', asked('tok-1'));
    const page = await openPage();
    await page.goto(`${bench.server.url}/as/U-T01`);
    await page.getByRole('link', { name: view === 'slack' ? 'As in Slack' : 'As in Teams' }).click();
    await page.getByRole('button', { name: /^Yes/ }).waitFor();
    await keepPicture(page, `${view}-open`);
    await page.getByRole('button', { name: /^Yes/ }).click();
    await page.locator('article').getByText('✓ Recorded').first().waitFor();
    expect(await page.locator('article').count()).toBe(1);
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('ARTICLE');
    await page.reload();
    await page.locator('article').getByText('✓ Recorded').first().waitFor();
    expect(bench.presses).toHaveLength(1);
    expect(bench.presses[0]).toMatchObject({
      from: { platform: 'local', userId: 'U-T01' },
      verb: 'answer',
      token: 'tok-1',
      arg: 'yes',
    });
    expect(faults).toEqual([]);
  });

  test('by keyboard alone', async () => {
    await bench.say('T01', asked('tok-1'));
    const page = await openPage();
    await page.goto(at('/as/U-T01'));
    await page.getByRole('button', { name: /^No/ }).first().focus();
    await page.keyboard.press('Enter');
    await page.locator('article').getByText('✓ Recorded').first().waitFor();
    expect(bench.presses.map(({ arg }) => arg)).toEqual(['no']);
  });
});
