/**
 * The switch over a conversation: plain, as in Slack, or as in Teams.
 * The rule: three links, so that it works by keyboard, without script and in a window of its own; and each way says
 * whose drawing it is.
 */
import { placeHref, type Scene } from './scene.ts';
import { WAYS, type Way } from './shown-as.ts';

const LABELS: Record<Way, string> = { plain: 'Plain', slack: 'As in Slack', teams: 'As in Teams' };

const ABOUT: Record<Exclude<Way, 'plain'>, string> = {
  slack:
    'The blocks Slack would be sent, drawn by slack-blocks-to-jsx. Not by Slack itself, so it will look a little different there.',
  teams:
    'The cards Teams would be sent, drawn by Microsoft’s adaptivecards. Teams has charts of its own; here the picture that stands in for one is shown.',
};

export function ViewSwitch({ scene }: { scene: Scene }) {
  const { way: shown } = scene.view;
  return (
    <>
      <nav class="view-switch" aria-label="How the conversation is shown">
        {WAYS.map((way) => (
          <a
            key={way}
            href={placeHref({ ...scene, view: { way } })}
            aria-current={way === shown ? 'true' : undefined}
          >
            {LABELS[way]}
          </a>
        ))}
      </nav>
      {shown === 'plain' ? null : <p class="quiet view-note">{ABOUT[shown]}</p>}
    </>
  );
}
