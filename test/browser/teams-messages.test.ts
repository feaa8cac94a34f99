/**
 * One of every message, drawn as an Adaptive Card and then by Microsoft's own renderer in a real browser, set up as
 * Teams sets it up: every text is there to be seen, every button says what it is for and sends what it should, and an
 * empty box is told of before anything is sent. It is as near to Teams as one can look without Teams.
 * SCREENSHOTS=folder keeps a picture of each, on a wide window and on a telephone.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readPressData } from '../../src/chat/teams/press-data.ts';
import { type RenderOptions, renderCard } from '../../src/chat/teams/render.ts';
import { type Block, type Form, type Message, messageText } from '../../src/domain/message.ts';
import { drawPicture } from '../../src/pictures/draw-png.ts';
import {
  cutButtons,
  drawCard,
  openCardPage,
  sentFrom,
  spilledTexts,
} from '../support/adaptive-cards-page.ts';
import { findChromium, NO_CHROMIUM, openBrowser, seriousFaults, sidewaysPixels } from '../support/browser.ts';
import { everyMessage } from '../support/every-message.ts';
import { shownButtons } from '../support/teams-limits.ts';

const WIDE = 760;
const TELEPHONE = 360;
const path = findChromium();
const pictures = process.env.SCREENSHOTS;
let browser: Browser;
let page: Page;
const faults: string[] = [];

beforeAll(async () => {
  if (path === null) return;
  browser = await openBrowser(path);
  page = await openCardPage(browser, faults);
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

function cardOf(message: Message, options?: RenderOptions): object {
  const drawn = renderCard(message, options);
  if (drawn.kind === 'too_long') throw new Error('Too long');
  return drawn.card;
}
const messageOf = (name: string): Message => {
  const [, message] = everyMessage().find(([its]) => its === name) ?? [];
  if (message === undefined) throw new Error(`No message ${name}`);
  return message;
};
const formsOf = ({ blocks }: Message) => blocks.filter((block): block is Form => block.type === 'form');
/** A button may be described by the same words. */
const box = (label: string) => page.getByLabel(label).and(page.locator('input, textarea'));
const openers = () => page.locator('button[aria-expanded]');

/** All that is seen once every form is opened. */
function seenText(message: Message): string[] {
  const several = formsOf(message).length > 1;
  const blocks = message.blocks.map((block): Block => {
    if (block.type !== 'form') return block;
    const labels = [...block.fields.map(({ label }) => label), block.submit];
    return { type: 'list', lines: several ? [...labels, block.open] : labels };
  });
  return messageText({ ...message, blocks }).slice(1);
}

async function keepPicture(name: string, width: number): Promise<void> {
  if (!pictures) return;
  const file = `${name.replace(/[^a-z0-9]+/gi, '-')}${width === WIDE ? '' : '-narrow'}.png`;
  await page.locator('main').screenshot({ path: join(pictures, file) });
}

/** Looks at what is drawn as somebody with either window would. */
async function look(name: string): Promise<void> {
  for (const width of [WIDE, TELEPHONE]) {
    await page.setViewportSize({ width, height: 600 });
    await keepPicture(name, width);
    expect(await sidewaysPixels(page)).toBe(0);
    expect(await spilledTexts(page)).toEqual([]);
    expect(await cutButtons(page)).toEqual([]);
    for (const button of await page.getByRole('button').all()) expect(await button.isVisible()).toBe(true);
    expect(await seriousFaults(page)).toEqual([]);
  }
  await page.setViewportSize({ width: WIDE, height: 600 });
}

test.each(everyMessage())('%s', async (name, message) => {
  const card = cardOf(message);
  await drawCard(page, card);
  await look(name);
  const several = formsOf(message).length > 1;
  expect(await openers().count()).toBe(several ? formsOf(message).length : 0);
  for (const opener of await openers().all()) await opener.click();
  if (several) await look(`${name} opened`);
  const seen = bare(await page.locator('main').innerText());
  for (const text of seenText(message)) expect(seen).toContain(bare(text));
  for (const { label } of formsOf(message).flatMap(({ fields }) => fields))
    expect(await box(label).first().isVisible()).toBe(true);
  expect(faults).toEqual([]);
});

