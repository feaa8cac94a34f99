/**
 * What a Web API call is answered with, and how its arguments are read.
 * The rule: a refusal is a value that bears Slack's own error name; arguments come as form fields or as JSON and
 * mean the same.
 */
import { z } from 'zod';
import type { Json, Token, Workspace, World } from './world.ts';

export type Answer =
  | { ok: true; [key: string]: unknown }
  | { ok: false; error: string; [key: string]: unknown };

export type Caller = { world: World; workspace: Workspace; token: Token };

export type Method = (caller: Caller, args: Json) => Answer;

export const refuse = (error: string, more: Json = {}): Answer => ({ ok: false, error, ...more });

/** With where it is wrong, as Slack says it. */
export function refuseWith(error: string, detail: string[]): Answer {
  if (detail.length === 0) return refuse(error);
  return refuse(error, {
    errors: detail,
    response_metadata: { messages: detail.map((line) => `[ERROR] ${line}`) },
  });
}

export const grant = (more: Json = {}): Answer => ({ ok: true, ...more });

export function lacks({ token }: Caller, needed: string): Answer | null {
  if (token.scopes.includes(needed)) return null;
  return refuse('missing_scope', { needed, provided: token.scopes.join(',') });
}

/** Not JSON: neither absent nor a value. */
export const UNREADABLE = Symbol('unreadable');

/** An argument that is a structure: sent as JSON text in a form, or as itself. */
export function structure(args: Json, name: string): unknown {
  const given = args[name];
  if (typeof given !== 'string') return given;
  if (given === '') return undefined;
  try {
    return JSON.parse(given) as unknown;
  } catch {
    return UNREADABLE;
  }
}

const wording = z.union([z.string(), z.number().transform(String)]);

export function text(args: Json, name: string): string | undefined {
  const read = wording.safeParse(args[name]);
  return read.success ? read.data : undefined;
}

export function flag(args: Json, name: string): boolean {
  return ['true', '1', true, 1].some((yes) => args[name] === yes);
}

export function whole(args: Json, name: string, otherwise: number): number {
  const given = text(args, name);
  return given === undefined || given === '' ? otherwise : Number(given);
}
