/**
 * The log given to Slack's libraries: silent.
 * The rule: at some levels they write whole payloads, with answers, names and tokens in them, so none of their words
 * reach our log. What matters (refused, limited, disconnected) each of our own files says, by ids alone.
 */
import { type Logger, LogLevel } from '@slack/bolt';

const nothing = () => undefined;

export const sdkLogger: Logger = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  getLevel: () => LogLevel.ERROR,
  setName: nothing,
};
