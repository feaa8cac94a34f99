/**
 * `doctor`: looks over the whole house and says the mend for everything wrong in it.
 * The rule: it changes nothing and names nobody; a check that cannot be made is itself a fault. Configuration is
 * read before any command runs, so its faults are told there.
 */
import type { Finding } from '../chat/chat.ts';
import { nameOf } from '../chat/work-in-hand.ts';
import { lastDayOf, runsOut } from '../domain/calendar-ahead.ts';
import { addDays, type LocalDate, localDate } from '../domain/local-time.ts';
import { type Audience, inAudience, type Role, roleLabel } from '../domain/role.ts';
import { setUpGaps } from '../domain/set-up.ts';
import { type Contacts, isEmployed, type Person, type Setting } from '../domain/setting.ts';
import { setUpLine } from '../messages/set-up.ts';
import { readTroubles, type Troubles } from '../store/doubts.ts';
import { readHealth } from '../store/health.ts';
import { listHolds } from '../store/holds.ts';
import { readOrganisation } from '../store/organisations.ts';
import { listPeople, listReachable } from '../store/people.ts';
import { listQuestions } from '../store/questions.ts';
import { findLastRun } from '../store/retention.ts';
import { nextWake } from '../store/wakes.ts';
import { type Placed, placedSettings } from './find-setting.ts';
import { inspectChats } from './inspect-chats.ts';
import { inspectKeys } from './inspect-keys.ts';
import { inspectSpool } from './open-spool.ts';
import type { Given, Outcome } from './outcome.ts';

type Findings = { fine: string[]; wrong: string[] };

const LEAST_FREE_BYTES = 500 * 1024 * 1024;
/** A step waiting longer than this has nobody to run it. */
const LATE_MS = 15 * 60_000;
/** Nights without a removal before it is worth a line: a long weekend off is none. */
const NIGHTS_MISSED = 4;
/** Messages that failed are told of for so long. */
const FAILED_MS = 7 * 24 * 60 * 60_000;
const NEEDED: readonly Role[] = ['dsl', 'deputy_dsl', 'headteacher', 'chair_of_governors'];
const CONTACTS: Record<keyof Contacts, string> = {
  frontDoor: 'children’s social care (front door)',
  outOfHours: 'the out-of-hours emergency duty team',
  lado: 'the LADO',
  chair: 'the chair of governors',
  leadPhone: 'the lead on duty’s telephone',
};

export async function doctor(given: Given): Promise<Outcome> {
  const found: Findings = { fine: ['Configuration: read without a fault'], wrong: [] };
  try {
    if (given.presses !== undefined) add(found, await inspectSpool(given.presses.state, given.config));
    await lookAtDatabase(given, found);
    add(found, await inspectKeys(given));
    const placed = await placedSettings(given);
    if (placed.length === 0 && given.config.local)
      found.wrong.push('Settings: there is none; start Vigil once to make the invented school');
    for (const one of placed) await lookAtSetting(given, one, found);
    add(found, await inspectChats(given, placed));
    for (const one of placed) await lookAtKeeping(given, one, found);
    await lookAtTimetable(given, placed, found);
  } catch (fault) {
    given.log.error({ fault: nameOf(fault) }, 'doctor could not look');
    found.wrong.push('Database: it stopped answering; see that it is running and that DATABASE_URL is right');
  }
  const out = [
    ...found.fine.map((line) => `fine  ${line}`),
    found.wrong.length === 0 ? 'Nothing to mend.' : `To mend: ${found.wrong.length}`,
  ];
  return { code: found.wrong.length === 0 ? 0 : 1, out: out.join('\n'), errors: found.wrong };
}

function add({ fine, wrong }: Findings, findings: readonly Finding[]): void {
  for (const finding of findings) (finding.fine ? fine : wrong).push(finding.text);
}

async function lookAtDatabase(given: Given, { fine, wrong }: Findings): Promise<void> {
  const { schema, known, writable } = await readHealth(given.store);
  const kind = given.store.kind === 'embedded' ? 'embedded' : 'on a server';
  if (schema === known) fine.push(`Database: ${kind}, schema ${schema}`);
  else
    wrong.push(`Database: schema ${schema} where this Vigil needs ${known}; run: npm run vigil -- migrate`);
  if (!writable)
    wrong.push('Database: it takes no writes; give DATABASE_URL of the primary server, not a replica');
  const free = await given.freeBytes();
  if (free === null) return;
  const gigabytes = (free / 1024 ** 3).toFixed(1);
  if (free >= LEAST_FREE_BYTES) fine.push(`Disk: ${gigabytes} GB free`);
  else wrong.push(`Disk: ${gigabytes} GB free where the data is kept; make room, 500 MB at least`);
}

