/**
 * Vigil's own door for Slack over a real store, with questions put and waiting to be answered.
 * Started by bench tap; says its port and the questions' buttons on one line.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { Handlers } from '../../src/chat/chat.ts';
import { slackDoor } from '../../src/chat/slack/door.ts';
import type { World } from '../../src/cycle/context.ts';
import { limitFloods } from '../../src/cycle/limit-floods.ts';
import { markShown } from '../../src/cycle/mark-shown.ts';
import { takeCommand } from '../../src/cycle/take-command.ts';
import { takeOnce } from '../../src/cycle/take-once.ts';
import { takePress } from '../../src/cycle/take-press.ts';
import { awayMessage } from '../../src/messages/guard.ts';
import { leftOutLine } from '../../src/messages/left-out.ts';
import { pressAgainLine, unsavedLine } from '../../src/messages/private-line.ts';
import { openServer } from '../../src/store/server.ts';
import { put } from '../support/put-question.ts';
import { makeSchool } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

const {
  DATABASE_URL,
  OWNER_URL,
  SIGNING_SECRET = '',
  API_URL = '',
  QUESTIONS = '1',
  LIMITED = '0',
} = process.env;
const WRITERS = 8;

const store = DATABASE_URL
  ? await openServer(DATABASE_URL, { migrateUrl: OWNER_URL ?? null })
  : await openTestStore();
const school = await makeSchool(store, { platform: 'slack' });
const refs = school.people.map(({ staffRef }) => staffRef);
const buttons: { token: string; platformId: string; userId: string }[] = [];
const wanted = Number(QUESTIONS);
await Promise.all(
  Array.from({ length: WRITERS }, async (_, writer) => {
    for (let n = writer; n < wanted; n += WRITERS) {
      const ref = refs[n % refs.length] ?? '';
      const { tokens, platformId } = await put(store, school, ref, ['TRN-K1'], {
        platformId: `D${n}/1700000000.${String(n).padStart(6, '0')}`,
      });
      buttons.push({ token: tokens[0] ?? '', platformId, userId: `U-${ref}` });
    }
  }),
);

const now = new Date('2026-11-10T08:10:00Z');
const world: World = { store, contextFor: async () => school.at(now) };
const nothing = async () => undefined;
const steps: Handlers = {
  onPress: (press) => takePress(world, press),
  onCommand: (command) => takeCommand(world, command),
};
const door = slackDoor({
  apiUrl: API_URL,
  signingSecret: SIGNING_SECRET,
  appToken: null,
  manyWorkspaces: null,
  baseUrl: null,
  tokenOf: async () => 'xoxb-bench',
  // Nobody is held up: the load is more than Slack would let one workspace make.
  pace: { turn: async () => 0, hold: () => undefined, rest: nothing },
  now: () => new Date(),
  log: school.log,
  notices: {
    notSaved: unsavedLine(),
    pressAgain: pressAgainLine(),
    away: awayMessage(),
    leftOut: leftOutLine,
  },
  handlers: {
    ...(LIMITED === '1'
      ? limitFloods(steps, { monotonic: () => performance.now(), log: school.log })
      : steps),
    once: (event, work) => takeOnce(world, event, work),
    onInstalled: nothing,
    onRevoked: nothing,
    onShown: (shown) => markShown(world, shown),
    onMember: nothing,
  },
});
const app = express();
app.use(door.router);
const server = createServer(app);
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
process.stdout.write(`${JSON.stringify({ port: (server.address() as AddressInfo).port, buttons })}\n`);
