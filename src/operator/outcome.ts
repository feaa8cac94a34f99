/**
 * What every operator command is given, and what it gives back.
 * The rule: a command touches neither files, streams nor the process: it is handed the text of a file and hands
 * back what to print. So the same command runs here or inside a Vigil that already holds the database.
 */
import type { Chat, Platform } from '../chat/chat.ts';
import type { Seen } from '../chat/slack/signing-finding.ts';
import type { Arrivals } from '../chat/teams/arrival-finding.ts';
import type { Config } from '../config.ts';
import type { Log, World } from '../cycle/context.ts';
import type { OpenNote } from '../cycle/open-note.ts';
import type { Ids } from '../domain/ids.ts';
import type { Store } from '../store/database.ts';
import type { Steps } from '../timetable.ts';
import type { OpenKeys } from './open-keys.ts';
import type { SpoolState } from './open-spool.ts';

export type Given = {
  store: Store;
  world: World;
  steps: Steps;
  /** What the steps send by. */
  chats: ReadonlyMap<Platform, Chat>;
  /** How what came from Slack fitted the signing secret, where this process has its door. */
  slackSeen?: Seen;
  /** How much of what came to its door for Teams was Teams'. */
  teamsSeen?: Arrivals;
  /** Presses kept on this machine; where there are none, nothing needs filing. */
  presses?: { state: SpoolState; fileFirst(): Promise<boolean> };
  /** What is sealed with; where there are none, nothing sealed can be opened or looked at. */
  keys?: OpenKeys;
  config: Config;
  ids: Ids;
  log: Log;
  /** Real time. An organisation's own moment is `world.contextFor(org)`'s. */
  now(): Date;
  /** Bytes free where the embedded database is kept; null where the data is on a server. */
  freeBytes(): Promise<number | null>;
  /** Says how far a long command has come, where somebody is looking. */
  progress?(line: string): void;
  /** What a sealed note says; null where its key has been shredded. Absent: notes cannot be opened here. */
  openNote?: OpenNote;
};

/** 0: done. 1: it failed. 2: what was asked for cannot be done as it was put. `errors` has one line a fault. */
export type Outcome = {
  code: 0 | 1 | 2;
  out: string;
  errors: string[];
  /** A file made, in base64: whoever asked writes it. */
  file?: string | undefined;
};

export const done = (out: string, errors: string[] = []): Outcome => ({ code: 0, out, errors });
export const doneAsJson = (facts: unknown): Outcome => done(JSON.stringify(facts));
export const failed = (...errors: string[]): Outcome => ({ code: 1, out: '', errors });
export const badInput = (...errors: string[]): Outcome => ({ code: 2, out: '', errors });
export const doneWithFile = (out: string, file: Uint8Array): Outcome => ({
  ...done(out),
  file: Buffer.from(file).toString('base64'),
});
