/*
 * What htmx does not do by itself: say when the connection has dropped, say when a press got no answer, hold news
 * until it has, and keep the newest message in view. Everything else works without it.
 */
(() => {
  const messages = () => document.getElementById('messages');
  const calm = window.matchMedia('(prefers-reduced-motion: reduce)');

  const say = (text) => {
    const line = document.getElementById('connection');
    if (line && line.textContent !== text) line.textContent = text;
  };

  document.addEventListener('htmx:sseOpen', () => say(''));
  document.addEventListener('htmx:sseError', () =>
    say('The connection has dropped. Trying to connect again.'),
  );

  const noAnswer = (event) => {
    const fault = event.detail.elt.querySelector?.('.fault');
    if (fault) fault.textContent = 'Not saved, please press again. Vigil did not answer.';
  };
  document.addEventListener('htmx:sendError', noAnswer);
  document.addEventListener('htmx:timeout', noAnswer);

  /*
   * Live news waits while a press is on its way: drawn anew meanwhile, what was pressed is no longer on the page, and
   * neither the answer nor the line that says it was not saved is seen by anybody.
   */
  const waiting = [];
  document.addEventListener('htmx:sseBeforeMessage', (event) => {
    if (!document.querySelector('form.htmx-request')) return;
    event.preventDefault();
    waiting.push({ into: event.target, news: event.detail.data });
  });
  document.addEventListener('htmx:afterRequest', () => {
    if (document.querySelector('form.htmx-request')) return;
    for (const { into, news } of waiting.splice(0)) window.htmx.swap(into, news, { swapStyle: 'none' });
  });

  /* What was not saved still was not, also where the message it was pressed on is drawn anew with the same forms. */
  document.addEventListener('htmx:oobBeforeSwap', ({ detail: { fragment } }) => {
    for (const article of fragment.querySelectorAll('article[id]')) {
      const anew = article.querySelectorAll('.fault');
      const before = document.getElementById(article.id)?.querySelectorAll('.fault') ?? [];
      if (before.length !== anew.length) continue;
      before.forEach((fault, at) => {
        if (fault.textContent) anew[at].textContent = fault.textContent;
      });
    }
  });

  document.addEventListener(
    'click',
    (event) => {
      if (event.target.closest?.('[aria-disabled="true"]')) event.preventDefault();
    },
    true,
  );

  /* A fault said earlier goes when the same form is sent again; what was asked is cleared once answered. */
  document.addEventListener('htmx:beforeRequest', (event) => {
    const fault = event.detail.elt.querySelector?.('.fault');
    if (fault) fault.textContent = '';
  });
  document.addEventListener('htmx:afterRequest', (event) => {
    if (event.detail.successful && event.detail.elt.matches?.('form.say')) event.detail.elt.reset();
  });

  const nearEnd = () => {
    const page = document.documentElement;
    return page.scrollHeight - window.innerHeight - window.scrollY < 240;
  };
  /* To the end; or, where the newest message is taller than the window, to where it begins. */
  const toEnd = (smooth) => {
    const behavior = smooth && !calm.matches ? 'smooth' : 'instant';
    const newest = messages()?.querySelector('article:last-of-type');
    const box = document.querySelector('.ask-box');
    const room =
      window.innerHeight - 96 - (box && getComputedStyle(box).position === 'sticky' ? box.offsetHeight : 0);
    if (newest && newest.offsetHeight > room) newest.scrollIntoView({ block: 'start', behavior });
    else window.scrollTo({ top: document.documentElement.scrollHeight, behavior });
  };

  /* A reader at the end stays at the end; a reader further up is not moved. */
  let following = true;
  let asked = false;
  window.addEventListener(
    'scroll',
    () => {
      following = nearEnd();
    },
    { passive: true },
  );
  document.addEventListener('htmx:beforeRequest', (event) => {
    asked = Boolean(event.detail.elt.closest?.('.ask-box, .clock'));
  });
  const start = () => {
    const list = messages();
    if (!list) return;
    let last = list.lastElementChild;
    new MutationObserver(() => {
      if (list.lastElementChild === last) return;
      last = list.lastElementChild;
      if (following || asked) toEnd(true);
      asked = false;
    }).observe(list, { childList: true });
    const wanted = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (!wanted && list.querySelectorAll('article').length > 1) toEnd(false);
    following = true;
  };
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
  else start();
})();
