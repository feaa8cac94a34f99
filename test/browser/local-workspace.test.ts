/**
 * The local workspace in a real browser: from the first page to "✓ Recorded", by mouse, by keyboard and without
 * script; live; fine on a small phone; and nothing serious for axe to find.
 */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Message } from '../../src/domain/message.ts';
import type { Store } from '../../src/store/database.ts';
import { redrawMessage } from '../../src/store/messages.ts';
import { findChromium, NO_CHROMIUM, openBrowser, seriousFaults, sidewaysPixels } from '../support/browser.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';
import { asked, type Bench, openBench, privately } from '../support/workspace.ts';

const path = findChromium();
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
    if (/Content Security Policy|oobErrorNoTarget|targetError/.test(line.text())) faults.push(line.text());
  });
  return page;
}

const checks: Message = {
  kind: 'prompt',
  summary: 'Your checks this week',
  blocks: [
    { type: 'heading', text: 'Your checks this week' },
    {
      type: 'form',
      open: 'Enter',
      about: 'A question',
      title: 'Your answer',
      cancel: 'Cancel',
      act: { verb: 'answer', token: 'counts' },
      fields: [
        { name: 'part', label: 'Recorded the same day', kind: 'count' },
        { name: 'whole', label: 'Concerns in all', kind: 'count' },
      ],
      submit: 'Record',
    },
    { type: 'divider' },
    {
      type: 'form',
      open: 'Enter',
      about: 'A question',
      title: 'Your answer',
      cancel: 'Cancel',
      act: { verb: 'answer', token: 'date' },
      fields: [{ name: 'date', label: 'Date of the last test', kind: 'date', latest: '2026-11-02' }],
      submit: 'Record',
    },
    {
      type: 'form',
      open: 'Enter',
      about: 'A question',
      title: 'Your answer',
      cancel: 'Cancel',
      act: { verb: 'answer', token: 'share' },
      fields: [{ name: 'percent', label: 'Share of staff', kind: 'percent' }],
      submit: 'Record',
    },
  ],
};

const digest: Message = {
  kind: 'digest',
  summary: 'Week of 2 Nov',
  blocks: [
    { type: 'heading', text: 'Week of 2 Nov' },
    { type: 'text', tone: 'warn', text: 'Needs a person today: 1' },
    { type: 'list', lines: ['Site security check, due Tuesday, not answered'] },
    {
      type: 'table',
      caption: 'Suggested ratings',
      columns: ['Standard', 'Suggested', 'Answered', 'Good'],
      rows: [
        ['Safe site, visitors, trips and first aid', { text: 'Not met', tone: 'bad' }, '3 of 4', '1 of 3'],
        ['Training, induction and supervision', { text: 'Met', tone: 'good' }, '9 of 11', '9 of 9'],
        [
          'Responding to concerns and record keeping',
          { text: 'Partially met', tone: 'warn' },
          '4 of 6',
          '3 of 4',
        ],
        [
          'Leadership, governance and accountability',
          { text: 'Not yet assessed', tone: 'quiet' },
          '0 of 0',
          '–',
        ],
      ],
    },
    { type: 'fields', fields: [{ label: 'Could not be reached', value: '6' }] },
    {
      type: 'buttons',
      buttons: [{ label: 'I have it', style: 'primary', act: { verb: 'have_it', token: 'a' } }],
    },
    { type: 'text', tone: 'quiet', text: 'A rating is suggested until a named person confirms it.' },
  ],
};

test('from the first page to a recorded answer, and the answer is there after a reload', async () => {
  await bench.say('T01', asked('tok-1'));
  const page = await openPage();
  await page.goto(bench.server.url);
  await page.getByRole('link', { name: /Teacher/ }).click();
  await page.getByRole('button', { name: 'Yes: do you know who the DSL is today?' }).click();
  await page.getByText('✓ Recorded').waitFor();
  expect(await page.locator('article').count()).toBe(1);
  await page.waitForFunction(() => document.activeElement?.tagName === 'ARTICLE');
  await page.reload();
  await page.getByText('✓ Recorded').waitFor();
  expect(bench.presses).toHaveLength(1);
  expect(faults).toEqual([]);
});

