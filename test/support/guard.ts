/**
 * A guard for tests: it stops words with CHILD or ADULT in them, and keeps count of whom it stopped.
 */
import type { TextGuard } from '../../src/cycle/context.ts';
import { privateLine } from '../../src/messages/private-line.ts';

export type Stopped = { writerId: string; settingId: string; about: 'child' | 'adult' };

export function testGuard(): TextGuard & { stopped: Stopped[] } {
  const stopped: Stopped[] = [];
  return {
    stopped,
    examine: (text) =>
      text.includes('CHILD') ? { about: 'child' } : text.includes('ADULT') ? { about: 'adult' } : null,
    async stop(_context, _tx, who) {
      stopped.push(who);
      return {
        ...privateLine('STOP. This is NOT a report and nobody is watching this chat.'),
        kind: 'guard',
      };
    },
  };
}
