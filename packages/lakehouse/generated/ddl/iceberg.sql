-- Generated from models/ and the contracts: do not edit, run `npm run generate`.
-- For Spark with Iceberg, whose catalog is called glue_catalog.
-- A text like /ctx/page_url is where the value stands in the stored event, or in the quarantine entry.

CREATE NAMESPACE IF NOT EXISTS glue_catalog.bronze;
CREATE NAMESPACE IF NOT EXISTS glue_catalog.silver;
CREATE NAMESPACE IF NOT EXISTS glue_catalog.gold;
CREATE NAMESPACE IF NOT EXISTS glue_catalog.lake;

CREATE TABLE IF NOT EXISTS glue_catalog.bronze.events (
  `frame_id` string COMMENT 'Id of the frame the event came in.',
  `line` int COMMENT 'Line of the event in its frame, from 1. (frame_id, line) is the identity of what was received.',
  `shard_id` string COMMENT 'Shard of the stream that carried the frame.',
  `sequence_number` string COMMENT 'Sequence number of the frame’s record in its shard: decimal digits.',
  `arrived_at_ms` bigint COMMENT 'When the frame reached the stream (epoch milliseconds).',
  `event_id` string COMMENT '/event_id: Deduplication key: made once by the sender and kept over its retries.',
  `event_type` string COMMENT '/event_type: Names the contract.',
  `schema_version` string COMMENT '/schema_version: Version of the contract of the event type.',
  `event_time_ms` bigint COMMENT '/ts: When it happened, by the clock of the sender. (epoch milliseconds)',
  `sent_at_ms` bigint COMMENT '/sent_at: When the sender handed its batch over. Transport, not content: a retry may change it. (epoch milliseconds)',
  `received_at_ms` bigint COMMENT '/received_at: When ingest took the event. (epoch milliseconds)',
  `source` string COMMENT '/source: Which sender it came from: the key’s name, or the importer’s --source.',
  `consent_analytics` boolean COMMENT '/privacy/analytics: May be measured.',
  `consent_ads` boolean COMMENT '/privacy/ads: May be used for advertising.',
  `privacy_policy` string COMMENT '/privacy/policy: Version of the privacy policy that was in force.',
  `source_ip_anonymized` string COMMENT '/privacy/source_ip_anonymized: Client address cut to /24 (IPv4) or /48 (IPv6); null where there was none.',
  `user_id_hash` string COMMENT '/user/user_id_hash: Hash of the sender’s own user id; never the id itself.',
  `session_id` string COMMENT '/session/session_id: The sender’s id of the visit.',
  `utm_source` string COMMENT '/session/utm/source: utm_source: where the visit came from.',
  `utm_medium` string COMMENT '/session/utm/medium: utm_medium: kind of the way it came.',
  `utm_campaign` string COMMENT '/session/utm/campaign: utm_campaign: name of the campaign.',
  `utm_term` string COMMENT '/session/utm/term: utm_term: paid search words.',
  `utm_content` string COMMENT '/session/utm/content: utm_content: which of several links.',
  `page_url` string COMMENT '/ctx/page_url: Address of the page: absolute, or from the root of the site where the source knows no host.',
  `referrer` string COMMENT '/ctx/referrer: Address that led to the page.',
  `locale` string COMMENT '/ctx/locale: Language and region, as in BCP 47.',
  `user_agent` string COMMENT '/ctx/user_agent: User-Agent header of the visitor’s program.',
  `device_type` string COMMENT '/ctx/device_type: Kind of device, in the sender’s words.',
  `ab_variant` string COMMENT '/ctx/ab_variant: Variant of the one experiment the page is part of.',
  `sdk_version` string COMMENT '/metadata/sdk_version: Version of the SDK that made the event.',
  `experiment_keys` string COMMENT '/metadata/experiment_keys: Experiments the visitor is part of.',
  `custom_properties` string COMMENT '/custom_properties: The sender’s own facts: names with scalar values.',
  `key_id` string COMMENT '/key_id: Id of the key that the event came with; absent in lines stored before this field was.',
  `privacy_mode` string COMMENT '/privacy/mode: What the privacy table left of the event: full, cookieless (no user id, a session id of one day) or record (a decision about consent). Absent in lines stored before this field was.',
  `scrubbed_count` int COMMENT '/privacy/scrubbed_count: E-mail addresses that were replaced in the event’s text; absent when there was none. (e-mail addresses)',
  `country` string COMMENT '/geo/country: Country of the client address, as in ISO 3166-1 alpha-2.',
  `client_time_ms` bigint COMMENT '/clock/ts: When it happened by the client’s clock: ts before the correction. Order within a session is by this where it is there. (epoch milliseconds)',
  `clock_correction` bigint COMMENT '/clock/correction: What was added to the client’s time: receipt minus the batch’s send time. (milliseconds)',
  `product_id` string COMMENT '/product/product_id: The shop’s id of the product.',
  `product_category` string COMMENT '/product/category: Category of the product, in the shop’s words.',
  `price` double COMMENT '/product/price: Price of one piece. Absent where the source has none: revenue is then null, not 0. (units of currency)',
  `quantity` int COMMENT '/product/quantity: How many pieces; absent where the source does not say. (piece)',
  `currency` string COMMENT '/product/currency: Currency of the price, as in ISO 4217. A price needs one.',
  `affiliate_link_id` string COMMENT '/affiliate/link_id: The sender’s id of the link.',
  `affiliate_target` string COMMENT '/affiliate/target: Address that the link leads to.',
  `affiliate_currency` string COMMENT '/affiliate/currency: Currency of the payout, as in ISO 4217; absent where the source has none.',
  `affiliate_payout_cents` bigint COMMENT '/affiliate/payout_cents: What the partner pays for this click; 0 where a click alone pays nothing. (hundredth of a unit of currency)',
  `chart_product_ids` string COMMENT '/chart/product_ids: Products that the chart showed; empty where it showed none.',
  `chart_action` string COMMENT '/chart/action: What the visitor did with the chart.',
  `chart_control_id` string COMMENT '/chart/control_id: The control that was used: a column, a filter, a switch.',
  `chart_control_value` string COMMENT '/chart/control_value: What the control was set to; absent where it holds no value. (as the control says)',
  `element_id` string COMMENT '/element/element_id: Id of the element in its page, or a path to it where it has none.',
  `element_text` string COMMENT '/element/text: What the visitor read on it.',
  `element_target_url` string COMMENT '/element/target_url: Address that it leads to; absent where it leads nowhere.',
  `consent_policy_version` string COMMENT '/consent_change/policy_version: Version of the privacy policy that the visitor was shown.',
  `consent_previous_analytics` boolean COMMENT '/consent_change/previous/analytics: Could be measured before.',
  `consent_previous_ads` boolean COMMENT '/consent_change/previous/ads: Could be used for advertising before.',
  `consent_method` string COMMENT '/consent_change/method: Where the visitor decided; absent where the sender does not know.',
  `metric_name` string COMMENT '/metric/name: What was measured.',
  `metric_value` double COMMENT '/metric/value: The number that was measured. (as metric.unit says)',
  `metric_unit` string COMMENT '/metric/unit: Unit of the value, in the sender’s words.',
  `page_title` string COMMENT '/page/title: Title of the page.',
  `page_product_id` string COMMENT '/page/product_id: The product the page is about.',
  `page_category` string COMMENT '/page/category: Category of the product or of the page.',
  `order_id` string COMMENT '/order/order_id: The shop’s id of the order: the same in the events of all its products.',
  `search_query` string COMMENT '/search/query: What the visitor typed; empty for a search without words.',
  `search_result_count` int COMMENT '/search/result_count: How many results there were in all; absent where the sender does not know. (result)',
  `request_method` string COMMENT '/request/method: HTTP method, as received.',
  `request_path` string COMMENT '/request/path: Path of the request.',
  `request_status` int COMMENT '/request/status: HTTP status of the answer. (HTTP status code)',
  `request_bytes` bigint COMMENT '/request/bytes: Size of the answer’s body; null where the source does not say. (byte)',
  `system_severity` string COMMENT '/system/severity: How grave it is.',
  `system_component` string COMMENT '/system/component: The part of the sender’s system that reports.',
  `system_message` string COMMENT '/system/message: What happened, in words; absent where severity and component say it all.',
  `transaction_id` string COMMENT '/transaction/transaction_id: The sender’s id of the payment or the refund.',
  `transaction_amount` double COMMENT '/transaction/amount: How much was paid; a refund is negative. (units of currency)',
  `transaction_currency` string COMMENT '/transaction/currency: Currency of the amount, as in ISO 4217.',
  `transaction_merchant` string COMMENT '/transaction/merchant: Who was paid, or pays back.',
  `action_name` string COMMENT '/action/name: Name of the action.',
  `action_target` string COMMENT '/action/target: What it was done to; absent where there is nothing to name.',
  `action_value` string COMMENT '/action/value: What was chosen or entered; absent where there was no choice.',
  `_unrecognized` string COMMENT '/_unrecognized: What the client sent and the applied contract does not know, taken out of its place; absent where it knows everything.',
  `contract_version` string COMMENT '/metadata/contract_version: Version of the contract that was applied: the sent one, or the newest before it that was known. Absent in lines stored before this field was: there it is schema_version.',
  `schema_hash` string COMMENT '/metadata/schema_hash: SHA-256 of the contract of contract_version, hex.',
  `content_hash` string COMMENT '/content_hash: HMAC-SHA-256, keyed with the lake’s key, of what the client sent, before any change by the server and without sent_at, hex. Of lines stored before server-fields 1.2.0 it is the bare SHA-256.',
  `page_path` string COMMENT 'Path of page_url without query string and fragment.',
  `referrer_host` string COMMENT 'Host of referrer.',
  `ua_browser` string COMMENT 'Browser family, from user_agent.',
  `ua_os` string COMMENT 'Operating system family, from user_agent.',
  `ua_device` string COMMENT 'Kind of device, from user_agent.',
  `received_at` timestamp COMMENT 'When ingest received the event (UTC).',
  `raw_key` string COMMENT 'Key of the raw object that holds the received bytes.',
  `typed_key` string COMMENT 'Key of the typed file that was loaded.',
  `run_id` string COMMENT 'The refinement run that loaded the row.'
)
USING iceberg
COMMENT 'Every event as it was received, typed; append-only. A second import adds rows here and nowhere else.'
PARTITIONED BY (event_type, hours(received_at))
TBLPROPERTIES ('format-version' = '2');

