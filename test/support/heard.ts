/**
 * What anybody on a stage was sent, as it goes: the day, to whom, and which kind of message. For stories of days on which
 * nothing, or something, comes.
 */
import { localDate } from '../../src/domain/local-time.ts';
import type { Stage } from './stage.ts';

/** The list grows while the stage runs. */
export function listenOn(stage: Stage): string[] {
  const heard: string[] = [];
  stage.before = async (to, message) => {
    const day = localDate(stage.driver.now, stage.school.setting.zone);
    heard.push(`${day} ${to.kind === 'channel' ? 'channel' : to.id} ${message.kind}`);
  };
  return heard;
}
