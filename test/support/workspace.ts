/**
 * The local workspace on a test school, with steps stood in for: a prompt that can be answered, a clock that moves
 * when told, and handlers that can be made to fail.
 */

import { eq } from 'drizzle-orm';
import type { Router } from 'express';
import type { Handlers, IncomingPress } from '../../src/chat/chat.ts';
import { type LocalChat, localChat } from '../../src/chat/local/local.ts';
import type { Message } from '../../src/domain/message.ts';
import { findSaid } from '../../src/store/conversations.ts';
import type { Store } from '../../src/store/database.ts';
import { queueMessages, redrawMessage } from '../../src/store/messages.ts';
import { message } from '../../src/store/schema/index.ts';
import type { SchoolClock } from '../../src/web/clock-bar.tsx';
import { localWorkspace } from '../../src/web/local-workspace.tsx';
import { openMetrics } from '../../src/web/metrics.ts';
import { databaseCheck } from '../../src/web/readiness.ts';
import { type OpenServer, openServer } from '../../src/web/server.ts';
import type { School } from './school.ts';

export const START = new Date('2026-11-02T07:45:00Z');

export const privately = (text: string): Message => ({
  kind: 'private_line',
  summary: text,
  blocks: [{ type: 'text', text }],
});

/** A question with two buttons, open or recorded. */
export function asked(token: string, recorded?: string): Message {
  return {
    kind: 'prompt',
    summary: recorded ? `Recorded: ${recorded}` : 'A question from Vigil',
    blocks: [
      { type: 'text', tone: 'quiet', text: 'Oak Primary · under 20 seconds · results are not shown by name' },
      { type: 'text', tone: 'strong', text: 'Do you know who the DSL is today?' },
      recorded
        ? { type: 'text', text: `✓ Recorded 07:46 · ${recorded}` }
        : {
            type: 'buttons',
            buttons: ['Yes', 'No'].map((label) => ({
              label,
              act: { verb: 'answer', token, arg: label.toLowerCase() },
              describe: `${label}: do you know who the DSL is today?`,
            })),
          },
      {
        type: 'buttons',
        buttons: recorded
          ? [{ label: 'Change', act: { verb: 'change', token } }]
          : [
              { label: 'Not sure', act: { verb: 'not_sure', token } },
              { label: 'Later', act: { verb: 'later', token } },
            ],
      },
      {
        type: 'text',
        tone: 'quiet',
        text: 'Worried about a child? Don’t reply here: go to Ines Duarte now.',
      },
    ],
  };
}

export function movableClock(): SchoolClock & {
  set(at: Date, running?: ReturnType<SchoolClock['running']>): void;
} {
  const listeners = new Set<() => void>();
  let now = START;
  let run: ReturnType<SchoolClock['running']> = null;
  const changed = () => {
    for (const listener of listeners) listener();
  };
  return {
    zone: 'Europe/London',
    now: async () => now,
    running: () => run,
    async start(to) {
      if (run) return 'busy';
      run = { to, done: 0, of: 40, at: now };
      changed();
      return 'started';
    },
    stop() {
      run = null;
      changed();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set(at, running = null) {
      now = at;
      run = running;
      changed();
    },
  };
}

export type Bench = {
  server: OpenServer;
  router: Router;
  chat: LocalChat;
  clock: ReturnType<typeof movableClock>;
  presses: IncomingPress[];
  /** What was said, by the platform's id of it. */
  sent: Map<string, Message>;
  /** While true, handlers throw as they would when the database is away. */
  failing: boolean;
  say(to: string | 'channel', body: Message, at?: Date): Promise<string>;
};

export async function openBench(store: Store, school: School, port = 0): Promise<Bench> {
  const chat = localChat();
  const clock = movableClock();
  const { ids, log } = school.at(START);
  const { org, externalId, installationId, channelId } = school;
  let sent = 0;

  const bench: Omit<Bench, 'server' | 'router'> = {
    chat,
    clock,
    presses: [],
    sent: new Map(),
    failing: false,
    async say(to, body, at = START) {
      const messageId = ids.id();
      sent += 1;
      bench.sent.set(`sent-${messageId}`, body);
      const sentAt = new Date(at.getTime() + sent);
      await store.within(org, async (tx) => {
        const target = to === 'channel' ? { installationId, channelId } : { personId: school.person(to).id };
        await queueMessages(
          tx,
          org,
          [
            {
              messageId,
              settingId: school.setting.id,
              to: target,
              dedupeKey: messageId,
              body,
              notBefore: at,
              notAfter: null,
              promptIds: [],
            },
          ],
          sentAt,
        );
        await tx
          .update(message)
          .set({ state: 'sent', sentAt, platformId: `sent-${messageId}`, drawnRevision: 1 })
          .where(eq(message.messageId, messageId));
      });
      const to_ =
        to === 'channel'
          ? { kind: 'channel' as const, id: channelId }
          : { kind: 'person' as const, id: `U-${to}` };
      await chat.post({ installationId, externalId, ...to_ }, body, `sent-${messageId}`);
      return messageId;
    },
  };

  const handlers: Handlers = {
    async onPress(press) {
      if (bench.failing) throw new Error('the database is away');
      bench.presses.push(press);
      if (press.verb === 'enter') {
        const given = bench.sent.get(press.platformId ?? '');
        if (given) return { kind: 'form', message: given };
      }
      if (press.verb === 'later') {
        const body = asked(press.token);
        return {
          kind: 'redraw',
          message: { ...body, blocks: [...body.blocks, { type: 'text', text: 'When shall I ask again?' }] },
        };
      }
      if (press.verb !== 'answer' && press.verb !== 'have_it')
        return { kind: 'private', message: privately('That question is closed. Nothing was changed.') };
      const answer = press.answer ? JSON.stringify(press.answer) : press.arg === 'no' ? 'No' : 'Yes';
      const body = asked(press.token, answer);
      const person = school.people.find((one) => `U-${one.staffRef}` === press.from.userId);
      await store.within(org, async (tx) => {
        if (!person || press.platformId === undefined) return;
        const said = await findSaid(tx, { personId: person.id }, press.platformId);
        if (said) await redrawMessage(tx, said.messageId, body, said.revision + 1);
      });
      return { kind: 'redraw', message: body };
    },
    async onCommand(command) {
      if (bench.failing) throw new Error('the database is away');
      return privately(
        command.text === 'help' ? 'Words you can use: help, status, due.' : 'STOP. This is not a report.',
      );
    },
  };

  const router = localWorkspace({
    store,
    workspace: { org, externalId, installationId, channelId },
    handlers,
    chat,
    clock,
    personas: [
      { userId: 'U-T01', role: 'Teacher', about: 'Asked two tiny questions a week, in two taps each.' },
      { userId: 'U-D01', role: 'DSL', about: 'Owns checks, gets alerts, and reads the weekly digest.' },
      { userId: 'U-H01', role: 'Headteacher', about: 'Told when a check stays open and nobody has it.' },
      {
        userId: 'U-G01',
        role: 'Link governor',
        about: 'Asks for the state of each standard, without names.',
      },
    ],
    ids,
    log,
  });
  const server = await openServer({
    host: '127.0.0.1',
    port,
    routers: [router],
    ready: [databaseCheck(store)],
    metrics: openMetrics(store),
    log,
  });
  return Object.assign(bench, { server, router });
}
