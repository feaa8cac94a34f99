/**
 * The page one person talks to Vigil on: the clock above, places and people at the side, the conversation beside.
 * The rule: whose page it is is always in view, and a dropped live connection is said in words.
 */

import type { Drawing } from '../chat/local/render.tsx';
import { roleLabel } from '../domain/role.ts';
import type { ChatPerson } from '../store/conversations.ts';
import { ClockBar, type ClockView } from './clock-bar.tsx';
import { AskBox, EntryView, Messages, MessagesInside } from './conversation.tsx';
import type { Persona } from './front-page.tsx';
import { seenBy } from './live.tsx';
import { Brand, drawPage } from './page.tsx';
import type { Conversation } from './read-conversation.ts';
import { liveHref, placeHref, type Scene } from './scene.ts';
import { ViewSwitch } from './view-switch.tsx';

export type TalkProps = {
  scene: Scene;
  person: ChatPerson;
  people: ChatPerson[];
  personas: Persona[];
  settingName: string;
  clock: ClockView;
  /** Null where this person may not see this place. */
  conversation: Conversation | null;
  mayOpenChannel: boolean;
  /** Showing earlier messages only, for a browser without script. */
  earlier?: boolean;
  faults?: { on: string; drawing: NonNullable<Drawing['faults']> };
};

const TITLES = { messages: 'Messages from Vigil', channel: 'Safeguarding channel' } as const;

export function drawTalk(props: TalkProps): string {
  const { scene, person, clock, conversation } = props;
  const title = TITLES[scene.place];
  const live = conversation !== null && !props.earlier;
  return drawPage({
    title: `${title} · ${person.name} · Vigil`,
    look: 'talk',
    main: 'conversation',
    shown: scene.view.way,
    ...(clock.running ? { refresh: 2 } : {}),
    children: (
      <>
        <header class="top">
          <a class="home" href="/" aria-label="Vigil, start page">
            <Brand />
          </a>
          <ClockBar view={clock} scene={scene} />
        </header>
        <div class="panes">
          <Side {...props} />
          <main id="conversation" tabIndex={-1}>
            <div class="main-head">
              <h1>{title}</h1>
              {conversation ? <p class="quiet">{aboutPlace(props)}</p> : null}
              {conversation ? <ViewSwitch scene={scene} /> : null}
            </div>
            {conversation ? <Conversed {...props} conversation={conversation} /> : <KeptOut {...props} />}
          </main>
        </div>
        {live ? (
          <div hx-ext="sse" sse-connect={liveHref(scene, seenBy(conversation, clock))}>
            <div sse-swap="page" hx-swap="none" />
          </div>
        ) : null}
      </>
    ),
  });
}

function aboutPlace({ scene, person, settingName }: TalkProps): string {
  return scene.place === 'channel'
    ? `Private to the DSL, deputy DSLs and headteacher of ${settingName}. Nobody else is in it.`
    : `What ${person.name} sees at ${settingName}, an invented school.`;
}

function Conversed(props: TalkProps & { conversation: Conversation }) {
  const { scene, conversation, faults } = props;
  return (
    <>
      {props.earlier ? (
        <div id="messages">
          <MessagesInside conversation={conversation} scene={scene} earlier />
          <p class="earlier">
            <a class="button" href={placeHref(scene)}>
              Back to the latest
            </a>
          </p>
        </div>
      ) : faults ? (
        <div id="messages">
          {conversation.entries.map((entry) => (
            <EntryView
              key={entry.id}
              entry={entry}
              scene={scene}
              {...(entry.on === faults.on ? { faults: faults.drawing } : {})}
            />
          ))}
        </div>
      ) : (
        <Messages conversation={conversation} scene={scene} />
      )}
      <p id="announce" class="visually-hidden" role="status" aria-live="polite" />
      <p id="connection" class="connection" role="status" />
      <AskBox scene={scene} />
    </>
  );
}

function Side(props: TalkProps) {
  const { scene, person, personas, people, mayOpenChannel } = props;
  const others = personas.flatMap((persona) => {
    const found = people.find((one) => one.userId === persona.userId);
    return found ? [{ ...persona, name: found.name }] : [];
  });
  const at = (userId: string, place: Scene['place']) => placeHref({ userId, place, view: scene.view });
  const here = (place: Scene['place']) => (scene.place === place ? ('page' as const) : undefined);
  return (
    <nav class="side" aria-label="Places and people">
      <div class="you">
        <p class="you-label">You are</p>
        <p class="you-name">{person.name}</p>
        <p class="quiet">{person.roles.map(roleLabel).join(', ')}</p>
        <a class="switch" href="/">
          Switch person
        </a>
      </div>
      <ul class="places">
        <li>
          <a href={at(person.userId, 'messages')} aria-current={here('messages')}>
            Messages
          </a>
        </li>
        <li>
          <a href={at(person.userId, 'channel')} aria-current={here('channel')}>
            Safeguarding channel
            {mayOpenChannel ? null : <span class="private-mark">leads only</span>}
          </a>
        </li>
      </ul>
      <div class="others">
        <p class="others-label" id="others-label">
          Be somebody else
        </p>
        <ul aria-labelledby="others-label">
          {others.map((other) => (
            <li key={other.userId}>
              <a
                href={at(other.userId, 'messages')}
                aria-current={other.userId === person.userId ? 'true' : undefined}
              >
                {other.name}
                <span class="role">{other.role}</span>
              </a>
            </li>
          ))}
          <li>
            <a href="/#everybody">
              Somebody else…
              <span class="role">all {people.length} people</span>
            </a>
          </li>
        </ul>
      </div>
    </nav>
  );
}

function KeptOut({ scene, person, settingName }: TalkProps) {
  return (
    <div class="kept-out">
      <p class="strong">
        <strong>This channel is private.</strong>
      </p>
      <p>
        Only the DSL, the deputy DSLs and the headteacher of {settingName} are in it. Alerts and the weekly
        digest go there, without anybody’s answers by name. {person.name} would not see it in Slack or Teams
        either.
      </p>
      <p>
        <a class="button" href={placeHref({ ...scene, place: 'messages' })}>
          Back to your messages
        </a>
      </p>
    </div>
  );
}
