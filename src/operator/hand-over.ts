/**
 * Hands a command to the Vigil that holds the embedded database, and gives back what it answered.
 * The rule: it goes to this computer's own address, with the token of running.json, and nowhere else. When nobody
 * listens there, running.json is out of date (its process number has gone to another program), and the
 * database's own lock decides who may open it.
 */
import { request } from 'node:http';
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

/** Not by fetch, which refuses some ports and gives up on an answer that takes five minutes. */
function ask(url: string, token: string, command: ControlCommand): Promise<string | 'nobody' | 'lost'> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const asked = request(url, { method: 'POST', headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => resolve(Buffer.concat(parts).toString('utf8')));
      response.on('error', () => resolve('lost'));
    });
    asked.on('error', (fault) =>
      resolve('code' in fault && fault.code === 'ECONNREFUSED' ? 'nobody' : 'lost'),
    );
    asked.end(JSON.stringify(command));
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
