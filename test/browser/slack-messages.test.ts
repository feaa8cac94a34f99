/**
 * One of every message, drawn as Slack's blocks and then by somebody else's Slack renderer in a real browser: every
 * text is there to be seen, every button can be named, and nothing goes wrong. It is as near to Slack as one can look
 * without Slack. SCREENSHOTS=folder keeps a picture of each, on a wide window and on a telephone.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type RenderOptions, renderMessage } from '../../src/chat/slack/render.ts';
import { formView, noticeView } from '../../src/chat/slack/render-form.ts';
import type { Block, Form, Message } from '../../src/domain/message.ts';
import { messageText } from '../../src/domain/message.ts';
import { findChromium, NO_CHROMIUM, openBrowser, sidewaysPixels } from '../support/browser.ts';
import { everyMessage } from '../support/every-message.ts';
import { drawBlocks, openBlocksPage } from '../support/slack-blocks-page.ts';
import { messageFaults, shownButtons, windowFaults } from '../support/slack-limits.ts';

const path = findChromium();
const pictures = process.env.SCREENSHOTS;
let browser: Browser;
let page: Page;
const faults: string[] = [];

beforeAll(async () => {
  if (path === null) return;
  browser = await openBrowser(path);
  page = await openBlocksPage(browser, faults);
  if (pictures) mkdirSync(pictures, { recursive: true });
});
beforeEach((context) => {
  if (path === null) return context.skip(NO_CHROMIUM);
  faults.length = 0;
});
afterAll(async () => {
  if (path !== null) await browser.close();
});

const bare = (text: string) => text.replace(/[\s\p{C}]/gu, '');

async function drawn(blocks: readonly unknown[]): Promise<string> {
  await drawBlocks(page, blocks);
  return page.locator('#root').innerText();
}

async function keepPicture(name: string): Promise<void> {
  if (!pictures) return;
  const file = name.replace(/[^a-z0-9]+/gi, '-');
  for (const [suffix, width] of [
    ['', 760],
    ['-narrow', 360],
  ] as const) {
    await page.setViewportSize({ width, height: 600 });
    await page.locator('#root').screenshot({ path: join(pictures, `${file}${suffix}.png`) });
  }
  await page.setViewportSize({ width: 760, height: 600 });
}

/** What a form shows in its own window only is not looked for in the message. */
const withoutForms = (message: Message): Message => ({
  ...message,
  blocks: message.blocks.map(
    (block): Block =>
      block.type === 'form' ? { type: 'buttons', buttons: [{ label: block.open, act: block.act }] } : block,
  ),
});

const everyDrawing = (): [name: string, message: Message, options: RenderOptions][] => [
  ...everyMessage().map(([name, message]): [string, Message, RenderOptions] => [name, message, {}]),
  ...everyMessage()
    .filter(([, { blocks }]) => blocks.some(({ type }) => type === 'table'))
    .map(([name, message]): [string, Message, RenderOptions] => [
      `${name}, its table as lines`,
      message,
      { plainTables: true },
    ]),
];

test.each(everyDrawing())('%s', async (name, message, options) => {
  const slack = renderMessage(message, options);
  if (slack.kind === 'too_long') throw new Error('Too long');
  expect(messageFaults(slack)).toEqual([]);
  const lines = await drawn(slack.blocks);
  for (const text of messageText(withoutForms(message)).slice(1)) expect(bare(lines)).toContain(bare(text));
  for (const { label, value } of message.blocks.flatMap((block) =>
    block.type === 'fields' ? block.fields : [],
  ))
    expect(lines.split('\n')).toContain(`${label}: ${value}`);
  const buttons = shownButtons(slack.blocks);
  expect(await page.getByRole('button').count()).toBe(buttons.length);
  for (const { label, spoken } of buttons) {
    const named = page.getByRole('button', { name: spoken ?? label, exact: true });
    expect(await named.count()).toBeGreaterThan(0);
    expect(await named.first().isVisible()).toBe(true);
  }
  await keepPicture(name);
  expect(await sidewaysPixels(page)).toBe(0);
  expect(faults).toEqual([]);
});

const forms = everyMessage()
  .filter(([name]) => /^prompt \S+ open$/.test(name))
  .flatMap(([name, { blocks }]) =>
    blocks.filter((block): block is Form => block.type === 'form').map((form) => [name, form] as const),
  );

test.each(forms)('the window of %s shows its question and labels its inputs', async (name, form) => {
  const view = formView(form, '{}');
  expect(windowFaults(view)).toEqual([]);
  const seen = await drawn(view.blocks);
  expect(seen).toContain(form.about);
  for (const { label } of form.fields) expect(seen).toContain(label);
  await keepPicture(`window ${name}`);
  expect(faults).toEqual([]);
});

test('a window that says why nothing was recorded shows the words and nothing to press', async () => {
  const [, message] = everyMessage().find(([name]) => name === 'private line') ?? [];
  if (message === undefined) throw new Error('No private line');
  const view = noticeView(message, { title: 'Your answer', cancel: 'Cancel' });
  expect(windowFaults(view)).toEqual([]);
  expect(await drawn(view.blocks)).toContain(message.summary);
  expect(await page.getByRole('button').count()).toBe(0);
});

test('there are forms of every kind among them, and every kind of message', () => {
  expect(forms.flatMap(([, { fields }]) => fields.map(({ name }) => name)).sort()).toEqual(
    ['count', 'date', 'part', 'percent', 'whole'].sort(),
  );
  const kinds = new Set(everyMessage().map(([, { kind }]) => kind));
  expect([...kinds].sort()).toEqual(
    [
      'action',
      'alert',
      'ask',
      'bank',
      'calendar',
      'charge',
      'digest',
      'due',
      'guard',
      'help',
      'nudge',
      'overdue',
      'people',
      'private_line',
      'prompt',
      'set_up',
      'status',
      'stranger',
      'why',
    ].sort(),
  );
});
