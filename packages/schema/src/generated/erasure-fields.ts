// Generated from contracts/ by scripts/generate.ts: do not edit, run `npm run generate`.
import type { ErasureField } from '../erasure-field.ts';

/** Every field of stored events that is about a person, by its path. */
export const erasureFields = [
  {
    path: ['_unrecognized'],
    column: '_unrecognized',
    privacy: 'identifier',
    eventTypes: 'all',
  },
  {
    path: ['action', 'target'],
    column: 'action_target',
    privacy: 'sensitive',
    eventTypes: ['user_action'],
  },
  {
    path: ['action', 'value'],
    column: 'action_value',
    privacy: 'sensitive',
    eventTypes: ['user_action'],
  },
  {
    path: ['affiliate', 'target'],
    column: 'affiliate_target',
    privacy: 'sensitive',
    eventTypes: ['affiliate_click'],
  },
  {
    path: ['chart', 'control_value'],
    column: 'chart_control_value',
    privacy: 'sensitive',
    eventTypes: ['chart_interaction'],
  },
  {
    path: ['ctx', 'page_url'],
    column: 'page_url',
    privacy: 'sensitive',
    eventTypes: 'all',
  },
  {
    path: ['ctx', 'referrer'],
    column: 'referrer',
    privacy: 'sensitive',
    eventTypes: 'all',
  },
  {
    path: ['ctx', 'user_agent'],
    column: 'user_agent',
    privacy: 'pseudonym',
    eventTypes: 'all',
  },
  {
    path: ['custom_properties'],
    column: 'custom_properties',
    privacy: 'sensitive',
    eventTypes: 'all',
  },
  {
    path: ['element', 'target_url'],
    column: 'element_target_url',
    privacy: 'sensitive',
    eventTypes: ['click'],
  },
  {
    path: ['element', 'text'],
    column: 'element_text',
    privacy: 'sensitive',
    eventTypes: ['click'],
  },
  {
    path: ['order', 'order_id'],
    column: 'order_id',
    privacy: 'pseudonym',
    eventTypes: ['purchase'],
  },
  {
    path: ['page', 'title'],
    column: 'page_title',
    privacy: 'sensitive',
    eventTypes: ['page_view'],
  },
  {
    path: ['privacy', 'source_ip_anonymized'],
    column: 'source_ip_anonymized',
    privacy: 'pseudonym',
    eventTypes: 'all',
  },
  {
    path: ['request', 'path'],
    column: 'request_path',
    privacy: 'sensitive',
    eventTypes: ['server_request'],
  },
  {
    path: ['search', 'query'],
    column: 'search_query',
    privacy: 'sensitive',
    eventTypes: ['search'],
  },
  {
    path: ['session', 'session_id'],
    column: 'session_id',
    privacy: 'pseudonym',
    eventTypes: 'all',
  },
  {
    path: ['session', 'utm', 'term'],
    column: 'utm_term',
    privacy: 'sensitive',
    eventTypes: 'all',
  },
  {
    path: ['system', 'message'],
    column: 'system_message',
    privacy: 'sensitive',
    eventTypes: ['system_event'],
  },
  {
    path: ['transaction', 'merchant'],
    column: 'transaction_merchant',
    privacy: 'sensitive',
    eventTypes: ['transaction'],
  },
  {
    path: ['transaction', 'transaction_id'],
    column: 'transaction_id',
    privacy: 'pseudonym',
    eventTypes: ['transaction'],
  },
  {
    path: ['user', 'user_id_hash'],
    column: 'user_id_hash',
    privacy: 'pseudonym',
    eventTypes: 'all',
  },
] as const satisfies readonly ErasureField[];
