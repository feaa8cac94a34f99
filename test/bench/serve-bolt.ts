/**
 * The ceiling for a tap: Bolt by itself, which checks the signature, acknowledges, and does nothing else; with ANSWERS
 * it then shows a ✓ where the press was made. Started by benches tap and minute; says its port on one line.
 */
import type { AddressInfo } from 'node:net';
import { App, ExpressReceiver, LogLevel } from '@slack/bolt';

const receiver = new ExpressReceiver({ signingSecret: process.env.SIGNING_SECRET ?? '' });
const app = new App({ receiver, authorize: async () => ({}), logLevel: LogLevel.ERROR });
app.action(/.*/, async ({ ack, respond }) => {
  await ack();
  if (process.env.ANSWERS) await respond({ text: '✓', replace_original: true });
});
const server = await receiver.start(0);
process.stdout.write(`${JSON.stringify({ port: (server.address() as AddressInfo).port })}\n`);