CREATE TABLE IF NOT EXISTS glue_catalog.bronze.quarantine (
  `quarantine_id` string COMMENT '/quarantine_id: Keyed HMAC of the original bytes, hex: the same line imported twice has the same id.',
  `reason` string COMMENT '/reason: Why it was refused, from the closed list of reasons.',
  `path` string COMMENT '/path: JSON Pointer to the fault; empty for the whole line.',
  `detail` string COMMENT '/detail: Which rule was broken and what it expects; never the value.',
  `received_at_ms` bigint COMMENT '/received_at: When ingest took the line (epoch milliseconds).',
  `source` string COMMENT '/source: Which sender it came from.',
  `event_id` string COMMENT '/event_id: The event’s id, where one could be read.',
  `event_type` string COMMENT '/event_type: The event’s type, where a known one could be read.',
  `line_number` bigint COMMENT '/line_number: Line of the imported file, from 1.',
  `text` string COMMENT '/text: What was received, without whole IP addresses; absent where consent could not be read.',
  `shape` string COMMENT '/shape: JSON text: contract keys and their JSON types, kept instead of the text where consent could not be read.',
  `sha256` string COMMENT '/sha256: SHA-256 of a record that nobody can read, hex; where it is there, the text is the record in base64.',
  `frame_id` string COMMENT 'Id of the frame the entry came in.',
  `line` int COMMENT 'Line of the entry in its frame, from 1.',
  `shard_id` string COMMENT 'Shard of the stream that carried the frame.',
  `sequence_number` string COMMENT 'Sequence number of the frame’s record in its shard: decimal digits.',
  `arrived_at_ms` bigint COMMENT 'When the frame reached the stream (epoch milliseconds).',
  `received_at` timestamp COMMENT 'When the line was received (UTC).',
  `quarantine_key` string COMMENT 'Key of the quarantine object that holds the entry.',
  `typed_key` string COMMENT 'Key of the typed file that was loaded.',
  `run_id` string COMMENT 'The refinement run that loaded the row.'
)
USING iceberg
COMMENT 'Every sighting of a refused line, append-only. A second import sees the same lines again.'
PARTITIONED BY (days(received_at))
TBLPROPERTIES ('format-version' = '2');

