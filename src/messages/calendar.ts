/**
 * A setting's calendar to somebody who asked: today, the half term, the next holiday, days off to come, and how far the
 * dates go.
 * The rule: it says what is known and until when; that dates are wanted is told to leads, who can see to it.
 */
import type { CalendarAhead, DaysOff, Today } from '../domain/calendar-ahead.ts';
import { type LocalDate, longDate } from '../domain/local-time.ts';
import type { Block, Message } from '../domain/message.ts';

export type CalendarFacts = {
  settingName: string;
  on: LocalDate;
  ahead: CalendarAhead;
  /** May see to the dates. */
  isLead: boolean;
};

const REASONS: Record<DaysOff['reason'], string> = {
  inset: 'INSET day',
  closed: 'Closed',
  bank_holiday: 'Bank holiday',
};

export function calendarMessage({ settingName, on, ahead, isLead }: CalendarFacts): Message {
  const { half, next, holiday, off, endsOn } = ahead;
  const summary = todayLine(on, ahead.today);
  const fields = [
    ...(half === null
      ? []
      : [{ label: 'This half term', value: `${half.name}, ${spanOf(half.startsOn, half.endsOn)}` }]),
    ...(next === null
      ? []
      : [{ label: 'Next half term', value: `${next.name}, from ${withYear(next.startsOn)}` }]),
    ...(holiday === null
      ? []
      : [{ label: half === null ? 'Holiday' : 'Next holiday', value: spanOf(holiday.from, holiday.to) }]),
  ];
  const warning = isLead ? runsOutLine(ahead) : null;
  return {
    kind: 'calendar',
    summary,
    blocks: [
      { type: 'heading', text: `Calendar of ${settingName}` },
      { type: 'text', tone: 'strong', text: summary },
      ...(warning === null ? [] : [{ type: 'text', tone: 'warn', text: warning } as const]),
      ...(fields.length === 0 ? [] : [{ type: 'fields', fields } as const]),
      ...daysOffBlocks(off),
      {
        type: 'text',
        tone: 'quiet',
        text:
          (endsOn === null
            ? 'No term dates are known. '
            : `Term dates are known until ${withYear(endsOn)}. `) +
          'Vigil asks on school days alone. If a date is wrong, tell a safeguarding lead.',
      },
    ],
  };
}

function todayLine(on: LocalDate, today: Today): string {
  const day = `Today, ${longDate(on)}, is`;
  switch (today.is) {
    case 'school_day':
      return `${day} a school day.`;
    case 'weekend':
      return `${day} not a school day: it is the weekend.`;
    case 'holiday':
      return `${day} not a school day: it is the holidays.`;
    case 'unknown':
      return `${day} after the last term date that is known, so nobody is asked.`;
    case 'inset':
    case 'closed':
    case 'bank_holiday':
      return `${day} not a school day: ${daysOffName(today.is, today.name)}.`;
  }
}

/** Its own name, and what it is where the name does not say. */
function daysOffName(reason: DaysOff['reason'], name: string): string {
  const what = REASONS[reason];
  return name.toLowerCase().includes(what.toLowerCase().replace(' day', ''))
    ? name
    : `${name} (${what.toLowerCase().replace('inset', 'INSET')})`;
}

function daysOffBlocks(off: readonly DaysOff[]): Block[] {
  if (off.length === 0) return [{ type: 'text', text: 'No INSET day or closure is coming up in term.' }];
  return [
    { type: 'heading', text: 'Not school days in term' },
    {
      type: 'list',
      lines: off.map(({ reason, name, from, to }) => `${spanOf(from, to)}: ${daysOffName(reason, name)}`),
    },
  ];
}

function runsOutLine({ runsOut, endsOn }: CalendarAhead): string | null {
  if (runsOut === 'no') return null;
  const mend =
    'Please have the next school year’s dates brought in, as CSV or from the school’s own calendar (the operator’s command “import calendar”).';
  if (runsOut === 'out' || endsOn === null) return `The term dates have run out, so nobody is asked. ${mend}`;
  return `The term dates run out on ${withYear(endsOn)}; after that nobody is asked. ${mend}`;
}

const withYear = (date: LocalDate) => `${longDate(date)} ${date.slice(0, 4)}`;
const spanOf = (from: LocalDate, to: LocalDate) =>
  from === to ? withYear(from) : `${longDate(from)} to ${withYear(to)}`;
