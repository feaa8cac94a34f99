/**
 * What every alert has round it: whose it is, who has taken it on, and the button to take it.
 * The rule: in a channel whoever took it is a role, and in a small setting, where a role is a name, a lead.
 * What an alert is about is left to the message of its kind.
 */
import { type LocalDate, type LocalTime, longDate } from '../domain/local-time.ts';
import type { Block, Message } from '../domain/message.ts';
import { type Role, roleLabel } from '../domain/role.ts';

/** Whose eyes a copy is for: the setting's channel, a lead in private, or the chair (counts only). */
export type AlertReader = 'channel' | 'lead' | 'chair';

export type AlertStanding =
  | { is: 'open' }
  | { is: 'taken'; on: LocalDate; at: LocalTime; by: { role: Role; name: string } }
  | {
      is: 'settled';
      how: 'answered' | 'changed' | 'handed_on' | 'no_longer_needed' | 'named' | 'day_over';
      on: LocalDate;
    };

export type AlertFrame = {
  settingName: string;
  token: string;
  reader: AlertReader;
  /** In a small setting a role is a name, so the channel is not told it, nor counts. */
  small: boolean;
  standing: AlertStanding;
};

/** An alert: what it is about first, what the reader may be told of it, then who has it or the button to take it. */
export function alertMessage(
  kind: 'overdue' | 'alert' | 'guard',
  frame: AlertFrame,
  first: string,
  told: Block[],
): Message {
  const standing = standingWords(frame);
  return {
    kind,
    summary: standing === null ? `${frame.settingName}: ${first}` : `${first} ${standing}`,
    blocks: [
      { type: 'heading', text: frame.settingName },
      { type: 'text', tone: frame.standing.is === 'open' ? 'warn' : 'plain', text: first },
      ...told,
      standing === null
        ? {
            type: 'buttons',
            buttons: [
              {
                label: 'I have it',
                act: { verb: 'have_it', token: frame.token },
                describe: `I have it: ${first}`,
                style: 'primary',
              },
            ],
          }
        : { type: 'text', tone: 'strong', text: standing },
    ],
  };
}

function standingWords({ standing, reader, small }: AlertFrame): string | null {
  switch (standing.is) {
    case 'open':
      return null;
    case 'taken': {
      const role = roleLabel(standing.by.role);
      const unnamed = small ? 'A lead' : `The ${role}`;
      const who = reader === 'channel' ? unnamed : `${standing.by.name} (${role})`;
      return `${who} has had it since ${standing.at}, ${longDate(standing.on)}.`;
    }
    case 'settled': {
      const how = {
        answered: 'Answered',
        changed: 'Answer changed',
        handed_on: 'Handed on',
        no_longer_needed: 'No longer needed',
        named: 'Named',
        day_over: 'Not named by the end of',
      };
      return `${how[standing.how]} ${longDate(standing.on)}.`;
    }
  }
}
