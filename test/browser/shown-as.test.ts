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
  page.setDefaultTimeout(30_000);
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

/** What is drawn of a message, and not the payload beside it. */
const SEEN = '.slack-drawn, .slack-window, .teams-card';
const seen = (page: Page) => page.locator(SEEN);

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
  blocks: [
    form('dated', [{ name: 'date', label: 'Date of the last test', kind: 'date', latest: '2026-11-02' }]),
  ],
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
    await seen(page).getByText('✓ Recorded').waitFor();
    expect(await page.locator('article').count()).toBe(1);
    // The page puts the reader there a moment after it has drawn the answer.
    await page.waitForFunction(() => document.activeElement?.tagName === 'ARTICLE');
    await page.reload();
    await seen(page).getByText('✓ Recorded').waitFor();
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
    await seen(page).getByText('✓ Recorded').waitFor();
    expect(bench.presses.map(({ arg }) => arg)).toEqual(['no']);
  });

  test('a press that fails says so, and works when pressed again', async () => {
    await bench.say('T01', asked('tok-1'));
    const page = await openPage();
    await page.goto(at('/as/U-T01'));
    bench.failing = true;
    await page.getByRole('button', { name: /^Yes/ }).click();
    await page.getByRole('alert').getByText('Not saved, please press again').waitFor();
    bench.failing = false;
    await page.getByRole('button', { name: /^Yes/ }).click();
    await seen(page).getByText('✓ Recorded').waitFor();
  });

  test('what is said privately stands under its message, and new messages arrive by themselves', async () => {
    const page = await openPage();
    await page.goto(at('/as/U-T01'));
    await page.getByText('Nothing here yet').waitFor();
    await bench.say('T01', asked('tok-1'));
    await page.getByRole('button', { name: 'Not sure' }).click();
    await page.getByText('Only you can see this').waitFor();
    await seen(page).getByText('That question is closed').waitFor();
    await bench.say('T01', privately('The second line.'));
    await page.locator('article:last-of-type').locator(SEEN).getByText('The second line.').waitFor();
    await page.getByRole('button', { name: 'help', exact: true }).click();
    await seen(page).getByText('Words you can use').waitFor();
    await page.getByRole('link', { name: /Safeguarding channel/ }).click();
    await page.getByText('This channel is private').waitFor();
    await page.getByRole('link', { name: 'Back to your messages' }).click();
    expect(new URL(page.url()).search).toBe(`?view=${view}`);
    expect(faults.filter((fault) => !fault.includes('403'))).toEqual([]);
  });

  test('the payload is there to be read, with its size', async () => {
    await bench.say('D01', chart);
    const page = await openPage();
    await page.goto(at('/as/U-D01'));
    await page.getByText('The payload').click();
    await page.getByText(view === 'slack' ? /\d bytes · \d+ blocks/ : /\d bytes$/).waitFor();
    const payload: unknown = JSON.parse(await page.locator('.payload pre').innerText());
    expect(payload).toMatchObject(view === 'slack' ? { blocks: {} } : { type: 'AdaptiveCard' });
    await keepPicture(page, `${view}-payload`);
    expect(faults).toEqual([]);
  });

  test.each([
    ['wide', 1280],
    ['phone', 360],
  ] as const)(
    'every message, %s: nothing serious for axe, nothing to scroll sideways',
    async (name, width) => {
      for (const [, message] of everyMessage().filter(([, { kind }]) => kind !== 'prompt'))
        await bench.say('channel', message);
      for (const message of [asked('tok-1'), counts, dated, chart, asked('tok-2', 'Yes')])
        await bench.say('D01', message);
      const page = await openPage({ viewport: { width, height: 800 } });
      for (const to of ['/as/U-D01', '/as/U-D01/channel', '/as/U-A01']) {
        await page.goto(at(to));
        expect(await page.locator('article').count()).toBeGreaterThan(to === '/as/U-A01' ? -1 : 4);
        await keepPicture(page, `${view}-${name}${to.replaceAll('/', '-')}`);
        if (pictures && to.endsWith('channel'))
          for (const kind of ['digest', 'alert', 'status', 'people', 'guard'])
            await page
              .locator(`article.kind-${kind}`)
              .first()
              .screenshot({ path: join(pictures, `${view}-${name}-${kind}.png`) });
        expect([to, await seriousFaults(page)]).toEqual([to, []]);
        expect([to, await sidewaysPixels(page)]).toEqual([to, 0]);
      }
      expect(faults).toEqual([]);
    },
  );
});

