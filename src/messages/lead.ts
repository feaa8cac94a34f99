/**
 * Who is in charge today, to anybody who asks: who is named, or who to go to while nobody is, or that nobody is there.
 * The rule: always one person or a plain "nobody", with what to do; a lead has the buttons that name somebody.
 */
import { type LocalDate, longDate } from '../domain/local-time.ts';
import type { Block, Message } from '../domain/message.ts';
import type { Contacts } from '../domain/setting.ts';
import { type ChargeButtons, type ChargeWhere, chargeWords, nameButtons } from './charge.ts';

export type LeadFacts = {
  settingName: string;
  on: LocalDate;
  contacts: Pick<Contacts, 'leadPhone' | 'frontDoor'>;
  /** Who is responsible: named for the day, by the plan alone, or nobody. */
  who: { is: 'named' | 'planned'; name: string } | { is: 'nobody' };
  /** Of each place asked about today; `buttons` where the reader may name somebody. */
  places: { where: ChargeWhere; named: string | null; token: string; buttons: ChargeButtons | null }[];
};

export function leadMessage({ settingName, on, contacts, who, places }: LeadFacts): Message {
  const summary = responsibleLine(who, contacts);
  return {
    kind: 'charge',
    summary: `${settingName}: ${summary}`,
    blocks: [
      { type: 'heading', text: `${settingName}, ${longDate(on)}` },
      { type: 'text', tone: who.is === 'nobody' ? 'warn' : 'strong', text: summary },
      ...places.flatMap(({ where, named, token, buttons }): Block[] => [
        {
          type: 'text',
          text:
            named === null
              ? `Nobody is named as ${chargeWords(where)} yet.`
              : `${named} is ${chargeWords(where)}.`,
        },
        ...(buttons === null
          ? []
          : [{ type: 'buttons' as const, buttons: nameButtons({ token, where }, buttons) }]),
      ]),
    ],
  };
}

/** "Go to Joe Lamb, who is named as in charge today, or ring …" */
export function responsibleLine(who: LeadFacts['who'], contacts: LeadFacts['contacts']): string {
  switch (who.is) {
    case 'named':
      return `Go to ${who.name}, named as DSL on site today, or ring ${contacts.leadPhone}.`;
    case 'planned':
      return `Nobody is named as DSL on site today. Go to ${who.name}, whose turn it is by the plan, or ring ${contacts.leadPhone}.`;
    case 'nobody':
      return `No safeguarding lead is known to be at work today. Ring ${contacts.leadPhone}; if nobody answers, children’s social care, ${contacts.frontDoor}. In danger: 999.`;
  }
}