CREATE TABLE IF NOT EXISTS glue_catalog.silver.quarantine (
  `quarantine_id` string COMMENT '/quarantine_id: Keyed HMAC of the original bytes, hex: the same line imported twice has the same id.',
  `reason` string COMMENT '/reason: Why it was refused, from the closed list of reasons.',
  `path` string COMMENT '/path: JSON Pointer to the fault; empty for the whole line.',
  `detail` string COMMENT '/detail: Which rule was broken and what it expects; never the value.',
  `received_at_ms` bigint COMMENT '/received_at: When ingest took the line (epoch milliseconds).',
  `source` string COMMENT '/source: Which sender it came from.',
  `event_id` string COMMENT '/event_id: The event’s id, where one could be read.',
  `event_type` string COMMENT '/event_type: The event’s type, where a known one could be read.',
  `line_number` bigint COMMENT '/line_number: Line of the imported file, from 1.',
  `text` string COMMENT '/text: What was received, without whole IP addresses; absent where consent could not be read.',
  `shape` string COMMENT '/shape: JSON text: contract keys and their JSON types, kept instead of the text where consent could not be read.',
  `sha256` string COMMENT '/sha256: SHA-256 of a record that nobody can read, hex; where it is there, the text is the record in base64.',
  `frame_id` string COMMENT 'Id of the frame the entry came in.',
  `line` int COMMENT 'Line of the entry in its frame, from 1.',
  `shard_id` string COMMENT 'Shard of the stream that carried the frame.',
  `sequence_number` string COMMENT 'Sequence number of the frame’s record in its shard: decimal digits.',
  `received_at` timestamp COMMENT 'When the line was received (UTC).',
  `quarantine_key` string COMMENT 'Key of the quarantine object that holds the entry.'
)
USING iceberg
COMMENT 'One row per refused line, by the keyed hash of its bytes; of several sightings the first received counts.'
PARTITIONED BY (days(received_at))
TBLPROPERTIES ('format-version' = '2');

