/**
 * A file is read and nothing it names is ever looked up: no address is resolved, no connection opened, no file read.
 */
import dns from 'node:dns';
import fs from 'node:fs';
import net from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { checkBank } from '../../src/bank/check-bank.ts';
import { readCalendar } from '../../src/imports/calendar.ts';
import { readPeople } from '../../src/imports/people.ts';
import { importCalendar } from '../../src/operator/import-calendar.ts';
import { importPeople } from '../../src/operator/import-people.ts';
import { saveSetting } from '../../src/operator/save-setting.ts';
import { readSettingFile } from '../../src/operator/setting-file.ts';
import type { Store } from '../../src/store/database.ts';
import { event, ics, YEAR_CSV } from '../support/calendar-files.ts';
import { givenFor } from '../support/given.ts';
import { makeSchool, type School } from '../support/school.ts';
import { written } from '../support/setting-example.ts';
import { openTestStore } from '../support/store.ts';

const ADDRESSES = [
  'http://169.254.169.254/latest/meta-data',
  'https://evil.example/staff.csv',
  '//evil.example/x',
  'file:///etc/passwd',
  '\\\\evil.example\\share\\x',
  'ftp://evil.example/x',
  'gopher://127.0.0.1:5432/_x',
];

let store: Store;
let school: School;
beforeAll(async () => {
  store = await openTestStore();
  school = await makeSchool(store);
});
afterAll(() => store.close());

/** What was asked of the network or the disk while `work` was done. */
async function reached(work: () => unknown): Promise<string[]> {
  const seen: string[] = [];
  const spies = [
    vi.spyOn(net.Socket.prototype, 'connect').mockImplementation(function (
      this: net.Socket,
      ...to: unknown[]
    ) {
      seen.push(`connect ${JSON.stringify(to).slice(0, 80)}`);
      return this;
    } as never),
    vi.spyOn(dns, 'lookup').mockImplementation(((name: string) => void seen.push(`lookup ${name}`)) as never),
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (to) => {
      seen.push(`fetch ${String(to)}`);
      throw new Error('refused');
    }),
    vi.spyOn(fs, 'readFileSync').mockImplementation(((path: unknown) => {
      seen.push(`read ${String(path)}`);
      throw new Error('refused');
    }) as never),
  ];
  try {
    await work();
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return seen;
}

test('the watch sees what it is there for', async () => {
  const seen = await reached(async () => {
    await fetch('http://evil.example/').catch(() => undefined);
    net.connect(80, 'evil.example');
    dns.lookup('evil.example', () => undefined);
  });
  expect(seen.map((one) => one.split(' ')[0])).toEqual(['fetch', 'connect', 'lookup']);
});

test.each(ADDRESSES)(
  '%s in a staff list, a calendar, a setting’s file or a bank is text',
  async (address) => {
    const people = `staff_ref,name,email,role\nX1,"${address}",${address},teacher\n${address},Ben Osei,ben@oak.example,teacher\n`;
    const setting = written({
      name: `name: "${address.replaceAll('\\', '\\\\')}"`,
      chair: `chair: '${address}'`,
      channel: `channel: '${address}'`,
    });
    const bank = `- id: TRN-K9\n  standard: training\n  text: '${address}'\n  why: '${address}'\n  correction: '!include ${address}'\n`;
    const calendar = `${YEAR_CSV}inset,"${address}",2026-11-20,\n`;
    const events = ics(
      `URL:${address}\r\nSOURCE;VALUE=URI:${address}\r\n`,
      event(
        '20260903',
        '20261219',
        'Autumn term',
        `ATTACH:${address}\r\nURL:${address}\r\nTZURL:${address}\r\n`,
      ),
      event('20261120', '20261121', address),
    );
    const given = givenFor(store, [school], '2026-11-09T08:00:00.000Z');
    const outcomes: { code: number }[] = [];
    const seen = await reached(async () => {
      readPeople(people);
      readSettingFile('setting.yaml', setting);
      checkBank([{ name: 'bank.yaml', text: bank }]);
      outcomes.push(await importPeople(given, { setting: school.setting.ref }, people));
      readCalendar(calendar, { today: '2026-11-09', zone: 'Europe/London' });
      for (const text of [calendar, events])
        outcomes.push(await importCalendar(given, { setting: school.setting.ref }, text));
      outcomes.push(await saveSetting(given, { name: 'setting.yaml', text: setting }));
    });
    expect(seen).toEqual([]);
    // They were read, to the end.
    expect(outcomes).toHaveLength(4);
  },
);
