/**
 * How several settings stand, side by side: for a trust's lead, and for whoever leads in more than one.
 * The rule: a setting is shown by its counts and suggested ratings alone; nobody is named, no order is a ranking, and
 * what nobody has looked at is said to be so.
 */
import type { Message } from '../domain/message.ts';
import type { Rating } from '../domain/standard.ts';
import { counted, minutesWords, ratingWord } from './standards-table.ts';
import type { SettingStanding } from './status.ts';

/** As they are counted in a row; what no standard is rated is left out of it. */
const ORDER: readonly Rating[] = ['not_met', 'partially_met', 'met', 'not_yet_assessed', 'not_applicable'];

/** `standings` in the order of the settings' names. */
export function allStatusMessage(standings: readonly SettingStanding[]): Message {
  const total = (of: (standing: SettingStanding) => number) =>
    standings.reduce((sum, standing) => sum + of(standing), 0);
  const summary =
    `${counted(standings.length, 'setting')} today. Overdue: ${total(({ overdue }) => overdue)}. ` +
    `Open actions: ${total(({ openActions }) => openActions)}. No change seen does not mean all is well.`;
  return {
    kind: 'status',
    summary,
    blocks: [
      { type: 'heading', text: 'All settings today' },
      { type: 'text', tone: 'strong', text: summary },
      {
        type: 'table',
        caption: 'Each setting’s standards by suggested rating: reported, not checked',
        columns: ['Setting', 'Its standards', 'Overdue', 'Open actions', 'Could not be reached'],
        rows: standings.map((standing) => [
          standing.name,
          ratingsWords(standing),
          String(standing.overdue),
          String(standing.openActions),
          `${standing.unreachable} staff`,
        ]),
      },
      {
        type: 'text',
        tone: 'quiet',
        text:
          `Answering has taken ${minutesWords(total(({ minutesThisWeek }) => minutesThisWeek))} of staff time this ` +
          'week in all. A rating is only a suggestion until a named person confirms it. Settings differ, so this is ' +
          'no comparison between them.',
      },
    ],
  };
}

/** "not met: 1, met: 3, not yet assessed: 8, of 12" */
function ratingsWords({ standards }: SettingStanding): string {
  const parts = ORDER.flatMap((rating) => {
    const count = standards.filter((row) => row.rating === rating).length;
    return count === 0 ? [] : [`${ratingWord(rating).toLowerCase()}: ${count}`];
  });
  return `${parts.join(', ')}, of ${standards.length}`;
}
