/**
 * The ceiling for a tap: Bolt by itself, which checks the signature, acknowledges, and does nothing else.
 * Started by bench tap; says its port on one line.
 */
import type { AddressInfo } from 'node:net';
import { App, ExpressReceiver, LogLevel } from '@slack/bolt';

const receiver = new ExpressReceiver({ signingSecret: process.env.SIGNING_SECRET ?? '' });
const app = new App({ receiver, authorize: async () => ({}), logLevel: LogLevel.ERROR });
app.action(/.*/, async ({ ack }) => ack());
const server = await receiver.start(0);
process.stdout.write(`${JSON.stringify({ port: (server.address() as AddressInfo).port })}\n`);
