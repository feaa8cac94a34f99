/**
 * What a test of a step finds: one real store for its file, and for each test a school and a chat of its own.
 * The rule: a file calls `freshSchool` once, outside any test; the names are bound anew before each.
 */
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { Store } from '../../src/store/database.ts';
import { type FakeChat, fakeChat } from './fake-chat.ts';
import { makeSchool, type School } from './school.ts';
import { openTestStore } from './store.ts';

export let store: Store;
export let school: School;
export let chat: FakeChat;

export function freshSchool(): void {
  let block = 0;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    block += 1;
    school = await makeSchool(store, { block });
    chat = fakeChat();
  });
}