CREATE TABLE IF NOT EXISTS glue_catalog.silver.events (
  `frame_id` string COMMENT 'Id of the frame the event came in.',
  `line` int COMMENT 'Line of the event in its frame, from 1. (frame_id, line) is the identity of what was received.',
  `shard_id` string COMMENT 'Shard of the stream that carried the frame.',
  `sequence_number` string COMMENT 'Sequence number of the frame’s record in its shard: decimal digits.',
  `event_id` string COMMENT '/event_id: Deduplication key: made once by the sender and kept over its retries.',
  `event_type` string COMMENT '/event_type: Names the contract.',
  `schema_version` string COMMENT '/schema_version: Version of the contract of the event type.',
  `event_time_ms` bigint COMMENT '/ts: When it happened, by the clock of the sender. (epoch milliseconds)',
  `sent_at_ms` bigint COMMENT '/sent_at: When the sender handed its batch over. Transport, not content: a retry may change it. (epoch milliseconds)',
  `received_at_ms` bigint COMMENT '/received_at: When ingest took the event. (epoch milliseconds)',
  `source` string COMMENT '/source: Which sender it came from: the key’s name, or the importer’s --source.',
  `consent_analytics` boolean COMMENT '/privacy/analytics: May be measured.',
  `consent_ads` boolean COMMENT '/privacy/ads: May be used for advertising.',
  `privacy_policy` string COMMENT '/privacy/policy: Version of the privacy policy that was in force.',
  `source_ip_anonymized` string COMMENT '/privacy/source_ip_anonymized: Client address cut to /24 (IPv4) or /48 (IPv6); null where there was none.',
  `user_id_hash` string COMMENT '/user/user_id_hash: Hash of the sender’s own user id; never the id itself.',
  `session_id` string COMMENT '/session/session_id: The sender’s id of the visit.',
  `utm_source` string COMMENT '/session/utm/source: utm_source: where the visit came from.',
  `utm_medium` string COMMENT '/session/utm/medium: utm_medium: kind of the way it came.',
  `utm_campaign` string COMMENT '/session/utm/campaign: utm_campaign: name of the campaign.',
  `utm_term` string COMMENT '/session/utm/term: utm_term: paid search words.',
  `utm_content` string COMMENT '/session/utm/content: utm_content: which of several links.',
  `page_url` string COMMENT '/ctx/page_url: Address of the page: absolute, or from the root of the site where the source knows no host.',
  `referrer` string COMMENT '/ctx/referrer: Address that led to the page.',
  `locale` string COMMENT '/ctx/locale: Language and region, as in BCP 47.',
  `user_agent` string COMMENT '/ctx/user_agent: User-Agent header of the visitor’s program.',
  `device_type` string COMMENT '/ctx/device_type: Kind of device, in the sender’s words.',
  `ab_variant` string COMMENT '/ctx/ab_variant: Variant of the one experiment the page is part of.',
  `sdk_version` string COMMENT '/metadata/sdk_version: Version of the SDK that made the event.',
  `experiment_keys` string COMMENT '/metadata/experiment_keys: Experiments the visitor is part of.',
  `custom_properties` string COMMENT '/custom_properties: The sender’s own facts: names with scalar values.',
  `key_id` string COMMENT '/key_id: Id of the key that the event came with; absent in lines stored before this field was.',
  `privacy_mode` string COMMENT '/privacy/mode: What the privacy table left of the event: full, cookieless (no user id, a session id of one day) or record (a decision about consent). Absent in lines stored before this field was.',
  `scrubbed_count` int COMMENT '/privacy/scrubbed_count: E-mail addresses that were replaced in the event’s text; absent when there was none. (e-mail addresses)',
  `country` string COMMENT '/geo/country: Country of the client address, as in ISO 3166-1 alpha-2.',
  `client_time_ms` bigint COMMENT '/clock/ts: When it happened by the client’s clock: ts before the correction. Order within a session is by this where it is there. (epoch milliseconds)',
  `clock_correction` bigint COMMENT '/clock/correction: What was added to the client’s time: receipt minus the batch’s send time. (milliseconds)',
  `product_id` string COMMENT '/product/product_id: The shop’s id of the product.',
  `product_category` string COMMENT '/product/category: Category of the product, in the shop’s words.',
  `price` double COMMENT '/product/price: Price of one piece. Absent where the source has none: revenue is then null, not 0. (units of currency)',
  `quantity` int COMMENT '/product/quantity: How many pieces; absent where the source does not say. (piece)',
  `currency` string COMMENT '/product/currency: Currency of the price, as in ISO 4217. A price needs one.',
  `affiliate_link_id` string COMMENT '/affiliate/link_id: The sender’s id of the link.',
  `affiliate_target` string COMMENT '/affiliate/target: Address that the link leads to.',
  `affiliate_currency` string COMMENT '/affiliate/currency: Currency of the payout, as in ISO 4217; absent where the source has none.',
  `affiliate_payout_cents` bigint COMMENT '/affiliate/payout_cents: What the partner pays for this click; 0 where a click alone pays nothing. (hundredth of a unit of currency)',
  `chart_product_ids` string COMMENT '/chart/product_ids: Products that the chart showed; empty where it showed none.',
  `chart_action` string COMMENT '/chart/action: What the visitor did with the chart.',
  `chart_control_id` string COMMENT '/chart/control_id: The control that was used: a column, a filter, a switch.',
  `chart_control_value` string COMMENT '/chart/control_value: What the control was set to; absent where it holds no value. (as the control says)',
  `element_id` string COMMENT '/element/element_id: Id of the element in its page, or a path to it where it has none.',
  `element_text` string COMMENT '/element/text: What the visitor read on it.',
  `element_target_url` string COMMENT '/element/target_url: Address that it leads to; absent where it leads nowhere.',
  `consent_policy_version` string COMMENT '/consent_change/policy_version: Version of the privacy policy that the visitor was shown.',
  `consent_previous_analytics` boolean COMMENT '/consent_change/previous/analytics: Could be measured before.',
  `consent_previous_ads` boolean COMMENT '/consent_change/previous/ads: Could be used for advertising before.',
  `consent_method` string COMMENT '/consent_change/method: Where the visitor decided; absent where the sender does not know.',
  `metric_name` string COMMENT '/metric/name: What was measured.',
  `metric_value` double COMMENT '/metric/value: The number that was measured. (as metric.unit says)',
  `metric_unit` string COMMENT '/metric/unit: Unit of the value, in the sender’s words.',
  `page_title` string COMMENT '/page/title: Title of the page.',
  `page_product_id` string COMMENT '/page/product_id: The product the page is about.',
  `page_category` string COMMENT '/page/category: Category of the product or of the page.',
  `order_id` string COMMENT '/order/order_id: The shop’s id of the order: the same in the events of all its products.',
  `search_query` string COMMENT '/search/query: What the visitor typed; empty for a search without words.',
  `search_result_count` int COMMENT '/search/result_count: How many results there were in all; absent where the sender does not know. (result)',
  `request_method` string COMMENT '/request/method: HTTP method, as received.',
  `request_path` string COMMENT '/request/path: Path of the request.',
  `request_status` int COMMENT '/request/status: HTTP status of the answer. (HTTP status code)',
  `request_bytes` bigint COMMENT '/request/bytes: Size of the answer’s body; null where the source does not say. (byte)',
  `system_severity` string COMMENT '/system/severity: How grave it is.',
  `system_component` string COMMENT '/system/component: The part of the sender’s system that reports.',
  `system_message` string COMMENT '/system/message: What happened, in words; absent where severity and component say it all.',
  `transaction_id` string COMMENT '/transaction/transaction_id: The sender’s id of the payment or the refund.',
  `transaction_amount` double COMMENT '/transaction/amount: How much was paid; a refund is negative. (units of currency)',
  `transaction_currency` string COMMENT '/transaction/currency: Currency of the amount, as in ISO 4217.',
  `transaction_merchant` string COMMENT '/transaction/merchant: Who was paid, or pays back.',
  `action_name` string COMMENT '/action/name: Name of the action.',
  `action_target` string COMMENT '/action/target: What it was done to; absent where there is nothing to name.',
  `action_value` string COMMENT '/action/value: What was chosen or entered; absent where there was no choice.',
  `_unrecognized` string COMMENT '/_unrecognized: What the client sent and the applied contract does not know, taken out of its place; absent where it knows everything.',
  `contract_version` string COMMENT '/metadata/contract_version: Version of the contract that was applied: the sent one, or the newest before it that was known. Absent in lines stored before this field was: there it is schema_version.',
  `schema_hash` string COMMENT '/metadata/schema_hash: SHA-256 of the contract of contract_version, hex.',
  `content_hash` string COMMENT '/content_hash: HMAC-SHA-256, keyed with the lake’s key, of what the client sent, before any change by the server and without sent_at, hex. Of lines stored before server-fields 1.2.0 it is the bare SHA-256.',
  `page_path` string COMMENT 'Path of page_url without query string and fragment.',
  `referrer_host` string COMMENT 'Host of referrer.',
  `ua_browser` string COMMENT 'Browser family, from user_agent.',
  `ua_os` string COMMENT 'Operating system family, from user_agent.',
  `ua_device` string COMMENT 'Kind of device, from user_agent.',
  `received_at` timestamp COMMENT 'When ingest received the event (UTC).',
  `raw_key` string COMMENT 'Key of the raw object that holds the received bytes.',
  `event_time` timestamp COMMENT 'When the event happened, by the client’s clock (UTC).',
  `event_hour` timestamp COMMENT 'The hour of event_time: hourly tables are recomputed by it.',
  `event_date` date COMMENT 'The day of event_time (UTC).',
  `session_group` string COMMENT 'Within what sessions are looked for: s:<session_id> when the client sent one, else v:<user_id_hash>, else null.'
)
USING iceberg
COMMENT 'One row per event_id: the one that was received first, in the total order (received_at_ms, frame_id, line; then shard_id, sequence_number). Where its user had withdrawn consent before it was received, it is in silver.withdrawn instead. An event_id that comes back more than the dedup horizon (90 days unless the run says otherwise) after it was received is a new event: what lies beyond the horizon is neither read nor replaced.'
PARTITIONED BY (event_date, event_type)
TBLPROPERTIES ('format-version' = '2');

