/**
 * A staff list brought in: matched by reference, nothing lost, nothing twice, and only the list's own setting touched.
 */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { importPeople } from '../../src/operator/import-people.ts';
import type { Given } from '../../src/operator/outcome.ts';
import type { Store } from '../../src/store/database.ts';
import { saveInstallation } from '../../src/store/installations.ts';
import { listPeople, listReachable } from '../../src/store/people.ts';
import { ledger, membership } from '../../src/store/schema/index.ts';
import { claimDue, listWakes, nextWake } from '../../src/store/wakes.ts';
import { givenFor } from '../support/given.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

const HEADER = 'staff_ref,name,email,role,starts_on,leaves_on,working_days,day_start,day_end';
const sheet = (...rows: string[]) => [HEADER, ...rows].join('\n');
const NOW = '2026-11-10T10:00:00.000Z';

let store: Store;
let school: School;
let given: Given;
let block = 500;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  block += 1;
  school = await makeSchool(store, { block });
  given = givenFor(store, [school], NOW);
});

const bring = (text: string, ref = school.setting.ref) => importPeople(given, { setting: ref }, text);
const people = () => store.within(school.org, (tx) => listPeople(tx, school.setting.id));
const ledgerRows = () => store.within(school.org, (tx) => tx.select().from(ledger).orderBy(ledger.entryId));

test('new people are confirmed, planned for, and linked in the local workspace', async () => {
  const before = (await people()).length;
  const outcome = await bring(sheet('N1,Nia New,nia@oak.example,teacher;pshe_lead,,,Mon Tue,08:15,15:00'));
  expect(outcome).toEqual({
    code: 0,
    errors: [],
    out: `${school.setting.ref}: 1 added, 0 changed, 0 unchanged, 0 refused`,
  });
  const all = await people();
  expect(all).toHaveLength(before + 1);
  const nia = all.find(({ staffRef }) => staffRef === 'N1');
  expect(nia).toMatchObject({
    name: 'Nia New',
    email: 'nia@oak.example',
    roles: ['teacher', 'pshe_lead'],
    state: 'confirmed',
    startsOn: null,
    leavesOn: null,
    workingDays: [1, 2],
    dayStart: '08:15',
    dayEnd: '15:00',
  });
  const reachable = await store.within(school.org, (tx) => listReachable(tx, school.setting.id));
  expect(reachable.has(nia?.id ?? '')).toBe(true);
  expect(await nextWake(store, school.org)).toEqual({ step: 'plan-prompts', dueAt: new Date(NOW) });
});

test('the same file twice changes nothing, not even the ledger', async () => {
  const file = sheet(
    'N1,Nia New,,teacher,2026-09-01,,,,',
    'N2,Ned New,ned@oak.example,support_staff,,,1-3,,',
  );
  await bring(file);
  const first = { people: await people(), ledger: await ledgerRows() };
  const again = await bring(file);
  expect(again.out).toContain('0 added, 0 changed, 2 unchanged, 0 refused');
  expect({ people: await people(), ledger: await ledgerRows() }).toEqual(first);
});

test('somebody known is matched by reference whatever their name, and keeps their id and when they were confirmed', async () => {
  const [known] = school.people;
  if (!known) throw new Error('The school has nobody');
  const confirmed = () =>
    store.within(school.org, (tx) => tx.select().from(membership).where(eq(membership.personId, known.id)));
  const [before] = await confirmed();
  await bring(sheet(`${known.staffRef.toLowerCase()},Married Name,,${known.roles.join('|')},,,Mon-Thu,,`));
  const found = (await people()).find(({ staffRef }) => staffRef === known.staffRef);
  expect(found).toMatchObject({ id: known.id, name: 'Married Name', email: null, workingDays: [1, 2, 3, 4] });
  const [after] = await confirmed();
  expect(after?.confirmedAt).toEqual(before?.confirmedAt);
  expect(after?.confirmedAt).not.toBeNull();
});

