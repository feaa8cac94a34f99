/**
 * The program's log: a line of JSON for each thing that happened, on standard output; a command's, on standard error.
 * The rule: what a line may hold is log-fields', and nothing reaches a line past it: no library is given this log.
 */
import pino from 'pino';
import type { Config } from '../config.ts';
import type { Log } from '../cycle/context.ts';
import { allowedEvent, allowedFacts, type Facts } from './log-fields.ts';

type Write = (level: 'info' | 'warn' | 'error', facts: Facts, event: string) => void;

export function openLog({ logLevel }: Pick<Config, 'logLevel'>): Log {
  const logger = pino({ level: logLevel });
  return only((level, facts, event) => logger[level](facts, event));
}

/** A command's faults are its outcome; the log is for whoever asks to see more. */
export function quietLog({ logLevel }: Pick<Config, 'logLevel'>): Log {
  const loud = logLevel === 'debug' || logLevel === 'trace';
  return only((level, facts, event) => {
    if (loud) process.stderr.write(`${JSON.stringify({ level, event, ...facts })}\n`);
  });
}

/** A log that gives `write` what may be written. */
export function only(write: Write): Log {
  const at = (level: Parameters<Write>[0]) => (facts: Facts, event: string) =>
    write(level, allowedFacts(facts), allowedEvent(event));
  return { info: at('info'), warn: at('warn'), error: at('error') };
}
