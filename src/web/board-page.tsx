/**
 * The board's page: how a setting stands, as far as its reader may see.
 * The rule: a rating is a mark and a word, never colour alone, and is called suggested; beside every count of who
 * answered stands who could not be reached; it works without a script. What is in the facts is decided by the cycle.
 */
import type { BoardFacts, BoardStanding } from '../domain/board.ts';
import { indicatorWords } from '../domain/digest.ts';
import { longDate, shortDate } from '../domain/local-time.ts';
import { RATINGS, standardById } from '../domain/standard.ts';
import { NOT_KNOWN, overdueLines } from '../messages/overdue-lines.ts';
import { counted, minutesWords, ratingCell, ratingWord, reachWords } from '../messages/standards-table.ts';
import { Notes } from './board-notes.tsx';
import { BoardPart as Part } from './board-part.tsx';
import { Brand, drawPage } from './page.tsx';

export function drawBoard(facts: BoardFacts): string {
  const { name, today, time, reader } = facts;
  return drawPage({
    title: `${name} · board · Vigil`,
    look: 'board',
    children: (
      <>
        <header class="board-head">
          <Brand />
          <p class="quiet">Signed in: {reader}</p>
          <form method="post" action="/board/leave">
            <button type="submit">Sign out</button>
          </form>
        </header>
        <main id="main" tabIndex={-1}>
          <h1>{name}</h1>
          <p class="quiet">
            {longDate(today)}, {time}
            {facts.whole ? '' : ' · the standards you own'}
          </p>
          <Settings facts={facts} />
          <Totals facts={facts} />
          <OverdueNow facts={facts} />
          <Actions facts={facts} />
          <Notes notes={facts.notes} />
          <Standards facts={facts} />
          <Reach facts={facts} />
          <Schools schools={facts.schools} />
          <p class="quiet">
            A rating here is not an inspector’s. It is only a suggestion until a named person confirms it. No
            change seen does not mean all is well.
          </p>
        </main>
      </>
    ),
  });
}

