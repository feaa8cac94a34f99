/**
 * Hands a command to the Vigil that holds the embedded database, and gives back what it answered.
 * The rule: it goes to this computer's own address, with the token of running.json, and nowhere else. When nobody
 * listens there, running.json is out of date (its process number has gone to another program), and the
 * database's own lock decides who may open it.
 */
import { CONTROL_PATH, type ControlCommand, outcomeSchema } from '../web/control-form.ts';
import { failed, type Outcome } from './outcome.ts';
import type { Running } from './running.ts';

export type HandedOver = { kind: 'answered'; outcome: Outcome } | { kind: 'nobody' };

/** Vigil listens on one or the other, as HOST says. */
const LOOPBACKS = ['127.0.0.1', '[::1]'];

export async function handOver(running: Running, command: ControlCommand): Promise<HandedOver> {
  const answered = (outcome: Outcome): HandedOver => ({ kind: 'answered', outcome });
  for (const host of LOOPBACKS) {
    const said = await ask(`http://${host}:${running.port}${CONTROL_PATH}`, running.token, command);
    if (said === 'nobody') continue;
    if (said === 'lost')
      return answered(
        failed(
          'The running Vigil stopped answering; see whether it still runs, and whether the command was done',
        ),
      );
    const read = outcomeSchema.safeParse(parsed(said));
    return answered(
      read.success
        ? read.data
        : failed(
            `What listens on port ${running.port} is not Vigil; remove running.json if no Vigil runs here`,
          ),
    );
  }
  return { kind: 'nobody' };
}

async function ask(url: string, token: string, command: ControlCommand): Promise<string | 'nobody' | 'lost'> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'error',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(command),
    });
    return await response.text();
  } catch (fault) {
    return wasRefused(fault) ? 'nobody' : 'lost';
  }
}

function wasRefused(fault: unknown): boolean {
  const cause = fault instanceof Error ? fault.cause : null;
  return cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
