/*
 * Draws each message's card with Microsoft's own renderer, from the very payload shown beside it, and sends what is
 * pressed on it by the message's own form. Set up as Teams is on a light page, by Microsoft's card designer.
 */
(() => {
  const { AdaptiveCard, ExecuteAction, HostConfig, OpenUrlAction, SubmitAction } = globalThis.AdaptiveCards;

  const colours = {
    default: { default: '#252424', subtle: '#bf252424' },
    accent: { default: '#6264a7', subtle: '#6264a7' },
    good: { default: '#92c353', subtle: '#92c353' },
    warning: { default: '#f8d22a', subtle: '#f8d22a' },
    attention: { default: '#c4314b', subtle: '#c4314b' },
  };
  const box = (backgroundColor) => ({ backgroundColor, foregroundColors: colours, borderColor: '#d1d1d1' });
  const font = (fontFamily) => ({
    fontFamily,
    fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 200, default: 400, bolder: 600 },
  });
  const host = new HostConfig({
    fontTypes: {
      default: font("'Segoe UI', system-ui, sans-serif"),
      monospace: font("'Courier New', monospace"),
    },
    spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
    separator: { lineThickness: 1, lineColor: '#E1DFDD' },
    textStyles: { heading: { size: 'large', weight: 'bolder' } },
    textBlock: { headingLevel: 2 },
    containerStyles: {
      default: box('#ffffff'),
      emphasis: box('#f3f2f1'),
      good: box('#CCFFCC'),
      warning: box('#FFE2B2'),
      attention: box('#FFC5B2'),
      accent: box('#C7DEF9'),
    },
    actions: {
      maxActions: 6,
      spacing: 'default',
      buttonSpacing: 8,
      showCard: { actionMode: 'inline', inlineTopMargin: 16, style: 'emphasis' },
      actionsOrientation: 'horizontal',
      actionAlignment: 'left',
    },
    inputs: {
      label: { inputSpacing: 'small', requiredInputs: { suffix: ' *', suffixColor: 'attention' } },
      errorMessage: { color: 'attention', weight: 'bolder' },
    },
    supportsInteractivity: true,
  });
  /* No card of ours has Markdown in it; without this the renderer warns of every text. */
  AdaptiveCard.onProcessMarkdown = (_text, result) => {
    result.didProcess = false;
  };

  const press = (place, action) => {
    const form = place.parentElement.querySelector('.teams-press');
    form.elements.teams.value = JSON.stringify(action.data);
    form.requestSubmit();
  };

  const draw = (place) => {
    place.dataset.drawn = 'yes';
    const payload = document.getElementById(place.dataset.payload);
    const card = new AdaptiveCard();
    card.hostConfig = host;
    card.onExecuteAction = (action) => {
      if (action instanceof ExecuteAction || action instanceof SubmitAction) press(place, action);
      else if (action instanceof OpenUrlAction) globalThis.open(action.url, '_blank', 'noopener');
    };
    card.parse(JSON.parse(payload.textContent));
    const element = card.render();
    if (element) place.replaceChildren(element);
  };

  const drawAll = () => {
    for (const place of document.querySelectorAll('.teams-card:not([data-drawn])')) draw(place);
  };
  drawAll();
  const messages = document.getElementById('messages');
  if (messages) new MutationObserver(drawAll).observe(messages, { childList: true });
})();
