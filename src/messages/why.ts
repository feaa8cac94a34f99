/**
 * Why a question is asked: its reason, where that is written, and what becomes of the answer.
 * The rule: a source is given with its edition and paragraph as they were recorded, and what nobody has checked
 * says so.
 */
import { indicatorWords } from '../domain/digest.ts';
import type { Block, Message } from '../domain/message.ts';
import { fillText, type Kind, type Question, type Source } from '../domain/question.ts';
import { type StandardId, standardById } from '../domain/standard.ts';
import { sourceWords } from './source-line.ts';

export type Asked = { question: Question; checkLocally: boolean };
type Names = { edition: string; setting: string };

/** The last question this person was asked; null before the first. */
export function whyMessage(asked: Asked | null, names: Names): Message {
  if (asked === null)
    return {
      kind: 'why',
      summary: 'You have not been asked anything yet.',
      blocks: [
        { type: 'text', tone: 'strong', text: 'You have not been asked anything yet.' },
        ...ratingBlocks(),
      ],
    };
  const { question } = asked;
  const sure = surenessWords(question.source, asked.checkLocally);
  const summary = `Why you were asked about ${indicatorWords(question.indicator)}.`;
  return {
    kind: 'why',
    summary,
    blocks: [
      { type: 'heading', text: 'Your last question' },
      { type: 'text', text: fillText(question.text, names) },
      {
        type: 'fields',
        fields: [
          { label: 'Why', value: fillText(question.why, names) },
          { label: 'Where it is written', value: sourceWords(question.source) },
          ...(sure === '' ? [] : [{ label: 'Note', value: sure }]),
          { label: 'Standard', value: standardById(question.standard).name },
          { label: 'What becomes of the answer', value: TREATED[question.kind] },
        ],
      },
      ...ratingBlocks(),
    ],
  };
}

/** What one standard asks about. The questions themselves are not shown: some of them test knowledge. */
export function whyStandardMessage(standard: StandardId, asked: readonly Asked[], names: Names): Message {
  const { name } = standardById(standard);
  const summary = `Why Vigil asks about ${name}.`;
  return {
    kind: 'why',
    summary,
    blocks: [
      { type: 'heading', text: name },
      asked.length === 0
        ? { type: 'text', text: 'No question of this standard is switched on in your setting.' }
        : {
            type: 'list',
            lines: asked.map(
              ({ question, checkLocally }) =>
                `${capital(indicatorWords(question.indicator))}: ${fillText(question.why, names)} ` +
                `(${sourceLine(question.source, checkLocally)})`,
            ),
          },
      ...ratingBlocks(),
    ],
  };
}

const TREATED: Record<Kind, string> = {
  knowledge:
    'It is counted with other people’s. Results are not shown by name, and only once five people have answered. If you do not answer, it closes and nothing follows.',
  attestation: 'It is recorded with your name; the DSL, deputies and headteacher can see it.',
  duty: 'It is recorded with your name as the owner of the check; the DSL, deputies and headteacher can see it. A poor answer opens an action.',
};

/** The source as prompts say it, with how sure it is beside it. */
function sourceLine(source: Source, checkLocally: boolean): string {
  const sure = surenessWords(source, checkLocally);
  return `${sourceWords(source)}${sure === '' ? '' : `. ${sure}`}`;
}

/** What nobody has checked says so first; then the note kept with the source. */
function surenessWords(source: Source, checkLocally: boolean): string {
  const check = checkLocally ? ['Check locally: no lead has approved this question yet.'] : [];
  return [...check, ...(source.note === undefined ? [] : [source.note])].join(' ');
}

const capital = (words: string) => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;

function ratingBlocks(): Block[] {
  return [
    { type: 'heading', text: 'How a rating is made' },
    {
      type: 'list',
      lines: [
        'Not yet assessed: nobody has answered lately, or too few have. It does not mean that all is well.',
        'Not met: a check was answered poorly, or fewer than half of the answers were good.',
        'Partially met: everything else. Answers alone are reported, not checked, so they never say Met.',
        'The worst indicator decides for its standard. A rating is only a suggestion until a named person confirms it.',
      ],
    },
  ];
}