CREATE TABLE IF NOT EXISTS glue_catalog.silver.sessions (
  `session_id` string COMMENT 'The client’s, else md5 of group, time and id of the first event.',
  `session_group` string COMMENT 's:<session_id> of a client’s session, else v:<user_id_hash>.',
  `is_client_session` boolean COMMENT 'The client sent the session_id: never cut.',
  `user_id_hash` string COMMENT 'Of the first event that has one.',
  `started_at` timestamp COMMENT 'Earliest event time (UTC).',
  `ended_at` timestamp COMMENT 'Latest event time (UTC).',
  `started_at_ms` bigint COMMENT 'Earliest event time (epoch milliseconds).',
  `ended_at_ms` bigint COMMENT 'Latest event time (epoch milliseconds).',
  `client_started_at_ms` bigint COMMENT 'Time of the first event by the client’s clock (epoch milliseconds). Null where no time of the session was corrected: then it is started_at_ms.',
  `client_ended_at_ms` bigint COMMENT 'Time of the last event by the client’s clock (epoch milliseconds). Null as client_started_at_ms is.',
  `session_date` date COMMENT 'The day on which the session started (UTC).',
  `duration_ms` bigint COMMENT 'From the earliest event time to the latest; 0 with one event.',
  `event_count` bigint COMMENT 'Events that make sessions.',
  `page_view_count` bigint COMMENT 'Page views among them.',
  `entry_path` string COMMENT 'Of the first page view that has a path.',
  `exit_path` string COMMENT 'Of the last page view that has a path.',
  `referrer_host` string COMMENT 'Of the first event that has one.',
  `utm_source` string COMMENT 'Of the first event that has one.',
  `utm_medium` string COMMENT 'Of the first event that has one.',
  `utm_campaign` string COMMENT 'Of the first event that has one.'
)
USING iceberg
COMMENT 'One row per session (silver/session_events says what makes one). A late event recomputes the span of its visitor that it is connected with: sessions that it bridges vanish, and their row with them. started_at to duration_ms are event times: the earliest and latest of the session, corrected where the client’s clock was. They are those of its first and last event, except where corrections within the session differ; then order, and what is taken of the first or last event, still is by the client’s clock.'
PARTITIONED BY (session_date)
TBLPROPERTIES ('format-version' = '2');

