/**
 * Turns an answer into what goes over the wire, or into the fault it met on the way.
 * The rule: `perform` is called at most once, and only where the fault says that the thing was done.
 */
import { type Sent, text } from '../local-server.ts';
import { type Answer, refuse } from './answer.ts';
import type { Misbehaviour } from './misbehave.ts';

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

export async function sendOff(met: Misbehaviour | null, perform: () => Answer): Promise<Sent> {
  if (met === null) return reply(perform());
  switch (met.kind) {
    case 'limited': {
      const wait: Record<string, string> =
        met.retryAfter === null ? {} : { 'retry-after': String(met.retryAfter) };
      return { ...reply(refuse('Throttled')), headers: { ...JSON_TYPE, ...wait }, outcome: 'limited' };
    }
    case 'refuse':
      return reply(refuse(met.code));
    case 'fail':
      if (met.done) perform();
      return text(met.status, 'Something went wrong', `status ${met.status}`);
    case 'garbage':
      if (met.done) perform();
      return text(200, '<!DOCTYPE html><title>Teams</title>', 'garbage');
    case 'drop':
      if (met.done) perform();
      return { ...text(0, '', 'drop'), way: 'break' };
    case 'hang':
      if (met.done) perform();
      return { ...text(0, '', 'hang'), way: 'silence' };
    case 'late':
      void met.until.then(perform, perform);
      return { ...text(0, '', 'late'), way: 'break' };
    case 'slow': {
      const early = met.done ? perform() : null;
      await met.until;
      return reply(early ?? perform());
    }
  }
}

export function reply(answer: Answer): Sent {
  return {
    way: 'reply',
    status: answer.status,
    headers: { ...JSON_TYPE },
    body: answer.body === null ? '' : JSON.stringify(answer.body),
    outcome: answer.ok ? 'ok' : answer.error,
  };
}