test('somebody with the name of one already there is another person', async () => {
  const [known] = school.people;
  await bring(sheet(`N1,${known?.name},,teacher,,,,,`));
  expect((await people()).filter(({ name }) => name === known?.name)).toHaveLength(2);
});

test('missing from the file is not left; leaves_on says so; a column the file lacks leaves what is held alone', async () => {
  const before = await people();
  await bring('staff_ref,name,role,leaves_on\nN1,Nia New,teacher,31/12/2026');
  await bring('staff_ref,name,role\nN1,Nia Newer,teacher');
  const after = await people();
  expect(after.filter(({ staffRef }) => staffRef !== 'N1')).toEqual(before);
  expect(after.find(({ staffRef }) => staffRef === 'N1')).toMatchObject({
    name: 'Nia Newer',
    leavesOn: '2026-12-31',
    state: 'confirmed',
  });
});

test('bad rows are named on stderr with exit 2, good rows are kept', async () => {
  const outcome = await bring(
    sheet('N1,Nia New,,techer,,,,,', 'N2,Ned New,,teacher,,,,,', '=N3,Nan,,teacher,,,,,'),
  );
  expect(outcome.code).toBe(2);
  expect(outcome.errors).toEqual([
    'Row 2, role: is not a role Vigil knows; did you mean teacher?',
    expect.stringMatching(/^Row 4, staff_ref: begins with =/),
  ]);
  expect(outcome.out).toContain('1 added, 0 changed, 0 unchanged, 2 refused');
  expect((await people()).map(({ staffRef }) => staffRef)).toContain('N2');
});

test('a role gained or lost is a change, the same roles in another order are not', async () => {
  const ned = (roles: string) => bring(sheet(`N2,Ned New,,${roles},,,,,`));
  await ned('dsl');
  expect((await ned('dsl;teacher')).out).toContain('1 changed');
  expect((await ned('teacher;dsl')).out).toContain('1 unchanged');
  expect((await ned('teacher')).out).toContain('1 changed');
  expect((await people()).find(({ staffRef }) => staffRef === 'N2')?.roles).toEqual(['teacher']);
});

test('an address that is somebody else’s is refused, unless the same file gives it up', async () => {
  const [one, two] = school.people;
  if (!one || !two) throw new Error('The school has nobody');
  const row = (who: typeof one, email: string | null) =>
    `${who.staffRef},${who.name},${email},${who.roles.join(';')},,,,,`;
  const taken = await bring(sheet(row(two, one.email)));
  expect(taken.errors).toEqual([
    expect.stringContaining(`Row 2, email: is already the address of ${one.staffRef}`),
  ]);
  const swapped = await bring(sheet(row(one, two.email), row(two, one.email)));
  expect(swapped).toMatchObject({ code: 0, errors: [] });
});

test('hours given in part are checked beside those held', async () => {
  await bring(sheet('N1,Nia New,,teacher,,,,08:00,12:00'));
  const outcome = await bring('staff_ref,name,role,day_start\nN1,Nia New,teacher,13:00');
  expect(outcome.errors).toEqual([expect.stringMatching(/^Row 2, day_end: is not later/)]);
});

test('the ledger has one row for the import, one for each person confirmed and one for each change of roles', async () => {
  await bring(sheet('N1,Nia New,,teacher,,,,,', 'N2,Ned New,,teacher,,,,,'));
  await bring(
    sheet('N1,Nia New,,teacher;dsl,,,,,', 'N2,Ned Renamed,,teacher,,,,,', 'N3,Nan New,,nurse,,,,,'),
  );
  const rows = await ledgerRows();
  expect(rows.map(({ kind }) => kind).sort()).toEqual(
    ['people_imported', 'people_imported', 'person_confirmed', 'person_confirmed', 'roles_changed'].sort(),
  );
  const facts = rows.filter(({ kind }) => kind === 'people_imported').map((row) => row.facts);
  expect(facts).toContainEqual({ added: 0, changed: 2, unchanged: 0, refused: 1, rolesChanged: 1 });
  expect(rows.find(({ kind }) => kind === 'roles_changed')?.facts).toMatchObject({
    before: 'teacher',
    after: 'teacher;dsl',
  });
  expect(JSON.stringify(rows)).not.toMatch(/Nia|Ned|Nan|oak\.example/);
});