test('an answer is drawn and its reader put there in one go, with no moment between for a live event', async () => {
  await bench.say('T01', asked('tok-1'));
  const page = await openPage();
  await page.goto(`${bench.server.url}/as/U-T01`);
  await page.evaluate(() => {
    const list = document.getElementById('messages') as HTMLElement;
    const note = () => list.setAttribute('data-reader', document.activeElement?.tagName ?? 'nobody');
    new MutationObserver(note).observe(list, { childList: true });
  });
  await page.getByRole('button', { name: /^Yes:/ }).click();
  await page.getByText('✓ Recorded').waitFor();
  expect(await page.locator('#messages').getAttribute('data-reader')).toBe('ARTICLE');
});

test.each([
  { ends: 'answered', told: 'That question is closed.' },
  { ends: 'failed', told: 'Not saved, please press again' },
])(
  'live news waits for the press on its way, which is seen to have $ends; then it is drawn',
  async (press) => {
    const messageId = await bench.say('T01', asked('tok-1'));
    const page = await openPage();
    await page.goto(`${bench.server.url}/as/U-T01`);
    await page.evaluate(() =>
      document.addEventListener('htmx:sseBeforeMessage', () =>
        document.body.setAttribute('data-news', 'came'),
      ),
    );
    await page.route('**/press', async (route) => {
      bench.failing = press.ends === 'failed';
      const response = await route.fetch();
      const anew = { ...asked('tok-1'), summary: 'Drawn anew' };
      await store.within(school.org, (tx) => redrawMessage(tx, messageId, anew, 2));
      bench.chat.tell({ externalId: school.externalId, userId: 'U-T01' });
      await page.locator('body[data-news]').waitFor();
      await route.fulfill({ response });
    });
    await page.getByRole('button', { name: 'Not sure' }).click();
    await page.getByRole('article', { name: 'Drawn anew' }).waitFor();
    expect(await page.getByText(press.told).isVisible()).toBe(true);
    // Of one question, and not of the next that comes.
    await bench.say('T01', { ...asked('tok-2'), summary: 'Another question' });
    await page.getByRole('article', { name: 'Another question' }).waitFor();
    expect(await page.getByText(press.told).count()).toBe(1);
    expect(faults).toEqual([]);
  },
);

test('without script the same buttons work', async () => {
  await bench.say('T01', asked('tok-1'));
  const page = await openPage({ javaScriptEnabled: false });
  await page.goto(`${bench.server.url}/as/U-T01`);
  await page.getByRole('button', { name: 'help' }).click();
  await page.getByText('Words you can use').waitFor();
  await page.getByRole('button', { name: /^No:/ }).click();
  await page.getByText('✓ Recorded 07:46 · No').waitFor();
  await page.getByRole('button', { name: 'Next school day' }).click();
  await page.getByText('Running to the next school day').waitFor();
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByRole('button', { name: 'Stop' }).waitFor({ state: 'detached' });
});

test('by keyboard alone: reached by Tab, pressed by Enter, and the reader is left at the answer', async () => {
  await bench.say('T01', asked('tok-1'));
  const page = await openPage();
  await page.goto(`${bench.server.url}/as/U-T01`);
  const names: string[] = [];
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press('Tab');
    const name = await page.evaluate(
      () =>
        document.activeElement?.getAttribute('aria-label') ??
        document.activeElement?.textContent?.trim() ??
        '',
    );
    names.push(name);
    if (name.startsWith('Yes:')) break;
  }
  expect(names[0]).toBe('Skip to the main part');
  expect(names).toEqual(expect.arrayContaining(['Next question', 'Switch person', 'Messages']));
  expect(names.at(-1)).toMatch(/^Yes:/);
  await page.keyboard.press('Enter');
  await page.getByText('✓ Recorded').waitFor();
  const readerAt = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
  await expect.poll(readerAt).toBe('Recorded: Yes');
});

test('a press that fails says so beside its buttons, and works when pressed again', async () => {
  await bench.say('T01', asked('tok-1'));
  const page = await openPage();
  await page.goto(`${bench.server.url}/as/U-T01`);
  bench.failing = true;
  const yes = page.getByRole('button', { name: /^Yes:/ });
  await yes.click();
  await page.getByRole('alert').getByText('Not saved, please press again').waitFor();
  expect(await page.getByText('✓').count()).toBe(0);
  bench.failing = false;
  await yes.click();
  await page.getByText('✓ Recorded').waitFor();
  expect(await page.getByText('Not saved').count()).toBe(0);
});

