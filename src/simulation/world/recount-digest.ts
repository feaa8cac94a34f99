/**
 * Counts a week again for a digest, from every change that had been committed when it was made.
 * The rule: it reads the changes and never the counts; a digest made of a later or an earlier moment differs. Ratings
 * and the answers they rest on are let out in blocks, by a rule of their own: they are not counted again here.
 */
import type { Change, Snapshot } from '../../store/simulated-database.ts';
import { type Evidence, grouped } from './evidence.ts';
import { isFor } from './good-days.ts';
import type { SimSchool } from './schools.ts';
import { weekOf } from './second-clock.ts';

type Digest = Snapshot['digests'][number];
type Prompt = Snapshot['prompts'][number];
type State = { prompt: Prompt; is: string; wasAsked: boolean };
type Counts = Record<string, number>;

export function countDigest(found: Evidence): string[] {
  const { digests, changes } = found;
  const made = changes.filter(({ what }) => what === 'digest');
  const twice = [...grouped(made, ({ key, now }) => `${key} ${now.week}`)]
    .filter(([, rows]) => rows.length > 1)
    .map(([key]) => `the digest of ${key} was made more than once`);
  const wrong = made.flatMap(({ seq, key, now }) => {
    const digest = digests.find(({ settingId, week }) => settingId === key && week === now.week);
    if (digest === undefined) return [`the digest of ${key} ${now.week} is gone`];
    const said = saidIn(digest);
    const counts = countedAt(found, digest, lastBefore(changes, seq));
    return Object.keys(said)
      .filter((count) => said[count] !== counts[count])
      .map((count) => `${key} ${now.week}: ${count} is ${said[count]}, and the rows say ${counts[count]}`);
  });
  return [...twice, ...wrong];
}

function saidIn({ facts }: Digest): Counts {
  const { participation, standards, overdue, openActions, closedActions, uncovered, notAsked, minutes } =
    facts;
  const year = standards.flatMap(({ standard, asked, answered }) => [
    [`${standard} asked`, asked],
    [`${standard} answered`, answered],
  ]);
  return {
    ...participation,
    ...Object.fromEntries(year),
    overdue: overdue.reduce((total, each) => total + each.people, 0),
    openActions: openActions.length,
    closedActions,
    uncovered: uncovered.reduce((total, each) => total + each.checks, 0),
    notAsked: notAsked?.length ?? 0,
    minutes,
  };
}

function countedAt(found: Evidence, digest: Digest, last: Last): Counts {
  const { settingId, week, facts } = digest;
  const school = found.schoolOfSetting(settingId);
  const today = found.local(school, digest.asOf.getTime()).date;
  const states = [...last('prompt')].flatMap(([id, { now }]): State[] => {
    const prompt = found.promptOf(id);
    if (prompt === undefined || prompt.settingId !== settingId) return [];
    return [{ prompt, is: String(now.state), wasAsked: now.asked_at !== null }];
  });
  const asked = states.filter(({ is, wasAsked }) => wasAsked && is !== 'cancelled');
  const inWeek = asked.filter(({ prompt }) => prompt.localWeek === week);
  const count = (...of: string[]) => inWeek.filter(({ is }) => of.includes(is)).length;
  const replies = found.replies.filter(
    (reply) => reply.settingId === settingId && last('reply').has(reply.replyId),
  );
  const standing = new Map(replies.map(({ promptId, verdict }) => [promptId, verdict]));
  const actions = [...last('action').values()].filter(({ now }) => now.setting_id === settingId);
  return {
    asked: inWeek.length,
    answered: count('answered'),
    notSure: inWeek.filter(
      ({ is, prompt }) => is === 'answered' && standing.get(prompt.promptId) === 'unsure',
    ).length,
    lapsed: count('lapsed'),
    handedOn: count('handed_on'),
    stillOpen: count('asked', 'overdue'),
    people: new Set(inWeek.map(({ prompt }) => prompt.personId)).size,
    ...peopleAt(school, today, last),
    ...yearOf(asked, { ...facts, until: facts.to < today ? facts.to : today }),
    overdue: overduePeople(states),
    openActions: actions.filter(({ now }) => now.state === 'open').length,
    closedActions: actions.filter(({ now }) => now.state === 'done' && now.closed_week === week).length,
    notAsked: found.notAsked.filter((row) => row.settingId === settingId && row.toldWeek === week).length,
    minutes: Math.round(
      [
        ...replies.filter(({ localWeek }) => localWeek === week),
        ...nameless(found, school, week, last),
      ].reduce((total, { seconds }) => total + seconds, 0) / 60,
    ),
  };
}

/** What was answered in the week without a name, and so without a reply. */
function nameless(found: Evidence, school: SimSchool, week: string, last: Last): Prompt[] {
  return [...last('prompt')].flatMap(([id, { now }]) => {
    const prompt = found.promptOf(id);
    const isOne = now.state === 'answered' && now.reply_id === null && now.answered_at !== null;
    if (!isOne || prompt?.settingId !== school.setting.id) return [];
    const { date } = found.local(school, Date.parse(String(now.answered_at)));
    return weekOf(date) === week ? [prompt] : [];
  });
}

/** By standard, what was asked this school year, and of it answered. */
function yearOf(asked: readonly State[], { standards, until }: Digest['facts'] & { until: string }): Counts {
  const september = `${Number(until.slice(0, 4)) - (until.slice(5, 7) < '09' ? 1 : 0)}-09-01`;
  const within = asked.filter(({ prompt: { localDate } }) => september <= localDate && localDate <= until);
  return Object.fromEntries(
    standards.flatMap(({ standard }) => {
      const theirs = within.filter(({ prompt }) => prompt.standard === standard);
      return [
        [`${standard} asked`, theirs.length],
        [`${standard} answered`, theirs.filter(({ is }) => is === 'answered').length],
      ];
    }),
  );
}

/** A check is one person's; an attestation is overdue with each who has not given it. */
function overduePeople(states: readonly State[]): number {
  const late = states.filter(({ is }) => is === 'overdue');
  const duties = late.filter(({ prompt }) => prompt.kind === 'duty').length;
  const others = late.filter(({ prompt }) => prompt.kind !== 'duty');
  return duties + new Set(others.map(({ prompt }) => `${prompt.questionId} ${prompt.personId}`)).size;
}

/** Who was on the staff list then, whom chat could not reach, and the checks that were nobody's. */
function peopleAt(school: SimSchool, today: string, last: Last): Counts {
  const isLive = last('installation').get(school.installationId)?.now.state === 'live';
  const employed = school.people.filter(({ id }) => {
    const now = last('membership').get(id)?.now;
    return now?.state === 'confirmed' && (now.leaves_on === null || today <= String(now.leaves_on));
  });
  const reached = employed.filter(({ id }) => isLive && last('address').get(id)?.now.state === 'reachable');
  const duties = school.questions.filter(({ kind }) => kind === 'duty');
  return {
    staff: employed.filter((person) => isFor({ audience: 'all_staff' }, person)).length,
    unreachable: employed.length - reached.length,
    uncovered: duties.filter((duty) => !reached.some((person) => isFor(duty, person))).length,
  };
}

type Last = (what: string) => Map<string, Change>;

/** The last change of each row before the change numbered `seq`, by what it is of. */
function lastBefore(changes: readonly Change[], seq: number): Last {
  const tables = new Map<string, Map<string, Change>>();
  for (const change of changes) {
    if (change.seq >= seq) break;
    const rows = tables.get(change.what) ?? new Map<string, Change>();
    tables.set(change.what, rows.set(change.key, change));
  }
  return (what) => tables.get(what) ?? new Map();
}
