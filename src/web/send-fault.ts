/**
 * Says what went wrong and what to do next: a page for a browser, a line beside the button for htmx.
 * The rule: a fault never replaces what somebody was working on, and never shows how the program is made.
 */
import type { Request, Response } from 'express';
import { drawNotice } from './page.tsx';

export type Fault = {
  status: number;
  title: string;
  lines: string[];
  next?: { href: string; label: string };
};

export const isHtmx = (request: Request) => request.get('HX-Request') === 'true';

export function sendFault(request: Request, response: Response, fault: Fault): void {
  response.status(fault.status);
  if (isHtmx(request)) {
    response.set({ 'HX-Retarget': 'find .fault', 'HX-Reswap': 'textContent' });
    response
      .type('text/plain')
      .send([fault.title, ...fault.lines].map((line) => line.replace(/\.?$/, '.')).join(' '));
    return;
  }
  response.type('html').send(drawNotice(fault));
}