CREATE TABLE IF NOT EXISTS glue_catalog.silver.withdrawn (
  `event_id` string COMMENT 'Deduplication key; a later row with it is a duplicate or a conflict.',
  `event_type` string COMMENT 'Names the contract.',
  `frame_id` string COMMENT 'Frame of the row.',
  `line` int COMMENT 'Line of the row.',
  `shard_id` string COMMENT 'Shard of the row.',
  `sequence_number` string COMMENT 'Sequence number of the row.',
  `received_at_ms` bigint COMMENT 'When the row was received (epoch milliseconds).',
  `received_at` timestamp COMMENT 'When the row was received (UTC).',
  `content_hash` string COMMENT 'Tells duplicates from conflicts.',
  `raw_key` string COMMENT 'Raw object of the row.',
  `source` string COMMENT 'Source of the row.',
  `key_id` string COMMENT 'Key that the row came with.'
)
USING iceberg
COMMENT 'Events that a withdrawal of consent keeps out of silver.events: of each event_id the first received row, where the newest decision of its user that was received before it (strictly) says that analytics is not consented to. What accounting and deduplication need of it, no content, and not whose it is; bronze has its line. A decision that arrives late moves rows between the two tables.'
PARTITIONED BY (days(received_at))
TBLPROPERTIES ('format-version' = '2');

CREATE TABLE IF NOT EXISTS glue_catalog.silver.conflicts (
  `frame_id` string COMMENT 'Frame of the row that lost.',
  `line` int COMMENT 'Line of the row that lost.',
  `shard_id` string COMMENT 'Shard of the row that lost.',
  `sequence_number` string COMMENT 'Sequence number of the row that lost.',
  `event_id` string COMMENT 'The event_id that both rows carry.',
  `event_type` string COMMENT 'Type of the row that lost.',
  `source` string COMMENT 'Source of the row that lost.',
  `event_time_ms` bigint COMMENT 'Event time of the row that lost (epoch milliseconds).',
  `received_at_ms` bigint COMMENT 'When the row that lost was received (epoch milliseconds).',
  `received_at` timestamp COMMENT 'When the row that lost was received (UTC).',
  `content_hash` string COMMENT 'Content of the row that lost.',
  `raw_key` string COMMENT 'Raw object of the row that lost.',
  `winner_frame_id` string COMMENT 'Frame of the row that won.',
  `winner_line` int COMMENT 'Line of the row that won.',
  `winner_content_hash` string COMMENT 'Content of the row that won.'
)
USING iceberg
COMMENT 'Bronze rows that carry the event_id of a row of silver.events or silver.withdrawn and other content. Duplicates (same content) are not stored: duplicates = bronze − silver − withdrawn − conflicts.'
PARTITIONED BY (days(received_at))
TBLPROPERTIES ('format-version' = '2');

