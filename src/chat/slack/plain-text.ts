/**
 * Text as Slack takes it: plain, and the one line beside the blocks that is not.
 * The rule: whatever people wrote goes out as plain_text without emoji names, never as mrkdwn, so it can neither
 * mention, link nor format. Tidying, cutting and splitting are chat/plain-text's.
 */
import type { types as slack } from '@slack/bolt';
import { cut, tidy } from '../plain-text.ts';
import { LIMITS } from './limits.ts';

export function plainText(text: string): slack.PlainTextElement {
  return { type: 'plain_text', text, emoji: false };
}

/** The text beside the blocks, for notifications: Slack reads &, < and > in it, so they are written out. */
export function summaryText(summary: string): string {
  let text = tidy(summary).replace(/\s+/g, ' ').trim();
  let most = Math.min(text.length, LIMITS.summary);
  while (!fits(escaped(text))) {
    most = Math.floor(most * 0.9);
    text = cut(text, most);
  }
  return escaped(text);
}

const fits = (text: string) =>
  text.length <= LIMITS.summary && new TextEncoder().encode(text).length <= LIMITS.summaryBytes;

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
