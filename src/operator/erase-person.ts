/**
 * `erase person REF [--dry-run]`: forgets who somebody was, once they have left; what they answered stays as counts.
 * The rule: a refusal says what stands in the way and what to do about it, and changes nothing. What is erased, and
 * when it may be, is cycle/erase-person's.
 */
import { eraseNow, mayErase, type WhyNot } from '../cycle/erase-person.ts';
import { localDate } from '../domain/local-time.ts';
import { type PlacedPerson, personNamed } from './find-person.ts';
import { asideLines } from './open-spool.ts';
import { badInput, done, failed, type Given, type Outcome } from './outcome.ts';

type Args = { ref?: string; setting?: string; dryRun?: boolean };

export async function erasePerson(given: Given, args: Args): Promise<Outcome> {
  const found = await personNamed(given, args.ref, args.setting);
  if ('fault' in found) return badInput(found.fault);
  const { org, personId } = found;
  const context = await given.world.contextFor(org);
  return context.within(async (tx) => {
    const whyNot = await mayErase(context, tx, personId);
    if (whyNot !== null) return refusal(whyNot, found);
    if (args.dryRun)
      return done(
        `${personId}: may be erased. Their name, e-mail address, staff reference, chat account, notes and what was ` +
          'written to them would go, for good; what they answered would stay as counts. Nothing has been changed.',
      );
    const { notes, messages, naming, heldNaming } = await eraseNow(context, tx, personId, 'operator');
    return done(
      [
        `${personId}: erased. Gone: name, e-mail address, staff reference, chat account, ${notes} notes and the key to ` +
          `them, the words of ${messages} messages to them; their name is out of ${naming} messages to others.`,
        ...(heldNaming === 0
          ? []
          : [
              `Not gone: their name is still in ${heldNaming} messages to people under a legal hold. Those lose their ` +
                'words in their time once the hold is lifted.',
            ]),
        'Kept under that number: what they answered, as counts, and the ledger, which names nobody.',
        'Still to do: close their account in Slack or Teams, or Vigil finds it there again as somebody’s who is on no ' +
          'list; take them out of the staff list you import, and out of backups older than you keep. What stands in Slack ' +
          'or Teams is kept there by the school’s own rules.',
        ...(await asideLines(given.presses?.state)),
      ].join('\n'),
    );
  });
}

function refusal(whyNot: WhyNot, { personId }: PlacedPerson): Outcome {
  switch (whyNot.why) {
    case 'unknown':
      return badInput('Nobody here has that id');
    case 'erased':
      return done(
        `${personId}: was erased already, on ${localDate(whyNot.at, 'UTC')}; there is nothing left to erase.`,
      );
    case 'held':
      return failed(
        `Not erased: a legal hold stands (${whyNot.holds.map(({ reference }) => reference).join('; ')}). Ask whoever ` +
          `placed it; once it is over: ${whyNot.holds.map(({ holdId }) => `npm run vigil -- hold lift ${holdId}`).join(' and ')}`,
      );
    case 'works_here':
      return failed(
        `Not erased: they still work here (${whyNot.settings.map(({ ref }) => ref).join(', ')}), and what is asked of ` +
          'them would be lost. Once they have left, give the day as leaves_on in the staff list, import it, and run ' +
          'this the day after',
      );
    case 'contact':
      return failed(
        `Not erased: worried people are still sent to them (${whyNot.places
          .map(({ ref, contact }) => `${ref}: ${contact}`)
          .join(', ')}). Put in who it is now in the setting’s file, and run: npm run vigil -- setting FILE`,
      );
    case 'alert':
      return failed(
        'Not erased: an alert that they may have a concern is still open. A lead must see them and press “I have it” first',
      );
  }
}
