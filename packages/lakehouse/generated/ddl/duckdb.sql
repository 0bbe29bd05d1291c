-- Generated from models/ and the contracts: do not edit, run `npm run generate`.
-- For DuckDB. `millrace` makes and extends these tables by itself; this file says what they are.
-- A text like /ctx/page_url is where the value stands in the stored event, or in the quarantine entry.

CREATE SCHEMA IF NOT EXISTS bronze;
CREATE SCHEMA IF NOT EXISTS silver;
CREATE SCHEMA IF NOT EXISTS gold;
CREATE SCHEMA IF NOT EXISTS lake;

-- Every event as it was received, typed; append-only. A second import adds rows here and nowhere else.
CREATE TABLE IF NOT EXISTS bronze.events (
  "frame_id" VARCHAR, -- Id of the frame the event came in.
  "line" INTEGER, -- Line of the event in its frame, from 1. (frame_id, line) is the identity of what was received.
  "shard_id" VARCHAR, -- Shard of the stream that carried the frame.
  "sequence_number" VARCHAR, -- Sequence number of the frame's record in its shard: decimal digits.
  "arrived_at_ms" BIGINT, -- When the frame reached the stream (epoch milliseconds).
  "event_id" VARCHAR, -- /event_id: Deduplication key: made once by the sender and kept over its retries.
  "event_type" VARCHAR, -- /event_type: Names the contract.
  "schema_version" VARCHAR, -- /schema_version: Version of the contract of the event type.
  "event_time_ms" BIGINT, -- /ts: When it happened, by the clock of the sender. (epoch milliseconds)
  "sent_at_ms" BIGINT, -- /sent_at: When the sender handed its batch over. Transport, not content: a retry may change it. (epoch milliseconds)
  "received_at_ms" BIGINT, -- /received_at: When ingest took the event. (epoch milliseconds)
  "source" VARCHAR, -- /source: Which sender it came from: the key's name, or the importer's --source.
  "consent_analytics" BOOLEAN, -- /privacy/analytics: May be measured.
  "consent_ads" BOOLEAN, -- /privacy/ads: May be used for advertising.
  "privacy_policy" VARCHAR, -- /privacy/policy: Version of the privacy policy that was in force.
  "source_ip_anonymized" VARCHAR, -- /privacy/source_ip_anonymized: Client address cut to /24 (IPv4) or /48 (IPv6); null where there was none.
  "user_id_hash" VARCHAR, -- /user/user_id_hash: Hash of the sender's own user id; never the id itself.
  "session_id" VARCHAR, -- /session/session_id: The sender's id of the visit.
  "utm_source" VARCHAR, -- /session/utm/source: utm_source: where the visit came from.
  "utm_medium" VARCHAR, -- /session/utm/medium: utm_medium: kind of the way it came.
  "utm_campaign" VARCHAR, -- /session/utm/campaign: utm_campaign: name of the campaign.
  "utm_term" VARCHAR, -- /session/utm/term: utm_term: paid search words.
  "utm_content" VARCHAR, -- /session/utm/content: utm_content: which of several links.
  "page_url" VARCHAR, -- /ctx/page_url: Address of the page: absolute, or from the root of the site where the source knows no host.
  "referrer" VARCHAR, -- /ctx/referrer: Address that led to the page.
  "locale" VARCHAR, -- /ctx/locale: Language and region, as in BCP 47.
  "user_agent" VARCHAR, -- /ctx/user_agent: User-Agent header of the visitor's program.
  "device_type" VARCHAR, -- /ctx/device_type: Kind of device, in the sender's words.
  "ab_variant" VARCHAR, -- /ctx/ab_variant: Variant of the one experiment the page is part of.
  "sdk_version" VARCHAR, -- /metadata/sdk_version: Version of the SDK that made the event.
  "experiment_keys" VARCHAR, -- /metadata/experiment_keys: Experiments the visitor is part of.
  "custom_properties" VARCHAR, -- /custom_properties: The sender's own facts: names with scalar values.
  "key_id" VARCHAR, -- /key_id: Id of the key that the event came with; absent in lines stored before this field was.
  "privacy_mode" VARCHAR, -- /privacy/mode: What the privacy table left of the event: full, cookieless (no user id, a session id of one day) or record (a decision about consent). Absent in lines stored before this field was.
  "scrubbed_count" INTEGER, -- /privacy/scrubbed_count: E-mail addresses that were replaced in the event's text; absent when there was none. (e-mail addresses)
  "country" VARCHAR, -- /geo/country: Country of the client address, as in ISO 3166-1 alpha-2.
  "client_time_ms" BIGINT, -- /clock/ts: When it happened by the client's clock: ts before the correction. Order within a session is by this where it is there. (epoch milliseconds)
  "clock_correction" BIGINT, -- /clock/correction: What was added to the client's time: receipt minus the batch's send time. (milliseconds)
  "product_id" VARCHAR, -- /product/product_id: The shop's id of the product.
  "product_category" VARCHAR, -- /product/category: Category of the product, in the shop's words.
  "price" DOUBLE, -- /product/price: Price of one piece. Absent where the source has none: revenue is then null, not 0. (units of currency)
  "quantity" INTEGER, -- /product/quantity: How many pieces; absent where the source does not say. (piece)
  "currency" VARCHAR, -- /product/currency: Currency of the price, as in ISO 4217. A price needs one.
  "affiliate_link_id" VARCHAR, -- /affiliate/link_id: The sender's id of the link.
  "affiliate_target" VARCHAR, -- /affiliate/target: Address that the link leads to.
  "affiliate_currency" VARCHAR, -- /affiliate/currency: Currency of the payout, as in ISO 4217; absent where the source has none.
  "affiliate_payout_cents" BIGINT, -- /affiliate/payout_cents: What the partner pays for this click; 0 where a click alone pays nothing. (hundredth of a unit of currency)
  "chart_product_ids" VARCHAR, -- /chart/product_ids: Products that the chart showed; empty where it showed none.
  "chart_action" VARCHAR, -- /chart/action: What the visitor did with the chart.
  "chart_control_id" VARCHAR, -- /chart/control_id: The control that was used: a column, a filter, a switch.
  "chart_control_value" VARCHAR, -- /chart/control_value: What the control was set to; absent where it holds no value. (as the control says)
  "element_id" VARCHAR, -- /element/element_id: Id of the element in its page, or a path to it where it has none.
  "element_text" VARCHAR, -- /element/text: What the visitor read on it.
  "element_target_url" VARCHAR, -- /element/target_url: Address that it leads to; absent where it leads nowhere.
  "consent_policy_version" VARCHAR, -- /consent_change/policy_version: Version of the privacy policy that the visitor was shown.
  "consent_previous_analytics" BOOLEAN, -- /consent_change/previous/analytics: Could be measured before.
  "consent_previous_ads" BOOLEAN, -- /consent_change/previous/ads: Could be used for advertising before.
  "consent_method" VARCHAR, -- /consent_change/method: Where the visitor decided; absent where the sender does not know.
  "metric_name" VARCHAR, -- /metric/name: What was measured.
  "metric_value" DOUBLE, -- /metric/value: The number that was measured. (as metric.unit says)
  "metric_unit" VARCHAR, -- /metric/unit: Unit of the value, in the sender's words.
  "page_title" VARCHAR, -- /page/title: Title of the page.
  "page_product_id" VARCHAR, -- /page/product_id: The product the page is about.
  "page_category" VARCHAR, -- /page/category: Category of the product or of the page.
  "order_id" VARCHAR, -- /order/order_id: The shop's id of the order: the same in the events of all its products.
  "search_query" VARCHAR, -- /search/query: What the visitor typed; empty for a search without words.
  "search_result_count" INTEGER, -- /search/result_count: How many results there were in all; absent where the sender does not know. (result)
  "request_method" VARCHAR, -- /request/method: HTTP method, as received.
  "request_path" VARCHAR, -- /request/path: Path of the request.
  "request_status" INTEGER, -- /request/status: HTTP status of the answer. (HTTP status code)
  "request_bytes" BIGINT, -- /request/bytes: Size of the answer's body; null where the source does not say. (byte)
  "system_severity" VARCHAR, -- /system/severity: How grave it is.
  "system_component" VARCHAR, -- /system/component: The part of the sender's system that reports.
  "system_message" VARCHAR, -- /system/message: What happened, in words; absent where severity and component say it all.
  "transaction_id" VARCHAR, -- /transaction/transaction_id: The sender's id of the payment or the refund.
  "transaction_amount" DOUBLE, -- /transaction/amount: How much was paid; a refund is negative. (units of currency)
  "transaction_currency" VARCHAR, -- /transaction/currency: Currency of the amount, as in ISO 4217.
  "transaction_merchant" VARCHAR, -- /transaction/merchant: Who was paid, or pays back.
  "action_name" VARCHAR, -- /action/name: Name of the action.
  "action_target" VARCHAR, -- /action/target: What it was done to; absent where there is nothing to name.
  "action_value" VARCHAR, -- /action/value: What was chosen or entered; absent where there was no choice.
  "_unrecognized" VARCHAR, -- /_unrecognized: What the client sent and the applied contract does not know, taken out of its place; absent where it knows everything.
  "contract_version" VARCHAR, -- /metadata/contract_version: Version of the contract that was applied: the sent one, or the newest before it that was known. Absent in lines stored before this field was: there it is schema_version.
  "schema_hash" VARCHAR, -- /metadata/schema_hash: SHA-256 of the contract of contract_version, hex.
  "content_hash" VARCHAR, -- /content_hash: HMAC-SHA-256, keyed with the lake's key, of what the client sent, before any change by the server and without sent_at, hex. Of lines stored before server-fields 1.2.0 it is the bare SHA-256.
  "page_path" VARCHAR, -- Path of page_url without query string and fragment.
  "referrer_host" VARCHAR, -- Host of referrer.
  "ua_browser" VARCHAR, -- Browser family, from user_agent.
  "ua_os" VARCHAR, -- Operating system family, from user_agent.
  "ua_device" VARCHAR, -- Kind of device, from user_agent.
  "received_at" TIMESTAMP, -- When ingest received the event (UTC).
  "raw_key" VARCHAR, -- Key of the raw object that holds the received bytes.
  "typed_key" VARCHAR, -- Key of the typed file that was loaded.
  "run_id" VARCHAR -- The refinement run that loaded the row.
);

