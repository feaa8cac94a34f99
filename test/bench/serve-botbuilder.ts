/**
 * The ceiling for an invoke: botbuilder by itself, which checks the token and answers with a card, and does nothing
 * else. Started by bench invoke; says its port on one line.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  ActivityHandler,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  ConfigurationServiceClientCredentialFactory,
} from 'botbuilder';
import express from 'express';

const { APP_ID = '', FAKE = '' } = process.env;
const auth = new ConfigurationBotFrameworkAuthentication(
  {
    ToBotFromChannelOpenIdMetadataUrl: `${FAKE}/openid`,
    ToBotFromEmulatorOpenIdMetadataUrl: `${FAKE}/openid`,
    ToBotFromChannelTokenIssuer: 'https://api.botframework.com',
    ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/botframework.com',
    ToChannelFromBotOAuthScope: 'https://api.botframework.com',
    OAuthUrl: 'https://api.botframework.com',
  },
  new ConfigurationServiceClientCredentialFactory({
    MicrosoftAppId: APP_ID,
    MicrosoftAppPassword: 'a secret of the bench',
    MicrosoftAppType: 'MultiTenant',
  }),
);
const adapter = new CloudAdapter(auth);

class Bot extends ActivityHandler {
  override async onInvokeActivity() {
    return {
      status: 200,
      body: {
        statusCode: 200,
        type: 'application/vnd.microsoft.card.adaptive',
        value: { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: 'Recorded' }] },
      },
    };
  }
}
const bot = new Bot();
const app = express();
app.use(express.json());
app.post('/api/messages', (request, response) =>
  adapter.process(request, response, (context) => bot.run(context)),
);
const server = createServer(app);
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
process.stdout.write(`${JSON.stringify({ port: (server.address() as AddressInfo).port })}\n`);
