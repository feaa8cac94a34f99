/**
 * The door by which an operator's command reaches a Vigil that holds the embedded database: POST /control.
 * The rule: this computer alone, the token of running.json, and nothing of the body is read before both are
 * right. What the commands do is left to whoever gives `run`.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { json, type NextFunction, type Request, type Response, Router } from 'express';
import { CONTROL_PATH, type ControlCommand, type ControlOutcome, commandSchema } from './control-form.ts';
import { localOnly } from './guards.ts';

export type Control = { token: string; run(command: ControlCommand): Promise<ControlOutcome> };

export function controlRouter({ token, run }: Control): Router {
  const router = Router();
  const expected = digestOf(`Bearer ${token}`);
  const allowed = (request: Request, response: Response, next: NextFunction) => {
    // Equal lengths, since digests are compared, and the same time whatever was sent.
    if (timingSafeEqual(digestOf(request.headers.authorization ?? ''), expected)) next();
    else answer(response, 401, 'the token is not the one in running.json');
  };
  router.post(CONTROL_PATH, localOnly, allowed, json({ limit: '6mb' }), async (request, response) => {
    const read = commandSchema.safeParse(request.body);
    if (!read.success) answer(response, 400, 'that is not a command');
    else response.set('Cache-Control', 'no-store').json(await run(read.data));
  });
  router.use(CONTROL_PATH, (fault: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) return next(fault);
    const status = statusOf(fault);
    if (status === 413)
      answer(response, 413, 'the file is too large to hand over; stop Vigil and run the command again');
    else if (status < 500) answer(response, status, 'the command could not be read');
    else answer(response, 500, 'the command failed');
  });
  return router;
}

const digestOf = (text: string) => createHash('sha256').update(text).digest();

function answer(response: Response, status: number, line: string): void {
  const outcome: ControlOutcome = { code: 1, out: '', errors: [`Vigil refused: ${line}`] };
  response.status(status).set('Cache-Control', 'no-store').json(outcome);
}

/** The status body-parser gives its refusals; anything else is a fault of ours. */
function statusOf(fault: unknown): number {
  const status = typeof fault === 'object' && fault !== null && 'status' in fault ? fault.status : 500;
  return typeof status === 'number' && status >= 400 ? status : 500;
}
