/**
 * The encryption keys as an operator sees them: `keys status`, and doctor's lines.
 * The rule: it says where a key is and what it opens, never anything of the key itself, and changes nothing.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Finding } from '../chat/chat.ts';
import { counted } from '../messages/standards-table.ts';
import { isKeyChanging, keyFileIn } from '../store/key-file.ts';
import { countKeys, type KeyCount, type KeySource, type OpenKeys } from './open-keys.ts';
import { done, failed, type Given, type Outcome } from './outcome.ts';

const ROTATE = 'npm run vigil -- keys rotate';

export async function keysStatus(given: Given): Promise<Outcome> {
  const findings = await inspectKeys(given);
  const wrong = findings.filter(({ fine }) => !fine).map(({ text }) => text);
  const out = findings.filter(({ fine }) => fine).map(({ text }) => text);
  return wrong.length === 0 ? done(out.join('\n')) : { ...failed(...wrong), out: out.join('\n') };
}

/** For doctor too: whether the key is there and right, where it is, and how many have keys under it. */
export async function inspectKeys({ keys, store, config }: Given): Promise<Finding[]> {
  if (keys === undefined) return [];
  const { masters, source, ring, fault } = keys;
  if (fault !== null) return [{ fine: false, text: fault.message }];
  if (masters.sealing === null) return [missingFinding(config.slack !== null || config.teams !== null)];
  const count = await countKeys(store, ring, masters);
  const file = resolve(keyFileIn(config.dataDir));
  const isSpare = source.from === 'environment' && config.database.kind === 'embedded' && existsSync(file);
  return [
    {
      fine: true,
      text: `Encryption key: ${placeOf(source)}, and it opens what is kept; ${keptUnder(count)}`,
    },
    ...(source.from === 'file'
      ? [
          {
            fine: true,
            text:
              `Encryption key: keep a copy of ${source.path} somewhere safe, apart from copies of the database: without it ` +
              'tokens and notes cannot be read, and whoever has both can read them',
          },
        ]
      : []),
    ...(count.former > 0 || isKeyChanging(config.dataDir) || count.tokensOfBefore > 0
      ? [{ fine: false, text: `Encryption key: ${unfinished(count)}; run: ${ROTATE}` }]
      : []),
    ...(isSpare && count.former === 0
      ? [
          {
            fine: true,
            text: `Encryption key: ${file} is not in use; keep it with the back-ups made under it`,
          },
        ]
      : []),
  ];
}

function missingFinding(isReal: boolean): Finding {
  return {
    fine: !isReal,
    text:
      'Encryption key: none, so notes are not offered with answers, and no workspace can be installed from /slack/install; ' +
      'give VIGIL_ENCRYPTION_KEY, such as the output of: openssl rand -base64 32',
  };
}

const placeOf = (source: OpenKeys['source']) =>
  ({ environment: 'from VIGIL_ENCRYPTION_KEY', nowhere: 'nowhere', file: `in ${pathOf(source)}` })[
    source.from
  ];
const pathOf = (source: KeySource) => (source.from === 'file' ? source.path : '');

function keptUnder({ current, former, people, shredded }: KeyCount): string {
  const gone = shredded === 0 ? '' : `, ${counted(shredded, 'person’s', 'people’s')} shredded`;
  return (
    `${counted(current + former, 'organisation has a key', 'organisations have keys')}, ` +
    `${counted(people, 'person has one', 'people have one')}${gone}`
  );
}

function unfinished({ former, tokensOfBefore }: KeyCount): string {
  if (former > 0)
    return `${counted(former, 'organisation’s key is', 'organisations’ keys are')} wrapped in the one before`;
  return tokensOfBefore > 0 ? 'tokens are sealed as an earlier Vigil did' : 'a change of it was not finished';
}
