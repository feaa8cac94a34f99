/**
 * The switch over HTTP: who may see what each platform would be sent, what a press drawn there is read as, and that
 * nothing of it is loaded by a page that shows messages plainly.
 */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Form, Message } from '../../src/domain/message.ts';
import type { Store } from '../../src/store/database.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';
import { asked, type Bench, openBench, privately } from '../support/workspace.ts';

let store: Store;
let school: School;
let bench: Bench;
beforeAll(async () => {
  store = await openTestStore();
  school = await makeSchool(store, { block: 1 });
  bench = await openBench(store, school);
});
beforeEach(() => {
  bench.failing = false;
  bench.presses.length = 0;
});
afterAll(async () => {
  await bench.server.close();
  await store.close();
});

const ask = (path: string, options: RequestInit = {}) =>
  fetch(bench.server.url.replace('localhost', '127.0.0.1') + path, { redirect: 'manual', ...options });
/** fetch will not let a test lie about its Host. */
async function askAs(host: string, path: string): Promise<number | undefined> {
  const sent = request({ host: '127.0.0.1', port: bench.server.port, path, headers: { Host: host } }).end();
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  answer.resume();
  return answer.statusCode;
}
const read = async (path: string) => (await ask(path)).text();
const press = (userId: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  ask(`/as/${userId}/press`, {
    method: 'POST',
    body: new URLSearchParams({ place: 'messages', ...fields }),
    headers: { 'HX-Request': 'true', ...headers },
  });

const counts: Form = {
  type: 'form',
  open: 'Enter',
  about: 'How many?',
  title: 'Your answer',
  cancel: 'Cancel',
  act: { verb: 'answer', token: 'tok-form' },
  fields: [{ name: 'count', label: 'How many', kind: 'count' }],
  submit: 'Record',
};
const checks: Message = { kind: 'prompt', summary: 'A check', blocks: [counts] };
const decoded = (html: string) =>
  html.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
const VIEWS = ['slack', 'teams'] as const;

describe('the switch', () => {
  test('is three links, says which is shown, and every link and form of the page keeps it', async () => {
    const plain = await read('/as/U-D01');
    expect(plain.match(/href="[^"]*view=[^"]*"/g)).toEqual([
      'href="/as/U-D01?view=slack"',
      'href="/as/U-D01?view=teams"',
    ]);
    for (const view of VIEWS) {
      const html = await read(`/as/U-D01?view=${view}`);
      expect(html).toMatch(new RegExp(`href="/as/U-D01\\?view=${view}" aria-current="true"`));
      expect(html).toContain(`href="/as/U-D01/channel?view=${view}"`);
      expect(html).toContain(`href="/as/U-T01?view=${view}"`);
      expect(html).toContain(`&amp;view=${view}"`);
      const forms = html.match(/<form/g)?.length ?? 0;
      expect(html.match(new RegExp(`name="view" value="${view}"`, 'g'))).toHaveLength(forms);
    }
  });

  test('an unknown way is plain, and plain loads nothing of another platform’s', async () => {
    for (const path of [
      '/as/U-D01',
      '/as/U-D01?view=plain',
      '/as/U-D01?view=..%2Fsecrets',
      '/as/U-D01?view=',
    ]) {
      const html = await read(path);
      expect(html).not.toMatch(/adaptivecards|slack-blocks|shown-as|teams-cards/);
    }
  });

  test('what draws for Slack or Teams is not loaded with the local workspace', () => {
    const from = fileURLToPath(new URL('../..', import.meta.url));
    const script = `
      import { createRequire } from 'node:module';
      await import('./src/web/local-workspace.tsx');
      const loaded = Object.keys(createRequire(process.cwd() + '/x.js').cache);
      console.log(loaded.filter((name) => /node_modules.(react|react-dom|slack-blocks-to-jsx|adaptivecards)./.test(name)).length);`;
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '-e', script],
      {
        cwd: from,
        encoding: 'utf8',
      },
    );
    expect([stdout.trim(), stderr]).toEqual(['0', '']);
  });
});