describe.each([
  ['a client of today', false, 'Action.Execute', 'vigil'],
  ['an older client', true, 'Action.Submit', undefined],
])('pressed in %s', (_, older, type, verb) => {
  test.each(everyMessage().filter(([, { blocks }]) => blocks.some((block) => block.type === 'buttons')))(
    'every button of %s sends its own act and nothing else',
    async (_name, message) => {
      const card = cardOf(message);
      const buttons = shownButtons(card).filter(({ data }) => data.fields === undefined);
      // The longest card has no room for an older client's buttons.
      if (older && buttons.some(({ fallback }) => fallback === undefined)) return;
      await drawCard(page, card, { older });
      await page.evaluate(() => {
        for (const button of document.querySelectorAll<HTMLElement>('button:not([aria-expanded])'))
          if (button.innerText !== 'Record') button.click();
      });
      expect(await sentFrom(page)).toEqual(
        buttons.map(({ data }) => ({ type, ...(verb === undefined ? {} : { verb }), data })),
      );
      expect(faults).toEqual([]);
    },
  );

  const open = everyMessage().filter(([name, message]) => / open$/.test(name) && formsOf(message).length > 0);

  test.each(open)(
    '%s tells of an empty box and sends nothing; filled in, it sends what was typed',
    async (name, message) => {
      const card = cardOf(message);
      await drawCard(page, card, { older });
      const record = page.getByRole('button', { name: 'Record' });
      await record.click();
      expect(await page.getByText(/^Enter a /).count()).toBe(formsOf(message)[0]?.fields.length);
      expect(await sentFrom(page)).toEqual([]);
      await look(`${name} left empty`);
      const typed: Record<string, string> = {};
      for (const { name: field, label, kind } of formsOf(message)[0]?.fields ?? []) {
        typed[field] = kind === 'date' ? '2026-11-09' : '7';
        await box(label).fill(typed[field]);
      }
      await record.click();
      const [sent] = await sentFrom(page);
      expect(sent?.type).toBe(type);
      expect(readPressData(sent?.data)).toMatchObject({ act: formsOf(message)[0]?.act, values: typed });
      expect(faults).toEqual([]);
    },
  );

  test('a form among several is sent by itself, whatever is left empty in the others', async () => {
    const message = messageOf('card of 12');
    await drawCard(page, cardOf(message), { older });
    for (const opener of await openers().all()) await opener.click();
    const form = formsOf(message).at(-1);
    if (form === undefined) throw new Error('No form');
    for (const { label, kind } of form.fields)
      await box(label)
        .last()
        .fill(kind === 'date' ? '2026-11-09' : '7');
    await page.getByRole('button', { name: 'Record' }).last().click();
    const sent = await sentFrom(page);
    expect(sent.map(({ data }) => readPressData(data)?.act)).toEqual([form.act]);
  });
});

describe('a form that came back with something to put right', () => {
  const typedFor = ({ act, fields }: Form) => ({
    token: act.token,
    values: Object.fromEntries(fields.map(({ name }, index) => [name, String(15 - index)])),
    faults: { [fields[0]?.name ?? 'count']: 'This cannot be more than the 14 in all.' },
  });

  test.each(['prompt two-counts open', 'card of 12'])(
    '%s: says so under the box, with what was typed',
    async (name) => {
      const message = messageOf(name);
      const form = formsOf(message).find(({ fields }) => fields.length > 1);
      if (form === undefined) throw new Error('No form');
      await drawCard(page, cardOf(message, { typed: typedFor(form) }));
      await look(`${name} to put right`);
      expect(await page.getByText('⚠ This cannot be more than the 14 in all.').isVisible()).toBe(true);
      expect(await box(form.fields[0]?.label ?? '').inputValue()).toBe('15');
      expect(faults).toEqual([]);
    },
  );

  test('does not hold up another form of its card', async () => {
    const message = messageOf('card of 12');
    const [first, second] = formsOf(message);
    if (first === undefined || second === undefined) throw new Error('No forms');
    await drawCard(page, cardOf(message, { typed: { ...typedFor(first), values: {} } }));
    await openers().first().click();
    for (const { label, kind } of second.fields)
      await box(label)
        .last()
        .fill(kind === 'date' ? '2026-11-09' : '7');
    await page.getByRole('button', { name: 'Record' }).nth(1).click();
    const sent = await sentFrom(page);
    expect(sent.map(({ data }) => readPressData(data)?.act)).toEqual([second.act]);
  });
});

test('where a client has no charts their picture stands in, with its words for whoever does not see it', async () => {
  const message = messageOf('digest');
  const [chart] = message.blocks.flatMap((block) => (block.type === 'chart' ? [block.chart] : []));
  if (chart === undefined) throw new Error('No chart');
  await drawCard(page, cardOf(message, { picture: drawPicture }));
  expect(await page.getByRole('img', { name: chart.describe }).isVisible()).toBe(true);
  await look('digest with its picture');
  await drawCard(page, cardOf(message));
  expect(await page.getByText(chart.describe).isVisible()).toBe(true);
  expect(faults).toEqual([]);
});