CREATE TABLE IF NOT EXISTS glue_catalog.gold.fact_funnel (
  `session_id` string COMMENT 'Of silver.sessions.',
  `session_date` date COMMENT 'The day on which the session started (UTC).',
  `visited_at` timestamp COMMENT 'First page view (UTC).',
  `browsed_at` timestamp COMMENT 'Second page view.',
  `product_at` timestamp COMMENT 'First product page after the visit.',
  `cart_at` timestamp COMMENT 'First cart page after that product page.',
  `checkout_at` timestamp COMMENT 'First checkout page after that cart page.',
  `ordered_at` timestamp COMMENT 'First order page after that checkout page.',
  `deepest_step` int COMMENT '1 visit, 2 browse, 3 product, 4 cart, 5 checkout, 6 order.',
  `deepest_step_name` string COMMENT 'Its name.'
)
USING iceberg
COMMENT 'How far each session with a page view came: visit, browse, product, cart, checkout, order. A closed, ordered funnel. The visit is the first page view, browse is the second. Product, cart, checkout and order are each reached by the first page view of that kind strictly after the one that reached the step before; for product that is the visit, so a product page may be the second page view itself, and one on which a visitor lands counts as the visit only. Hence whoever reached a step reached all steps before it, and the counts of the steps never grow along the funnel. Which path is which step: model.sql, CTE page_views. First and after are by the client’s clock, as the order of silver.session_events is; times are event times, corrected where the clock was.'
PARTITIONED BY (session_date)
TBLPROPERTIES ('format-version' = '2');

CREATE TABLE IF NOT EXISTS glue_catalog.gold.page_views_1h (
  `hour` timestamp COMMENT 'Start of the hour in which the pages were viewed (UTC).',
  `page_path` string COMMENT 'Path of the page; empty when its URL has none that can be read.',
  `view_count` bigint COMMENT 'Page views.',
  `visitor_count` bigint COMMENT 'Different visitors among them.'
)
USING iceberg
COMMENT 'Page views and visitors by page path and hour of the event. A visitor is a user_id_hash, or a session_id where there is none; a page view with neither counts as a view and not as a visitor.'
PARTITIONED BY (days(hour))
TBLPROPERTIES ('format-version' = '2');

CREATE TABLE IF NOT EXISTS glue_catalog.lake.loads (
  `typed_key` string COMMENT 'Typed file. Here = its rows are in bronze: written in the same transaction.',
  `run_id` string COMMENT 'The run that loaded it.',
  `row_count` bigint COMMENT 'Rows that it gave.'
)
USING iceberg
TBLPROPERTIES ('format-version' = '2');

CREATE TABLE IF NOT EXISTS glue_catalog.lake.manifest (
  `chain_partition` string COMMENT 'Stream and shard.',
  `previous_sequence` string COMMENT 'Last sequence number of the row before, padded.',
  `first_sequence` string COMMENT 'First sequence number of the batch.',
  `last_sequence` string COMMENT 'Last sequence number of the batch.',
  `record_count` bigint COMMENT 'Stream records.',
  `raw_key` string COMMENT 'Raw object.',
  `raw_sha256` string COMMENT 'Of the raw object.',
  `quarantine_key` string COMMENT 'Quarantine object.',
  `typed_key` string COMMENT 'Typed file.',
  `typed_quarantine_key` string COMMENT 'Typed file of the quarantine.',
  `received_count` bigint COMMENT 'Lines.',
  `accepted_count` bigint COMMENT 'Lines accepted.',
  `quarantined_count` bigint COMMENT 'Lines quarantined.',
  `suppressed_count` bigint COMMENT 'Lines suppressed.',
  `accepted_by_type` string COMMENT 'Counts by event type (JSON).',
  `quarantined_by_reason` string COMMENT 'Counts by reason (JSON).',
  `suppressed_by_reason` string COMMENT 'Counts by reason (JSON).',
  `min_event_time_ms` bigint COMMENT 'Earliest event.',
  `max_event_time_ms` bigint COMMENT 'Latest event.',
  `arrived_at_ms` bigint COMMENT 'When the first record reached the stream.',
  `run_id` string COMMENT 'The run that refined it first.'
)
USING iceberg
TBLPROPERTIES ('format-version' = '2');

