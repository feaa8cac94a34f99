/**
 * The cycle's steps as every platform with workspaces of its own is given them.
 * The rule: each is bound to the world once, here, so that two platforms cannot come to differ in what a press, an
 * event or an installation does. What one platform needs besides is its own file's.
 */
import type { Handlers, WorkspaceHandlers } from '../chat/chat.ts';
import type { World } from '../cycle/context.ts';
import { markShown } from '../cycle/mark-shown.ts';
import { noteMember } from '../cycle/note-member.ts';
import { revokeWorkspace } from '../cycle/revoke-workspace.ts';
import { type InstallPorts, takeInstallation } from '../cycle/take-installation.ts';
import { takeOnce } from '../cycle/take-once.ts';

export function workspaceHandlers(
  world: World,
  handlers: Handlers,
  installing: InstallPorts,
): WorkspaceHandlers {
  return {
    ...handlers,
    once: (event, work) => takeOnce(world, event, work),
    onInstalled: async (installed) => void (await takeInstallation(world, installed, installing)),
    onRevoked: ({ at, ...workspace }) => revokeWorkspace(world, workspace, at),
    onShown: (shown) => markShown(world, shown),
    onMember: (workspace, member) => noteMember(world, workspace, member),
  };
}
