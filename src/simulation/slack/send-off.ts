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
    case 'limited':
      return {
        ...reply(refuse('ratelimited'), 429),
        headers: {
          ...JSON_TYPE,
          ...(met.retryAfter === null ? {} : { 'retry-after': String(met.retryAfter) }),
        },
        outcome: 'limited',
      };
    case 'ratelimited':
      return reply(refuse('ratelimited'));
    case 'refuse':
      return reply(refuse(met.error));
    case 'status':
      if (met.done) perform();
      return text(met.status, 'Something went wrong', `status ${met.status}`);
    case 'fatal_error':
      if (met.done ?? true) perform();
      return reply(refuse('fatal_error'));
    case 'garbage':
      if (met.done) perform();
      return text(200, '<!DOCTYPE html><title>Slack</title>', 'garbage');
    case 'hang':
      if (met.done) perform();
      return { ...text(0, '', 'hang'), way: 'silence' };
    case 'drop':
      if (met.done) perform();
      return { ...text(0, '', 'drop'), way: 'break' };
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

function reply(answer: Answer, status = 200): Sent {
  return {
    way: 'reply',
    status,
    headers: { ...JSON_TYPE },
    body: JSON.stringify(answer),
    outcome: answer.ok ? 'ok' : answer.error,
  };
}