-- Every sighting of a refused line, append-only. A second import sees the same lines again.
CREATE TABLE IF NOT EXISTS bronze.quarantine (
  "quarantine_id" VARCHAR, -- /quarantine_id: Keyed HMAC of the original bytes, hex: the same line imported twice has the same id.
  "reason" VARCHAR, -- /reason: Why it was refused, from the closed list of reasons.
  "path" VARCHAR, -- /path: JSON Pointer to the fault; empty for the whole line.
  "detail" VARCHAR, -- /detail: Which rule was broken and what it expects; never the value.
  "received_at_ms" BIGINT, -- /received_at: When ingest took the line (epoch milliseconds).
  "source" VARCHAR, -- /source: Which sender it came from.
  "event_id" VARCHAR, -- /event_id: The event's id, where one could be read.
  "event_type" VARCHAR, -- /event_type: The event's type, where a known one could be read.
  "line_number" BIGINT, -- /line_number: Line of the imported file, from 1.
  "text" VARCHAR, -- /text: What was received, without whole IP addresses; absent where consent could not be read.
  "shape" VARCHAR, -- /shape: JSON text: contract keys and their JSON types, kept instead of the text where consent could not be read.
  "sha256" VARCHAR, -- /sha256: SHA-256 of a record that nobody can read, hex; where it is there, the text is the record in base64.
  "frame_id" VARCHAR, -- Id of the frame the entry came in.
  "line" INTEGER, -- Line of the entry in its frame, from 1.
  "shard_id" VARCHAR, -- Shard of the stream that carried the frame.
  "sequence_number" VARCHAR, -- Sequence number of the frame's record in its shard: decimal digits.
  "arrived_at_ms" BIGINT, -- When the frame reached the stream (epoch milliseconds).
  "received_at" TIMESTAMP, -- When the line was received (UTC).
  "quarantine_key" VARCHAR, -- Key of the quarantine object that holds the entry.
  "typed_key" VARCHAR, -- Key of the typed file that was loaded.
  "run_id" VARCHAR -- The refinement run that loaded the row.
);

