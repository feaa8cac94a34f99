/**
 * A person with a row in every table that can bear their id, account or address, and another person beside them in
 * as many as may be: what an export must hold and an erasure must find.
 */
import { eq } from 'drizzle-orm';
import type { Store } from '../../src/store/database.ts';
import { insertHold, liftHold } from '../../src/store/holds.ts';
import { appendLedger } from '../../src/store/ledger.ts';
import { queueMessages } from '../../src/store/messages.ts';
import {
  alert,
  boardLink,
  boardSession,
  charge,
  chatReference,
  inboundEvent,
  member,
  naming as namingTable,
  note,
  personKey,
  prompt,
  setUp,
  trip,
} from '../../src/store/schema/index.ts';
import { historyOf } from './history.ts';
import type { School } from './school.ts';

export type WholeLife = { open: string; answered: string; naming: string; unsent: string };

const ON = '2026-11-10';
const AT = new Date(`${ON}T10:00:00Z`);

/** `ref` lives it; `other` is met on the way. */
export async function liveWholeLife(
  store: Store,
  school: School,
  ref: string,
  other: string,
): Promise<WholeLife> {
  const past = historyOf(store, school, 5_000);
  const { ids } = school.at(AT);
  const { org, setting, installationId } = school;
  const me = school.person(ref);
  const them = school.person(other);
  const key = { orgId: org, settingId: setting.id };
  const mine = await past.add({ question: 'TRN-K1', person: ref, on: ON, verdict: 'good' });
  const poor = await past.add({ question: 'SIT-D1', person: ref, on: ON, verdict: 'poor' });
  const open = await past.add({ question: 'TRN-A1', person: ref, on: '2026-11-11' });
  const theirs = await past.add({ question: 'TRN-K1', person: other, on: ON, verdict: 'good' });
  await past.openAction({
    replyId: poor.replyId ?? '',
    question: 'SIT-D1',
    owner: other,
    on: ON,
    dueOn: '2026-12-01',
  });
  await past.openAction({
    replyId: mine.replyId ?? '',
    question: 'TRN-K1',
    owner: ref,
    on: ON,
    dueOn: '2026-12-01',
  });
  const naming = ids.id();
  const unsent = ids.id();
  const message = { settingId: setting.id, notBefore: AT, notAfter: null };
  await store.within(org, async (tx) => {
    await queueMessages(
      tx,
      org,
      [
        {
          ...message,
          messageId: unsent,
          to: { personId: me.id },
          dedupeKey: `pressed:teams:a:conversation-${ref}`,
          body: {
            kind: 'prompt',
            summary: `A question for ${me.name}`,
            blocks: [{ type: 'text', text: `Worried? Go to ${them.name}, ${them.email}.` }],
          },
          promptIds: [open.promptId],
        },
        {
          ...message,
          messageId: naming,
          to: { personId: them.id },
          dedupeKey: 'overdue:1',
          body: {
            kind: 'overdue',
            summary: 'Two have not answered',
            blocks: [{ type: 'list', lines: [`${me.name} (${me.email})`, school.person('T05').name] }],
          },
          promptIds: [],
        },
      ],
      AT,
    );
    await tx.update(prompt).set({ handedFrom: theirs.promptId }).where(eq(prompt.promptId, mine.promptId));
    for (const [personId, replyId] of [
      [me.id, mine.replyId],
      [them.id, theirs.replyId],
    ] as const)
      await tx.insert(note).values({
        ...key,
        personId,
        replyId: replyId ?? '',
        sealed: new Uint8Array([7]),
        writtenAt: AT,
      });
    const alerted = (subject: string, personId: string | null, acknowledgedBy: string | null) => ({
      ...key,
      alertId: ids.id(),
      kind: 'overdue_duty' as const,
      subject,
      token: ids.token(),
      state: 'acknowledged' as const,
      openedAt: AT,
      personId,
      acknowledgedBy,
    });
    await tx
      .insert(alert)
      .values([
        alerted(mine.promptId, null, them.id),
        alerted(theirs.promptId, me.id, them.id),
        alerted(open.promptId, null, me.id),
      ]);
    const trips = [me, them].map(({ id }) => ({
      ...key,
      tripId: ids.id(),
      name: 'Year 5',
      startsOn: ON,
      endsOn: ON,
      saidBy: id,
      saidAt: AT,
    }));
    await tx.insert(trip).values(trips);
    const charged = (place: string, namedId: string, saidBy: string) => ({
      ...key,
      chargeId: ids.id(),
      chargedOn: ON,
      place,
      main: false,
      token: ids.token(),
      askedOf: saidBy,
      askedAt: AT,
      dueBy: AT,
      said: 'named' as const,
      namedId,
      saidBy,
      saidAt: AT,
    });
    const charges = [charged('Upper site', me.id, them.id), charged('Lower site', them.id, them.id)];
    await tx.insert(charge).values(charges);
    await tx.insert(namingTable).values(
      charges.map(({ orgId, chargeId, said, namedId, saidBy, saidAt }) => ({
        orgId,
        namingId: ids.id(),
        chargeId,
        said,
        personId: namedId,
        saidBy,
        saidAt,
      })),
    );
    await tx.insert(personKey).values(
      [me, them].map(({ id }) => ({
        orgId: org,
        personId: id,
        wrapped: new Uint8Array([1, 2]),
        madeAt: AT,
      })),
    );
    await tx
      .insert(boardLink)
      .values({ orgId: org, linkHash: 'secret-hash', personId: me.id, expiresAt: AT });
    await tx.insert(boardSession).values({
      orgId: org,
      sessionHash: 'secret-session',
      personId: me.id,
      openedAt: AT,
      expiresAt: AT,
    });
    const account = { orgId: org, installationId, standing: 'member' as const, seenAt: AT };
    await tx.insert(member).values([
      { ...account, userId: `U-${ref}`, token: 'secret-token', name: me.name, email: me.email },
      { ...account, userId: `U-${other}`, token: ids.token(), name: them.name, email: them.email },
    ]);
    await tx.insert(chatReference).values({
      orgId: org,
      installationId,
      kind: 'person',
      chatId: `U-${ref}`,
      conversationId: `a:conversation-${ref}`,
      serviceUrl: 'https://example.net',
      seenAt: AT,
    });
    const begun = { orgId: org, installationId, settingId: null, beganAt: AT, touchedAt: AT };
    await tx.insert(setUp).values([
      { ...begun, setUpId: ids.id(), userId: `U-${ref}`, token: 'secret-set-up' },
      { ...begun, setUpId: ids.id(), userId: `U-${other}`, token: ids.token() },
    ]);
    await tx.insert(inboundEvent).values([
      { orgId: org, platform: 'slack', eventKey: `click:7.1:U-${ref}:answer`, takenAt: AT },
      { orgId: org, platform: 'slack', eventKey: `click:7.1:U-${other}:answer`, takenAt: AT },
      { orgId: org, platform: 'teams', eventKey: `7|a:conversation-${ref}`, takenAt: AT },
      { orgId: org, platform: 'teams', eventKey: `7|a:conversation-${ref}9`, takenAt: AT },
    ]);
    await appendLedger(tx, org, [
      { entryId: ids.id(), at: AT, kind: 'person_confirmed', subject: me.id, actor: them.id, facts: {} },
      {
        entryId: ids.id(),
        at: AT,
        kind: 'alert_acknowledged',
        subject: 'a',
        actor: me.id,
        facts: { of: them.id },
      },
      {
        entryId: ids.id(),
        at: AT,
        kind: 'reply_recorded',
        subject: theirs.replyId ?? '',
        actor: them.id,
        facts: {},
      },
    ]);
    const holdId = ids.id();
    await insertHold(tx, org, {
      holdId,
      settingId: setting.id,
      personId: me.id,
      reference: 'LG-secret',
      placedAt: AT,
    });
    await liftHold(tx, holdId, AT);
  });
  return { open: open.promptId, answered: mine.promptId, naming, unsent };
}
