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
          { label: 'Source', value: sourceLine(question.source, asked.checkLocally) },
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
                `${indicatorWords(question.indicator)}: ${fillText(question.why, names)} ` +
                `(${sourceLine(question.source, checkLocally)})`,
            ),
          },
      ...ratingBlocks(),
    ],
  };
}

const TREATED: Record<Kind, string> = {
  knowledge:
    'It is counted with others’. Results are not shown by name, and only from five people. If you do not answer it lapses.',
  attestation: 'It is recorded with your name; the DSL, deputies and headteacher can see it.',
  duty: 'It is recorded with your name as the owner of the check; the DSL, deputies and headteacher can see it. A poor answer opens an action.',
};

/** The source as prompts say it, with any note kept beside it. */
function sourceLine(source: Source, checkLocally: boolean): string {
  const note = source.note === undefined ? '' : `; ${source.note}`;
  return `${sourceWords(source)}${note}${checkLocally ? ' (check locally)' : ''}`;
}

function ratingBlocks(): Block[] {
  return [
    { type: 'heading', text: 'How a rating is made' },
    {
      type: 'list',
      lines: [
        'Not yet assessed: nobody has answered lately, or too few have.',
        'Not met: a check was answered poorly, or fewer than half of the answers were good.',
        'Partially met: everything else. Answers alone are reported, not checked, so they never say Met.',
        'The worst indicator decides for its standard. A rating stands until a named person confirms it.',
      ],
    },
  ];
}
