/**
 * The Teams app's manifest: the template in manifests/teams/, with one bot, its links and its version put in.
 * The rule: nothing goes in but what is named here, so that no secret can. The app has its bot's own id, as Teams
 * allows and Microsoft's reference advises: the package made again is the same app, and one id is known everywhere.
 */
import { z } from 'zod';

export type TeamsApp = {
  botId: string;
  version: string;
  links: { website: string; privacy: string; terms: string };
  /** Where Vigil answers, as a host; null where it is not known. */
  domain: string | null;
};

const whole = z.record(z.string(), z.unknown());
/** As much of the template as is read or filled in. */
const template = z.object({
  name: z.object({ short: z.string() }),
  developer: whole,
  bots: z.tuple([whole]),
});
export type TeamsManifest = Record<string, unknown>;

/** Everything else goes through as the template has it, in its order. */
export function fillTeamsManifest(
  given: unknown,
  { botId, version, links, domain }: TeamsApp,
): TeamsManifest {
  const { developer, bots } = template.parse(given);
  const id = botId.toLowerCase();
  return {
    ...whole.parse(given),
    version,
    id,
    developer: {
      ...developer,
      websiteUrl: links.website,
      privacyUrl: links.privacy,
      termsOfUseUrl: links.terms,
    },
    bots: [{ ...bots[0], botId: id }],
    validDomains: domain === null ? [] : [domain],
  };
}

/** What Teams calls the app; null where it is no manifest of one. */
export function nameInManifest(given: unknown): string | null {
  const read = template.safeParse(given);
  return read.success ? read.data.name.short : null;
}