-- One row per refused line, by the keyed hash of its bytes; of several sightings the first received counts.
CREATE TABLE IF NOT EXISTS silver.quarantine (
  "quarantine_id" VARCHAR, -- /quarantine_id: Keyed HMAC of the original bytes, hex: the same line imported twice has the same id.
  "reason" VARCHAR, -- /reason: Why it was refused, from the closed list of reasons.
  "path" VARCHAR, -- /path: JSON Pointer to the fault; empty for the whole line.
  "detail" VARCHAR, -- /detail: Which rule was broken and what it expects; never the value.
  "received_at_ms" BIGINT, -- /received_at: When ingest took the line (epoch milliseconds).
  "source" VARCHAR, -- /source: Which sender it came from.
  "event_id" VARCHAR, -- /event_id: The event's id, where one could be read.
  "event_type" VARCHAR, -- /event_type: The event's type, where a known one could be read.
  "line_number" BIGINT, -- /line_number: Line of the imported file, from 1.
  "text" VARCHAR, -- /text: What was received, without whole IP addresses; absent where consent could not be read.
  "shape" VARCHAR, -- /shape: JSON text: contract keys and their JSON types, kept instead of the text where consent could not be read.
  "sha256" VARCHAR, -- /sha256: SHA-256 of a record that nobody can read, hex; where it is there, the text is the record in base64.
  "frame_id" VARCHAR, -- Id of the frame the entry came in.
  "line" INTEGER, -- Line of the entry in its frame, from 1.
  "shard_id" VARCHAR, -- Shard of the stream that carried the frame.
  "sequence_number" VARCHAR, -- Sequence number of the frame's record in its shard: decimal digits.
  "received_at" TIMESTAMP, -- When the line was received (UTC).
  "quarantine_key" VARCHAR -- Key of the quarantine object that holds the entry.
);

