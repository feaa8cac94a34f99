/**
 * A newcomer's first minute, against the real program in a process of its own: choose who to be, answer a real
 * question of the real bank, run the week, and read the digest and the overdue alert. In between the program is
 * killed without warning, and what it called recorded is still there.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findChromium, NO_CHROMIUM, openBrowser, seriousFaults, sidewaysPixels } from '../support/browser.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const LONG = 180_000;
const path = findChromium();
let home: string;
let browser: Browser;
let vigil: ChildProcess | null = null;

beforeAll(async () => {
  if (path === null) return;
  home = mkdtempSync(join(tmpdir(), 'vigil-first-'));
  browser = await openBrowser(path);
});
afterAll(async () => {
  if (path === null) return;
  await killNow();
  await browser.close();
  rmSync(home, { recursive: true, force: true });
});

/** Starts the program as "npm start" does, outside the checkout, and gives its address. */
async function start(): Promise<string> {
  const { PATH, HOME } = process.env;
  const child = spawn(
    join(ROOT, 'node_modules/.bin/tsx'),
    ['--tsconfig', join(ROOT, 'tsconfig.json'), join(ROOT, 'src/main.ts')],
    {
      cwd: home,
      env: { PATH, HOME, PORT: '0', VIGIL_DATA_DIR: join(home, 'data') },
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    },
  );
  vigil = child;
  let said = '';
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (part: Buffer) => {
      said += part;
      const address = /http:\/\/localhost:\d+/.exec(said)?.[0];
      if (address) resolve(address);
    });
    child.on('exit', () => reject(new Error('The program ended before it said where it is')));
  });
}

/** The whole group: tsx and the program it runs. */
async function killNow(): Promise<void> {
  const child = vigil;
  if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  process.kill(-child.pid, 'SIGKILL');
  await ended;
}

const clock = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });
/** The run is over when its Stop button has gone. */
async function ranOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Stop', exact: true }).waitFor({ state: 'detached', timeout: LONG });
}

/** Answers the newest question, whatever its kind: a button, or a form with numbers or a date. */
async function answer(page: Page): Promise<void> {
  const newest = page.getByRole('article').last();
  const form = newest.locator('form:has(input:not([type=hidden]))').first();
  if ((await form.count()) > 0) {
    for (const input of await form.locator('input:not([type=hidden])').all())
      await input.fill((await input.getAttribute('type')) === 'date' ? '2026-09-01' : '1');
    await form.getByRole('button').click();
  } else await newest.getByRole('button').first().click();
}

test('from the first page to a recorded answer, a digest and an overdue alert', {
  timeout: 4 * LONG,
}, async (context) => {
  if (path === null) return context.skip(NO_CHROMIUM);
  const address = await start();
  const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
  page.setDefaultTimeout(30_000);
  await page.goto(address);
  expect(await seriousFaults(page)).toEqual([]);
  await page
    .getByRole('link', { name: /Teacher/ })
    .first()
    .click();
  await clock(page, 'Next question').click();
  await page.getByRole('article').first().waitFor({ timeout: LONG });
  await ranOut(page);
  await answer(page);
  await page
    .getByText(/✓ Recorded \d\d:\d\d/)
    .first()
    .waitFor();
  expect(await seriousFaults(page)).toEqual([]);

  await killNow();
  const again = await start();
  await page.goto(`${again}/as/Q04`);
  await page
    .getByText(/✓ Recorded/)
    .first()
    .waitFor();

  await clock(page, 'Run this week').click();
  await page.getByRole('progressbar').waitFor();
  await ranOut(page);
  await page.goto(`${again}/as/Q02/channel`);
  await page.getByRole('heading', { name: /safeguarding digest/ }).waitFor();
  await page
    .getByText(/Week of 7 Sep\. Needs a person today: \d+/)
    .first()
    .waitFor();
  await page.getByText('Duty check not answered: site security').first().waitFor();
  const channel = await page.locator('main').innerText();
  expect(channel).not.toContain('Victor Sands'); // the site manager, whose check it is: never named in a channel
  expect(channel).not.toMatch(/all clear|compliant/i);
  expect(await seriousFaults(page)).toEqual([]);

  await page
    .getByRole('button', { name: /I have it/ })
    .first()
    .click();
  await page
    .getByText(/has had it since/)
    .first()
    .waitFor();
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await sidewaysPixels(page)).toBe(0);
});
