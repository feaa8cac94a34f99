/**
 * What is said of who is in charge, with one text as all that a person wrote: for tests that walk every message.
 * The rule: every way each of them looks, once.
 */
import type { Message } from '../../src/domain/message.ts';
import type { AlertFrame } from '../../src/messages/alert-frame.ts';
import * as charge from '../../src/messages/charge.ts';
import { nobodyInChargeMessage } from '../../src/messages/charge-alert.ts';

const ON = '2026-11-10';
const AT = '09:12';

const wheresOf = (word: string): charge.ChargeWhere[] => [{ site: null }, { site: word }, { trip: word }];
export const chargeButtonsOf = (word: string): charge.ChargeButtons => ({
  first: [
    { id: 'p-1', name: word, isReader: true },
    { id: 'p-2', name: word, isReader: false },
  ],
  more: [{ id: 'p-3', name: word, isReader: false }],
});

export function chargeMessagesOf(word: string): Message[] {
  const standings: charge.ChargeStanding[] = [
    { is: 'open', by: '08:30', declined: null },
    { is: 'open', by: '09:42', declined: word },
    { is: 'named', name: word, by: null, at: AT },
    { is: 'named', name: null, by: word, at: AT },
    { is: 'nobody', by: word, at: AT },
    { is: 'closed' },
    { is: 'over', named: word },
    { is: 'over', named: null },
  ];
  return wheresOf(word).flatMap((where) =>
    standings.flatMap((standing) =>
      ([null, 'change', 'else'] as const).map((choosing) =>
        charge.chargeMessage(
          { settingName: word, where, on: ON, token: 'charge' },
          standing,
          chargeButtonsOf(word),
          choosing,
        ),
      ),
    ),
  );
}

export function namedMessagesOf(word: string): Message[] {
  const standings: charge.ToldStanding[] = [
    { is: 'named', by: word, at: AT },
    { is: 'declined' },
    { is: 'replaced' },
    { is: 'closed' },
  ];
  return standings.map((standing) =>
    charge.namedMessage({ settingName: word, where: { site: null }, on: ON, token: 'charge' }, standing),
  );
}

export function nobodyInChargeOf(word: string, frames: readonly AlertFrame[]): Message[] {
  return frames.flatMap((frame) =>
    (['silent', 'nobody', 'not_me'] as const).map((why) =>
      nobodyInChargeMessage(frame, {
        where: { site: word },
        on: ON,
        askedAt: '08:00',
        why,
        token: 'charge',
        buttons: chargeButtonsOf(word),
      }),
    ),
  );
}
