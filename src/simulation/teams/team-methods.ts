/**
 * A team, and its channels.
 * The rule: only for a team the app is in. General has no name of its own, and the team's id; a private or shared
 * channel is listed where the app is in it.
 */
import { type Answer, grant, refuse } from './answer.ts';
import { hasBot, type Team, type Thread, tenantOf, type World } from './world.ts';

export function getTeam(world: World, teamId: string): Answer {
  const found = teamBy(world, teamId);
  if ('refusal' in found) return found.refusal;
  const { team } = found;
  return grant({
    id: team.id,
    name: team.name,
    aadGroupId: team.groupId,
    tenantId: team.tenantId,
    type: 'standard',
    channelCount: channelsOf(world, team).length,
    memberCount: team.members.size,
  });
}

export function getChannels(world: World, teamId: string): Answer {
  const found = teamBy(world, teamId);
  if ('refusal' in found) return found.refusal;
  const conversations = channelsOf(world, found.team).map(({ id, name, channelKind }) => ({
    id,
    ...(id === teamId ? {} : { name }),
    type: channelKind,
  }));
  return grant({ conversations });
}

const channelsOf = (world: World, team: Team): Thread[] =>
  tenantOf(world, team.tenantId).threads.filter(
    (thread) => thread.team === team && !thread.isDeleted && hasBot(thread),
  );

function teamBy(world: World, teamId: string): { team: Team } | { refusal: Answer } {
  for (const tenant of world.tenants.values()) {
    const team = tenant.teams.get(teamId);
    if (!team) continue;
    if (tenant.disabled) return { refusal: refuse('BotDisabledByAdmin') };
    return team.installed ? { team } : { refusal: refuse('BotNotInConversationRoster') };
  }
  return { refusal: refuse('ConversationNotFound') };
}
