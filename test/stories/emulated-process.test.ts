/**
 * A real Vigil against a Slack that others have made, with exactly the permissions the manifest requires: set up by
 * the operator, it finds a teacher by her e-mail, asks her, records her answer, and redraws the question.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Emulator } from 'emulate';
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { ownWorkspace } from '../../src/chat/slack/own-workspace.ts';
import { REQUIRED_SCOPES } from '../../src/chat/slack/scopes.ts';
import { webClient } from '../../src/chat/slack/web-client.ts';
import { signed } from '../../src/simulation/slack/sign.ts';
import { openEmulatedSlack } from '../support/emulated-slack.ts';
import { startVigil, type VigilProcess } from '../support/vigil-process.ts';

const TOKEN = 'xoxb-emulated';
const SECRET = '0123456789abcdef0123456789abcdef';
const MORNING = '2026-11-30T08:20:00Z';
const SETTING = readFileSync(new URL('../../examples/setting.yaml', import.meta.url), 'utf8');
const CSV =
  'staff_ref,name,email,role\nT01,Amira Khan,Amira@Oak.example,teacher\nD01,Ines Duarte,ines@oak.example,dsl\nD02,Joe Lamb,joe@oak.example,deputy_dsl';

let emulator: Emulator | null = null;
let vigil: VigilProcess | null = null;
const dataDir = mkdtempSync(join(tmpdir(), 'vigil-emulated-'));
afterAll(async () => {
  await vigil?.kill();
  await emulator?.close();
  rmSync(dataDir, { recursive: true, force: true });
});

test('asks, records and redraws', async () => {
  const opened = await openEmulatedSlack({
    token: TOKEN,
    scopes: [...REQUIRED_SCOPES],
    user: { name: 'amira.khan', real_name: 'Amira Khan', email: 'amira@oak.example' },
  });
  emulator = opened.emulator;
  const { apiUrl } = opened;
  const shift = new Date(MORNING).getTime() - Date.now();
  const house = await startVigil(
    { VIGIL_DATA_DIR: dataDir, SLACK_API_URL: apiUrl, SLACK_BOT_TOKEN: TOKEN, SLACK_SIGNING_SECRET: SECRET },
    shift,
  );
  vigil = house;
  const tick = async (times: number) => {
    for (let n = 0; n < times; n += 1) expect((await house.vigil('tick')).errors).toEqual([]);
  };
  expect(await house.vigil('setting', {}, SETTING)).toMatchObject({ code: 0, errors: [] });
  expect(await house.vigil('import people', { setting: 'oak' }, CSV)).toMatchObject({ code: 0, errors: [] });
  await tick(2);

  const client = webClient(TOKEN, { apiUrl });
  const teacher = (await client.users.list({})).members?.find(({ name }) => name === 'amira.khan')?.id ?? '';
  const { externalId } = await ownWorkspace(TOKEN, apiUrl);
  const channel = (await client.conversations.open({ users: teacher })).channel?.id ?? '';
  const send = async (body: URLSearchParams) => {
    const seconds = Math.floor((Date.now() + shift) / 1000);
    const request = signed(SECRET, seconds, 'application/x-www-form-urlencoded', body.toString());
    const answer = await fetch(`${house.url}/slack/events`, { method: 'POST', ...request });
    expect(answer.status).toBe(200);
    return answer.text();
  };
  const history = async () => (await client.conversations.history({ channel })).messages ?? [];

  const words = { team_id: externalId, user_id: teacher, command: '/vigil' };
  expect(await send(new URLSearchParams({ ...words, text: 'help', trigger_id: '1.1' }))).toContain(
    'What you can ask Vigil',
  );
  await send(new URLSearchParams({ ...words, text: 'ask', trigger_id: '1.2' }));
  await tick(1);
  const [asked] = await history();
  expect(JSON.stringify(asked?.blocks)).toContain('Oak Primary School');

  const button = z
    .object({ action_id: z.string(), value: z.string().startsWith('{"verb":"answer"') })
    .parse(
      (asked?.blocks ?? [])
        .flatMap((block) => ('elements' in block && Array.isArray(block.elements) ? block.elements : []))
        .find((element) => 'value' in element && String(element.value).startsWith('{"verb":"answer"')),
    );
  const payload = {
    type: 'block_actions',
    user: { id: teacher, team_id: externalId },
    team: { id: externalId },
    container: { type: 'message', channel_id: channel, message_ts: asked?.ts, is_ephemeral: false },
    actions: [{ ...button, action_ts: '17.5' }],
  };
  await send(new URLSearchParams({ payload: JSON.stringify(payload) }));
  await expect
    .poll(async () => JSON.stringify((await history()).find(({ ts }) => ts === asked?.ts)), {
      timeout: 20_000,
    })
    .toContain('✓ Recorded 08:');
  const { code } = await house.stop();
  expect(code).toBe(0);
}, 180_000);
