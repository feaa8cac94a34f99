/**
 * What happens in the schools during a run besides answering: people join, leave and change their hours, accounts
 * go, questions are edited, days are closed, and somebody asks how things stand.
 * The rule: drawn from the workload's own stream before anything happens, a stream a school, so that neither faults
 * nor the other school move it.
 */
import { noteMember } from '../../cycle/note-member.ts';
import { addDays, instantAt, localDate } from '../../domain/local-time.ts';
import type { Person } from '../../domain/setting.ts';
import { saveAddress, savePerson } from '../../store/people.ts';
import { addQuestions } from '../../store/questions.ts';
import { wakeBy } from '../../store/wakes.ts';
import { chanceFrom } from './chance.ts';
import { type SimSchool, userOf } from './schools.ts';
import type { SimDoor } from './sim-door.ts';
import type { Sim } from './sim-world.ts';

const COMMANDS = ['status', 'due', 'help', 'digest', 'why', 'people', 'ask', 'status all', 'something else'];

export function scheduleWorkload(sim: Sim, door: SimDoor, days: number): void {
  for (const school of sim.schools) scheduleSchool(sim, door, school, days);
}

function scheduleSchool(sim: Sim, door: SimDoor, school: SimSchool, days: number): void {
  const { clock, history } = sim;
  const { setting, org, installationId, platform, externalId } = school;
  const { zone } = setting;
  const chance = chanceFrom(sim.seed, 'workload', school.key);
  const first = localDate(new Date(sim.start), zone);
  const at = (day: number, time: string, happen: () => void) =>
    clock.at(Math.max(sim.start + 1_000, instantAt(addDays(first, day), time, zone).getTime()), happen);
  const someDay = () => chance.between(0, Math.max(0, days - 2));
  const everMore = Math.max(1, Math.round(days / 14));
  const present = (ref: string): Person | null => {
    const person = school.people.find(({ staffRef }) => staffRef === ref);
    return person && !history.left.some(({ personId }) => personId === person.id) ? person : null;
  };
  const save = (name: string, person: Person, after: () => void = () => undefined) =>
    door.insist(school, name, async (world) => {
      const { within, now } = await world.contextFor(org);
      await within(async (tx) => {
        await savePerson(tx, org, setting.id, person, now);
        await wakeBy(tx, org, 'plan-prompts', now);
      });
      after();
    });

  for (let day = 0; day < days; day += 1) {
    const text = chance.pick(COMMANDS);
    const person = chance.pick(school.people);
    const hour = `${String(chance.between(9, 15)).padStart(2, '0')}:${chance.between(10, 59)}`;
    if (chance.happens(0.6)) at(day, hour, () => door.command(school, userOf(school, person), text));
  }

  const leaver = chance.pick(school.people.filter(({ staffRef }) => /^[TAI]/.test(staffRef)));
  const leavingDay = chance.between(0, Math.ceil(days / 2));
  const how = chance.next();
  if (chance.happens(0.75))
    at(leavingDay, '10:40', () => {
      const person = present(leaver.staffRef);
      if (person === null) return;
      const today = localDate(new Date(sim.dbNow()), zone);
      const note = (from: number) => history.left.push({ school: school.key, personId: person.id, at: from });
      if (how < 0.35) save('leaves', { ...person, state: 'left' }, () => note(sim.dbNow()));
      else if (how < 0.7)
        save('leaves today', { ...person, leavesOn: today }, () =>
          note(Math.max(sim.dbNow(), instantAt(addDays(today, 1), '00:00', zone).getTime())),
        );
      else
        door.insist(school, 'account goes', async (world) => {
          const gone = { userId: userOf(school, person), name: '', email: null, zone: null };
          await noteMember(world, { platform, externalId }, { ...gone, standing: 'gone' });
          note(sim.dbNow());
        });
    });

  for (const joiner of school.joiners)
    at(someDay(), '07:10', () =>
      door.insist(school, 'joins', async (world) => {
        const { within, now } = await world.contextFor(org);
        await within(async (tx) => {
          await savePerson(tx, org, setting.id, joiner, now);
          await saveAddress(tx, org, { personId: joiner.id, installationId, userId: userOf(school, joiner) });
          await wakeBy(tx, org, 'plan-prompts', now);
        });
        history.joined.push({ personId: joiner.id, at: sim.dbNow() });
      }),
    );

  const changed = chance.pick(school.people.filter(({ staffRef }) => /^[TASD]/.test(staffRef)));
  at(someDay(), '17:45', () => {
    const person = present(changed.staffRef);
    if (person === null || school.joiners.includes(person)) return;
    const hours = { dayStart: '09:30', dayEnd: '15:00', workingDays: [1, 2, 4, 5] };
    const { dayStart, dayEnd, workingDays } = person;
    save('changes hours', { ...person, ...hours }, () => {
      Object.assign(person, hours);
      const was = { dayStart, dayEnd, workingDays };
      history.changedHours.push({ personId: person.id, at: clock.now(), was });
    });
  });

  for (let edit = 0; edit < everMore; edit += 1) {
    const question = chance.pick(school.questions);
    at(someDay(), `1${chance.between(0, 5)}:20`, () => {
      question.version += 1;
      const edited = { ...question, text: `${question.text} Today?` };
      door.insist(school, 'edits a question', async (world) => {
        const { within } = await world.contextFor(org);
        await within((tx) => addQuestions(tx, org, [edited]));
        await clock.during(() =>
          sim.db.run(`update public.setting_question set version = ${edited.version}
            where org_id = '${org}' and question_id = '${edited.id}' and version < ${edited.version}`),
        );
      });
    });
  }

  for (let closing = 0; closing < everMore; closing += 1) {
    const day = someDay();
    if (chance.happens(0.5))
      at(day, chance.happens(0.5) ? '06:20' : '14:00', () => {
        const on = addDays(first, day + (closing % 2));
        if (setting.calendar.closures.some((closed) => closed.on === on)) return;
        setting.calendar.closures.push({ on, reason: 'closed', name: 'Snow' });
        history.closed.push({ school: school.key, on, at: clock.now() });
        void clock.during(() =>
          sim.db.run(`insert into public.closure (org_id, setting_id, closed_on, reason, name)
            values ('${org}', '${setting.id}', '${on}', 'closed', 'Snow')`),
        );
      });
  }
}
