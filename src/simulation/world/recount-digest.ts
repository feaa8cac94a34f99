/**
 * Counts a week again for a digest, from every change that had been committed when it was made.
 * The rule: it reads the changes and never the counts; a digest made of a later or an earlier moment differs.
 */
import type { Change } from '../../store/simulated-database.ts';
import { type Evidence, grouped } from './evidence.ts';

export function countDigest({ digests, changes, promptOf }: Evidence): string[] {
  const made = changes.filter(({ what }) => what === 'digest');
  const twice = [...grouped(made, ({ key, now }) => `${key} ${now.week}`)]
    .filter(([, rows]) => rows.length > 1)
    .map(([key]) => `the digest of ${key} was made more than once`);
  const wrong = made.flatMap(({ seq, key, now }) => {
    const digest = digests.find(({ settingId, week }) => settingId === key && week === now.week);
    if (digest === undefined) return [`the digest of ${key} ${now.week} is gone`];
    const states = statesAt(changes, seq);
    const counts = { asked: 0, answered: 0, lapsed: 0, handedOn: 0, stillOpen: 0 };
    for (const [promptId, state] of states) {
      const prompt = promptOf(promptId);
      if (prompt === undefined || prompt.settingId !== key || prompt.localWeek !== now.week) continue;
      if (!state.wasAsked || state.is === 'cancelled') continue;
      counts.asked += 1;
      if (state.is === 'answered') counts.answered += 1;
      else if (state.is === 'lapsed') counts.lapsed += 1;
      else if (state.is === 'handed_on') counts.handedOn += 1;
      else if (state.is === 'asked' || state.is === 'overdue') counts.stillOpen += 1;
    }
    const { participation } = digest.facts;
    const differ = (Object.keys(counts) as (keyof typeof counts)[]).filter(
      (count) => counts[count] !== participation[count],
    );
    return differ.map(
      (count) => `${key} ${now.week}: ${count} is ${participation[count]}, and the rows say ${counts[count]}`,
    );
  });
  return [...twice, ...wrong];
}

type State = { is: string; wasAsked: boolean };

/** How each prompt stood before the change numbered `seq`. */
function statesAt(changes: readonly Change[], seq: number): Map<string, State> {
  const states = new Map<string, State>();
  for (const change of changes) {
    if (change.seq >= seq) break;
    if (change.what !== 'prompt') continue;
    states.set(change.key, { is: String(change.now.state), wasAsked: change.now.asked_at !== null });
  }
  return states;
}
