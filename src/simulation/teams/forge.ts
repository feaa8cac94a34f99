/**
 * Makes forgeries of a genuine delivery, of eighteen kinds.
 * The rule: each differs from the genuine one in just the thing its kind names, so that a door that lets one in is
 * known by which lock is missing. All that is signed at all is signed soundly, unless the kind says otherwise.
 */
import type { Request } from '../post-to-bot.ts';
import { claimsFor, requestWith, signed } from './deliver.ts';
import { keys, signHs256, signRs256, unsigned } from './jwt.ts';
import { seconds } from './names.ts';
import type { Json, World } from './world.ts';

export const FORGERIES = [
  'no_header',
  'not_bearer',
  'garbage',
  'unknown_kid',
  'wrong_key',
  'alg_none',
  'hs256_public_key',
  'wrong_audience',
  'wrong_issuer',
  'expired',
  'not_yet_valid',
  'service_url_differs',
  'unendorsed_channel',
  'emulator_v1',
  'emulator_v2',
  'foreign_tenant',
  'other_channel',
  'service_host_not_allowed',
] as const;
export type Forgery = (typeof FORGERIES)[number];

const HOUR = 3_600;
const FOREIGN = '99999999-0000-4000-8000-';

/** `variant` chooses among the ways of one kind: another name, another time, another place. */
export function forge(world: World, kind: Forgery, activity: Json, variant = 0): Request {
  const claims = claimsFor(world, activity);
  const at = seconds(world.now());
  const { teams, webChat, directory, stranger } = keys();
  const foreign = `${FOREIGN}${String(variant).padStart(12, '0')}`;
  const bearing = (token: string, of = activity) => requestWith(`Bearer ${token}`, of);
  const claiming = (more: Json) => bearing(signRs256(teams, { ...claims, ...more }));
  const saying = (more: Json) => signed(world, { ...activity, ...more });
  switch (kind) {
    case 'no_header':
      return requestWith(null, activity);
    case 'not_bearer': {
      const token = signRs256(teams, claims);
      const ways: [string, ...string[]] = [
        `Basic ${token}`,
        token,
        `Token ${token}`,
        `Bearer${token}`,
        'Bearer ',
        'Bearer',
      ];
      return requestWith(pick(ways, variant), activity);
    }
    case 'garbage':
      return bearing(pick(['garbage', 'a.b.c', '..', 'e30.e30.', '%%%', 'null', '{}'], variant));
    case 'unknown_kid':
      return bearing(signRs256(teams, claims, `unknown-${variant}`));
    case 'wrong_key':
      return bearing(signRs256(stranger, { ...claims, jti: variant }, teams.kid));
    case 'alg_none':
      return bearing(unsigned(teams.kid, { ...claims, jti: variant }));
    case 'hs256_public_key':
      return bearing(signHs256(teams, { ...claims, jti: variant }));
    case 'wrong_audience':
      return claiming({ aud: pick([foreign, 'https://api.botframework.com', '', ['a', foreign]], variant) });
    case 'wrong_issuer':
      return claiming({
        iss: pick(
          ['https://api.botframework.example', 'https://api.botframework.com/', foreign, ''],
          variant,
        ),
      });
    case 'expired':
      return claiming({ nbf: at - 2 * HOUR, exp: at - 600 - variant });
    case 'not_yet_valid':
      return claiming({ nbf: at + 600 + variant, exp: at + 2 * HOUR });
    case 'service_url_differs':
      return claiming({ serviceurl: `https://smba.trafficmanager.net/${variant}/` });
    case 'unendorsed_channel':
      return bearing(signRs256(webChat, { ...claims, jti: variant }));
    case 'emulator_v1':
      return bearing(
        signRs256(directory, {
          ...directoryClaims(world, claims, foreign),
          iss: `https://sts.windows.net/${foreign}/`,
          ver: '1.0',
          appid: world.app.appId,
        }),
      );
    case 'emulator_v2':
      return bearing(
        signRs256(directory, {
          ...directoryClaims(world, claims, foreign),
          iss: `https://login.microsoftonline.com/${foreign}/v2.0`,
          ver: '2.0',
          azp: world.app.appId,
        }),
      );
    case 'foreign_tenant':
      return saying({
        conversation: { ...asRecord(activity.conversation), tenantId: foreign },
        channelData: { ...asRecord(activity.channelData), tenant: { id: foreign } },
      });
    case 'other_channel':
      return saying({ channelId: pick(['webchat', 'emulator', 'directline', 'skype', 'MSTEAMS2'], variant) });
    case 'service_host_not_allowed':
      return saying({
        serviceUrl: pick(
          [
            'https://smba.example.net/emea/',
            'https://smba.trafficmanager.net.example.net/emea/',
            'https://smba.trafficmanager.net@example.net/',
            'http://smba.trafficmanager.net/emea/',
            'https://example.net/smba.trafficmanager.net/',
          ],
          variant,
        ),
      });
  }
}

/** As the directory of any tenant writes them for a client that asks a token for itself. */
function directoryClaims(world: World, claims: Json, tenantId: string): Json {
  const { nbf, exp, serviceurl } = claims;
  return {
    nbf,
    exp,
    serviceurl,
    aud: world.app.appId,
    appid: world.app.appId,
    azp: world.app.appId,
    tid: tenantId,
  };
}

const pick = <T>(ways: [T, ...T[]], variant: number): T => ways[variant % ways.length] ?? ways[0];

const asRecord = (value: unknown): Json => (typeof value === 'object' && value !== null ? { ...value } : {});
