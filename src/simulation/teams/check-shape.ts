/**
 * Reads a card against its shapes and tells every fault with where it is.
 * The rule: an unknown type, a field not listed, a field missing and a wrong value are each a fault of their own.
 * Enumerations are read as Adaptive Cards reads them: whatever the case of their letters.
 */
import { SHAPES, UNNAMED } from './card-shapes.ts';
import type { Kind, Spec } from './card-spec.ts';
import type { Json } from './world.ts';

/** The very object, not a copy: what has been opened on a screen is known by it. */
export function asJson(value: unknown): Json | null {
  return isJson(value) ? value : null;
}

const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The objects of a list; none when it is no list. */
export function list(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(asJson).filter((each) => each !== null) : [];
}

export function shapeFaults(card: unknown): string[] {
  const faults: string[] = [];
  readPart(card, 'card', '', faults);
  return faults;
}

/** The parts of a card in reading order, the card itself first; what stands in fallbacks only when asked. */
export function partsOf(value: unknown, withFallbacks = false): Json[] {
  if (Array.isArray(value)) return value.flatMap((each) => partsOf(each, withFallbacks));
  const part = asJson(value);
  if (part === null) return [];
  const inner = Object.entries(part)
    .filter(([key]) => !OPAQUE.includes(key) && (withFallbacks || key !== 'fallback'))
    .flatMap(([, each]) => partsOf(each, withFallbacks));
  return [part, ...inner];
}

/** What these hold is the bot's own and no part of the card. */
const OPAQUE = ['data', 'msteams', 'requires', 'segments'];

function readPart(value: unknown, kind: Kind, at: string, faults: string[]): void {
  const part = asJson(value);
  if (part === null) {
    faults.push(`must be an object at ${at || '/'}`);
    return;
  }
  const type = part.type ?? UNNAMED[kind];
  const shape = SHAPES[String(type)];
  if (!shape?.kinds.includes(kind)) {
    faults.push(`${String(type)} may not stand at ${at || '/'}`);
    return;
  }
  for (const name of shape.needs)
    if (name !== 'type' && part[name] === undefined) faults.push(`${type} has no ${name} at ${at || '/'}`);
  if (shape.needs.includes('type') && part.type === undefined) faults.push(`no type at ${at}`);
  for (const [name, given] of Object.entries(part)) {
    if (name === 'type' || given === undefined) continue;
    const spec = shape.has[name];
    if (spec === undefined) faults.push(`${type} knows no ${name} at ${at || '/'}`);
    else readValue(given, spec, `${at}/${name}`, faults);
  }
}

function readValue(value: unknown, spec: Spec, at: string, faults: string[]): void {
  switch (spec.is) {
    case 'text':
      if (typeof value !== 'string') faults.push(`must be text at ${at}`);
      else if (value.trim() === '' && spec.blank !== true) faults.push(`must not be empty at ${at}`);
      else if (spec.of && !spec.of.test(value)) faults.push(`is not well formed at ${at}`);
      return;
    case 'flag':
      if (typeof value !== 'boolean') faults.push(`must be true or false at ${at}`);
      return;
    case 'number':
      if (typeof value !== 'number' || !Number.isFinite(value)) faults.push(`must be a number at ${at}`);
      return;
    case 'one':
      if (typeof value !== 'string' || !spec.of.some((each) => each.toLowerCase() === value.toLowerCase()))
        faults.push(`must be one of ${spec.of.join(', ')} at ${at}`);
      return;
    case 'record':
      if (asJson(value) === null) faults.push(`must be an object at ${at}`);
      return;
    case 'part':
      readPart(value, spec.kind, at, faults);
      return;
    case 'list':
      if (!Array.isArray(value)) faults.push(`must be a list at ${at}`);
      else if (value.length < spec.least || value.length > spec.most)
        faults.push(`has ${value.length} entries at ${at}`);
      else for (const [index, each] of value.entries()) readValue(each, spec.of, `${at}/${index}`, faults);
      return;
    case 'either': {
      const tried = spec.of.map((each) => {
        const found: string[] = [];
        readValue(value, each, at, found);
        return found;
      });
      if (tried.some((found) => found.length === 0)) return;
      // The one that came nearest says most.
      faults.push(...(tried.at(typeof value === 'object' ? -1 : 0) ?? []));
    }
  }
}
