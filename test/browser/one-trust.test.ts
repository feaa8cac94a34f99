/**
 * A trust's one status as it is seen: the very payloads that went to its lead in Slack and in Teams, each drawn by
 * that platform's independent renderer in a real browser, with the same schools and the same figures in both.
 * SCREENSHOTS=folder keeps a picture of each, wide and as on a telephone.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { drawCard, openCardPage } from '../support/adaptive-cards-page.ts';
import { findChromium, NO_CHROMIUM, openBrowser, sidewaysPixels } from '../support/browser.ts';
import { openTrust, slackIdOf, type Trust, teamsIdOf } from '../support/one-trust.ts';
import { drawBlocks, openBlocksPage } from '../support/slack-blocks-page.ts';

const path = findChromium();
const pictures = process.env.SCREENSHOTS;
const faults: string[] = [];
let browser: Browser;
let trust: Trust;

beforeAll(async () => {
  if (path === null) return;
  browser = await openBrowser(path);
  trust = await openTrust('2026-11-30T08:20:00Z');
  if (pictures) mkdirSync(pictures, { recursive: true });
}, 600_000);
beforeEach((context) => {
  if (path === null) return context.skip(NO_CHROMIUM);
});
afterAll(async () => {
  await trust?.close();
  if (path !== null) await browser.close();
});

async function look(page: Page, root: string, name: string): Promise<string> {
  const text = await page.locator(root).innerText();
  for (const width of [760, 360]) {
    await page.setViewportSize({ width, height: 600 });
    // Slack lets a table be moved sideways; a card has to fit.
    if (root === 'main') expect(await sidewaysPixels(page)).toBe(0);
    if (pictures) await page.locator(root).screenshot({ path: join(pictures, `${name}-${width}.png`) });
  }
  return text.replaceAll(/\s+/g, ' ');
}

test('the same two schools with the same figures, in Slack’s blocks and in Teams’ card', async () => {
  const inSlack = trust.slack.person(slackIdOf('X01'));
  const inTeams = trust.teams.person(teamsIdOf('X02'));
  await inSlack.command('/vigil status all');
  await inTeams.writes('status all');
  const blocks = inSlack.ephemerals.at(-1)?.blocks ?? [];
  const card = inTeams.dm().at(-1)?.card ?? {};

  const slackPage = await openBlocksPage(browser, faults);
  await drawBlocks(slackPage, blocks);
  const slack = await look(slackPage, '#root', 'one-trust-slack');
  const cardPage = await openCardPage(browser, faults);
  await drawCard(cardPage, card);
  const teams = await look(cardPage, 'main', 'one-trust-teams');

  for (const school of ['Elm Primary School', 'Oak Primary School']) {
    const row = new RegExp(`${school} (\\D+: \\d+(?:, )?)+ ?, of 12|${school}.*?of 12`);
    const [inBlocks] = row.exec(slack) ?? [];
    const [inCard] = row.exec(teams) ?? [];
    expect(inBlocks).toBeDefined();
    expect(inCard).toBe(inBlocks);
  }
  expect(faults).toEqual([]);
}, 60_000);
