/**
 * A conversation on the page: its messages, the way to earlier ones, and the box for asking Vigil something.
 * The rule: what only one person can see says so, and the box says that it is not a place to report.
 * Drawing the inside of a message is left to the local chat's render.
 */
import { type Drawing, renderMessage } from '../chat/local/render.tsx';
import { localDate, localTime, longDate } from '../domain/local-time.ts';
import { drawSvg } from '../pictures/draw-chart.ts';
import type { Place } from './private-answers.ts';
import type { Conversation, Entry } from './read-conversation.ts';
import { placeHref, type Scene, sceneFields } from './scene.ts';
import { ShownEntry } from './shown-entry.tsx';

type EntryProps = {
  entry: Entry;
  scene: Scene;
  /** Moves the reader to it: it is what they just did. */
  focus?: boolean;
  faults?: Drawing['faults'];
  swap?: boolean;
};

export function EntryView({ entry, scene, focus, faults, swap }: EntryProps) {
  const drawing: Drawing = {
    action: `/as/${encodeURIComponent(scene.userId)}/press`,
    hidden: { on: entry.on, ...sceneFields(scene) },
    id: entry.id,
    drawChart: drawSvg,
    ...(faults ? { faults } : {}),
  };
  return (
    <article
      id={entry.id}
      class={entry.private ? `message kind-${entry.body.kind} private` : `message kind-${entry.body.kind}`}
      aria-label={entry.body.summary}
      tabIndex={-1}
      autofocus={focus && !faults}
      hx-swap-oob={swap ? 'true' : undefined}
    >
      <p class="from">
        <img src="/assets/mark.svg" alt="" width="20" height="20" />
        <span class="who">Vigil</span>{' '}
        <time dateTime={entry.at.toISOString()}>{momentWords(entry.at, scene.zone)}</time>
        {entry.private ? <span class="only-you">Only you can see this</span> : null}
      </p>
      {scene.view.way === 'plain' ? (
        renderMessage(entry.body, drawing)
      ) : (
        <ShownEntry entry={entry} scene={scene} view={scene.view} {...(faults ? { faults } : {})} />
      )}
    </article>
  );
}

function momentWords(at: Date, zone: string): string {
  return `${longDate(localDate(at, zone))}, ${localTime(at, zone)}`;
}

export function Messages({ conversation, scene }: { conversation: Conversation; scene: Scene }) {
  return (
    <div id="messages">
      <MessagesInside conversation={conversation} scene={scene} />
    </div>
  );
}

/** What #messages holds; also what earlier messages are put in by. */
export function MessagesInside({
  conversation,
  scene,
  earlier,
}: {
  conversation: Conversation;
  scene: Scene;
  earlier?: boolean;
}) {
  const path = placeHref(scene, { before: conversation.before ?? '' });
  return (
    <>
      {conversation.before === null ? null : (
        <p class="earlier">
          <a class="button" href={path} hx-get={path} hx-target="closest p" hx-swap="outerHTML">
            Earlier messages
          </a>
        </p>
      )}
      {earlier ? null : <Empty place={scene.place} />}
      {conversation.entries.map((entry) => (
        <EntryView key={entry.id} entry={entry} scene={scene} />
      ))}
    </>
  );
}

/** The style sheet shows this only while it stands alone. */
function Empty({ place }: { place: Place }) {
  return (
    <div class="empty">
      <p class="strong">Nothing here yet</p>
      <p>
        {place === 'channel'
          ? 'Alerts and the weekly digest arrive here. Use the clock at the top to run the week.'
          : 'Questions arrive here on school mornings and afternoons. Press “Next question” at the top to move the clock to the next one.'}
      </p>
    </div>
  );
}

function SceneInputs({ scene }: { scene: Scene }) {
  return (
    <>
      {Object.entries(sceneFields(scene)).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
    </>
  );
}

const HINTS = ['help', 'status', 'due', 'digest', 'why', 'ask'];

export function AskBox({ scene }: { scene: Scene }) {
  const action = `/as/${encodeURIComponent(scene.userId)}/say`;
  const post = {
    method: 'post',
    action,
    'hx-post': action,
    'hx-target': '#messages',
    'hx-swap': 'beforeend',
    'hx-sync': 'this:drop',
  } as const;
  return (
    <div class="ask-box">
      <form class="hints" aria-label="Commands" {...post}>
        <SceneInputs scene={scene} />
        {HINTS.map((hint) => (
          <button key={hint} id={`hint-${hint}`} type="submit" name="text" value={hint} class="chip">
            {hint}
          </button>
        ))}
        <p class="fault" role="alert" />
      </form>
      <form class="say" {...post}>
        <SceneInputs scene={scene} />
        <label for="say">Ask Vigil</label>
        <div class="say-row">
          <input
            id="say"
            name="text"
            type="text"
            required
            maxLength={2000}
            autocomplete="off"
            autocapitalize="none"
            aria-describedby="say-note"
          />
          <button id="say-send" type="submit" class="primary">
            Send
          </button>
        </div>
        <p class="fault" role="alert" />
        <p id="say-note" class="quiet">
          Not a place to report. Worried about a child? Go to the DSL now. In danger: 999.
        </p>
      </form>
      <a class="to-clock" href="#clock">
        Back up to the clock
      </a>
    </div>
  );
}