-- One row per event_id: the one that was received first, in the total order (received_at_ms, frame_id, line; then shard_id, sequence_number). Where its user had withdrawn consent before it was received, it is in silver.withdrawn instead. An event_id that comes back more than the dedup horizon (90 days unless the run says otherwise) after it was received is a new event: what lies beyond the horizon is neither read nor replaced.
CREATE TABLE IF NOT EXISTS silver.events (
  "frame_id" VARCHAR, -- Id of the frame the event came in.
  "line" INTEGER, -- Line of the event in its frame, from 1. (frame_id, line) is the identity of what was received.
  "shard_id" VARCHAR, -- Shard of the stream that carried the frame.
  "sequence_number" VARCHAR, -- Sequence number of the frame's record in its shard: decimal digits.
  "event_id" VARCHAR, -- /event_id: Deduplication key: made once by the sender and kept over its retries.
  "event_type" VARCHAR, -- /event_type: Names the contract.
  "schema_version" VARCHAR, -- /schema_version: Version of the contract of the event type.
  "event_time_ms" BIGINT, -- /ts: When it happened, by the clock of the sender. (epoch milliseconds)
  "sent_at_ms" BIGINT, -- /sent_at: When the sender handed its batch over. Transport, not content: a retry may change it. (epoch milliseconds)
  "received_at_ms" BIGINT, -- /received_at: When ingest took the event. (epoch milliseconds)
  "source" VARCHAR, -- /source: Which sender it came from: the key's name, or the importer's --source.
  "consent_analytics" BOOLEAN, -- /privacy/analytics: May be measured.
  "consent_ads" BOOLEAN, -- /privacy/ads: May be used for advertising.
  "privacy_policy" VARCHAR, -- /privacy/policy: Version of the privacy policy that was in force.
  "source_ip_anonymized" VARCHAR, -- /privacy/source_ip_anonymized: Client address cut to /24 (IPv4) or /48 (IPv6); null where there was none.
  "user_id_hash" VARCHAR, -- /user/user_id_hash: Hash of the sender's own user id; never the id itself.
  "session_id" VARCHAR, -- /session/session_id: The sender's id of the visit.
  "utm_source" VARCHAR, -- /session/utm/source: utm_source: where the visit came from.
  "utm_medium" VARCHAR, -- /session/utm/medium: utm_medium: kind of the way it came.
  "utm_campaign" VARCHAR, -- /session/utm/campaign: utm_campaign: name of the campaign.
  "utm_term" VARCHAR, -- /session/utm/term: utm_term: paid search words.
  "utm_content" VARCHAR, -- /session/utm/content: utm_content: which of several links.
  "page_url" VARCHAR, -- /ctx/page_url: Address of the page: absolute, or from the root of the site where the source knows no host.
  "referrer" VARCHAR, -- /ctx/referrer: Address that led to the page.
  "locale" VARCHAR, -- /ctx/locale: Language and region, as in BCP 47.
  "user_agent" VARCHAR, -- /ctx/user_agent: User-Agent header of the visitor's program.
  "device_type" VARCHAR, -- /ctx/device_type: Kind of device, in the sender's words.
  "ab_variant" VARCHAR, -- /ctx/ab_variant: Variant of the one experiment the page is part of.
  "sdk_version" VARCHAR, -- /metadata/sdk_version: Version of the SDK that made the event.
  "experiment_keys" VARCHAR, -- /metadata/experiment_keys: Experiments the visitor is part of.
  "custom_properties" VARCHAR, -- /custom_properties: The sender's own facts: names with scalar values.
  "key_id" VARCHAR, -- /key_id: Id of the key that the event came with; absent in lines stored before this field was.
  "privacy_mode" VARCHAR, -- /privacy/mode: What the privacy table left of the event: full, cookieless (no user id, a session id of one day) or record (a decision about consent). Absent in lines stored before this field was.
  "scrubbed_count" INTEGER, -- /privacy/scrubbed_count: E-mail addresses that were replaced in the event's text; absent when there was none. (e-mail addresses)
  "country" VARCHAR, -- /geo/country: Country of the client address, as in ISO 3166-1 alpha-2.
  "client_time_ms" BIGINT, -- /clock/ts: When it happened by the client's clock: ts before the correction. Order within a session is by this where it is there. (epoch milliseconds)
  "clock_correction" BIGINT, -- /clock/correction: What was added to the client's time: receipt minus the batch's send time. (milliseconds)
  "product_id" VARCHAR, -- /product/product_id: The shop's id of the product.
  "product_category" VARCHAR, -- /product/category: Category of the product, in the shop's words.
  "price" DOUBLE, -- /product/price: Price of one piece. Absent where the source has none: revenue is then null, not 0. (units of currency)
  "quantity" INTEGER, -- /product/quantity: How many pieces; absent where the source does not say. (piece)
  "currency" VARCHAR, -- /product/currency: Currency of the price, as in ISO 4217. A price needs one.
  "affiliate_link_id" VARCHAR, -- /affiliate/link_id: The sender's id of the link.
  "affiliate_target" VARCHAR, -- /affiliate/target: Address that the link leads to.
  "affiliate_currency" VARCHAR, -- /affiliate/currency: Currency of the payout, as in ISO 4217; absent where the source has none.
  "affiliate_payout_cents" BIGINT, -- /affiliate/payout_cents: What the partner pays for this click; 0 where a click alone pays nothing. (hundredth of a unit of currency)
  "chart_product_ids" VARCHAR, -- /chart/product_ids: Products that the chart showed; empty where it showed none.
  "chart_action" VARCHAR, -- /chart/action: What the visitor did with the chart.
  "chart_control_id" VARCHAR, -- /chart/control_id: The control that was used: a column, a filter, a switch.
  "chart_control_value" VARCHAR, -- /chart/control_value: What the control was set to; absent where it holds no value. (as the control says)
  "element_id" VARCHAR, -- /element/element_id: Id of the element in its page, or a path to it where it has none.
  "element_text" VARCHAR, -- /element/text: What the visitor read on it.
  "element_target_url" VARCHAR, -- /element/target_url: Address that it leads to; absent where it leads nowhere.
  "consent_policy_version" VARCHAR, -- /consent_change/policy_version: Version of the privacy policy that the visitor was shown.
  "consent_previous_analytics" BOOLEAN, -- /consent_change/previous/analytics: Could be measured before.
  "consent_previous_ads" BOOLEAN, -- /consent_change/previous/ads: Could be used for advertising before.
  "consent_method" VARCHAR, -- /consent_change/method: Where the visitor decided; absent where the sender does not know.
  "metric_name" VARCHAR, -- /metric/name: What was measured.
  "metric_value" DOUBLE, -- /metric/value: The number that was measured. (as metric.unit says)
  "metric_unit" VARCHAR, -- /metric/unit: Unit of the value, in the sender's words.
  "page_title" VARCHAR, -- /page/title: Title of the page.
  "page_product_id" VARCHAR, -- /page/product_id: The product the page is about.
  "page_category" VARCHAR, -- /page/category: Category of the product or of the page.
  "order_id" VARCHAR, -- /order/order_id: The shop's id of the order: the same in the events of all its products.
  "search_query" VARCHAR, -- /search/query: What the visitor typed; empty for a search without words.
  "search_result_count" INTEGER, -- /search/result_count: How many results there were in all; absent where the sender does not know. (result)
  "request_method" VARCHAR, -- /request/method: HTTP method, as received.
  "request_path" VARCHAR, -- /request/path: Path of the request.
  "request_status" INTEGER, -- /request/status: HTTP status of the answer. (HTTP status code)
  "request_bytes" BIGINT, -- /request/bytes: Size of the answer's body; null where the source does not say. (byte)
  "system_severity" VARCHAR, -- /system/severity: How grave it is.
  "system_component" VARCHAR, -- /system/component: The part of the sender's system that reports.
  "system_message" VARCHAR, -- /system/message: What happened, in words; absent where severity and component say it all.
  "transaction_id" VARCHAR, -- /transaction/transaction_id: The sender's id of the payment or the refund.
  "transaction_amount" DOUBLE, -- /transaction/amount: How much was paid; a refund is negative. (units of currency)
  "transaction_currency" VARCHAR, -- /transaction/currency: Currency of the amount, as in ISO 4217.
  "transaction_merchant" VARCHAR, -- /transaction/merchant: Who was paid, or pays back.
  "action_name" VARCHAR, -- /action/name: Name of the action.
  "action_target" VARCHAR, -- /action/target: What it was done to; absent where there is nothing to name.
  "action_value" VARCHAR, -- /action/value: What was chosen or entered; absent where there was no choice.
  "_unrecognized" VARCHAR, -- /_unrecognized: What the client sent and the applied contract does not know, taken out of its place; absent where it knows everything.
  "contract_version" VARCHAR, -- /metadata/contract_version: Version of the contract that was applied: the sent one, or the newest before it that was known. Absent in lines stored before this field was: there it is schema_version.
  "schema_hash" VARCHAR, -- /metadata/schema_hash: SHA-256 of the contract of contract_version, hex.
  "content_hash" VARCHAR, -- /content_hash: HMAC-SHA-256, keyed with the lake's key, of what the client sent, before any change by the server and without sent_at, hex. Of lines stored before server-fields 1.2.0 it is the bare SHA-256.
  "page_path" VARCHAR, -- Path of page_url without query string and fragment.
  "referrer_host" VARCHAR, -- Host of referrer.
  "ua_browser" VARCHAR, -- Browser family, from user_agent.
  "ua_os" VARCHAR, -- Operating system family, from user_agent.
  "ua_device" VARCHAR, -- Kind of device, from user_agent.
  "received_at" TIMESTAMP, -- When ingest received the event (UTC).
  "raw_key" VARCHAR, -- Key of the raw object that holds the received bytes.
  "event_time" TIMESTAMP, -- When the event happened, by the client's clock (UTC).
  "event_hour" TIMESTAMP, -- The hour of event_time: hourly tables are recomputed by it.
  "event_date" DATE, -- The day of event_time (UTC).
  "session_group" VARCHAR -- Within what sessions are looked for: s:<session_id> when the client sent one, else v:<user_id_hash>, else null.
);

