/**
 * Registers what Vigil hears from Slack with one Bolt app: clicks, forms, commands and events.
 * The rule: each is parsed here and goes to the file that answers it; Bolt is given no token and asks for none, so
 * nothing is lost to a token that cannot be had. Of events, the acknowledgement comes after the work.
 */
import { App, type Receiver, type ReceiverEvent } from '@slack/bolt';
import { answerClick } from './answer-click.ts';
import { type AckForm, answerForm } from './answer-form.ts';
import { type AckCommand, answerSlash, answerWords } from './answer-words.ts';
import type { Desk } from './desk.ts';
import { memberOf } from './list-members.ts';
import { parseClick, parseFormWords, parseResponseUrl, parseSlash, parseSubmission } from './parse.ts';
import { botWasRevoked, parseEvent, parseWords, type SlackEvent } from './parse-event.ts';
import { noticeView } from './render-form.ts';
import { sdkLogger } from './sdk-logger.ts';
import { clientOptions, type Reach } from './web-client.ts';

export function listen(desk: Desk, receiver: Receiver, reach: Reach): App {
  const app = new App({
    receiver,
    authorize: async () => ({}),
    logger: sdkLogger,
    clientOptions: clientOptions(reach),
    ignoreSelf: false,
    convoStore: false,
  });
  app.action(/.*/, ({ ack, body }) => desk.keep(hearClick(desk, body, () => ack())));
  app.view(/.*/, ({ ack, body }) =>
    desk.keep(hearForm(desk, body, (answer) => (answer === undefined ? ack() : ack(answer)))),
  );
  app.command(/.*/, ({ ack, body }) => desk.keep(hearCommand(desk, body, (answer) => ack(answer))));
  app.event(/.*/, ({ body, context }) => desk.keep(hearEvent(desk, body, !context.retryNum)));
  app.error(async (error) => {
    throw error;
  });
  return app;
}

async function hearClick(desk: Desk, body: unknown, ack: () => Promise<void>): Promise<void> {
  const click = parseClick(body);
  if (click !== null) return answerClick(desk, click, ack);
  await ack();
  await sayUnread(desk, body);
}

async function hearForm(desk: Desk, body: unknown, ack: AckForm): Promise<void> {
  const submission = parseSubmission(body);
  if (submission !== null) return answerForm(desk, submission, ack);
  desk.log.warn({}, 'slack_form_unreadable');
  const like = parseFormWords(body);
  if (like === null) return ack();
  // Whoever sent it is told in its place.
  await ack({ response_action: 'update', view: noticeView(desk.notices.pressAgain, like) });
}

async function hearCommand(desk: Desk, body: unknown, ack: AckCommand): Promise<void> {
  const slash = parseSlash(body);
  if (slash !== null) return answerSlash(desk, slash, ack);
  await ack();
}

async function hearEvent(desk: Desk, body: unknown, isFirst: boolean): Promise<void> {
  const read = parseEvent(body);
  if (read === null) return;
  const workspace = { platform: 'slack', externalId: read.workspaceId } as const;
  switch (read.event.type) {
    case 'message': {
      const words = parseWords(read);
      return words === null ? undefined : answerWords(desk, words, isFirst);
    }
    case 'app_uninstalled':
      return desk.handlers.onRevoked({ ...workspace, ...whenOf(read) });
    case 'tokens_revoked':
      return botWasRevoked(read) ? desk.handlers.onRevoked({ ...workspace, ...whenOf(read) }) : undefined;
    case 'team_join':
    case 'user_change': {
      const user = 'user' in read.event ? read.event.user : null;
      const member = memberOf(user, read.workspaceId);
      return member === null ? undefined : desk.handlers.onMember(workspace, member);
    }
  }
}

const whenOf = ({ at }: SlackEvent) => (at === undefined ? {} : { at });

/** A button of ours that cannot be read any more: nothing was recorded, and whoever pressed it is told. */
async function sayUnread(desk: Desk, body: unknown): Promise<void> {
  desk.log.warn({}, 'slack_click_unreadable');
  const responseUrl = parseResponseUrl(body);
  if (responseUrl === null) return;
  const notice = { ...desk.bodyOf(desk.notices.pressAgain), response_type: 'ephemeral' as const };
  await desk.respond(responseUrl, { ...notice, replace_original: false });
}

/** What a receiver hands on to: the app, with events acknowledged after the work rather than before it. */
export function answeringLast(app: App): App {
  const processEvent = async (received: ReceiverEvent) => {
    if (received.body.type !== 'event_callback') return app.processEvent(received);
    await app.processEvent({ ...received, ack: async () => undefined });
    await received.ack();
  };
  return new Proxy(app, {
    get: (target, name, self) => (name === 'processEvent' ? processEvent : Reflect.get(target, name, self)),
  });
}
