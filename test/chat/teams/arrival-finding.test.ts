/** What doctor says of what came to the door: nothing yet, all refused, some taken. */
import { expect, test } from 'vitest';
import { arrivalFinding } from '../../../src/chat/teams/arrival-finding.ts';

test.each([
  [{ fitted: 0, misfits: 0 }, true, 'see that the bot’s messaging endpoint is this Vigil’s /api/messages'],
  [{ fitted: 0, misfits: 4 }, false, '0 of 4 requests were signed for this app'],
  [{ fitted: 3, misfits: 1 }, true, '3 of 4 requests were signed for this app'],
] as const)('of %j', (seen, fine, text) => {
  const finding = arrivalFinding(seen);
  expect(finding.fine).toBe(fine);
  expect(finding.text).toContain(text);
});