-- One row per session (silver/session_events says what makes one). A late event recomputes the span of its visitor that it is connected with: sessions that it bridges vanish, and their row with them. started_at to duration_ms are event times: the earliest and latest of the session, corrected where the client's clock was. They are those of its first and last event, except where corrections within the session differ; then order, and what is taken of the first or last event, still is by the client's clock.
CREATE TABLE IF NOT EXISTS silver.sessions (
  "session_id" VARCHAR, -- The client's, else md5 of group, time and id of the first event.
  "session_group" VARCHAR, -- s:<session_id> of a client's session, else v:<user_id_hash>.
  "is_client_session" BOOLEAN, -- The client sent the session_id: never cut.
  "user_id_hash" VARCHAR, -- Of the first event that has one.
  "started_at" TIMESTAMP, -- Earliest event time (UTC).
  "ended_at" TIMESTAMP, -- Latest event time (UTC).
  "started_at_ms" BIGINT, -- Earliest event time (epoch milliseconds).
  "ended_at_ms" BIGINT, -- Latest event time (epoch milliseconds).
  "client_started_at_ms" BIGINT, -- Time of the first event by the client's clock (epoch milliseconds). Null where no time of the session was corrected: then it is started_at_ms.
  "client_ended_at_ms" BIGINT, -- Time of the last event by the client's clock (epoch milliseconds). Null as client_started_at_ms is.
  "session_date" DATE, -- The day on which the session started (UTC).
  "duration_ms" BIGINT, -- From the earliest event time to the latest; 0 with one event.
  "event_count" BIGINT, -- Events that make sessions.
  "page_view_count" BIGINT, -- Page views among them.
  "entry_path" VARCHAR, -- Of the first page view that has a path.
  "exit_path" VARCHAR, -- Of the last page view that has a path.
  "referrer_host" VARCHAR, -- Of the first event that has one.
  "utm_source" VARCHAR, -- Of the first event that has one.
  "utm_medium" VARCHAR, -- Of the first event that has one.
  "utm_campaign" VARCHAR -- Of the first event that has one.
);