test('with a chat platform installed nobody is given a made-up address, and the operator is told', async () => {
  await store.within(school.org, (tx) =>
    saveInstallation(tx, school.org, {
      installationId: given.ids.id(),
      platform: 'slack',
      externalId: `T${block}`,
      botUserId: null,
    }),
  );
  const file = sheet('N1,Nia New,nia@oak.example,teacher,,,,,', 'N2,Ned New,,teacher,,,,,');
  const outcome = await bring(file);
  expect(outcome.out).toMatch(/1 cannot be asked until they are found in chat.*within a minute/);
  expect(outcome.out).toMatch(/Without an e-mail address.*: 1/);
  const woken = async () =>
    (await store.within(school.org, (tx) => listWakes(tx, school.org))).filter(
      ({ step }) => step !== 'seal-ledger',
    );
  expect(await woken()).toContainEqual({ step: 'sync-members', dueAt: new Date(NOW) });
  await store.within(school.org, async (tx) => claimDue(tx, school.org, new Date(NOW)));
  expect((await bring(file)).out).toMatch(/2 unchanged.*\n1 cannot be asked/);
  expect(await woken()).toEqual([{ step: 'sync-members', dueAt: new Date(NOW) }]);
  const reachable = await store.within(school.org, (tx) => listReachable(tx, school.setting.id));
  expect(reachable.size).toBe(school.people.length);
});

test('another setting’s people, and another organisation’s, are not touched', async () => {
  const twin = await makeSchool(store, { block: block + 10_000 });
  const both = givenFor(store, [school, twin], NOW);
  await importPeople(both, { setting: school.setting.ref }, sheet('N1,Nia New,,teacher,,,,,'));
  const theirs = await store.within(twin.org, (tx) => listPeople(tx, twin.setting.id));
  expect(theirs).toEqual([...twin.people].sort((a, b) => (a.staffRef < b.staffRef ? -1 : 1)));
});

test('a setting that is not there, or is not said, is bad input and names the nearest', async () => {
  expect(await bring(sheet('N1,Nia,,teacher,,,,,'), `${school.setting.ref}x`)).toEqual({
    code: 2,
    out: '',
    errors: [`--setting: no setting has that reference; did you mean ${school.setting.ref}?`],
  });
  expect(await importPeople(given, {}, sheet())).toMatchObject({ code: 2 });
});

test('whoever is away stays away, and is not changed by it', async () => {
  const row = 'N1,Nia New,nia@oak.example,teacher,,,,,';
  await bring(sheet(row));
  const away = [{ from: '2026-11-10', until: '2026-11-30' }];
  await store.within(school.org, (tx) =>
    tx.update(membership).set({ away }).where(eq(membership.staffRef, 'N1')),
  );
  expect((await bring(sheet(row))).out).toContain('1 unchanged');
  expect((await bring(sheet(row.replace('Nia New', 'Nia Newer')))).out).toContain('1 changed');
  expect((await people()).find(({ staffRef }) => staffRef === 'N1')).toMatchObject({
    name: 'Nia Newer',
    away,
  });
});

test('thousands of people come in, and come in again unchanged', async () => {
  const rows = Array.from({ length: 5_000 }, (_, at) => `B${at},Name A,b${at}@oak.example,teacher,,,,,`);
  expect((await bring(sheet(...rows))).out).toContain('5000 added');
  expect((await bring(sheet(...rows))).out).toContain('5000 unchanged');
});
