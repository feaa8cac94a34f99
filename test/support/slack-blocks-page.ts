/**
 * A page in a real browser that draws Slack's blocks by somebody else's renderer.
 * The rule: nothing leaves the page: whatever it asks for, and whatever goes wrong in it, is a fault.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export async function openBlocksPage(browser: Browser, faults: string[]): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 760, height: 600 } });
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (line) => {
    if (line.type() === 'error' || line.type() === 'warning') faults.push(line.text());
  });
  await page.route('**', (route) => {
    faults.push(`asked for ${route.request().url()}`);
    return route.abort();
  });
  const style = readFileSync(
    createRequire(import.meta.url).resolve('slack-blocks-to-jsx/dist/style.css'),
    'utf8',
  );
  await page.setContent(
    `<!doctype html><html lang="en-GB"><head><title>Messages</title><style>${style}</style></head>` +
      '<body style="margin:0;padding:8px"><div id="root"></div></body></html>',
  );
  await page.addScriptTag({ content: await rendererScript() });
  return page;
}

export async function drawBlocks(page: Page, blocks: readonly unknown[]): Promise<void> {
  await page.evaluate(
    (given) => (globalThis as unknown as { draw(blocks: unknown): void }).draw(given),
    JSON.parse(JSON.stringify(blocks)) as unknown,
  );
}

/** The other renderer as a page's script: one function that draws blocks, at once. */
async function rendererScript(): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: `
        import { createElement } from 'react';
        import { createRoot } from 'react-dom/client';
        import { flushSync } from 'react-dom';
        import { Message } from 'slack-blocks-to-jsx';
        const root = createRoot(document.getElementById('root'));
        const logo = 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg"/>';
        let count = 0;
        globalThis.draw = (blocks) => flushSync(() =>
          root.render(createElement(Message, { key: ++count, blocks, logo, name: 'Vigil', theme: 'light', time: new Date(0) })));
      `,
      resolveDir: ROOT,
    },
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}
