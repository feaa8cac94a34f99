/**
 * A question as the person asked sees it, or several of them as one card, each where it stands.
 * The rule: it always says why it is asked, who will see the answer, and where a worry goes instead; nothing is
 * called recorded unless the record says so. One question's own blocks are messages/prompt-part's.
 */
import type { Block, Message } from '../domain/message.ts';
import type { PromptFrame, PromptView } from '../domain/prompt-view.ts';
import { partBlocks, standingWords } from './prompt-part.ts';
import { seenBy } from './seen-by.ts';

export function promptMessage(frame: PromptFrame, prompts: PromptView[]): Message {
  const [first] = prompts;
  if (!first) throw new Error('A message needs a question to ask');
  return prompts.length === 1 ? single(frame, first) : card(frame, prompts);
}

function single(frame: PromptFrame, view: PromptView): Message {
  const time = view.seconds < 20 ? 'under 20 seconds' : 'about 20 seconds';
  return {
    kind: 'prompt',
    summary: standingWords(view, frame.today),
    blocks: [
      quiet(`${frame.settingName} · ${time} · ${seenBy(view)}`),
      ...again(frame),
      ...partBlocks(view, frame.today),
      worried(frame),
    ],
  };
}

function card(frame: PromptFrame, prompts: PromptView[]): Message {
  const answered = prompts.filter((view) => isAnswered(view)).length;
  const open = prompts.filter((view) => isOpen(view));
  const progress = `${answered} of ${prompts.length} answered`;
  const sights = new Set(prompts.map(seenBy));
  const shared = sights.size === 1 ? [...sights][0] : undefined;
  const heading = prompts.every((view) => view.kind === 'duty')
    ? `Your checks at ${frame.settingName}`
    : `Your questions at ${frame.settingName}`;
  const head = [
    progress,
    ...(open.length > 0 ? [minutesWords(open)] : []),
    ...(shared === undefined ? [] : [shared]),
  ];
  return {
    kind: 'prompt',
    summary: `${heading}: ${progress}`,
    blocks: [
      { type: 'heading', text: heading },
      quiet(head.join(' · ')),
      ...again(frame),
      ...prompts.flatMap((view, index): Block[] => [
        { type: 'divider' },
        ...partBlocks(view, frame.today, { number: index + 1, ofMany: true, sight: shared === undefined }),
      ]),
      { type: 'divider' },
      worried(frame),
    ],
  };
}

/** How long the questions still open will take, in words. */
function minutesWords(open: readonly PromptView[]): string {
  const seconds = open.reduce((total, view) => total + view.seconds, 0);
  const minutes = Math.ceil(seconds / 60);
  return `${seconds % 60 === 0 ? 'about' : 'under'} ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`;
}

function isAnswered({ standing }: PromptView): boolean {
  return standing.is === 'counted' || (standing.is === 'recorded' && !standing.stillWanted);
}

/** True while it can still be answered. */
export function isOpen({ standing }: PromptView): boolean {
  switch (standing.is) {
    case 'open':
    case 'choosing_later':
    case 'later':
      return true;
    case 'recorded':
      return standing.stillWanted;
    case 'counted':
    case 'handed_on':
    case 'closed':
      return false;
  }
}

function again(frame: PromptFrame): Block[] {
  return frame.again
    ? [quiet('(again) The first copy of this may not have reached you. Answering either one is enough.')]
    : [];
}

function worried({ leadOnDuty }: PromptFrame): Block {
  const lead = leadOnDuty === null ? 'your DSL or deputy' : `${leadOnDuty.name} (${leadOnDuty.phone})`;
  return quiet(`Worried about a child? Don’t reply here: go to ${lead} now.`);
}

const quiet = (text: string): Block => ({ type: 'text', tone: 'quiet', text });
