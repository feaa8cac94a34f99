/**
 * Vigil's own door for Teams over a real store, with questions put and waiting to be answered, and a connector that
 * takes whatever is sent to it. Started by bench invoke; says its port and the questions' buttons on one line.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { teamsDoor } from '../../src/chat/teams/door.ts';
import { teamsSdk } from '../../src/chat/teams/sdk.ts';
import { teamsChat } from '../../src/chat/teams/teams.ts';
import type { World } from '../../src/cycle/context.ts';
import { markShown } from '../../src/cycle/mark-shown.ts';
import { noteReference } from '../../src/cycle/note-reference.ts';
import { takeCommand } from '../../src/cycle/take-command.ts';
import { takeOnce } from '../../src/cycle/take-once.ts';
import { takePress } from '../../src/cycle/take-press.ts';
import { leftOutLine } from '../../src/messages/left-out.ts';
import { teamsReferences } from '../../src/operator/teams-references.ts';
import { drawPicture } from '../../src/pictures/draw-png.ts';
import { openServer } from '../../src/store/server.ts';
import { put } from '../support/put-question.ts';
import { makeSchool } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';
import { NOTICES } from '../support/teams-notices.ts';

const { DATABASE_URL, OWNER_URL, QUESTIONS = '1', APP_ID = '', FAKE = '' } = process.env;
const WRITERS = 8;

const store = DATABASE_URL
  ? await openServer(DATABASE_URL, { migrateUrl: OWNER_URL ?? null })
  : await openTestStore();
const school = await makeSchool(store, { platform: 'teams' });
const refs = school.people.map(({ staffRef }) => staffRef);
const buttons: { token: string; platformId: string; userId: string }[] = [];
await Promise.all(
  Array.from({ length: WRITERS }, async (_, writer) => {
    for (let n = writer; n < Number(QUESTIONS); n += WRITERS) {
      const ref = refs[n % refs.length] ?? '';
      const { tokens, platformId } = await put(store, school, ref, ['TRN-K1'], {
        platformId: `a:conversation-of-${ref}|${1_700_000_000_000 + n}`,
      });
      buttons.push({ token: tokens[0] ?? '', platformId, userId: `U-${ref}` });
    }
  }),
);

const now = new Date('2026-11-10T08:10:00Z');
const world: World = { store, contextFor: async () => school.at(now) };
const nothing = async () => undefined;
const parts = {
  wire: teamsSdk({
    identity: {
      appId: APP_ID,
      password: 'a secret of the bench',
      tenantId: school.externalId,
      appType: 'SingleTenant' as const,
      loginUrl: FAKE,
    },
    openIdMetadataUrl: `${FAKE}/openid`,
    tokenIssuer: 'https://api.botframework.com',
  }),
  references: teamsReferences(store, () => now),
  // Nobody is held up: the load is more than Teams would let one tenant make.
  pace: { turn: async () => 0, hold: () => undefined, rest: nothing },
  picture: drawPicture,
  leftOut: leftOutLine,
};
const door = teamsDoor({
  parts,
  chat: teamsChat(parts),
  tenants: [school.externalId],
  standIns: [new URL(FAKE).host],
  log: school.log,
  notices: NOTICES,
  handlers: {
    onPress: (press) => takePress(world, press),
    onCommand: (command) => takeCommand(world, command),
    once: (event, work) => takeOnce(world, event, work),
    onInstalled: nothing,
    onRevoked: nothing,
    onShown: (shown) => markShown(world, shown),
    onMember: nothing,
    onHeard: (heard) => noteReference(world, heard),
    isKnown: async () => true,
    onMet: async () => false,
    onTakenOut: nothing,
  },
});
const app = express();
app.use(door.router);
const server = createServer(app);
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as AddressInfo;
process.stdout.write(`${JSON.stringify({ port, buttons, tenantId: school.externalId })}\n`);