test('a mistyped number is put right in place', async () => {
  await bench.say('D01', checks);
  const page = await openPage();
  await page.goto(`${bench.server.url}/as/U-D01`);
  await page.getByLabel('Recorded the same day').fill('15');
  await page.getByLabel('Concerns in all').fill('14');
  await page.getByLabel('Concerns in all').press('Enter');
  await page.getByText('This cannot be more than the 14 in all.').waitFor();
  expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('part');
  expect(await seriousFaults(page)).toEqual([]);
  await page.getByLabel('Recorded the same day').fill('12');
  await page.getByRole('button', { name: 'Record' }).first().click();
  await page.getByText('✓ Recorded').waitFor();
  expect(bench.presses.map((press) => press.answer)).toEqual([{ kind: 'two_counts', part: 12, whole: 14 }]);
});

test('new messages and the clock arrive by themselves, and a dropped connection is said', async () => {
  const page = await openPage();
  await page.goto(`${bench.server.url}/as/U-T01`);
  await page.getByText('Nothing here yet').waitFor();
  await bench.say('T01', privately('The first line.'));
  await page.getByText('The first line.').first().waitFor();
  expect(await page.getByText('Nothing here yet').isVisible()).toBe(false);
  await bench.say('T01', privately('The second line.'));
  await page.locator('#announce', { hasText: 'New message: The second line.' }).waitFor();
  await bench.say('T02', privately('For somebody else.'));

  const at = new Date('2026-11-05T13:20:00Z');
  bench.clock.set(at, { to: 'term', done: 12, of: 40, at });
  await page.getByText('Running to the end of term: 30%').waitFor();
  await page.getByText('Thursday 5 Nov 2026, 13:20').first().waitFor();
  expect(await page.getByRole('button', { name: 'Next question' }).getAttribute('aria-disabled')).toBe(
    'true',
  );
  bench.clock.set(at, { to: 'term', done: 30, of: 40, at });
  await page.getByText('Running to the end of term: 75%').waitFor();
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByRole('button', { name: 'Stop' }).waitFor({ state: 'detached' });

  const { port } = bench.server;
  await bench.server.close();
  await page.getByText('The connection has dropped').waitFor();
  bench = await openBench(store, school, port);
  await bench.say('T01', privately('While it was away.'));
  await page.getByText('While it was away.').first().waitFor();
  await page.getByText('The connection has dropped').waitFor({ state: 'detached' });
  expect(await page.locator('article').allInnerTexts()).toHaveLength(3);
  expect(await page.getByText('For somebody else.').count()).toBe(0);
  expect(faults).toEqual([]);
});

const VIEWS = { wide: { width: 1280, height: 800 }, phone: { width: 320, height: 640 } };

test.each([
  ['wide', 'light'],
  ['wide', 'dark'],
  ['phone', 'light'],
  ['phone', 'dark'],
] as const)(
  '%s and %s: nothing serious for axe, nothing to scroll sideways, every target 44 px',
  async (view, colorScheme) => {
    await bench.say('T01', asked('tok-0', 'Yes'));
    await bench.say('T01', { ...asked('tok-1'), kind: 'nudge' });
    await bench.say('D01', checks);
    await bench.say('channel', digest);
    const page = await openPage({ viewport: VIEWS[view], colorScheme });
    for (const to of [
      '/',
      '/as/U-T01',
      '/as/U-D01',
      '/as/U-D01/channel',
      '/as/U-T01/channel',
      '/as/U-A01',
      '/nowhere',
    ]) {
      await page.goto(bench.server.url + to);
      if (to === '/') await page.getByText('Somebody else…').click();
      if (to === '/as/U-T01') {
        await page.getByRole('button', { name: 'help' }).click();
        await page.getByText('Only you can see this').waitFor();
      }
      expect([to, await seriousFaults(page)]).toEqual([to, []]);
      expect([to, await sidewaysPixels(page)]).toEqual([to, 0]);
      const small = await page.$$eval(
        'button, a.button, .places a, .others a, .personas a, input:not([type=hidden])',
        (all) =>
          all.flatMap((one) => {
            const { width, height } = one.getBoundingClientRect();
            return width > 0 && (height < 43.5 || width < 43.5)
              ? [`${one.textContent} ${width}×${height}`]
              : [];
          }),
      );
      expect([to, small]).toEqual([to, []]);
      expect(await page.locator('h1').count()).toBe(1);
    }
    expect(faults).toEqual([]);
  },
);
