/**
 * The few files a page loads: our style sheet, mark and script, and htmx with its live extension from npm.
 * The rule: everything comes from this server; nothing is fetched from elsewhere.
 */
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Router } from 'express';

const resolve = createRequire(import.meta.url).resolve;
const own = (name: string) => fileURLToPath(new URL(`./public/${name}`, import.meta.url));

const FILES: Record<string, string> = {
  'workspace.css': own('workspace.css'),
  'workspace.js': own('workspace.js'),
  'mark.svg': own('mark.svg'),
  'htmx.js': resolve('htmx.org/dist/htmx.min.js'),
  'sse.js': resolve('htmx-ext-sse/dist/sse.min.js'),
};

export function assets(): Router {
  const router = Router();
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
