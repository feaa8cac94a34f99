/**
 * What a lead is told in private when somebody may have a concern, and what that person is told once a lead has it.
 * The rule: never what was written, nor what it seemed to be about: only who, when, and that it cannot wait. It is
 * never in a channel.
 */
import type { ConcernRoute } from '../domain/concern.ts';
import type { LocalDate, LocalTime } from '../domain/local-time.ts';
import { longDate } from '../domain/local-time.ts';
import type { Block, Message } from '../domain/message.ts';
import { type AlertFrame, alertMessage } from './alert-frame.ts';

export type ConcernFacts = {
  route: ConcernRoute;
  /** Null for somebody who is on no staff list. */
  name: string | null;
  on: LocalDate;
  at: LocalTime;
};

export function concernMessage(frame: AlertFrame, { route, name, on, at }: ConcernFacts): Message {
  const wrote = `${longDate(on)}, ${at}`;
  const how: Record<ConcernRoute, string> = {
    child: `They wrote something to Vigil on ${wrote} that may be about a child. Vigil does not keep such words and has not seen to it in any way.`,
    stranger: `They wrote something to Vigil on ${wrote} that may be about a child. Vigil keeps neither the words nor who it was. They were told: tell a teacher now, 999 in danger, Childline 0800 1111.`,
    dsl: `They asked Vigil, on ${wrote}, that you speak with them. They may have written why; Vigil has not kept it.`,
    head: `They asked Vigil, on ${wrote}, that you speak with them. They may have written why; Vigil has not kept it.`,
  };
  const steps: Block[] =
    frame.standing.is === 'open'
      ? [
          {
            type: 'list',
            lines: [
              route === 'stranger' ? FIND_OUT : GO_TO_THEM,
              'In danger now: 999. Vigil may have been wrong, and it may be nothing.',
              'If you cannot, leave this: it goes on to somebody else in ten minutes, day or night.',
            ],
          },
        ]
      : [];
  const who = name ?? 'Somebody who is not on the staff list, a pupil perhaps,';
  return alertMessage('guard', frame, `${who} may have a concern: check ${name === null ? '' : 'in '}now.`, [
    { type: 'text', text: how[route] },
    ...steps,
  ]);
}

const GO_TO_THEM = 'Go to them, or ring, and ask in private. Don’t ask them to write it in chat.';
const FIND_OUT =
  'Find out now, with care, who may need help. Whoever runs your chat may be able to see who wrote to Vigil.';

/** To whoever wrote, once somebody has said "I have it". */
export function concernTakenMessage(settingName: string, taker: string): Message {
  const text = `${taker} has been told that you may have a concern, and has it.`;
  return {
    kind: 'guard',
    summary: `${settingName}: ${text}`,
    blocks: [
      { type: 'text', tone: 'strong', text },
      {
        type: 'text',
        text: 'They know nothing of what you wrote. If they have not come to you soon, go to them. In danger now: 999.',
      },
    ],
  };
}
