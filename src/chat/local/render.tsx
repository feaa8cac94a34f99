/**
 * Draws the neutral message as HTML for the local page.
 * The rule: text is text (Preact escapes it), a tone is only ever a colour for what its words say already, and every
 * button and field can be used by keyboard and named by a screen reader, with script or without.
 * What stands round a message (who, when, where it is posted) is left to the page.
 */
import type { VNode } from 'preact';
import { type Chart, chartTable } from '../../domain/chart.ts';
import type { FieldFaults, FieldValues } from '../../domain/form-field.ts';
import type { Act, Block, Button, Cell, Message } from '../../domain/message.ts';
import { FieldView } from './render-field.tsx';

export type Drawing = {
  /** Where a press is posted. */
  action: string;
  /** Sent along with every press, such as the message it was made on. */
  hidden: Record<string, string>;
  /** Leads every element id in this message. */
  id: string;
  /** A form that came back with something to put right. */
  faults?: { act: Act; faults: FieldFaults; values: FieldValues };
  /** Draws a chart as SVG, with all text in it escaped; without it a chart is its numbers. */
  drawChart?: (chart: Chart) => string;
};

export function renderMessage(message: Message, drawing: Drawing): VNode {
  return (
    <div class="blocks">
      {message.blocks.map((block, index) => (
        <BlockView key={index} block={block} drawing={{ ...drawing, id: `${drawing.id}-${index}` }} />
      ))}
    </div>
  );
}

/** Values longer than this are sentences, and stand one under another. */
const LONG = 48;

function BlockView({ block, drawing }: { block: Block; drawing: Drawing }) {
  switch (block.type) {
    case 'heading':
      return <h2>{block.text}</h2>;
    case 'text':
      return <TextView text={block.text} tone={block.tone ?? 'plain'} />;
    case 'list':
      return (
        <ul>
          {block.lines.map((line, index) => (
            <li key={index}>{line}</li>
          ))}
        </ul>
      );
    case 'fields':
      return (
        <dl class={block.fields.some(({ value }) => value.length > LONG) ? 'long' : undefined}>
          {block.fields.map((field, index) => (
            <div key={index}>
              <dt>{field.label}</dt>
              <dd>{field.value}</dd>
            </div>
          ))}
        </dl>
      );
    case 'table':
      return <TableView block={block} id={drawing.id} />;
    case 'chart':
      return <ChartView chart={block.chart} drawing={drawing} />;
    case 'buttons':
      return <ButtonsView buttons={block.buttons} drawing={drawing} />;
    case 'link':
      return (
        <p>
          <a class="button" href={block.url} target="_blank" rel="noopener noreferrer">
            {block.label}
          </a>
        </p>
      );
    case 'form':
      return <FormView block={block} drawing={drawing} />;
    case 'divider':
      return <hr />;
  }
}

function TextView({ text, tone }: { text: string; tone: 'plain' | 'quiet' | 'strong' | 'warn' }) {
  const recorded = text.startsWith('✓') ? ' recorded' : '';
  if (tone === 'strong')
    return (
      <p class={`strong${recorded}`}>
        <strong>{text}</strong>
      </p>
    );
  if (tone === 'warn')
    return (
      <p class="warn">
        <span class="visually-hidden">Important: </span>
        {text}
      </p>
    );
  return <p class={`${tone}${recorded}`}>{text}</p>;
}

function TableView({ block, id }: { block: Extract<Block, { type: 'table' }>; id: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section class="scroll" aria-labelledby={`${id}-caption`} tabIndex={0}>
      <table>
        <caption id={`${id}-caption`}>{block.caption}</caption>
        <thead>
          <tr>
            {block.columns.map((column, index) => (
              <th key={index} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {block.rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, position) =>
                position === 0 ? (
                  <th key={position} scope="row">
                    <CellView cell={cell} />
                  </th>
                ) : (
                  <td key={position} data-label={block.columns[position]}>
                    <CellView cell={cell} />
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** The picture is named by the sentence below it, its text already escaped; its numbers stand under both. */
function ChartView({ chart, drawing }: { chart: Chart; drawing: Drawing }) {
  const { id, drawChart } = drawing;
  return (
    <>
      <figure class="chart">
        {drawChart ? (
          <div
            role="img"
            aria-labelledby={`${id}-about`}
            dangerouslySetInnerHTML={{ __html: drawChart(chart) }}
          />
        ) : null}
        <figcaption id={`${id}-about`}>{chart.describe}</figcaption>
      </figure>
      <TableView block={chartTable(chart)} id={id} />
    </>
  );
}

function CellView({ cell }: { cell: Cell }) {
  if (typeof cell === 'string') return <>{cell}</>;
  return <span class={`tone tone-${cell.tone}`}>{cell.text}</span>;
}

/** Posts by htmx where there is script (the message is replaced in place), as a plain form where there is none. */
function pressForm(drawing: Drawing) {
  return {
    method: 'post',
    action: drawing.action,
    'hx-post': drawing.action,
    'hx-target': 'closest article',
    'hx-swap': 'outerHTML',
    'hx-sync': 'closest article:drop',
  } as const;
}

/** Where "not saved" is said when a press fails; the buttons stay. */
function Fault() {
  return <p class="fault" role="alert" />;
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

/** Answers are drawn larger; ways of not answering, quieter. */
const QUIET: readonly Act['verb'][] = ['not_sure', 'not_me', 'later', 'change', 'keep', 'note'];

function ButtonsView({ buttons, drawing }: { buttons: Button[]; drawing: Drawing }) {
  const look = (button: Button) =>
    button.style === 'primary' ? 'primary' : QUIET.includes(button.act.verb) ? 'quiet' : 'plain';
  return (
    <form class="buttons" {...pressForm(drawing)}>
      <Hidden fields={drawing.hidden} />
      {buttons.map((button, index) => (
        <button
          key={index}
          id={`${drawing.id}-${index}`}
          type="submit"
          name="act"
          value={JSON.stringify(button.act)}
          class={look(button)}
          aria-label={button.describe}
        >
          {button.label}
        </button>
      ))}
      <Fault />
    </form>
  );
}

function FormView({ block, drawing }: { block: Extract<Block, { type: 'form' }>; drawing: Drawing }) {
  const mine = drawing.faults?.act.token === block.act.token ? drawing.faults : undefined;
  const latest = block.fields.find((field) => field.latest)?.latest;
  const hidden = {
    ...drawing.hidden,
    act: JSON.stringify(block.act),
    ...(latest === undefined ? {} : { latest }),
  };
  return (
    <form class="entry" noValidate {...pressForm(drawing)}>
      <Hidden fields={hidden} />
      {block.warn === undefined ? null : <TextView text={block.warn} tone="warn" />}
      {block.fields.map((field) => (
        <FieldView
          key={field.name}
          field={field}
          id={`${drawing.id}-${field.name}`}
          fault={mine?.faults[field.name]}
          value={mine?.values[field.name] ?? field.value}
        />
      ))}
      <button id={`${drawing.id}-submit`} type="submit" class="primary">
        {block.submit}
      </button>
      <Fault />
    </form>
  );
}