-- Events that a withdrawal of consent keeps out of silver.events: of each event_id the first received row, where the newest decision of its user that was received before it (strictly) says that analytics is not consented to. What accounting and deduplication need of it, no content, and not whose it is; bronze has its line. A decision that arrives late moves rows between the two tables.
CREATE TABLE IF NOT EXISTS silver.withdrawn (
  "event_id" VARCHAR, -- Deduplication key; a later row with it is a duplicate or a conflict.
  "event_type" VARCHAR, -- Names the contract.
  "frame_id" VARCHAR, -- Frame of the row.
  "line" INTEGER, -- Line of the row.
  "shard_id" VARCHAR, -- Shard of the row.
  "sequence_number" VARCHAR, -- Sequence number of the row.
  "received_at_ms" BIGINT, -- When the row was received (epoch milliseconds).
  "received_at" TIMESTAMP, -- When the row was received (UTC).
  "content_hash" VARCHAR, -- Tells duplicates from conflicts.
  "raw_key" VARCHAR, -- Raw object of the row.
  "source" VARCHAR, -- Source of the row.
  "key_id" VARCHAR -- Key that the row came with.
);

-- Bronze rows that carry the event_id of a row of silver.events or silver.withdrawn and other content. Duplicates (same content) are not stored: duplicates = bronze − silver − withdrawn − conflicts.
CREATE TABLE IF NOT EXISTS silver.conflicts (
  "frame_id" VARCHAR, -- Frame of the row that lost.
  "line" INTEGER, -- Line of the row that lost.
  "shard_id" VARCHAR, -- Shard of the row that lost.
  "sequence_number" VARCHAR, -- Sequence number of the row that lost.
  "event_id" VARCHAR, -- The event_id that both rows carry.
  "event_type" VARCHAR, -- Type of the row that lost.
  "source" VARCHAR, -- Source of the row that lost.
  "event_time_ms" BIGINT, -- Event time of the row that lost (epoch milliseconds).
  "received_at_ms" BIGINT, -- When the row that lost was received (epoch milliseconds).
  "received_at" TIMESTAMP, -- When the row that lost was received (UTC).
  "content_hash" VARCHAR, -- Content of the row that lost.
  "raw_key" VARCHAR, -- Raw object of the row that lost.
  "winner_frame_id" VARCHAR, -- Frame of the row that won.
  "winner_line" INTEGER, -- Line of the row that won.
  "winner_content_hash" VARCHAR -- Content of the row that won.
);

