/**
 * The simulated chats keep a platform's wait by method, and no longer than it was told.
 */
import { describe, expect, test } from 'vitest';
import type { Address, Chat, SendOutcome } from '../../../src/chat/chat.ts';
import { keepPace } from '../../../src/simulation/world/sim-pace.ts';

const TO: Address = { installationId: 'i', externalId: 'w', kind: 'channel', id: 'C1' };
const MESSAGE = { kind: 'digest', text: 'A week', blocks: [] } as unknown as Parameters<Chat['post']>[1];

function paced(outcome: SendOutcome) {
  const called: string[] = [];
  let now = 1_000;
  const answer = (method: string) => async () => {
    called.push(method);
    return outcome;
  };
  const chat: Chat = {
    platform: 'slack',
    post: answer('post'),
    update: answer('update'),
    close: async () => undefined,
  };
  const kept = keepPace(chat, () => now);
  return {
    called,
    wait: (ms: number) => {
      now += ms;
    },
    post: () => kept.post(TO, MESSAGE, 'k'),
    update: () => kept.update(TO, 'p', MESSAGE),
  };
}

describe('a wait the platform tells', () => {
  test('is kept by the method it was told of, and told as what is left of it', async () => {
    const chat = paced({ kind: 'limited', retryAfterMs: 5_000 });
    await chat.post();
    chat.wait(2_000);
    expect(await chat.post()).toEqual({ kind: 'limited', retryAfterMs: 3_000 });
    await chat.update();
    expect(chat.called).toEqual(['post', 'update']);
    chat.wait(3_000);
    await chat.post();
    expect(chat.called).toEqual(['post', 'update', 'post']);
  });

  test('of one conversation alone holds up nothing else', async () => {
    const chat = paced({ kind: 'limited', retryAfterMs: 5_000, blocked: 'this' });
    await chat.post();
    await chat.post();
    expect(chat.called).toEqual(['post', 'post']);
  });
});
