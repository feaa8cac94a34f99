/**
 * What is said of who is in charge, with one text as all that a person wrote: for tests that walk every message.
 * The rule: every way each of them looks, once.
 */
import type { Message } from '../../src/domain/message.ts';
import type { AlertFrame } from '../../src/messages/alert-frame.ts';
import * as charge from '../../src/messages/charge.ts';
import { nobodyInChargeMessage } from '../../src/messages/charge-alert.ts';
import * as cover from '../../src/messages/cover.ts';
import { leadMessage } from '../../src/messages/lead.ts';
import * as trip from '../../src/messages/trip.ts';

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
    { is: 'open', by: '09:42', declined: null, away: true },
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
    (['silent', 'nobody', 'not_me', 'away'] as const).map((why) =>
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

export function coverMessagesOf(word: string): Message[] {
  const one = { name: word, from: ON, until: '2026-11-12', by: word };
  return [
    cover.coverMessage(word, [one, { ...one, until: ON }], null),
    cover.coverMessage(word, [], null),
    cover.coverMessage(word, [one], { begun: one }),
    cover.coverMessage(word, [], { ended: [word] }),
  ];
}

export const coveringMessagesOf = (word: string): Message[] => [
  cover.coveringMessage({ settingName: word, name: word, from: ON, until: ON, by: word }),
];

export const notCoveredOf = (word: string): Message[] => {
  const span = { from: ON, until: '2026-11-12' };
  const whys: cover.NotCovered[] = [
    { is: 'not_a_lead' },
    { is: 'how' },
    { is: 'unknown' },
    { is: 'untrained', name: word },
    { is: 'backwards', ...span },
    { is: 'past', from: ON },
    { is: 'too_far', until: ON },
    { is: 'overlaps', name: word, ...span },
    { is: 'none', name: null },
    { is: 'none', name: word },
    { is: 'which_setting', refs: [word] },
  ];
  return whys.map(cover.notCoveredLine);
};

export const whichCoverOf = (word: string): Message[] => [
  cover.whichCoverMessage([{ name: word, staffRef: word }], { from: ON, until: ON }),
  cover.whichCoverMessage([{ name: word, staffRef: word }], null),
];

export function tripMessagesOf(word: string): Message[] {
  const one = { name: 'Year 5', startsOn: ON, endsOn: '2026-11-12' };
  return [
    trip.tripMessage(word, [one, { ...one, endsOn: ON }], null),
    trip.tripMessage(word, [], null),
    ...(['begun', 'moved', 'ended'] as const).map((is) => trip.tripMessage(word, [one], { is, trip: one })),
  ];
}

export function leadMessagesOf(word: string): Message[] {
  const contacts = { leadPhone: word, frontDoor: word };
  const places = [
    { where: { site: null }, named: null, token: 'charge', buttons: chargeButtonsOf(word) },
    { where: { site: word }, named: word, token: 'charge', buttons: null },
  ];
  const whos = [
    { is: 'named' as const, name: word },
    { is: 'planned' as const, name: word },
    { is: 'nobody' as const },
  ];
  return whos.map((who) => leadMessage({ settingName: word, on: ON, contacts, who, places }));
}