-- How far each session with a page view came: visit, browse, product, cart, checkout, order. A closed, ordered funnel. The visit is the first page view, browse is the second. Product, cart, checkout and order are each reached by the first page view of that kind strictly after the one that reached the step before; for product that is the visit, so a product page may be the second page view itself, and one on which a visitor lands counts as the visit only. Hence whoever reached a step reached all steps before it, and the counts of the steps never grow along the funnel. Which path is which step: model.sql, CTE page_views. First and after are by the client's clock, as the order of silver.session_events is; times are event times, corrected where the clock was.
CREATE TABLE IF NOT EXISTS gold.fact_funnel (
  "session_id" VARCHAR, -- Of silver.sessions.
  "session_date" DATE, -- The day on which the session started (UTC).
  "visited_at" TIMESTAMP, -- First page view (UTC).
  "browsed_at" TIMESTAMP, -- Second page view.
  "product_at" TIMESTAMP, -- First product page after the visit.
  "cart_at" TIMESTAMP, -- First cart page after that product page.
  "checkout_at" TIMESTAMP, -- First checkout page after that cart page.
  "ordered_at" TIMESTAMP, -- First order page after that checkout page.
  "deepest_step" INTEGER, -- 1 visit, 2 browse, 3 product, 4 cart, 5 checkout, 6 order.
  "deepest_step_name" VARCHAR -- Its name.
);

-- Page views and visitors by page path and hour of the event. A visitor is a user_id_hash, or a session_id where there is none; a page view with neither counts as a view and not as a visitor.
CREATE TABLE IF NOT EXISTS gold.page_views_1h (
  "hour" TIMESTAMP, -- Start of the hour in which the pages were viewed (UTC).
  "page_path" VARCHAR, -- Path of the page; empty when its URL has none that can be read.
  "view_count" BIGINT, -- Page views.
  "visitor_count" BIGINT -- Different visitors among them.
);

CREATE TABLE IF NOT EXISTS lake.loads (
  "typed_key" VARCHAR, -- Typed file. Here = its rows are in bronze: written in the same transaction.
  "run_id" VARCHAR, -- The run that loaded it.
  "row_count" BIGINT -- Rows that it gave.
);

CREATE TABLE IF NOT EXISTS lake.manifest (
  "chain_partition" VARCHAR, -- Stream and shard.
  "previous_sequence" VARCHAR, -- Last sequence number of the row before, padded.
  "first_sequence" VARCHAR, -- First sequence number of the batch.
  "last_sequence" VARCHAR, -- Last sequence number of the batch.
  "record_count" BIGINT, -- Stream records.
  "raw_key" VARCHAR, -- Raw object.
  "raw_sha256" VARCHAR, -- Of the raw object.
  "quarantine_key" VARCHAR, -- Quarantine object.
  "typed_key" VARCHAR, -- Typed file.
  "typed_quarantine_key" VARCHAR, -- Typed file of the quarantine.
  "received_count" BIGINT, -- Lines.
  "accepted_count" BIGINT, -- Lines accepted.
  "quarantined_count" BIGINT, -- Lines quarantined.
  "suppressed_count" BIGINT, -- Lines suppressed.
  "accepted_by_type" VARCHAR, -- Counts by event type (JSON).
  "quarantined_by_reason" VARCHAR, -- Counts by reason (JSON).
  "suppressed_by_reason" VARCHAR, -- Counts by reason (JSON).
  "min_event_time_ms" BIGINT, -- Earliest event.
  "max_event_time_ms" BIGINT, -- Latest event.
  "arrived_at_ms" BIGINT, -- When the first record reached the stream.
  "run_id" VARCHAR -- The run that refined it first.
);

