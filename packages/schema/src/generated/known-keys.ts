// Generated from contracts/ by scripts/generate.ts: do not edit, run `npm run generate`.
import type { KeyTree } from '../take-unrecognized.ts';
import type { EventType } from './event-types.ts';

/** Keys of the bundled contract, by event type and version; null where the contract takes whatever is below. */
export const knownKeys: Readonly<Record<EventType, Readonly<Record<string, KeyTree>>>> = {
  add_to_cart: {
    '1.0.0': {"event_id":null,"event_type":null,"schema_version":null,"ts":null,"sent_at":null,"user":{"user_id_hash":null,"consent":{"analytics":null,"ads":null}},"session":{"session_id":null,"utm":{"source":null,"medium":null,"campaign":null,"term":null,"content":null}},"ctx":{"page_url":null,"referrer":null,"locale":null,"user_agent":null,"device_type":null,"ab_variant":null},"metadata":{"sdk_version":null,"experiment_keys":null},"custom_properties":null,"product":{"product_id":null,"category":null,"price":null,"quantity":null,"currency":null}},
  },
  affiliate_click: {
    '1.0.0': {"event_id":null,"event_type":null,"schema_version":null,"ts":null,"sent_at":null,"user":{"user_id_hash":null,"consent":{"analytics":null,"ads":null}},"session":{"session_id":null,"utm":{"source":null,"medium":null,"campaign":null,"term":null,"content":null}},"ctx":{"page_url":null,"referrer":null,"locale":null,"user_agent":null,"device_type":null,"ab_variant":null},"metadata":{"sdk_version":null,"experiment_keys":null},"custom_properties":null,"affiliate":{"link_id":null,"target":null,"currency":null,"payout_cents":null}},
  },
  begin_checkout: {
    '1.0.0': {"event_id":null,"event_type":null,"schema_version":null,"ts":null,"sent_at":null,"user":{"user_id_hash":null,"consent":{"analytics":null,"ads":null}},"session":{"session_id":null,"utm":{"source":null,"medium":null,"campaign":null,"term":null,"content":null}},"ctx":{"page_url":null,"referrer":null,"locale":null,"user_agent":null,"device_type":null,"ab_variant":null},"metadata":{"sdk_version":null,"experiment_keys":null},"custom_properties":null,"product":{"product_id":null,"category":null,"price":null,"quantity":null,"currency":null}},
  },
  chart_interaction: {
    '1.0.0': {"event_id":null,"event_type":null,"schema_version":null,"ts":null,"sent_at":null,"user":{"user_id_hash":null,"consent":{"analytics":null,"ads":null}},"session":{"session_id":null,"utm":{"source":null,"medium":null,"campaign":null,"term":null,"content":null}},"ctx":{"page_url":null,"referrer":null,"locale":null,"user_agent":null,"device_type":null,"ab_variant":null},"metadata":{"sdk_version":null,"experiment_keys":null},"custom_properties":null,"chart":{"product_ids":null,"action":null,"control_id":null,"control_value":null}},
  },
  click: {
    '1.0.0': {"event_id":null,"event_type":null,"schema_version":null,"ts":null,"sent_at":null,"user":{"user_id_hash":null,"consent":{"analytics":null,"ads":null}},"session":{"session_id":null,"utm":{"source":null,"medium":null,"campaign":null,"term":null,"content":null}},"ctx":{"page_url":null,"referrer":null,"locale":null,"user_agent":null,"device_type":null,"ab_variant":null},"metadata":{"sdk_version":null,"experiment_keys":null},"custom_properties":null,"product":{"product_id":null,"category":null,"price":null,"quantity":null,"currency":null},"element":{"element_id":null,"text":null,"target_url":null}},
  },
  consent_update: {
    '1.0.0': {"event_id":null,"event_type":null,"schema_version":null,"ts":null,"sent_at":null,"user":{"user_id_hash":null,"consent":{"analytics":null,"ads":null}},"session":{"session_id":null,"utm":{"source":null,"medium":null,"campaign":null,"term":null,"content":null}},"ctx":{"page_url":null,"referrer":null,"locale":null,"user_agent":null,"device_type":null,"ab_variant":null},"metadata":{"sdk_version":null,"experiment_keys":null},"custom_properties":null,"consent_change":{"policy_version":null,"previous":{"analytics":null,"ads":null},"method":null}},
  },
  metric: {
    '1.0.0': {"event_id":null,"event_type":null,"schema_version":null,"ts":null,"sent_at":null,"user":{"user_id_hash":null,"consent":{"analytics":null,"ads":null}},"session":{"session_id":null,"utm":{"source":null,"medium":null,"campaign":null,"term":null,"content":null}},"ctx":{"page_url":null,"referrer":null,"locale":null,"user_agent":null,"device_type":null,"ab_variant":null},"metadata":{"sdk_version":null,"experiment_keys":null},"custom_properties":null,"metric":{"name":null,"value":null,"unit":null}},
  },
  page_view: {
    '1.0.0': {"event_id":null,"event_type":null,"schema_version":null,"ts":null,"sent_at":null,"user":{"user_id_hash":null,"consent":{"analytics":null,"ads":null}},"session":{"session_id":null,"utm":{"source":null,"medium":null,"campaign":null,"term":null,"content":null}},"ctx":{"page_url":null,"referrer":null,"locale":null,"user_agent":null,"device_type":null,"ab_variant":null},"metadata":{"sdk_version":null,"experiment_keys":null},"custom_properties":null,"page":{"title":null,"product_id":null,"category":null}},
    '1.1.0': {"event_id":null,"event_type":null,"schema_version":null,"ts":null,"sent_at":null,"user":{"user_id_hash":null,"consent":{"analytics":null,"ads":null}},"session":{"session_id":null,"utm":{"source":null,"medium":null,"campaign":null,"term":null,"content":null}},"ctx":{"page_url":null,"referrer":null,"locale":null,"user_agent":null,"device_type":null,"ab_variant":null},"metadata":{"sdk_version":null,"experiment_keys":null},"custom_properties":null,"product":{"product_id":null,"category":null,"price":null,"quantity":null,"currency":null},"page":{"title":null,"product_id":null,"category":null}},
  },
  purchase: {
    '1.0.0': {"event_id":null,"event_type":null,"schema_version":null,"ts":null,"sent_at":null,"user":{"user_id_hash":null,"consent":{"analytics":null,"ads":null}},"session":{"session_id":null,"utm":{"source":null,"medium":null,"campaign":null,"term":null,"content":null}},"ctx":{"page_url":null,"referrer":null,"locale":null,"user_agent":null,"device_type":null,"ab_variant":null},"metadata":{"sdk_version":null,"experiment_keys":null},"custom_properties":null,"product":{"product_id":null,"category":null,"price":null,"quantity":null,"currency":null},"order":{"order_id":null}},
  },
  search: {
    '1.0.0': {"event_id":null,"event_type":null,"schema_version":null,"ts":null,"sent_at":null,"user":{"user_id_hash":null,"consent":{"analytics":null,"ads":null}},"session":{"session_id":null,"utm":{"source":null,"medium":null,"campaign":null,"term":null,"content":null}},"ctx":{"page_url":null,"referrer":null,"locale":null,"user_agent":null,"device_type":null,"ab_variant":null},"metadata":{"sdk_version":null,"experiment_keys":null},"custom_properties":null,"search":{"query":null,"result_count":null}},
  },
  server_request: {
    '1.0.0': {"event_id":null,"event_type":null,"schema_version":null,"ts":null,"sent_at":null,"user":{"user_id_hash":null,"consent":{"analytics":null,"ads":null}},"session":{"session_id":null,"utm":{"source":null,"medium":null,"campaign":null,"term":null,"content":null}},"ctx":{"page_url":null,"referrer":null,"locale":null,"user_agent":null,"device_type":null,"ab_variant":null},"metadata":{"sdk_version":null,"experiment_keys":null},"custom_properties":null,"request":{"method":null,"path":null,"status":null,"bytes":null}},
  },
  system_event: {
    '1.0.0': {"event_id":null,"event_type":null,"schema_version":null,"ts":null,"sent_at":null,"user":{"user_id_hash":null,"consent":{"analytics":null,"ads":null}},"session":{"session_id":null,"utm":{"source":null,"medium":null,"campaign":null,"term":null,"content":null}},"ctx":{"page_url":null,"referrer":null,"locale":null,"user_agent":null,"device_type":null,"ab_variant":null},"metadata":{"sdk_version":null,"experiment_keys":null},"custom_properties":null,"system":{"severity":null,"component":null,"message":null}},
  },
  transaction: {
    '1.0.0': {"event_id":null,"event_type":null,"schema_version":null,"ts":null,"sent_at":null,"user":{"user_id_hash":null,"consent":{"analytics":null,"ads":null}},"session":{"session_id":null,"utm":{"source":null,"medium":null,"campaign":null,"term":null,"content":null}},"ctx":{"page_url":null,"referrer":null,"locale":null,"user_agent":null,"device_type":null,"ab_variant":null},"metadata":{"sdk_version":null,"experiment_keys":null},"custom_properties":null,"transaction":{"transaction_id":null,"amount":null,"currency":null,"merchant":null}},
  },
  user_action: {
    '1.0.0': {"event_id":null,"event_type":null,"schema_version":null,"ts":null,"sent_at":null,"user":{"user_id_hash":null,"consent":{"analytics":null,"ads":null}},"session":{"session_id":null,"utm":{"source":null,"medium":null,"campaign":null,"term":null,"content":null}},"ctx":{"page_url":null,"referrer":null,"locale":null,"user_agent":null,"device_type":null,"ab_variant":null},"metadata":{"sdk_version":null,"experiment_keys":null},"custom_properties":null,"action":{"name":null,"target":null,"value":null}},
  },
};
