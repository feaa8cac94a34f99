/**
 * Slack's own names for what goes wrong, each as one of the port's outcomes: those of chat.postMessage, chat.update,
 * chat.postEphemeral, conversations.open and the errors every method has.
 * The rule: a refusal is named only when Slack surely did nothing. What is nobody's fault at the school and may last is
 * waited for, so that nothing is given up for it; what Slack itself calls uncertain is in doubt.
 */
import type { SendOutcome } from '../chat.ts';

export type Refusal = Extract<SendOutcome, { kind: 'refused' }>['why'];

export const REFUSALS: Record<Refusal, readonly string[]> = {
  channel_gone: [
    'channel_not_found',
    'is_archived',
    'is_inactive',
    'channel_is_limited_access',
    'channel_type_not_supported',
    'method_not_supported_for_channel_type',
  ],
  not_in_channel: [
    'not_in_channel',
    'user_not_in_channel',
    'no_permission',
    'access_denied',
    'posting_to_channel_denied',
    'restricted_action',
    'restricted_action_read_only_channel',
    'restricted_action_thread_only_channel',
    'restricted_action_thread_locked',
    'restricted_action_non_threadable_channel',
  ],
  person_gone: [
    'user_not_found',
    'users_not_found',
    'user_disabled',
    'user_not_visible',
    'cannot_dm_bot',
    'users_list_not_supplied',
    'invalid_user_combination',
    'restricted_action_dm',
  ],
  installation_revoked: [
    'invalid_auth',
    'not_authed',
    'token_revoked',
    'token_expired',
    'account_inactive',
    'team_access_not_granted',
    'app_uninstalled',
  ],
  too_long: [
    'msg_too_long',
    'msg_blocks_too_long',
    'metadata_too_large',
    'too_many_attachments',
    'attachment_payload_limit_exceeded',
  ],
  invalid: [
    'invalid_blocks',
    'invalid_blocks_format',
    'block_mismatch',
    'invalid_attachments',
    'invalid_arguments',
    'invalid_arg_name',
    'invalid_array_arg',
    'invalid_charset',
    'invalid_form_data',
    'invalid_post_type',
    'missing_post_type',
    'invalid_metadata_format',
    'invalid_metadata_schema',
    'metadata_must_be_sent_from_app',
    'markdown_text_conflict',
    'no_text',
    'missing_file_data',
    'too_many_contact_cards',
    'as_user_not_supported',
    'duplicate_channel_not_found',
    'duplicate_message_not_found',
    'team_not_found',
    'not_enough_users',
    'too_many_users',
    'deprecated_endpoint',
    'method_deprecated',
    'unknown_method',
    'slack_connect_file_link_sharing_blocked',
    'slack_connect_canvas_sharing_blocked',
    'slack_connect_lists_sharing_blocked',
  ],
  message_gone: [
    'message_not_found',
    'cant_update_message',
    'edit_window_closed',
    'thread_not_found',
    'cannot_reply_to_message',
  ],
};

/** Asked to wait, without a time. */
export const LIMITS: readonly string[] = ['ratelimited', 'rate_limited'];

/**
 * Not let through for a reason that lasts until somebody there mends it, or Slack is done: `all` of the workspace, or
 * `this` conversation alone. Doctor says what is to be done about a permission.
 */
export const BLOCKED: Record<'all' | 'this', readonly string[]> = {
  all: [
    'missing_scope',
    'not_allowed_token_type',
    'accesslimited',
    'app_access_restricted',
    'enterprise_is_restricted',
    'two_factor_setup_required',
    // The workspace is being moved to an organisation.
    'org_login_required',
    'team_added_to_org',
    // A free workspace has sent all it may.
    'message_limit_exceeded',
  ],
  this: [
    'ekm_access_denied',
    'messages_tab_disabled',
    'external_channel_migrating',
    'streaming_state_conflict',
  ],
};

/** Some of it may have been done. */
export const DOUBTS: readonly string[] = [
  'fatal_error',
  'internal_error',
  'service_unavailable',
  'request_timeout',
  'update_failed',
];
