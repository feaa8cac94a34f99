/**
 * Everything that set-up says, made with one word in every place that somebody else's words come to.
 * The rule: accounts and channels are by the platform's own ids, which nobody writes.
 */
import { frameworkOf } from '../../src/domain/framework.ts';
import type { Message } from '../../src/domain/message.ts';
import type { SetUpDraft } from '../../src/domain/set-up-draft.ts';
import { channelFaultMessage } from '../../src/messages/channel-fault.ts';
import { channelHelloMessage } from '../../src/messages/channel-hello.ts';
import { contactsChangedMessage } from '../../src/messages/contacts-changed.ts';
import { namedLeadMessage } from '../../src/messages/named-lead.ts';
import { setUpDoneMessage } from '../../src/messages/set-up-done.ts';
import { usualAsking } from '../../src/messages/set-up-form.ts';
import { faultsLine } from '../../src/messages/set-up-lines.ts';
import { type SetUpFacts, setUpMessage, setUpPartMessage } from '../../src/messages/set-up-list.ts';
import { inventedSetting } from './invented.ts';

const contactsOf = (word: string) => ({
  frontDoor: word,
  outOfHours: word,
  lado: word,
  chair: word,
  leadPhone: word,
});

export function setUpFactsOf(word: string, made: Partial<SetUpFacts> = {}): SetUpFacts {
  const draft: SetUpDraft = {
    school: { name: word, dfeNumber: word, phase: 'primary', type: 'academy', zone: word },
    leads: { dsl: 'U001', deputy: 'U002', head: 'U003' },
    contacts: contactsOf(word),
    channel: { channelId: 'C001', readers: 4, looked: true },
    asking: usualAsking({}),
  };
  return {
    token: 'token-set-up',
    draft,
    self: 'U001',
    people: [{ value: 'U1', label: word }],
    isThere: false,
    keepsChair: true,
    settingName: null,
    names: { dsl: word, deputy: null, head: word },
    parts: ['school', 'leads', 'contacts', 'channel', 'asking'],
    ...made,
  };
}

export const SET_UP_BUILDERS: Record<string, (word: string) => Message[]> = {
  setUpMessage: (word) => [
    setUpMessage(setUpFactsOf(word), word),
    setUpMessage(setUpFactsOf(word, { draft: {} }), null),
    setUpMessage(
      setUpFactsOf(word, { settingName: word, isThere: true, parts: ['school', 'contacts', 'asking'] }),
      null,
    ),
  ],
  setUpPartMessage: (word) =>
    setUpFactsOf(word).parts.map((part) => setUpPartMessage(part, setUpFactsOf(word))),
  setUpDoneMessage: (word) => [
    setUpDoneMessage({
      setting: { ...inventedSetting, name: word, ref: word },
      told: [word, word],
      questions: 40,
      framework: frameworkOf({ phase: 'primary', type: 'academy' }),
      first: null,
    }),
  ],
  channelFaultMessage: (word) =>
    (['not_in', 'archived', 'public'] as const).map((fault) => channelFaultMessage(word, fault)),
  namedLeadMessage: (word) => [namedLeadMessage({ settingName: word, roles: ['dsl'], by: word })],
  channelHelloMessage: (word) => [channelHelloMessage({ ...inventedSetting, name: word })],
  contactsChangedMessage: (word) => [
    contactsChangedMessage({ ...inventedSetting, name: word, contacts: contactsOf(word) }, ['lado'], word),
  ],
  faultsLine: (word) => [faultsLine({ name: word })],
};
