/**
 * The clock bar: the invented school's date and time, and the buttons that move it on.
 * The rule: it says plainly that this clock is invented, one run goes at a time, and a run can be stopped.
 * Moving the clock is left to whoever implements SchoolClock.
 */

import { localDate, localTime, longDate } from '../domain/local-time.ts';
import { type Scene, sceneFields } from './scene.ts';

export type ClockGoal = 'next_question' | 'next_school_day' | 'week' | 'term';

export type SchoolClock = {
  now(): Promise<Date>;
  zone: string;
  /** What is being run just now; `to` is a goal or words for one. */
  running(): { to: string; done: number; of: number; at: Date } | null;
  /** `userId` is who looks on: the next question is theirs, and nobody answers for them. */
  start(to: ClockGoal, userId: string): Promise<'started' | 'busy' | 'nothing_left'>;
  stop(): void;
  onChange(listener: () => void): () => void;
};

export const CLOCK_GOALS: readonly ClockGoal[] = ['next_question', 'next_school_day', 'week', 'term'];

const LABELS: Record<ClockGoal, string> = {
  next_question: 'Next question',
  next_school_day: 'Next school day',
  week: 'Run this week',
  term: 'Run to the end of term',
};

const RUNNING: Record<ClockGoal, string> = {
  next_question: 'Running to the next question',
  next_school_day: 'Running to the next school day',
  week: 'Running this week',
  term: 'Running to the end of term',
};

const isGoal = (to: string): to is ClockGoal => CLOCK_GOALS.some((goal) => goal === to);

/** "Monday 2 Nov 2026, 07:45" */
export function clockWords(at: Date, zone: string): string {
  const date = localDate(at, zone);
  return `${longDate(date)} ${date.slice(0, 4)}, ${localTime(at, zone)}`;
}

export type ClockView = {
  now: Date;
  zone: string;
  running: ReturnType<SchoolClock['running']>;
  /** Said beside the buttons after a press that could not be done. */
  note?: string | undefined;
};

/** The clock as it stands. While it runs, the run's own moment is shown. */
export async function viewClock(clock: SchoolClock, note?: string): Promise<ClockView> {
  const running = clock.running();
  return { now: running?.at ?? (await clock.now()), zone: clock.zone, running, note };
}

export function ClockBar({ view, scene, swap }: { view: ClockView; scene: Scene; swap?: boolean }) {
  const { running } = view;
  return (
    <section id="clock" class="clock" aria-label="The school’s clock" hx-swap-oob={swap ? 'true' : undefined}>
      <ClockTime view={view} />
      <form
        class="clock-buttons"
        method="post"
        action="/clock"
        hx-post="/clock"
        hx-target="#clock"
        hx-swap="outerHTML"
        hx-sync="this:drop"
      >
        <input type="hidden" name="as" value={scene.userId} />
        {Object.entries(sceneFields(scene)).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {CLOCK_GOALS.map((goal) => (
          <button
            key={goal}
            id={`clock-${goal}`}
            type="submit"
            name="to"
            value={goal}
            class={goal === 'next_question' ? 'primary' : 'plain'}
            aria-disabled={running ? 'true' : undefined}
          >
            {LABELS[goal]}
          </button>
        ))}
        {running ? (
          <button id="clock-stop" type="submit" name="to" value="stop" class="stop">
            Stop
          </button>
        ) : null}
        <p class="fault" role="alert" />
      </form>
      {running ? <ClockProgress view={view} /> : null}
      <p class="clock-note" role="status">
        {view.note ?? ''}
      </p>
    </section>
  );
}

export function ClockTime({ view, swap }: { view: ClockView; swap?: boolean }) {
  return (
    <p id="clock-now" class="clock-now" hx-swap-oob={swap ? 'true' : undefined}>
      <span class="clock-label">Invented clock</span>{' '}
      <time dateTime={view.now.toISOString()}>{clockWords(view.now, view.zone)}</time>
    </p>
  );
}

export function ClockProgress({ view, swap }: { view: ClockView; swap?: boolean }) {
  const { running } = view;
  if (!running) return null;
  const of = Math.max(1, running.of);
  const done = Math.min(of, Math.max(0, running.done));
  const words = isGoal(running.to) ? RUNNING[running.to] : running.to;
  return (
    <p id="clock-progress" class="clock-progress" hx-swap-oob={swap ? 'true' : undefined}>
      <span id="clock-progress-words">
        {words}: {Math.floor((100 * done) / of)}%
      </span>
      <progress aria-labelledby="clock-progress-words" value={done} max={of} />
    </p>
  );
}