async function lookAtSetting(
  given: Given,
  { org, setting }: Placed,
  { fine, wrong }: Findings,
): Promise<void> {
  const { now, within } = await given.world.contextFor(org);
  const today = localDate(now, setting.zone);
  const faults: string[] = [];
  const { people, reachable, audiences, troubles } = await within(async (tx) => ({
    people: (await listPeople(tx, setting.id)).filter((person) => isEmployed(person, today)),
    reachable: await listReachable(tx, setting.id),
    audiences: [...new Set((await listQuestions(tx, setting.id)).map(({ question }) => question.audience))],
    troubles: await readTroubles(tx, setting.id, new Date(now.getTime() - FAILED_MS)),
  }));
  if (setting.channel === null)
    faults.push(
      'no safeguarding channel is set, so digests and alerts go to leads alone; give its id as channel in the ' +
        'setting’s file, and run: npm run vigil -- setting FILE',
    );
  faults.push(...deliveryFaults(troubles, setting.zone));
  for (const [contact, words] of Object.entries(CONTACTS) as [keyof Contacts, string][])
    if (setting.contacts[contact].trim() === '') faults.push(`no contact for ${words}; fill it in`);
  const setUp = setUpLine(setUpGaps(setting, people, today));
  if (setUp !== null) faults.push(`${setUp.slice(0, 1).toLowerCase()}${setUp.slice(1)}`);
  faults.push(...peopleFaults(people, audiences, setting.ref));
  if (audiences.length === 0) faults.push('no question is switched on; load the question bank');
  faults.push(...calendarFaults(setting, today));
  const reached = people.filter((person) => reachable.has(person.id)).length;
  const counted = `${people.length} people, ${reached} of them reached in chat`;
  if (reached === people.length) fine.push(`Setting ${setting.ref}: ${counted}`);
  else
    faults.push(
      `${counted}; a lead sees who is not by writing “people” in chat. Their e-mail address in the list must be the one ` +
        'they have there, and in Teams Vigil must be installed for them or be in a team they are in',
    );
  wrong.push(...faults.map((fault) => `Setting ${setting.ref}: ${fault}`));
}

function calendarFaults({ ref, calendar }: Setting, today: LocalDate): string[] {
  const last = lastDayOf(calendar);
  const mend = `run: npm run vigil -- import calendar FILE --setting ${ref}`;
  if (last === null)
    return [`there are no term dates, so nobody is asked; give this school year’s, and ${mend}`];
  switch (runsOut(calendar, today)) {
    case 'out':
      return [`term dates ran out on ${last}, so nobody is asked; give the next school year’s, and ${mend}`];
    case 'soon':
      return [`term dates run out on ${last}; give the next school year’s, and ${mend}`];
    case 'no':
      return [];
  }
}

/** Whether what is past its time is removed each night, and what a hold keeps. */
async function lookAtKeeping(
  given: Given,
  { org, setting }: Placed,
  { fine, wrong }: Findings,
): Promise<void> {
  const { now, within } = await given.world.contextFor(org);
  const today = localDate(now, setting.zone);
  const { last, holds } = await within(async (tx) => ({
    last: await findLastRun(tx, setting.id, today),
    holds: (await listHolds(tx)).filter((hold) => hold.liftedAt === null && hold.settingId === setting.id),
  }));
  const since = addDays(today, -NIGHTS_MISSED);
  const held =
    holds.length === 0
      ? 'no legal hold'
      : `${holds.length} legal ${holds.length === 1 ? 'hold stands' : 'holds stand'} (${holds
          .map(({ reference, personId }) => (personId === null ? reference : `${reference}, one person`))
          .join('; ')})`;
  if (last !== null && last.ranOn < since)
    wrong.push(
      `Setting ${setting.ref}: what is past its time was last removed on ${last.ranOn}; start Vigil with: npm start`,
    );
  else
    fine.push(
      `Retention ${setting.ref}: ${last === null ? 'no night yet' : `last night ${last.ranOn}, ${last.held} kept by a hold`}; ${held}`,
    );
}

function deliveryFaults({ held, parkedSince, failed }: Troubles, zone: string): string[] {
  const lost = failed.reduce((total, { messages }) => total + messages, 0);
  return [
    ...(parkedSince === null
      ? []
      : [
          `its channel has refused Vigil since ${localDate(parkedSince, zone)}, so digests go to the leads; add Vigil to the ` +
            'channel again. It is tried once a day',
        ]),
    ...(held === 0
      ? []
      : [
          `${held} ${held === 1 ? 'message' : 'messages'} may or may not have arrived; a lead was asked in chat and has not ` +
            'said yet',
        ]),
    ...(lost === 0
      ? []
      : [
          `${lost} ${lost === 1 ? 'message' : 'messages'} of the last seven days could not be delivered ` +
            `(${failed.map(({ why, messages }) => `${why}: ${messages}`).join(', ')}); a lead was told in chat where one could ` +
            'be. The log has each under “message_failed”',
        ]),
  ];
}

/** Nobody to ask, nobody to tell, or a role that questions go to and nobody holds. */
function peopleFaults(people: Person[], audiences: Audience[], ref: string): string[] {
  if (people.length === 0)
    return [`nobody is confirmed; run: npm run vigil -- import people FILE --setting ${ref}`];
  const unheld = (role: Audience) => !people.some((person) => inAudience(role, person.roles));
  const leads = NEEDED.filter(unheld).map(
    (role) => `nobody is ${roleLabel(role)}; give somebody the role ${role} in the staff list`,
  );
  const others = audiences.filter((role) => unheld(role) && !NEEDED.some((needed) => needed === role)).sort();
  return [
    ...leads,
    ...others.map(
      (role) =>
        `questions go to ${roleLabel(role)} and nobody is; give somebody the role ${role} in the staff list`,
    ),
  ];
}

/** Only where real time runs: the invented school's clock stands still until it is moved. */
async function lookAtTimetable(given: Given, placed: Placed[], { wrong }: Findings): Promise<void> {
  for (const org of new Set(placed.map((one) => one.org))) {
    const read = await given.store.within(org, (tx) => readOrganisation(tx, org));
    if (read?.clock !== 'wall') continue;
    const wake = await nextWake(given.store, org);
    if (wake !== null && wake.dueAt.getTime() < given.now().getTime() - LATE_MS)
      wrong.push(
        `Timetable: ${wake.step} has waited since ${wake.dueAt.toISOString()}; start Vigil with: npm start. Where it has only just started, run doctor again in a minute`,
      );
  }
}
