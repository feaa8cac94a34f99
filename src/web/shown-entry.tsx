/**
 * A message's inside as Slack or Teams would show it, with the payload it is drawn from for whoever wants to see it.
 * The rule: what is drawn is the payload shown, and what is pressed in it goes through the same door as on the plain
 * page. Drawing a card is left to the browser (public/teams-cards.js), reading a press to as-slack and as-teams.
 */
import type { Drawing } from '../chat/local/render.tsx';
import { FieldView } from '../chat/local/render-field.tsx';
import type { BlocksDrawing, WindowDrawing } from './as-slack.ts';
import type { CardDrawing } from './as-teams.ts';
import type { Entry } from './read-conversation.ts';
import { placeHref, type Scene, sceneFields } from './scene.ts';
import type { View } from './shown-as.ts';

type Shown = { entry: Entry; scene: Scene; faults?: Drawing['faults'] };
type Other = Exclude<View, { way: 'plain' }>;

export function ShownEntry({ view, ...shown }: Shown & { view: Other }) {
  const { entry } = shown;
  if (view.way === 'teams')
    return <CardView {...shown} drawing={view.pen.drawCard(entry.body, shown.faults)} />;
  const opened = entry.opened === null ? null : view.pen.drawWindow(entry.body, entry.opened.token);
  return opened === null ? (
    <BlocksView {...shown} drawing={view.pen.drawBlocks(entry.body)} />
  ) : (
    <WindowView {...shown} drawing={opened} />
  );
}

function pressForm({ userId }: Scene) {
  const action = `/as/${encodeURIComponent(userId)}/press`;
  return {
    method: 'post',
    action,
    'hx-post': action,
    'hx-target': 'closest article',
    'hx-swap': 'outerHTML',
    'hx-sync': 'closest article:drop',
  } as const;
}

function Hidden({ fields }: { fields: Record<string, string> }) {
  return (
    <>
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
    </>
  );
}

function BlocksView({ entry, scene, drawing }: Shown & { drawing: BlocksDrawing }) {
  return (
    <>
      <form class="as-slack" {...pressForm(scene)}>
        <Hidden fields={{ on: entry.on, ...sceneFields(scene) }} />
        {drawing.count === 0 ? <TooLong text={entry.body.summary} /> : <Drawn html={drawing.html} />}
        <p class="fault" role="alert" />
      </form>
      <Payload id={entry.id} payload={drawing.payload} count={plural(drawing.count, 'block')} />
    </>
  );
}

function WindowView({ entry, scene, drawing, faults }: Shown & { drawing: WindowDrawing }) {
  const hidden = {
    on: entry.opened?.on ?? '',
    window: entry.id,
    slack_window: drawing.memory,
    ...sceneFields(scene),
  };
  return (
    <>
      <form
        class="as-slack slack-window"
        noValidate
        aria-labelledby={`${entry.id}-title`}
        {...pressForm(scene)}
      >
        <Hidden fields={hidden} />
        <h2 id={`${entry.id}-title`}>{drawing.title}</h2>
        <Drawn html={drawing.html} />
        {drawing.fields.map((field) => (
          <FieldView
            key={field.name}
            field={field}
            id={`${entry.id}-${field.name}`}
            fault={faults?.faults[field.name]}
            value={faults?.values[field.name] ?? field.value}
          />
        ))}
        <div class="window-buttons">
          <button id={`${entry.id}-submit`} type="submit" class="window-submit">
            {drawing.submit}
          </button>
          <button id={`${entry.id}-cancel`} type="submit" name="close" value="yes">
            {drawing.cancel}
          </button>
        </div>
        <p class="fault" role="alert" />
        <p class="quiet">In Slack this opens in front of everything. The boxes here are this page’s own.</p>
      </form>
      <Payload id={entry.id} payload={drawing.payload} count={plural(drawing.count, 'block')} />
    </>
  );
}

/** The card's place, its payload, and the form by which what is pressed on it is sent. */
function CardView({ entry, scene, drawing }: Shown & { drawing: CardDrawing }) {
  const { card, summary, bytes } = drawing;
  if (card === null) return <TooLong text={summary} />;
  return (
    <div class="as-teams">
      <noscript>
        <p>
          Microsoft’s card renderer needs script.{' '}
          <a href={placeHref({ ...scene, view: { way: 'plain' } })}>Show this conversation plainly</a>
        </p>
      </noscript>
      <div class="teams-card" data-payload={`${entry.id}-payload`} />
      <form class="teams-press" {...pressForm(scene)}>
        <Hidden fields={{ on: entry.on, teams: '', ...sceneFields(scene) }} />
        <p class="fault" role="alert" />
      </form>
      <Payload id={entry.id} payload={card} bytes={bytes} />
    </div>
  );
}

/** Written by as-slack from blocks, with every text in it escaped. A table may be wider than a telephone. */
function Drawn({ html }: { html: string }) {
  const inside = { class: 'slack-drawn', dangerouslySetInnerHTML: { __html: html } };
  return html.includes('<table') ? (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section {...inside} tabIndex={0} aria-label="The message, which may scroll sideways" />
  ) : (
    <div {...inside} />
  );
}

function TooLong({ text }: { text: string }) {
  return (
    <div class="too-long">
      <p class="strong">{text}</p>
      <p class="quiet">The whole message is too long for this platform, so this one line is sent.</p>
    </div>
  );
}

type PayloadProps = { id: string; payload: object; bytes?: number; count?: string };

function Payload({ id, payload, bytes, count }: PayloadProps) {
  const size = bytes ?? Buffer.byteLength(JSON.stringify(payload));
  return (
    <details class="payload">
      <summary>The payload</summary>
      <p class="quiet">{[`${size.toLocaleString('en-GB')} bytes`, ...(count ? [count] : [])].join(' · ')}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section class="json" tabIndex={0} aria-label="The payload as JSON">
        <pre id={`${id}-payload`}>{JSON.stringify(payload, null, 2)}</pre>
      </section>
    </details>
  );
}

const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;
