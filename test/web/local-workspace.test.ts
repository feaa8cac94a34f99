/**
 * The local workspace over HTTP: who is let in, what each person sees, and what a press that fails says.
 */
import { request } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findSaid, listConversation } from '../../src/store/conversations.ts';
import type { Store } from '../../src/store/database.ts';
import { redrawMessage } from '../../src/store/messages.ts';
import { flakyRecord } from '../support/flaky-record.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';
import { asked, type Bench, openBench, privately, START } from '../support/workspace.ts';

let store: Store;
let school: School;
let twin: School;
let bench: Bench;
beforeAll(async () => {
  store = await openTestStore();
  school = await makeSchool(store, { block: 1 });
  twin = await makeSchool(store, { block: 2, canary: 'CANARY' });
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

type Answer = { status: number; body: string; headers: Record<string, string | string[] | undefined> };

/** fetch will not let a test lie about its Host, so this goes by hand. */
function ask(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  form?: Record<string, string>,
): Promise<Answer> {
  const body = form ? new URLSearchParams(form).toString() : undefined;
  const { port } = bench.server;
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port,
        method,
        path,
        headers: {
          Host: `localhost:${port}`,
          ...(body === undefined ? {} : { 'Content-Type': 'application/x-www-form-urlencoded' }),
          ...headers,
        },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: text, headers: response.headers }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

const HTMX = { 'HX-Request': 'true' };
const yes = (token: string) => JSON.stringify({ verb: 'answer', token, arg: 'yes' });

describe('who is let in', () => {
  test('this computer, by any of its own names', async () => {
    const { port } = bench.server;
    for (const Host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`, `LOCALHOST:${port}`])
      expect((await ask('GET', '/', { Host })).status).toBe(200);
  });

  test('a foreign name, another port or no port is refused', async () => {
    for (const Host of [
      'vigil.example',
      'localhost',
      'localhost:1',
      `localhost.evil.example:${bench.server.port}`,
    ]) {
      const answer = await ask('GET', '/as/U-T01', { Host });
      expect([Host, answer.status]).toEqual([Host, 403]);
      expect(answer.headers['content-security-policy']).toContain("default-src 'self'");
      expect(answer.body).not.toContain('Amira');
    }
  });

  test('anything that came through a proxy is refused', async () => {
    for (const header of ['Forwarded', 'X-Forwarded-For', 'X-Forwarded-Host', 'X-Forwarded-Proto', 'Via'])
      expect([header, (await ask('GET', '/', { [header]: '127.0.0.1' })).status]).toEqual([header, 403]);
  });

  test('a post from another site does nothing', async () => {
    const form = { act: yes('tok'), place: 'messages' };
    const { port } = bench.server;
    const foreign: Record<string, string>[] = [
      { Origin: 'https://evil.example' },
      { Origin: 'null' },
      { Origin: `http://localhost:${port + 1}` },
      { 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'same-site' },
      { Origin: `http://localhost:${port}`, 'Sec-Fetch-Site': 'cross-site' },
    ];
    for (const headers of foreign) {
      expect((await ask('POST', '/as/U-T01/press', headers, form)).status).toBe(403);
      expect((await ask('POST', '/clock', headers, { to: 'term' })).status).toBe(403);
    }
    expect(bench.presses).toEqual([]);
    expect(bench.clock.running()).toBeNull();
    const own = { Origin: `http://localhost:${port}`, 'Sec-Fetch-Site': 'same-origin' };
    expect((await ask('POST', '/as/U-T01/press', own, form)).status).toBe(303);
    expect(bench.presses).toHaveLength(1);
  });

  test('pages may load nothing from elsewhere and stand in no frame', async () => {
    const { headers, body } = await ask('GET', '/as/U-T01');
    expect(headers['content-security-policy']).toContain("default-src 'self'");
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(body).not.toMatch(/<script(?![^>]* src="\/assets\/)|<style|\sstyle=|\son[a-z]+=|https?:\/\//);
  });

  test('nobody of another organisation is here, and what they were sent is not shown', async () => {
    expect((await ask('GET', '/as/U-nobody')).status).toBe(404);
    for (const path of ['/', '/as/U-T01', '/as/U-D01/channel'])
      expect((await ask('GET', path)).body).not.toContain('CANARY');
    expect(twin.org).not.toBe(school.org);
  });
});

describe('a conversation', () => {
  test('is in the order it was sent, last fifty first, with a way to earlier ones', async () => {
    for (let n = 1; n <= 60; n += 1)
      await bench.say('T02', privately(`Line ${n}.`), new Date(START.getTime() + n * 60_000));
    const numbers = (html: string) =>
      [...html.matchAll(/<p class="plain">Line (\d+)\./g)].map((match) => Number(match[1]));
    const latest = await ask('GET', '/as/U-T02');
    expect(numbers(latest.body)).toEqual(Array.from({ length: 50 }, (_, index) => index + 11));
    const earlier = /href="(\/as\/U-T02\?before=[^"]+)"/.exec(latest.body)?.[1] ?? '';
    const before = await ask('GET', earlier, HTMX);
    expect(numbers(before.body)).toEqual(Array.from({ length: 10 }, (_, index) => index + 1));
    expect(before.body).not.toContain('<html');
    const page = await ask('GET', earlier);
    expect(page.body).toContain('Back to the latest');
  });

  test('shows only what was sent', async () => {
    const person = school.person('T03');
    await bench.say('T03', privately('Shown.'));
    const [said] = await store.within(school.org, (tx) => listConversation(tx, { personId: person.id }, 50));
    expect(said?.body.summary).toBe('Shown.');
    expect(await store.within(twin.org, (tx) => listConversation(tx, { personId: person.id }, 50))).toEqual(
      [],
    );
  });

  test('in the channel is for its leads', async () => {
    await bench.say('channel', privately('Duty check not answered: site security.'));
    for (const lead of ['U-D01', 'U-D02', 'U-H01'])
      expect((await ask('GET', `/as/${lead}/channel`)).body).toContain('site security');
    for (const other of ['U-T01', 'U-G01', 'U-G02']) {
      const { body } = await ask('GET', `/as/${other}/channel`);
      expect(body).toContain('This channel is private');
      expect(body).not.toContain('site security');
      expect((await ask('GET', `/as/${other}/channel/live`)).status).toBe(403);
      expect((await ask('POST', `/as/${other}/press`, {}, { act: yes('t'), place: 'channel' })).status).toBe(
        403,
      );
    }
    expect(bench.presses).toEqual([]);
  });
});

describe('a press', () => {
  const press = async (fields: Record<string, string>, headers: Record<string, string> = HTMX, ref = 'T04') =>
    ask('POST', `/as/U-${ref}/press`, headers, { place: 'messages', ...fields });

  test('is passed on with who and which message, and its redraw comes back', async () => {
    const id = await bench.say('T04', asked('tok-4'));
    const answer = await press({ act: yes('tok-4'), on: `sent-${id}` });
    expect(answer.status).toBe(200);
    expect(answer.body).toContain(`id="m-${id}"`);
    expect(answer.body).toContain('✓ Recorded');
    expect(bench.presses[0]).toMatchObject({
      from: { platform: 'local', externalId: school.externalId, userId: 'U-T04' },
      platformId: `sent-${id}`,
      token: 'tok-4',
      arg: 'yes',
    });
  });

  test('on somebody else’s message does not name that message', async () => {
    const id = await bench.say('T05', asked('tok-5'));
    await press({ act: yes('tok-5'), on: `sent-${id}` });
    expect(bench.presses[0]?.platformId).toBeUndefined();
  });

  test('a record that cannot even say who is there: it was not saved, and that is said', async () => {
    const record = flakyRecord(store);
    const away = await openBench(record.store, school);
    const { port } = away.server;
    record.is = 'refusing';
    const answer = await fetch(`http://127.0.0.1:${port}/as/U-T01/press`, {
      method: 'POST',
      headers: { 'HX-Request': 'true', 'Content-Type': 'application/x-www-form-urlencoded' },
      body: 'verb=answer&token=t&arg=yes',
    });
    expect([answer.status, await answer.text()]).toEqual([503, 'Not saved, please press again.']);
    expect(away.presses).toEqual([]);
    await away.server.close();
  });

  test('that fails never says recorded: the buttons stay and it says to press again', async () => {
    const id = await bench.say('T04', asked('tok-6'));
    bench.failing = true;
    const part = await press({ act: yes('tok-6'), on: `sent-${id}` });
    expect(part.status).toBe(503);
    expect(part.headers['hx-retarget']).toBe('find .fault');
    expect(part.headers['hx-reswap']).toBe('textContent');
    expect(part.body).toBe('Not saved, please press again.');
    const page = await press({ act: yes('tok-6'), on: `sent-${id}` }, {});
    expect(page.status).toBe(503);
    expect(page.body).toContain('Not saved, please press again');
    expect(page.body).not.toContain('✓');
    bench.failing = false;
    expect((await ask('GET', '/as/U-T04')).body).toContain(
      'aria-label="Yes: do you know who the DSL is today?"',
    );
    expect(JSON.stringify(school.log.lines)).not.toContain('tok-6');
  });

  test('answered privately is shown under the message, to that person alone', async () => {
    const id = await bench.say('T06', asked('tok-7'));
    const close = { act: JSON.stringify({ verb: 'not_sure', token: 'tok-7' }), on: `sent-${id}` };
    const answer = await press(close, HTMX, 'T06');
    expect(answer.headers['hx-reswap']).toBe('afterend');
    expect(answer.body).toContain('Only you can see this');
    const { body } = await ask('GET', '/as/U-T06');
    expect(body.indexOf('That question is closed')).toBeGreaterThan(body.indexOf(`id="m-${id}"`));
    expect((await ask('GET', '/as/U-T04')).body).not.toContain('That question is closed');
  });

  test('redrawn in a way its row does not hold is still so after a reload, until the row is revised', async () => {
    const id = await bench.say('A01', asked('tok-8'));
    const later = { act: JSON.stringify({ verb: 'later', token: 'tok-8' }), on: `sent-${id}` };
    expect((await press(later, {}, 'A01')).headers.location).toBe(`/as/U-A01#m-${id}`);
    expect((await ask('GET', '/as/U-A01')).body).toContain('When shall I ask again?');
    await store.within(school.org, (tx) => redrawMessage(tx, id, asked('tok-8', 'Yes'), 2));
    const { body } = await ask('GET', '/as/U-A01');
    expect(body).not.toContain('When shall I ask again?');
    expect(body).toContain('✓ Recorded');
  });

  test('with a number mistyped comes back with what was typed and what to put right', async () => {
    const id = await bench.say('D02', {
      kind: 'prompt',
      summary: 'A check',
      blocks: [
        {
          type: 'form',
          open: 'Enter',
          about: 'A question',
          title: 'Your answer',
          cancel: 'Cancel',
          act: { verb: 'answer', token: 'tok-9' },
          fields: [{ name: 'count', label: 'How many', kind: 'count' }],
          submit: 'Record',
        },
      ],
    });
    const wrong = {
      act: JSON.stringify({ verb: 'answer', token: 'tok-9' }),
      on: `sent-${id}`,
      count: 'a few',
    };
    for (const headers of [HTMX, {}]) {
      const answer = await press(wrong, headers, 'D02');
      expect(answer.status).toBe(422);
      expect(answer.body).toContain('Enter a whole number');
      expect(answer.body).toContain('value="a few"');
    }
    expect(bench.presses).toEqual([]);
    await press({ ...wrong, count: '3' }, HTMX, 'D02');
    expect(bench.presses[0]?.answer).toEqual({ kind: 'count', count: 3 });
    const said = await store.within(school.org, (tx) =>
      findSaid(tx, { personId: school.person('D02').id }, `sent-${id}`),
    );
    expect(said?.revision).toBe(2);
  });
});

describe('words', () => {
  test('are answered to the writer alone, and neither shown nor logged', async () => {
    const secret = 'Something about a child called Xanthe';
    const answer = await ask('POST', '/as/U-A02/say', HTMX, { text: secret, place: 'messages' });
    expect(answer.body).toContain('STOP. This is not a report.');
    expect(answer.body).toContain('Only you can see this');
    const page = await ask('GET', '/as/U-A02');
    expect(page.body).toContain('STOP. This is not a report.');
    expect(answer.body + page.body + JSON.stringify(school.log.lines)).not.toContain('Xanthe');
  });

  test('that get no answer say so', async () => {
    bench.failing = true;
    const answer = await ask('POST', '/as/U-A02/say', HTMX, { text: 'help', place: 'messages' });
    expect(answer.status).toBe(503);
    expect(answer.headers['hx-retarget']).toBe('find .fault');
    expect(answer.body).toContain('was not kept');
  });
});

describe('the clock', () => {
  test('is shown, started once, and stopped', async () => {
    expect((await ask('GET', '/as/U-T01')).body).toContain('Monday 2 Nov 2026, 07:45');
    const started = await ask('POST', '/clock', HTMX, { to: 'week', as: 'U-T01', place: 'messages' });
    expect(started.body).toContain('<progress');
    expect(started.body).toContain('aria-disabled="true"');
    expect((await ask('POST', '/clock', HTMX, { to: 'term', as: 'U-T01' })).body).toContain(
      'already running',
    );
    const stopped = await ask('POST', '/clock', {}, { to: 'stop', as: 'U-T01' });
    expect([stopped.status, stopped.headers.location]).toEqual([303, '/as/U-T01']);
    expect(bench.clock.running()).toBeNull();
  });

  test('is moved by somebody of the school, and leads back to where they were', async () => {
    for (const as of ['U-nobody', '//evil.example', ''])
      expect((await ask('POST', '/clock', {}, { to: 'week', as })).status).toBe(400);
    expect((await ask('POST', '/clock', {}, { to: 'year', as: 'U-T01' })).status).toBe(400);
    expect(bench.clock.running()).toBeNull();
    const stopped = await ask('POST', '/clock', {}, { to: 'stop', as: 'U-D01', place: 'channel' });
    expect(stopped.headers.location).toBe('/as/U-D01/channel');
  });
});