function Settings({ facts: { ref, settings } }: { facts: BoardFacts }) {
  if (settings.length < 2) return null;
  return (
    <nav aria-label="Your settings">
      <ul class="board-settings">
        {settings.map((one) => (
          <li key={one.ref}>
            <a
              href={`/board?setting=${encodeURIComponent(one.ref)}`}
              aria-current={one.ref === ref ? 'page' : undefined}
            >
              {one.name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Totals({ facts }: { facts: BoardFacts }) {
  const grey = facts.standards.filter(({ rating }) => rating === 'not_yet_assessed').length;
  return (
    <dl class="board-totals">
      <Total label="Overdue" value={String(facts.overdue)} />
      <Total label="Open actions" value={String(facts.openActions)} />
      <Total label="Not yet assessed" value={`${grey} of ${facts.standards.length}`} />
      <Total label="Could not be reached" value={`${facts.unreachable} of ${facts.onList}`} />
    </dl>
  );
}

function Total({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function OverdueNow({ facts: { overdueNow, small } }: { facts: BoardFacts }) {
  if (overdueNow === null) return null;
  const lines =
    overdueNow.as === 'named'
      ? overdueNow.rows.map(
          (row) =>
            `${row.name} (${row.owner}): ${indicatorWords(row.indicator)}, due ${shortDate(row.dueOn)}.`,
        )
      : overdueLines(overdueNow.rows, small);
  return (
    <Part id="overdue" title="Overdue">
      {lines.length === 0 ? (
        <p>No check is past its date. That says nothing about what was not asked.</p>
      ) : (
        <>
          <Lines lines={lines} />
          <p class="quiet">
            {overdueNow.as === 'named' ? 'Names are for you as a lead. That you looked is recorded. ' : ''}
            {NOT_KNOWN}
          </p>
        </>
      )}
      {overdueNow.as === 'roles' && overdueNow.unnamed ? (
        <p class="warn">Names are not shown just now: Vigil could not record that you looked at them.</p>
      ) : null}
    </Part>
  );
}

function Actions({ facts: { actions, today } }: { facts: BoardFacts }) {
  if (actions === null) return null;
  const late = (dueOn: string) => (dueOn < today ? ', now late' : '');
  return (
    <Part id="actions" title="Open actions">
      {actions.length === 0 ? (
        <p>None is open.</p>
      ) : (
        <Lines
          lines={actions.map(
            ({ standard, indicator, dueOn }) =>
              `Due ${shortDate(dueOn)}${late(dueOn)}: ${indicatorWords(indicator)}. ${standardById(standard).name}.`,
          )}
        />
      )}
    </Part>
  );
}

function Lines({ lines }: { lines: string[] }) {
  return (
    <ul>
      {lines.map((line, index) => (
        <li key={index}>{line}</li>
      ))}
    </ul>
  );
}

function Standards({ facts: { standards, unreachable } }: { facts: BoardFacts }) {
  return (
    <Part id="standards" title={standards.length === 1 ? 'Your standard' : 'The standards'}>
      <table>
        <caption>
          Suggested ratings this school year, from answers alone: reported, not checked.{' '}
          {`${reachWords(unreachable)}.`}
        </caption>
        <thead>
          <tr>
            <th scope="col">Standard</th>
            <th scope="col">Suggested rating</th>
            <th scope="col">Answered</th>
          </tr>
        </thead>
        <tbody>
          {standards.map(({ id, rating, answered, asked }) => {
            const { text, tone } = ratingCell(rating);
            return (
              <tr key={id}>
                <th scope="row">{standardById(id).name}</th>
                <td data-label="Suggested rating">
                  <span class={`tone tone-${tone}`}>{text}</span>
                </td>
                <td data-label="Answered">{asked === 0 ? 'not asked' : `${answered} of ${asked}`}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Part>
  );
}

function Reach({ facts }: { facts: BoardFacts }) {
  const { standards, unreachable, onList, notReached, minutesThisWeek, whole } = facts;
  const asked = standards.reduce((sum, row) => sum + row.asked, 0);
  const answered = standards.reduce((sum, row) => sum + row.answered, 0);
  return (
    <Part id="reach" title="Taking part">
      <p>
        {answered} of {asked} asked answered this school year; {reachWords(unreachable)}, of{' '}
        {counted(onList, 'person', 'people')} on the list. They are not among those who did not answer.
        {whole ? ` Answering has taken ${minutesWords(minutesThisWeek)} of staff time this week.` : ''}
      </p>
      {notReached !== null && notReached.length > 0 ? (
        <details>
          <summary>Who could not be reached</summary>
          <Lines lines={notReached} />
        </details>
      ) : null}
    </Part>
  );
}

function Schools({ schools }: { schools: readonly BoardStanding[] }) {
  if (schools.length === 0) return null;
  return (
    <Part id="schools" title="All settings">
      <table>
        <caption>
          Each setting’s standards by suggested rating. Settings differ, so this is no comparison.
        </caption>
        <thead>
          <tr>
            <th scope="col">Setting</th>
            <th scope="col">Its standards</th>
            <th scope="col">Overdue, open actions, not reached</th>
          </tr>
        </thead>
        <tbody>
          {schools.map((school) => (
            <tr key={school.name}>
              <th scope="row">{school.name}</th>
              <td data-label="Its standards">{ratingsWords(school)}</td>
              <td data-label="Overdue, open actions, not reached">{`${school.overdue}, ${school.openActions}, ${school.unreachable} staff`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Part>
  );
}

function ratingsWords({ standards }: BoardStanding): string {
  return RATINGS.flatMap((rating) => {
    const count = standards.filter((row) => row.rating === rating).length;
    return count === 0 ? [] : [`${ratingWord(rating).toLowerCase()}: ${count}`];
  }).join(', ');
}

/** What a link leads to: the button there uses it up, so that whatever only looks at links does not. */
export function drawDoor(pass: string): string {
  return drawPage({
    title: 'Open the board · Vigil',
    look: 'plain',
    children: (
      <main id="main" class="notice" tabIndex={-1}>
        <Brand />
        <h1>Open the board</h1>
        <p>This link is yours alone, and works once. You stay signed in for up to eight hours.</p>
        <p>On a computer that others use, press “Sign out” when you have finished.</p>
        <form method="post" action="/board/enter">
          <input type="hidden" name="t" value={pass} />
          <button type="submit" class="primary">
            Open the board
          </button>
        </form>
      </main>
    ),
  });
}
