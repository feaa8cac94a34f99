/**
 * The few files a page loads: our style sheets, mark and scripts, and from npm htmx with its live extension and what
 * draws another platform's messages.
 * The rule: everything comes from this server; nothing is fetched from elsewhere, and nothing is read before it is
 * asked for.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Router } from 'express';

const resolve = createRequire(import.meta.url).resolve;
const own = (name: string) => fileURLToPath(new URL(`./public/${name}`, import.meta.url));

const FILES: Record<string, string> = {
  'workspace.css': own('workspace.css'),
  'workspace.js': own('workspace.js'),
  'board.css': own('board.css'),
  'mark.svg': own('mark.svg'),
  'shown-as.css': own('shown-as.css'),
  'teams-cards.js': own('teams-cards.js'),
  'adaptivecards.js': resolve('adaptivecards/dist/adaptivecards.min.js'),
  'htmx.js': resolve('htmx.org/dist/htmx.min.js'),
  'sse.js': resolve('htmx-ext-sse/dist/sse.min.js'),
};

export function assets(): Router {
  const router = Router();
  router.get('/assets/slack-blocks.css', async (_request, response) => {
    response
      .set('Cache-Control', 'no-cache')
      .type('css')
      .send(await slackStyles());
  });
  router.get('/assets/:name', (request, response, next) => {
    const path = Object.hasOwn(FILES, request.params.name) ? FILES[request.params.name] : undefined;
    if (path === undefined) return next();
    response.sendFile(path, {
      cacheControl: false,
      headers: { 'Cache-Control': 'no-cache' },
      dotfiles: 'allow',
    });
  });
  return router;
}

/**
 * They are written for a page with one message, known by its id. Here there are many, known by their class, which is
 * given an id's weight.
 */
async function slackStyles(): Promise<string> {
  const styles = await readFile(resolve('slack-blocks-to-jsx/dist/style.css'), 'utf8');
  return styles.replaceAll('#slack_blocks_to_jsx', '.slack_blocks_to_jsx:not(#none)');
}
