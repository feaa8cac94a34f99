/**
 * botbuilder behind the seam, by the contract that its successor will be judged by.
 */
import { vi } from 'vitest';
import { teamsSdk } from '../../../src/chat/teams/sdk.ts';
import { wireContract } from '../../support/wire-contract.ts';

/** Every limit of the adapter's is a signal that fires after a time: here it fires when a test says so. */
const limits: { ms: number; controller: AbortController }[] = [];
vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
  const controller = new AbortController();
  limits.push({ ms, controller });
  return controller.signal;
});

wireContract('botbuilder', {
  open: teamsSdk,
  timeRunsOut() {
    const running = limits.splice(0);
    for (const { controller } of running)
      controller.abort(new DOMException('The operation timed out', 'TimeoutError'));
    return running.map(({ ms }) => ms);
  },
});