describe('forms', () => {
  test('as in Slack open in a window, say what is wrong in it, and close when answered', async () => {
    await bench.say('D01', counts);
    const page = await openPage();
    await page.goto(`${bench.server.url}/as/U-D01?view=slack`);
    const open = page.getByRole('button', { name: /^Enter the numbers/ });
    await open.click();
    await page.getByLabel('Concerns in all').waitFor();
    await open.click();
    await expect.poll(() => page.locator('.slack-window').count()).toBe(1);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.locator('.slack-window').waitFor({ state: 'detached' });
    await open.click();
    await seen(page)
      .getByLabel(/^Recorded the same day/)
      .fill('15');
    await page.getByLabel('Concerns in all').fill('14');
    await page.getByLabel('Concerns in all').press('Enter');
    await seen(page).getByText('This cannot be more than the 14 in all.').waitFor();
    expect(
      await seen(page)
        .getByLabel(/^Recorded the same day/)
        .inputValue(),
    ).toBe('15');
    await keepPicture(page, 'slack-window');
    expect(await seriousFaults(page)).toEqual([]);
    await seen(page)
      .getByLabel(/^Recorded the same day/)
      .fill('12');
    await page.getByRole('button', { name: 'Record', exact: true }).click();
    await seen(page).getByText('✓ Recorded').waitFor();
    expect(await page.locator('article').count()).toBe(1);
    expect(bench.presses.at(-1)).toMatchObject({
      token: 'counts',
      verb: 'answer',
      answer: { kind: 'two_counts', part: 12, whole: 14 },
    });
    expect(faults.filter((fault) => !fault.includes('422'))).toEqual([]);
  });

  test('as in Teams stand in the card, say what is wrong there, and are recorded', async () => {
    await bench.say('D01', counts);
    const page = await openPage();
    await page.goto(`${bench.server.url}/as/U-D01?view=teams`);
    await page.getByRole('button', { name: 'Record', exact: true }).click();
    await seen(page).getByText('Enter a whole number from 0 to 99999.').first().waitFor();
    expect(bench.presses).toEqual([]);
    await seen(page)
      .getByLabel(/^Recorded the same day/)
      .fill('15');
    await page.getByLabel('Concerns in all').fill('14');
    await page.getByRole('button', { name: 'Record', exact: true }).click();
    await seen(page).getByText('This cannot be more than the 14 in all.').waitFor();
    expect(
      await seen(page)
        .getByLabel(/^Recorded the same day/)
        .inputValue(),
    ).toBe('15');
    await keepPicture(page, 'teams-form');
    await seen(page)
      .getByLabel(/^Recorded the same day/)
      .fill('12');
    await page.getByRole('button', { name: 'Record', exact: true }).click();
    await seen(page).getByText('✓ Recorded').waitFor();
    expect(bench.presses.map(({ answer }) => answer)).toEqual([{ kind: 'two_counts', part: 12, whole: 14 }]);
    expect(faults.filter((fault) => !fault.includes('422'))).toEqual([]);
  });

  test.each(['slack', 'teams'] as const)('as in %s take a date', async (view) => {
    await bench.say('D01', dated);
    const page = await openPage();
    await page.goto(`${bench.server.url}/as/U-D01?view=${view}`);
    if (view === 'slack') await page.getByRole('button', { name: /^Enter the numbers/ }).click();
    await page.getByLabel('Date of the last test').fill('2026-10-30');
    await page.getByRole('button', { name: 'Record', exact: true }).click();
    await seen(page).getByText('✓ Recorded').waitFor();
    expect(bench.presses.at(-1)?.answer).toEqual({ kind: 'date', date: '2026-10-30' });
  });
});

test('without script, Slack’s buttons and windows work, and Teams’ cards say where to go', async () => {
  await bench.say('D01', asked('tok-1'));
  await bench.say('D01', counts);
  const page = await openPage({ javaScriptEnabled: false });
  await page.goto(`${bench.server.url}/as/U-D01?view=slack`);
  await page.getByRole('button', { name: /^No:/ }).click();
  await seen(page).getByText('✓ Recorded 07:46 · No').waitFor();
  await page.getByRole('button', { name: /^Enter the numbers/ }).click();
  await seen(page)
    .getByLabel(/^Recorded the same day/)
    .fill('12');
  await page.getByRole('button', { name: 'Record', exact: true }).click();
  await seen(page).getByText('Enter a whole number').first().waitFor();
  await page.getByLabel('Concerns in all').fill('14');
  await page.getByRole('button', { name: 'Record', exact: true }).click();
  await seen(page).getByText('"whole":14').waitFor();
  expect(new URL(page.url()).search).toBe('?view=slack');
  await page.getByRole('link', { name: 'As in Teams' }).click();
  await page.getByRole('link', { name: 'Show this conversation plainly' }).first().click();
  expect(new URL(page.url()).search).toBe('');
});
