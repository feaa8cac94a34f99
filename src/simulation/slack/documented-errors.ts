/**
 * The errors Slack documents, by method, for a simulator to choose from and for a test to go through.
 * The rule: as Slack's reference names them, and nothing of what Vigil makes of them. Those of files, streams and shared
 * channels are left out: no call of a bot like ours can meet them.
 */

/** Any method may answer these; nothing was done. */
const COMMON = [
  'access_denied',
  'accesslimited',
  'account_inactive',
  'deprecated_endpoint',
  'enterprise_is_restricted',
  'invalid_arg_name',
  'invalid_arguments',
  'invalid_array_arg',
  'invalid_auth',
  'invalid_charset',
  'invalid_form_data',
  'invalid_post_type',
  'method_deprecated',
  'missing_post_type',
  'missing_scope',
  'no_permission',
  'not_allowed_token_type',
  'not_authed',
  'org_login_required',
  'ratelimited',
  'team_access_not_granted',
  'team_added_to_org',
  'token_expired',
  'token_revoked',
  'two_factor_setup_required',
];

/** "It’s possible some aspect of the operation succeeded", or Slack does not say. */
export const UNCERTAIN_ERRORS: readonly string[] = [
  'fatal_error',
  'internal_error',
  'request_timeout',
  'service_unavailable',
];

const WRITING = [
  'channel_not_found',
  'ekm_access_denied',
  'invalid_blocks',
  'invalid_blocks_format',
  'invalid_metadata_format',
  'invalid_metadata_schema',
  'markdown_text_conflict',
  'message_limit_exceeded',
  'metadata_must_be_sent_from_app',
  'metadata_too_large',
  'no_text',
  'rate_limited',
  'team_not_found',
  'too_many_attachments',
];

export const DOCUMENTED_ERRORS = {
  'chat.postMessage': [
    ...COMMON,
    ...WRITING,
    'as_user_not_supported',
    'attachment_payload_limit_exceeded',
    'cannot_reply_to_message',
    'duplicate_channel_not_found',
    'duplicate_message_not_found',
    'is_archived',
    'messages_tab_disabled',
    'missing_file_data',
    'msg_blocks_too_long',
    'msg_too_long',
    'not_in_channel',
    'restricted_action',
    'restricted_action_non_threadable_channel',
    'restricted_action_read_only_channel',
    'restricted_action_thread_locked',
    'restricted_action_thread_only_channel',
    'slack_connect_canvas_sharing_blocked',
    'slack_connect_file_link_sharing_blocked',
    'slack_connect_lists_sharing_blocked',
    'too_many_contact_cards',
  ],
  'chat.update': [
    ...COMMON,
    ...WRITING,
    'block_mismatch',
    'cant_update_message',
    'edit_window_closed',
    'external_channel_migrating',
    'invalid_attachments',
    'is_inactive',
    'message_not_found',
    'msg_too_long',
    'streaming_state_conflict',
    'update_failed',
  ],
  'conversations.open': [
    ...COMMON,
    'channel_not_found',
    'invalid_user_combination',
    'method_not_supported_for_channel_type',
    'not_enough_users',
    'too_many_users',
    'user_disabled',
    'user_not_found',
    'user_not_visible',
    'users_list_not_supplied',
  ],
} as const satisfies Record<string, readonly string[]>;
