/**
 * A channel as somebody writes it, on any platform: its id, or in Teams the whole link to it.
 * The rule: an id says by its own form which platform it is of; a name such as #leads is never guessed at. Whether
 * Vigil may post there is doctor's to find out.
 */
const SLACK = /^[CG][A-Z0-9]{5,}$/;
const TEAMS = /^19:[\w.-]{6,200}@thread\.(tacv2|v2|skype)$/;
/** On Teams' own pages alone, those of its other clouds too. */
const IN_LINK =
  /^https:\/\/(?:[\w-]+\.)?teams\.(?:microsoft\.(?:com|us)|cloud\.microsoft)\/(?:\S*\/)?l\/(?:channel|chat)\/([^/?#\s]+)/i;

/** Null for what is no channel's id. */
export function readChannelId(text: string): string | null {
  const written = text.trim();
  if (SLACK.test(written)) return written;
  const found = IN_LINK.exec(written)?.[1] ?? written;
  try {
    const id = decodeURIComponent(found);
    return TEAMS.test(id) ? id : null;
  } catch {
    return null;
  }
}

export function platformOfChannel(channelId: string): 'slack' | 'teams' {
  return TEAMS.test(channelId) ? 'teams' : 'slack';
}
