/**
 * The first page: choose who to be in the invented school.
 * The rule: it says at once that the school is invented, that the other staff are simulated, and that nothing
 * leaves this computer.
 */
import { roleLabel } from '../domain/role.ts';
import type { ChatPerson } from '../store/conversations.ts';
import { clockWords } from './clock-bar.tsx';
import { Brand, drawPage } from './page.tsx';

/** Somebody worth being first: what they are here for, in a sentence. */
export type Persona = { userId: string; role: string; about: string };

type FrontProps = {
  settingName: string;
  people: ChatPerson[];
  personas: Persona[];
  now: Date;
  zone: string;
};

export function drawFront(props: FrontProps): string {
  const { settingName, people, personas } = props;
  const first = personas.flatMap((persona) => {
    const person = people.find((one) => one.userId === persona.userId);
    return person ? [{ ...persona, name: person.name }] : [];
  });
  return drawPage({
    title: 'Vigil · choose who to be',
    look: 'front',
    children: (
      <>
        <header class="front-head">
          <Brand />
          <p class="quiet">
            {settingName} · {clockWords(props.now, props.zone)} (invented clock)
          </p>
        </header>
        <main id="main" tabIndex={-1}>
          <h1>Who would you like to be?</h1>
          <p class="lead">
            Vigil asks school staff tiny safeguarding questions, keeps the answers, and tells the leads what
            needs a person. Try it here as anybody at {settingName}.
          </p>
          <ul class="personas">
            {first.map((persona) => (
              <li key={persona.userId}>
                <a href={`/as/${encodeURIComponent(persona.userId)}`}>
                  <span class="persona-role">{persona.role}</span>
                  <span class="persona-name">{persona.name}</span>
                  <span class="persona-about">{persona.about}</span>
                </a>
              </li>
            ))}
          </ul>
          <details>
            <summary>Somebody else… ({people.length} people)</summary>
            <ul class="everybody" id="everybody">
              {people.map((person) => (
                <li key={person.userId}>
                  <a href={`/as/${encodeURIComponent(person.userId)}`}>
                    {person.name} <span class="role">{person.roles.map(roleLabel).join(', ')}</span>
                  </a>
                </li>
              ))}
            </ul>
          </details>
          <section class="try" aria-labelledby="try-title">
            <h2 id="try-title">A good first minute</h2>
            <ol class="first-minute">
              <li>Be the teacher, press “Next question”, and answer it in two taps.</li>
              <li>
                Press “Run this week”: the other staff answer, or do not, and the week’s digest goes out.
              </li>
              <li>Switch to the DSL (designated safeguarding lead) and open the safeguarding channel.</li>
            </ol>
          </section>
          <section class="truths" aria-labelledby="truths-title">
            <h2 id="truths-title">What is real here</h2>
            <dl>
              <div>
                <dt>The school is invented</dt>
                <dd>{settingName}, its staff and its telephone numbers do not exist.</dd>
              </div>
              <div>
                <dt>The other staff are simulated</dt>
                <dd>They answer by themselves, as people might. In one standard things quietly get worse.</dd>
              </div>
              <div>
                <dt>Vigil itself is real</dt>
                <dd>The same questions, rules, reminders and digests, on a clock you can move.</dd>
              </div>
              <div>
                <dt>Nothing leaves this computer</dt>
                <dd>
                  There is no account, and no other service is used. Please type nothing about a real child.
                </dd>
              </div>
            </dl>
          </section>
        </main>
      </>
    ),
  });
}
