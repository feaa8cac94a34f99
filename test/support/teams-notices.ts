/**
 * The words Vigil's door for Teams is given, as open-teams gives them.
 */
import { awayMessage, guardElsewhereMessage } from '../../src/messages/guard.ts';
import { placedMessage } from '../../src/messages/placed.ts';
import {
  answeredAsideLine,
  notAnsweredAsideLine,
  pressAgainLine,
  stillSavingLine,
  unsavedLine,
} from '../../src/messages/private-line.ts';

export const NOTICES = {
  notSaved: unsavedLine(),
  pressAgain: pressAgainLine(),
  stillSaving: stillSavingLine(),
  away: awayMessage(),
  answeredAside: answeredAsideLine(),
  guardAside: guardElsewhereMessage(),
  notAnsweredAside: notAnsweredAsideLine(),
  placed: placedMessage,
};
