/**
 * What the first address says when the local workspace is not served: a real chat platform is connected.
 * The rule: it names where to go, and nothing about who uses this.
 */
import { Router } from 'express';
import { assets } from './assets.ts';
import { strictHeaders } from './guards.ts';
import { drawNotice } from './page.tsx';

export function elsewhere(platforms: readonly string[]): Router {
  const router = Router();
  router.get('/', strictHeaders, (_request, response) => {
    response.type('html').send(
      drawNotice({
        title: 'Vigil is running',
        lines: [
          `It works in ${platforms.join(' and ')}. Open Vigil there and type help.`,
          'The local workspace with the invented school is off while a chat platform is connected. Whoever runs Vigil can switch it on with VIGIL_LOCAL=1.',
        ],
      }),
    );
  });
  router.use(assets());
  return router;
}