describe('who may see it', () => {
  test('a foreign name or a proxy is refused, and so is a press from another site', async () => {
    await bench.say('T01', asked('tok-host'));
    const { port } = bench.server;
    for (const view of VIEWS) {
      expect(await askAs('vigil.example', `/as/U-T01?view=${view}`)).toBe(403);
      expect(await askAs(`localhost:${port}`, `/as/U-T01?view=${view}`)).toBe(200);
      const page = await ask(`/as/U-T01?view=${view}`, { headers: { 'X-Forwarded-For': '127.0.0.1' } });
      expect(page.status).toBe(403);
      expect(await page.text()).not.toContain('tok-host');
      const sent = await press('U-T01', { view, [view]: '{}' }, { Origin: `http://localhost:${port + 1}` });
      expect(sent.status).toBe(403);
    }
    for (const name of ['adaptivecards.js', 'teams-cards.js', 'slack-blocks.css', 'shown-as.css']) {
      expect((await ask(`/assets/${name}`)).status).toBe(200);
      expect(await askAs('vigil.example', `/assets/${name}`)).toBe(403);
    }
    expect(bench.presses).toEqual([]);
  });

  test('nobody is shown another’s payload, nor the leads’ channel', async () => {
    await bench.say('T02', asked('tok-secret'));
    await bench.say('channel', privately('Duty check not answered: site security.'));
    for (const view of VIEWS) {
      expect(await read(`/as/U-T02?view=${view}`)).toContain('tok-secret');
      expect(await read(`/as/U-T03?view=${view}`)).not.toContain('tok-secret');
      expect(await read(`/as/U-D01/channel?view=${view}`)).toContain('site security');
      const barred = await ask(`/as/U-T01/channel?view=${view}`);
      expect([barred.status, (await barred.text()).includes('site security')]).toEqual([403, false]);
      expect((await ask(`/as/U-T01/channel/live?view=${view}`)).status).toBe(403);
    }
  });

  test('the page stays strict: no inline script or style, and pictures of its own in a card alone', async () => {
    await bench.say('T04', asked('tok-strict'));
    await bench.say('T04', { ...privately('A list'), blocks: [{ type: 'list', lines: ['One', 'Two'] }] });
    await bench.say('T04', privately('</script><img src=x onerror=alert(1)> & "quoted"'));
    for (const view of VIEWS) {
      const page = await ask(`/as/U-T04?view=${view}`);
      const html = await page.text();
      expect(html).not.toMatch(
        /<script(?![^>]* src="\/assets\/)|<style|<[^>]*\sstyle=|<[^>]*\son[a-z]+=|<img src=x/,
      );
      const ids = [...html.matchAll(/<[^>]* id="([^"]*)"/g)].map(([, id]) => id);
      expect(new Set(ids).size).toBe(ids.length);
      const policy = page.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'self'");
      expect(policy.includes('img-src')).toBe(view === 'teams');
      expect(policy).not.toMatch(/unsafe|\*/);
    }
  });
});

describe('a press', () => {
  const buttons = (html: string) =>
    [...html.matchAll(/<button[^>]* name="slack" value="([^"]*)"/g)].map(([, value]) => decoded(value ?? ''));

  test('as in Slack carries what Slack’s button carries, and is recorded by whoever sits there', async () => {
    const id = await bench.say('T05', asked('tok-5'));
    const html = await read('/as/U-T05?view=slack');
    expect(buttons(html).map((value) => JSON.parse(value))).toEqual([
      { verb: 'answer', token: 'tok-5', arg: 'yes' },
      { verb: 'answer', token: 'tok-5', arg: 'no' },
      { verb: 'not_sure', token: 'tok-5' },
      { verb: 'later', token: 'tok-5' },
    ]);
    const answer = await press('U-T05', { view: 'slack', on: `sent-${id}`, slack: buttons(html)[1] ?? '' });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('slack-drawn');
    expect(bench.presses).toMatchObject([
      {
        from: { platform: 'local', externalId: school.externalId, userId: 'U-T05' },
        platformId: `sent-${id}`,
        verb: 'answer',
        token: 'tok-5',
        arg: 'no',
      },
    ]);
  });

  test('as in Teams carries the card’s data, and its redraw is a card', async () => {
    const id = await bench.say('T06', asked('tok-6'));
    const teams = JSON.stringify({ act: { verb: 'answer', token: 'tok-6', arg: 'yes' } });
    const answer = await press('U-T06', { view: 'teams', on: `sent-${id}`, teams });
    expect(await answer.text()).toContain('teams-card');
    expect(bench.presses).toMatchObject([{ platformId: `sent-${id}`, token: 'tok-6', arg: 'yes' }]);
  });

  test('that no platform could have sent does nothing', async () => {
    const id = await bench.say('T05', asked('tok-7'));
    const plain = JSON.stringify({ verb: 'answer', token: 'tok-7', arg: 'yes' });
    for (const fields of [
      { view: 'slack', slack: 'yes' },
      { view: 'slack', act: plain },
      { view: 'slack', slack: '{"verb":"delete","token":"tok-7"}' },
      { view: 'slack', slack_window: '{}', count: '3' },
      { view: 'teams', teams: plain },
      { view: 'teams', teams: 'yes' },
      { view: 'teams', act: plain },
    ] as Record<string, string>[]) {
      const answer = await press('U-T05', { on: `sent-${id}`, ...fields });
      expect([fields, answer.status]).toEqual([fields, 400]);
    }
    expect(bench.presses).toEqual([]);
  });

  test('on somebody else’s message does not name that message', async () => {
    const id = await bench.say('T02', asked('tok-8'));
    const slack = JSON.stringify({ verb: 'answer', token: 'tok-8', arg: 'yes' });
    await press('U-T05', { view: 'slack', on: `sent-${id}`, slack });
    expect(bench.presses[0]?.platformId).toBeUndefined();
  });
});

describe('a form', () => {
  const values = (html: string, name: string) =>
    decoded(new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '');

  test('as in Slack opens one window, keeps what was mistyped, and is gone once answered or cancelled', async () => {
    const id = await bench.say('D02', checks);
    const on = `sent-${id}`;
    const slack = JSON.stringify({ verb: 'enter', token: 'tok-form' });
    const opened = await (await press('U-D02', { view: 'slack', on, slack })).text();
    const window = values(opened, 'window');
    const memory = values(opened, 'slack_window');
    expect(values(opened, 'on')).toBe(on);
    expect(opened).toContain('Your answer');
    const again = await (await press('U-D02', { view: 'slack', on, slack })).text();
    expect(again).toContain(`<div id="${window}" hx-swap-oob="delete"`);
    const second = values(again, 'window');
    const sent = { view: 'slack', on, window: second, slack_window: memory };
    const wrong = await press('U-D02', { ...sent, count: 'a few' });
    expect(wrong.status).toBe(422);
    expect(await wrong.text()).toMatch(/Enter a whole number[\s\S]*value="a few"/);
    expect(await read('/as/U-D02?view=slack')).toContain('slack-window');
    const right = await (await press('U-D02', { ...sent, count: '3' })).text();
    expect(right).toContain(`id="m-${id}"`);
    expect(right).toContain('hx-swap-oob="true"');
    expect(bench.presses.at(-1)).toMatchObject({ platformId: on, answer: { kind: 'count', count: 3 } });
    expect(await read('/as/U-D02?view=slack')).not.toContain('slack-window');

    const other = await bench.say('D02', checks);
    const third = await (await press('U-D02', { view: 'slack', on: `sent-${other}`, slack })).text();
    const presses = bench.presses.length;
    const closed = await press('U-D02', { view: 'slack', window: values(third, 'window'), close: 'yes' });
    expect(await closed.text()).toBe('');
    expect(await read('/as/U-D02?view=slack')).not.toContain('slack-window');
    expect(bench.presses).toHaveLength(presses);
  });

  test('as in Teams comes back in its card with what was typed and what to put right', async () => {
    const id = await bench.say('D02', checks);
    const data = (typed: string) =>
      JSON.stringify({
        act: { verb: 'answer', token: 'tok-form' },
        fields: ['count'],
        'tok-form.count': typed,
      });
    const wrong = await press('U-D02', { view: 'teams', on: `sent-${id}`, teams: data('-2') });
    expect(wrong.status).toBe(422);
    expect(decoded(await wrong.text())).toMatch(/"value": -2[\s\S]*Enter a whole number/);
    expect(bench.presses).toEqual([]);
    await press('U-D02', { view: 'teams', on: `sent-${id}`, teams: data('3') });
    expect(bench.presses).toMatchObject([{ platformId: `sent-${id}`, answer: { kind: 'count', count: 3 } }]);
  });
});
