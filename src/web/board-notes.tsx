/**
 * The notes on the board: what people added to their answers, for leads.
 * The rule: a note stands with its question, its answer and its writer, since alone it can mislead; a person's words are
 * text and never markup. Who may read which is decided by the cycle.
 */
import type { NotesFacts } from '../domain/board.ts';
import { shortDate } from '../domain/local-time.ts';
import { NOTES_WEEKS } from '../domain/note.ts';
import { standardById } from '../domain/standard.ts';
import { counted } from '../messages/standards-table.ts';
import { BoardPart } from './board-part.tsx';

export function Notes({ notes }: { notes: NotesFacts | null }) {
  if (notes === null) return null;
  return (
    <BoardPart id="notes" title="Notes on answers">
      {notes.is === 'shown' ? (
        <Shown notes={notes} />
      ) : (
        <p class="warn">Notes are not shown just now: Vigil could not record that you looked at them.</p>
      )}
    </BoardPart>
  );
}

function Shown({ notes: { rows, unopened, earlier } }: { notes: Extract<NotesFacts, { is: 'shown' }> }) {
  return (
    <>
      {rows.length === 0 && unopened === 0 ? (
        <p>Nobody has added a note in the last {NOTES_WEEKS} weeks.</p>
      ) : (
        <p class="quiet">
          From the last {NOTES_WEEKS} weeks, the newest first. They are for you as a lead; that you looked is
          recorded. Vigil keeps no note that it recognises as being about a child or about an adult’s conduct,
          but it misses some. If one here is, act on it now, and record it in your own system.
        </p>
      )}
      {rows.length === 0 ? null : (
        <ul class="board-notes">
          {rows.map(({ standard, question, answer, on, name, words }, index) => (
            <li key={index}>
              <blockquote dir="auto">{words}</blockquote>
              <p class="quiet">
                {name}, {shortDate(on)}, who answered “{answer}” to: {question} ({standardById(standard).name}
                )
              </p>
            </li>
          ))}
        </ul>
      )}
      {unopened === 0 ? null : (
        <p class="warn">
          {counted(unopened, 'note', 'notes')} cannot be read here. Whoever runs Vigil can find out why with
          “keys status”.
        </p>
      )}
      {earlier === 0 ? null : (
        <p class="quiet">{counted(earlier, 'earlier note is', 'earlier notes are')} not shown here.</p>
      )}
    </>
  );
}
