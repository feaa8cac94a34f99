/**
 * The answer to "board": a link for the one who asked, or why there is none.
 * The rule: it is made for one person's own eyes, and says that the link is theirs alone.
 */
import type { Message } from '../domain/message.ts';
import { commandButton } from './guard.ts';
import { privateLine } from './private-line.ts';

export function boardLinkMessage(settingName: string, url: string, minutes: number): Message {
  const summary = `Your link to the board of ${settingName}. It works once, within ${minutes} minutes.`;
  return {
    kind: 'status',
    summary,
    blocks: [
      { type: 'text', tone: 'strong', text: summary },
      { type: 'link', label: 'Open the board', url },
      {
        type: 'text',
        tone: 'quiet',
        text:
          'The link is for you alone: please do not pass it on. You stay signed in on that computer for up to eight ' +
          'hours; sign out there when others use it too. If the link is too old, write “board” again.',
      },
    ],
  };
}

export function boardIsForLeadsMessage(): Message {
  const summary =
    'The board is for the leads and governors of your setting, and for whoever owns one of its standards.';
  return {
    kind: 'status',
    summary,
    blocks: [
      { type: 'text', tone: 'strong', text: summary },
      { type: 'buttons', buttons: [commandButton('My own status', 'status', 'primary')] },
    ],
  };
}

export function boardWithoutAddressMessage(): Message {
  return privateLine(
    'The board has no web address yet. Whoever runs Vigil sets VIGIL_BASE_URL to the address at which you can reach it, ' +
      'such as https://vigil.example.org, and starts it again. Until then “status” and “due” say the same here.',
  );
}
