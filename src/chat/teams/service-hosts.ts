/**
 * The addresses Teams is spoken to at. The rule: Vigil sends its token to these hosts and no other, whatever an
 * activity says of itself; what stands in for Teams in tests is allowed by its very host and port.
 */

/** Microsoft's own, https alone: the public cloud, and those of governments (Teams docs, proactive messages). */
const HOSTS = [/^smba\.trafficmanager\.net$/, /^([a-z0-9-]+\.)+teams\.microsoft\.(com|us)$/];

/** Where a tenant that has not been heard from is first spoken to. */
export const GLOBAL_SERVICE_URL = 'https://smba.trafficmanager.net/teams/';

/** `standIns` are hosts with their ports, such as 127.0.0.1:4000, or a bare host for any port of it. */
export function isServiceUrl(address: string, standIns: readonly string[]): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, host, hostname, username, password, port } = new URL(address);
  if (username !== '' || password !== '') return false;
  const isWeb = protocol === 'http:' || protocol === 'https:';
  if (isWeb && (standIns.includes(host) || standIns.includes(hostname))) return true;
  return protocol === 'https:' && port === '' && HOSTS.some((known) => known.test(hostname));
}
