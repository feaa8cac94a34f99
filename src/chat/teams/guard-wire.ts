/**
 * A wire that speaks to Teams' own hosts alone, whatever address it is given.
 * The rule: the bot's token goes nowhere else, so an address that is kept from another time, or was put into the record
 * by another hand, is not spoken to; nothing was sent then.
 */
import { isServiceUrl } from './service-hosts.ts';
import type { TeamsWire, WireFault } from './wire.ts';

const NOWHERE: WireFault = { kind: 'unlinked' };

export function guardWire(wire: TeamsWire, standIns: readonly string[]): TeamsWire {
  const isOurs = ({ serviceUrl }: { serviceUrl: string }) => isServiceUrl(serviceUrl, standIns);
  return {
    ...wire,
    createPersonal: async (to) => (isOurs(to) ? wire.createPersonal(to) : NOWHERE),
    postToChannel: async (to, outgoing) => (isOurs(to) ? wire.postToChannel(to, outgoing) : NOWHERE),
    send: async (to, outgoing) => (isOurs(to) ? wire.send(to, outgoing) : NOWHERE),
    update: async (to, id, outgoing) => (isOurs(to) ? wire.update(to, id, outgoing) : NOWHERE),
    remove: async (to, id) => (isOurs(to) ? wire.remove(to, id) : NOWHERE),
    members: async (of, page) => (isOurs(of) ? wire.members(of, page) : NOWHERE),
    member: async (of, userId) => (isOurs(of) ? wire.member(of, userId) : NOWHERE),
    channels: async (of) => (isOurs(of) ? wire.channels(of) : NOWHERE),
  };
}