CREATE TABLE IF NOT EXISTS lake.runs (
  "run_id" VARCHAR, -- The run; twice when its plan was executed twice.
  "plan_version" INTEGER, -- Of the plan.
  "started_at" TIMESTAMP, -- When the first step was executed (UTC).
  "finished_at" TIMESTAMP, -- When it was published (UTC).
  "manifest_row_count" BIGINT, -- Manifest rows in the plan.
  "loaded_event_count" BIGINT, -- Rows added to bronze.events.
  "loaded_quarantine_count" BIGINT, -- Rows added to bronze.quarantine.
  "silver_added_count" BIGINT, -- Rows added to silver.events.
  "silver_removed_count" BIGINT, -- Rows removed from silver.events: replaced by an earlier row, or withdrawn.
  "conflict_added_count" BIGINT, -- Rows added to silver.conflicts.
  "withdrawn_added_count" BIGINT, -- Rows added to silver.withdrawn.
  "withdrawn_removed_count" BIGINT -- Rows removed from silver.withdrawn.
);

CREATE TABLE IF NOT EXISTS lake.audits (
  "run_id" VARCHAR, -- The run.
  "step" VARCHAR, -- The step that asked.
  "table_name" VARCHAR, -- The audited table.
  "audit" VARCHAR, -- Name of the audit.
  "passed_at" TIMESTAMP -- When the run was published. A run with a failed audit leaves nothing, this row neither.
);

CREATE TABLE IF NOT EXISTS lake.census (
  "stream" VARCHAR, -- Name of the stream.
  "shard_id" VARCHAR, -- Shard.
  "hour" TIMESTAMP, -- Hour in which the records reached the stream (UTC).
  "first_sequence" VARCHAR, -- First sequence number that was counted in this hour.
  "last_sequence" VARCHAR, -- Last sequence number that was counted in this hour.
  "received_count" BIGINT, -- Lines, counted by walking the stream.
  "accepted_count" BIGINT, -- Lines accepted.
  "quarantined_count" BIGINT, -- Lines quarantined.
  "suppressed_count" BIGINT, -- Lines suppressed.
  "taken_at" TIMESTAMP -- When the stream was walked last (UTC).
);

CREATE TABLE IF NOT EXISTS lake.reconciliations (
  "reconciliation_id" VARCHAR, -- One comparison of all stores. The newest 100 are kept.
  "reconciled_at" TIMESTAMP, -- When the comparison began: the cut of every shard (UTC).
  "stream" VARCHAR, -- Name of the stream.
  "shard_id" VARCHAR, -- Shard.
  "hour" TIMESTAMP, -- Hour in which the records reached the stream (UTC).
  "received_from" VARCHAR, -- stream: walked; census: an earlier walk; unknown: neither has all of it.
  "received_count" BIGINT, -- Lines.
  "accepted_count" BIGINT, -- Lines accepted.
  "quarantined_count" BIGINT, -- Lines quarantined.
  "suppressed_count" BIGINT, -- Lines suppressed.
  "landed_count" BIGINT, -- Accepted lines in raw objects.
  "bronze_count" BIGINT, -- Rows of bronze.events.
  "silver_count" BIGINT, -- Bronze rows that are the silver row of their event.
  "duplicate_count" BIGINT, -- Bronze rows whose event_id and content came first in another line.
  "conflict_count" BIGINT, -- Bronze rows in silver.conflicts.
  "pending_count" BIGINT, -- Accepted or quarantined lines on their way.
  "unexplained_count" BIGINT, -- Lines of findings.
  "quarantined_by_reason" VARCHAR, -- Landed lines by reason (JSON).
  "suppressed_by_reason" VARCHAR, -- Landed lines by reason (JSON).
  "pending_by_stage" VARCHAR, -- Lines and age of the oldest by stage (JSON).
  "withdrawn_count" BIGINT -- Bronze rows that are the row of their event in silver.withdrawn.
);

CREATE TABLE IF NOT EXISTS lake.findings (
  "reconciliation_id" VARCHAR, -- The comparison that found it; the first 10,000 findings of each are kept.
  "reconciled_at" TIMESTAMP, -- When the comparison began (UTC).
  "stream" VARCHAR, -- Name of the stream.
  "kind" VARCHAR, -- What is wrong.
  "shard_id" VARCHAR, -- Shard.
  "key" VARCHAR, -- Object, typed file, manifest row or sequence numbers.
  "line_count" BIGINT -- Lines concerned; 0 = not known.
);