CREATE TABLE IF NOT EXISTS glue_catalog.lake.runs (
  `run_id` string COMMENT 'The run; twice when its plan was executed twice.',
  `plan_version` int COMMENT 'Of the plan.',
  `started_at` timestamp COMMENT 'When the first step was executed (UTC).',
  `finished_at` timestamp COMMENT 'When it was published (UTC).',
  `manifest_row_count` bigint COMMENT 'Manifest rows in the plan.',
  `loaded_event_count` bigint COMMENT 'Rows added to bronze.events.',
  `loaded_quarantine_count` bigint COMMENT 'Rows added to bronze.quarantine.',
  `silver_added_count` bigint COMMENT 'Rows added to silver.events.',
  `silver_removed_count` bigint COMMENT 'Rows removed from silver.events: replaced by an earlier row, or withdrawn.',
  `conflict_added_count` bigint COMMENT 'Rows added to silver.conflicts.',
  `withdrawn_added_count` bigint COMMENT 'Rows added to silver.withdrawn.',
  `withdrawn_removed_count` bigint COMMENT 'Rows removed from silver.withdrawn.'
)
USING iceberg
TBLPROPERTIES ('format-version' = '2');

CREATE TABLE IF NOT EXISTS glue_catalog.lake.audits (
  `run_id` string COMMENT 'The run.',
  `step` string COMMENT 'The step that asked.',
  `table_name` string COMMENT 'The audited table.',
  `audit` string COMMENT 'Name of the audit.',
  `passed_at` timestamp COMMENT 'When the run was published. A run with a failed audit leaves nothing, this row neither.'
)
USING iceberg
TBLPROPERTIES ('format-version' = '2');

CREATE TABLE IF NOT EXISTS glue_catalog.lake.census (
  `stream` string COMMENT 'Name of the stream.',
  `shard_id` string COMMENT 'Shard.',
  `hour` timestamp COMMENT 'Hour in which the records reached the stream (UTC).',
  `first_sequence` string COMMENT 'First sequence number that was counted in this hour.',
  `last_sequence` string COMMENT 'Last sequence number that was counted in this hour.',
  `received_count` bigint COMMENT 'Lines, counted by walking the stream.',
  `accepted_count` bigint COMMENT 'Lines accepted.',
  `quarantined_count` bigint COMMENT 'Lines quarantined.',
  `suppressed_count` bigint COMMENT 'Lines suppressed.',
  `taken_at` timestamp COMMENT 'When the stream was walked last (UTC).'
)
USING iceberg
TBLPROPERTIES ('format-version' = '2');

CREATE TABLE IF NOT EXISTS glue_catalog.lake.reconciliations (
  `reconciliation_id` string COMMENT 'One comparison of all stores. The newest 100 are kept.',
  `reconciled_at` timestamp COMMENT 'When the comparison began: the cut of every shard (UTC).',
  `stream` string COMMENT 'Name of the stream.',
  `shard_id` string COMMENT 'Shard.',
  `hour` timestamp COMMENT 'Hour in which the records reached the stream (UTC).',
  `received_from` string COMMENT 'stream: walked; census: an earlier walk; unknown: neither has all of it.',
  `received_count` bigint COMMENT 'Lines.',
  `accepted_count` bigint COMMENT 'Lines accepted.',
  `quarantined_count` bigint COMMENT 'Lines quarantined.',
  `suppressed_count` bigint COMMENT 'Lines suppressed.',
  `landed_count` bigint COMMENT 'Accepted lines in raw objects.',
  `bronze_count` bigint COMMENT 'Rows of bronze.events.',
  `silver_count` bigint COMMENT 'Bronze rows that are the silver row of their event.',
  `duplicate_count` bigint COMMENT 'Bronze rows whose event_id and content came first in another line.',
  `conflict_count` bigint COMMENT 'Bronze rows in silver.conflicts.',
  `pending_count` bigint COMMENT 'Accepted or quarantined lines on their way.',
  `unexplained_count` bigint COMMENT 'Lines of findings.',
  `quarantined_by_reason` string COMMENT 'Landed lines by reason (JSON).',
  `suppressed_by_reason` string COMMENT 'Landed lines by reason (JSON).',
  `pending_by_stage` string COMMENT 'Lines and age of the oldest by stage (JSON).',
  `withdrawn_count` bigint COMMENT 'Bronze rows that are the row of their event in silver.withdrawn.'
)
USING iceberg
TBLPROPERTIES ('format-version' = '2');

CREATE TABLE IF NOT EXISTS glue_catalog.lake.findings (
  `reconciliation_id` string COMMENT 'The comparison that found it; the first 10,000 findings of each are kept.',
  `reconciled_at` timestamp COMMENT 'When the comparison began (UTC).',
  `stream` string COMMENT 'Name of the stream.',
  `kind` string COMMENT 'What is wrong.',
  `shard_id` string COMMENT 'Shard.',
  `key` string COMMENT 'Object, typed file, manifest row or sequence numbers.',
  `line_count` bigint COMMENT 'Lines concerned; 0 = not known.'
)
USING iceberg
TBLPROPERTIES ('format-version' = '2');
