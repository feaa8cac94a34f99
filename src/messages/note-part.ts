/**
 * What belongs to a note on an answer: the button, the form with its warning, and the line that says one is kept.
 * The rule: the warning stands above the box wherever the form is drawn, and says who to go to instead; a note's own
 * words are never in a message.
 */
import type { Block, Button } from '../domain/message.ts';
import { NOTE_MOST } from '../domain/note.ts';
import type { PromptStanding, PromptView } from '../domain/prompt-view.ts';

/** Whoever may see the answer it goes with; none goes with one that could tell of a case. */
const READERS = 'You, the DSL, deputies and the headteacher can read it.';
export const NOTE_KEPT = `Your note is kept with it. ${READERS}`;

type Recorded = Extract<PromptStanding, { is: 'recorded' }>;

const labelOf = (note: NonNullable<Recorded['note']>) => (note === 'none' ? 'Add a note' : 'Change the note');

export function noteButton(view: PromptView, note: NonNullable<Recorded['note']>): Button {
  const label = labelOf(note);
  return { label, act: { verb: 'note', token: view.token }, describe: `${label}: ${view.text}` };
}

/** `lead`: who a worried person goes to, by name; null when nobody is known to be on duty. */
export function noteForm(view: PromptView, { note }: Recorded, { lead }: { lead: string | null }): Block[] {
  const replaces = note === 'kept' ? ' What you write takes the place of the note that is there.' : '';
  const said = `${READERS}${replaces}`;
  return [
    { type: 'text', tone: 'quiet', text: said },
    {
      type: 'form',
      act: { verb: 'keep_note', token: view.token, after: view.answers },
      warn:
        'Do not name or describe a child here, or say anything about a concern. Nobody is watching this chat. ' +
        `Worried about a child? Tell ${lead ?? 'the DSL or a deputy'} now.`,
      fields: [
        { name: 'note', kind: 'words', label: `Your note, ${NOTE_MOST} characters at most`, most: NOTE_MOST },
      ],
      submit: 'Keep the note',
      open: 'Write the note',
      about: `${view.text} ${said}`,
      title: labelOf(note ?? 'none'),
      cancel: 'Cancel',
    },
    {
      type: 'buttons',
      buttons: [
        {
          label: 'No note',
          act: { verb: 'keep', token: view.token },
          describe: `Leave it without a note: ${view.text}`,
        },
      ],
    },
  ];
}
