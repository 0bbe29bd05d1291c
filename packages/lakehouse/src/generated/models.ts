// Generated from models/ by scripts/generate.ts: do not edit, run `npm run generate -w @millrace/lakehouse`.
import type { Model } from '../core/model.ts';

/** Every model, each after those it reads. */
export const models: readonly Model[] = [
  {
    name: "bronze.events",
    kind: "append",
    description: "Every event as it was received, typed; append-only. A second import adds rows here and nowhere else.",
    onlyIf: undefined,
    grain: ["shard_id", "sequence_number", "line"],
    scopeKey: ["shard_id", "sequence_number", "line"],
    scopeTellsPresence: false,
    prune: undefined,
    horizonColumn: undefined,
    grainProvedBy: undefined,
    timeColumn: "received_at",
    partitioning: ["event_type", "hours(received_at)"],
    columns: [
      {name: "frame_id", type: "string", nullable: false, description: "Id of the frame the event came in."},
      {
        name: "line",
        type: "integer",
        nullable: false,
        description: "Line of the event in its frame, from 1. (frame_id, line) is the identity of what was received.",
      },
      {
        name: "shard_id",
        type: "string",
        nullable: false,
        description: "Shard of the stream that carried the frame.",
      },
      {
        name: "sequence_number",
        type: "string",
        nullable: false,
        description: "Sequence number of the frame's record in its shard: decimal digits.",
      },
      {
        name: "arrived_at_ms",
        type: "bigint",
        nullable: false,
        description: "When the frame reached the stream (epoch milliseconds).",
      },
      {
        name: "event_id",
        type: "string",
        nullable: false,
        description: "Deduplication key: made once by the sender and kept over its retries.",
      },
      {name: "event_type", type: "string", nullable: false, description: "Names the contract."},
      {
        name: "schema_version",
        type: "string",
        nullable: false,
        description: "Version of the contract of the event type.",
      },
      {
        name: "event_time_ms",
        type: "bigint",
        nullable: false,
        description: "When it happened, by the clock of the sender. (epoch milliseconds)",
      },
      {
        name: "sent_at_ms",
        type: "bigint",
        nullable: true,
        description: "When the sender handed its batch over. Transport, not content: a retry may change it. (epoch milliseconds)",
      },
      {
        name: "received_at_ms",
        type: "bigint",
        nullable: false,
        description: "When ingest took the event. (epoch milliseconds)",
      },
      {
        name: "source",
        type: "string",
        nullable: false,
        description: "Which sender it came from: the key's name, or the importer's --source.",
      },
      {name: "consent_analytics", type: "boolean", nullable: false, description: "May be measured."},
      {name: "consent_ads", type: "boolean", nullable: false, description: "May be used for advertising."},
      {
        name: "privacy_policy",
        type: "string",
        nullable: false,
        description: "Version of the privacy policy that was in force.",
      },
      {
        name: "source_ip_anonymized",
        type: "string",
        nullable: true,
        description: "Client address cut to /24 (IPv4) or /48 (IPv6); null where there was none.",
      },
      {
        name: "user_id_hash",
        type: "string",
        nullable: true,
        description: "Hash of the sender's own user id; never the id itself.",
      },
      {name: "session_id", type: "string", nullable: true, description: "The sender's id of the visit."},
      {
        name: "utm_source",
        type: "string",
        nullable: true,
        description: "utm_source: where the visit came from.",
      },
      {
        name: "utm_medium",
        type: "string",
        nullable: true,
        description: "utm_medium: kind of the way it came.",
      },
      {
        name: "utm_campaign",
        type: "string",
        nullable: true,
        description: "utm_campaign: name of the campaign.",
      },
      {name: "utm_term", type: "string", nullable: true, description: "utm_term: paid search words."},
      {
        name: "utm_content",
        type: "string",
        nullable: true,
        description: "utm_content: which of several links.",
      },
      {
        name: "page_url",
        type: "string",
        nullable: true,
        description: "Address of the page: absolute, or from the root of the site where the source knows no host.",
      },
      {name: "referrer", type: "string", nullable: true, description: "Address that led to the page."},
      {name: "locale", type: "string", nullable: true, description: "Language and region, as in BCP 47."},
      {
        name: "user_agent",
        type: "string",
        nullable: true,
        description: "User-Agent header of the visitor's program.",
      },
      {
        name: "device_type",
        type: "string",
        nullable: true,
        description: "Kind of device, in the sender's words.",
      },
      {
        name: "ab_variant",
        type: "string",
        nullable: true,
        description: "Variant of the one experiment the page is part of.",
      },
      {
        name: "sdk_version",
        type: "string",
        nullable: true,
        description: "Version of the SDK that made the event.",
      },
      {
        name: "experiment_keys",
        type: "string",
        nullable: true,
        description: "Experiments the visitor is part of.",
      },
      {
        name: "custom_properties",
        type: "string",
        nullable: true,
        description: "The sender's own facts: names with scalar values.",
      },
      {
        name: "key_id",
        type: "string",
        nullable: true,
        description: "Id of the key that the event came with; absent in lines stored before this field was.",
      },
      {
        name: "privacy_mode",
        type: "string",
        nullable: true,
        description: "What the privacy table left of the event: full, cookieless (no user id, a session id of one day) or record (a decision about consent). Absent in lines stored before this field was.",
      },
      {
        name: "scrubbed_count",
        type: "integer",
        nullable: true,
        description: "E-mail addresses that were replaced in the event's text; absent when there was none. (e-mail addresses)",
      },
      {
        name: "country",
        type: "string",
        nullable: true,
        description: "Country of the client address, as in ISO 3166-1 alpha-2.",
      },
      {
        name: "client_time_ms",
        type: "bigint",
        nullable: true,
        description: "When it happened by the client's clock: ts before the correction. Order within a session is by this where it is there. (epoch milliseconds)",
      },
      {
        name: "clock_correction",
        type: "bigint",
        nullable: true,
        description: "What was added to the client's time: receipt minus the batch's send time. (milliseconds)",
      },
      {name: "product_id", type: "string", nullable: true, description: "The shop's id of the product."},
      {
        name: "product_category",
        type: "string",
        nullable: true,
        description: "Category of the product, in the shop's words.",
      },
      {
        name: "price",
        type: "double",
        nullable: true,
        description: "Price of one piece. Absent where the source has none: revenue is then null, not 0. (units of currency)",
      },
      {
        name: "quantity",
        type: "integer",
        nullable: true,
        description: "How many pieces; absent where the source does not say. (piece)",
      },
      {
        name: "currency",
        type: "string",
        nullable: true,
        description: "Currency of the price, as in ISO 4217. A price needs one.",
      },
      {
        name: "affiliate_link_id",
        type: "string",
        nullable: true,
        description: "The sender's id of the link.",
      },
      {
        name: "affiliate_target",
        type: "string",
        nullable: true,
        description: "Address that the link leads to.",
      },
      {
        name: "affiliate_currency",
        type: "string",
        nullable: true,
        description: "Currency of the payout, as in ISO 4217; absent where the source has none.",
      },
      {
        name: "affiliate_payout_cents",
        type: "bigint",
        nullable: true,
        description: "What the partner pays for this click; 0 where a click alone pays nothing. (hundredth of a unit of currency)",
      },
      {
        name: "chart_product_ids",
        type: "string",
        nullable: true,
        description: "Products that the chart showed; empty where it showed none.",
      },
      {
        name: "chart_action",
        type: "string",
        nullable: true,
        description: "What the visitor did with the chart.",
      },
      {
        name: "chart_control_id",
        type: "string",
        nullable: true,
        description: "The control that was used: a column, a filter, a switch.",
      },
      {
        name: "chart_control_value",
        type: "string",
        nullable: true,
        description: "What the control was set to; absent where it holds no value. (as the control says)",
      },
      {
        name: "element_id",
        type: "string",
        nullable: true,
        description: "Id of the element in its page, or a path to it where it has none.",
      },
      {name: "element_text", type: "string", nullable: true, description: "What the visitor read on it."},
      {
        name: "element_target_url",
        type: "string",
        nullable: true,
        description: "Address that it leads to; absent where it leads nowhere.",
      },
      {
        name: "consent_policy_version",
        type: "string",
        nullable: true,
        description: "Version of the privacy policy that the visitor was shown.",
      },
      {
        name: "consent_previous_analytics",
        type: "boolean",
        nullable: true,
        description: "Could be measured before.",
      },
      {
        name: "consent_previous_ads",
        type: "boolean",
        nullable: true,
        description: "Could be used for advertising before.",
      },
      {
        name: "consent_method",
        type: "string",
        nullable: true,
        description: "Where the visitor decided; absent where the sender does not know.",
      },
      {name: "metric_name", type: "string", nullable: true, description: "What was measured."},
      {
        name: "metric_value",
        type: "double",
        nullable: true,
        description: "The number that was measured. (as metric.unit says)",
      },
      {
        name: "metric_unit",
        type: "string",
        nullable: true,
        description: "Unit of the value, in the sender's words.",
      },
      {name: "page_title", type: "string", nullable: true, description: "Title of the page."},
      {
        name: "page_product_id",
        type: "string",
        nullable: true,
        description: "The product the page is about.",
      },
      {
        name: "page_category",
        type: "string",
        nullable: true,
        description: "Category of the product or of the page.",
      },
      {
        name: "order_id",
        type: "string",
        nullable: true,
        description: "The shop's id of the order: the same in the events of all its products.",
      },
      {
        name: "search_query",
        type: "string",
        nullable: true,
        description: "What the visitor typed; empty for a search without words.",
      },
      {
        name: "search_result_count",
        type: "integer",
        nullable: true,
        description: "How many results there were in all; absent where the sender does not know. (result)",
      },
      {name: "request_method", type: "string", nullable: true, description: "HTTP method, as received."},
      {name: "request_path", type: "string", nullable: true, description: "Path of the request."},
      {
        name: "request_status",
        type: "integer",
        nullable: true,
        description: "HTTP status of the answer. (HTTP status code)",
      },
      {
        name: "request_bytes",
        type: "bigint",
        nullable: true,
        description: "Size of the answer's body; null where the source does not say. (byte)",
      },
      {name: "system_severity", type: "string", nullable: true, description: "How grave it is."},
      {
        name: "system_component",
        type: "string",
        nullable: true,
        description: "The part of the sender's system that reports.",
      },
      {
        name: "system_message",
        type: "string",
        nullable: true,
        description: "What happened, in words; absent where severity and component say it all.",
      },
      {
        name: "transaction_id",
        type: "string",
        nullable: true,
        description: "The sender's id of the payment or the refund.",
      },
      {
        name: "transaction_amount",
        type: "double",
        nullable: true,
        description: "How much was paid; a refund is negative. (units of currency)",
      },
      {
        name: "transaction_currency",
        type: "string",
        nullable: true,
        description: "Currency of the amount, as in ISO 4217.",
      },
      {
        name: "transaction_merchant",
        type: "string",
        nullable: true,
        description: "Who was paid, or pays back.",
      },
      {name: "action_name", type: "string", nullable: true, description: "Name of the action."},
      {
        name: "action_target",
        type: "string",
        nullable: true,
        description: "What it was done to; absent where there is nothing to name.",
      },
      {
        name: "action_value",
        type: "string",
        nullable: true,
        description: "What was chosen or entered; absent where there was no choice.",
      },
      {
        name: "_unrecognized",
        type: "string",
        nullable: true,
        description: "What the client sent and the applied contract does not know, taken out of its place; absent where it knows everything.",
      },
      {
        name: "contract_version",
        type: "string",
        nullable: true,
        description: "Version of the contract that was applied: the sent one, or the newest before it that was known. Absent in lines stored before this field was: there it is schema_version.",
      },
      {
        name: "schema_hash",
        type: "string",
        nullable: false,
        description: "SHA-256 of the contract of contract_version, hex.",
      },
      {
        name: "content_hash",
        type: "string",
        nullable: false,
        description: "HMAC-SHA-256, keyed with the lake's key, of what the client sent, before any change by the server and without sent_at, hex. Of lines stored before server-fields 1.2.0 it is the bare SHA-256.",
      },
      {
        name: "page_path",
        type: "string",
        nullable: true,
        description: "Path of page_url without query string and fragment.",
      },
      {name: "referrer_host", type: "string", nullable: true, description: "Host of referrer."},
      {name: "ua_browser", type: "string", nullable: true, description: "Browser family, from user_agent."},
      {
        name: "ua_os",
        type: "string",
        nullable: true,
        description: "Operating system family, from user_agent.",
      },
      {name: "ua_device", type: "string", nullable: true, description: "Kind of device, from user_agent."},
      {
        name: "received_at",
        type: "timestamp",
        nullable: false,
        description: "When ingest received the event (UTC).",
      },
      {
        name: "raw_key",
        type: "string",
        nullable: false,
        description: "Key of the raw object that holds the received bytes.",
      },
      {
        name: "typed_key",
        type: "string",
        nullable: false,
        description: "Key of the typed file that was loaded.",
      },
      {
        name: "run_id",
        type: "string",
        nullable: false,
        description: "The refinement run that loaded the row.",
      },
    ],
    settings: {},
    audits: [
      {
        name: "landed_in_full",
        description: "Each typed file of the run gave as many rows as its manifest row says were accepted.",
        sql: `select f.typed_key, f.expected_count, coalesce(l.row_count, 0) as loaded_count
from run.files f
left join (select typed_key, count(*) as row_count from run.bronze_events_added group by typed_key) l
  on l.typed_key = f.typed_key
where f.kind = 'events' and f.expected_count <> coalesce(l.row_count, 0)`,
      },
    ],
    scopeSql: undefined,
    modelSql: `with
  typed_events as (select * from run.typed_events),
  files as (select * from run.files where kind = 'events'),
  final as (
    select
      t.*,
      timestamp_millis(t.received_at_ms) as received_at,
      f.object_key as raw_key,
      {run_id} as run_id
    from typed_events t
    join files f on f.typed_key = t.typed_key
  )
select * from final`,
  },
  {
    name: "bronze.quarantine",
    kind: "append",
    description: "Every sighting of a refused line, append-only. A second import sees the same lines again.",
    onlyIf: undefined,
    grain: ["shard_id", "sequence_number", "line"],
    scopeKey: ["shard_id", "sequence_number", "line"],
    scopeTellsPresence: false,
    prune: undefined,
    horizonColumn: undefined,
    grainProvedBy: undefined,
    timeColumn: "received_at",
    partitioning: ["days(received_at)"],
    columns: [
      {
        name: "quarantine_id",
        type: "string",
        nullable: false,
        description: "Keyed HMAC of the original bytes, hex: the same line imported twice has the same id.",
      },
      {
        name: "reason",
        type: "string",
        nullable: false,
        description: "Why it was refused, from the closed list of reasons.",
      },
      {
        name: "path",
        type: "string",
        nullable: false,
        description: "JSON Pointer to the fault; empty for the whole line.",
      },
      {
        name: "detail",
        type: "string",
        nullable: false,
        description: "Which rule was broken and what it expects; never the value.",
      },
      {
        name: "received_at_ms",
        type: "bigint",
        nullable: false,
        description: "When ingest took the line (epoch milliseconds).",
      },
      {name: "source", type: "string", nullable: false, description: "Which sender it came from."},
      {
        name: "event_id",
        type: "string",
        nullable: true,
        description: "The event's id, where one could be read.",
      },
      {
        name: "event_type",
        type: "string",
        nullable: true,
        description: "The event's type, where a known one could be read.",
      },
      {
        name: "line_number",
        type: "bigint",
        nullable: true,
        description: "Line of the imported file, from 1.",
      },
      {
        name: "text",
        type: "string",
        nullable: true,
        description: "What was received, without whole IP addresses; absent where consent could not be read.",
      },
      {
        name: "shape",
        type: "string",
        nullable: true,
        description: "JSON text: contract keys and their JSON types, kept instead of the text where consent could not be read.",
      },
      {
        name: "sha256",
        type: "string",
        nullable: true,
        description: "SHA-256 of a record that nobody can read, hex; where it is there, the text is the record in base64.",
      },
      {name: "frame_id", type: "string", nullable: false, description: "Id of the frame the entry came in."},
      {
        name: "line",
        type: "integer",
        nullable: false,
        description: "Line of the entry in its frame, from 1.",
      },
      {
        name: "shard_id",
        type: "string",
        nullable: false,
        description: "Shard of the stream that carried the frame.",
      },
      {
        name: "sequence_number",
        type: "string",
        nullable: false,
        description: "Sequence number of the frame's record in its shard: decimal digits.",
      },
      {
        name: "arrived_at_ms",
        type: "bigint",
        nullable: false,
        description: "When the frame reached the stream (epoch milliseconds).",
      },
      {
        name: "received_at",
        type: "timestamp",
        nullable: false,
        description: "When the line was received (UTC).",
      },
      {
        name: "quarantine_key",
        type: "string",
        nullable: false,
        description: "Key of the quarantine object that holds the entry.",
      },
      {
        name: "typed_key",
        type: "string",
        nullable: false,
        description: "Key of the typed file that was loaded.",
      },
      {
        name: "run_id",
        type: "string",
        nullable: false,
        description: "The refinement run that loaded the row.",
      },
    ],
    settings: {},
    audits: [
      {
        name: "landed_in_full",
        description: "Each typed quarantine file of the run gave as many rows as its manifest row says were quarantined.",
        sql: `select f.typed_key, f.expected_count, coalesce(l.row_count, 0) as loaded_count
from run.files f
left join (select typed_key, count(*) as row_count from run.bronze_quarantine_added group by typed_key) l
  on l.typed_key = f.typed_key
where f.kind = 'quarantine' and f.expected_count <> coalesce(l.row_count, 0)`,
      },
    ],
    scopeSql: undefined,
    modelSql: `with
  typed_quarantine as (select * from run.typed_quarantine),
  files as (select * from run.files where kind = 'quarantine'),
  final as (
    select
      t.*,
      timestamp_millis(t.received_at_ms) as received_at,
      f.object_key as quarantine_key,
      {run_id} as run_id
    from typed_quarantine t
    join files f on f.typed_key = t.typed_key
  )
select * from final`,
  },
  {
    name: "silver.arrivals",
    kind: "run",
    description: "The run's new bronze rows beside the present winner of their event_id, in silver.events or silver.withdrawn. The one place where silver is searched for event ids; winners and conflicts start from here. winner_…: null where there is none.",
    onlyIf: undefined,
    grain: [],
    scopeKey: [],
    scopeTellsPresence: false,
    prune: undefined,
    horizonColumn: undefined,
    grainProvedBy: undefined,
    timeColumn: undefined,
    partitioning: [],
    columns: [],
    settings: {},
    audits: [],
    scopeSql: undefined,
    modelSql: `with
  new_events as (
    select event_id, received_at_ms, frame_id, line, shard_id, sequence_number, content_hash from run.bronze_events_added
  ),
  present as (
    select event_id, received_at_ms, frame_id, line, shard_id, sequence_number, content_hash, false as is_withdrawn
    from silver.events
    where received_at_ms >= (select start_ms from run.horizon)
    union all
    select event_id, received_at_ms, frame_id, line, shard_id, sequence_number, content_hash, true as is_withdrawn
    from silver.withdrawn
    where received_at_ms >= (select start_ms from run.horizon)
  ),
  final as (
    select
      n.event_id,
      n.received_at_ms,
      n.frame_id,
      n.line,
      n.shard_id,
      n.sequence_number,
      n.content_hash,
      w.content_hash as winner_content_hash,
      w.received_at_ms as winner_received_at_ms,
      w.is_withdrawn as is_winner_withdrawn,
      case
        when w.event_id is null then true
        when n.received_at_ms <> w.received_at_ms then n.received_at_ms < w.received_at_ms
        when n.frame_id <> w.frame_id then n.frame_id < w.frame_id
        when n.line <> w.line then n.line < w.line
        when n.shard_id <> w.shard_id then n.shard_id < w.shard_id
        else n.sequence_number < w.sequence_number
      end as is_earlier
    from new_events n
    left join present w on w.event_id = n.event_id
  )
select * from final`,
  },
  {
    name: "silver.quarantine",
    kind: "merge",
    description: "One row per refused line, by the keyed hash of its bytes; of several sightings the first received counts.",
    onlyIf: undefined,
    grain: ["quarantine_id"],
    scopeKey: ["quarantine_id"],
    scopeTellsPresence: false,
    prune: undefined,
    horizonColumn: undefined,
    grainProvedBy: undefined,
    timeColumn: "received_at",
    partitioning: ["days(received_at)"],
    columns: [
      {
        name: "quarantine_id",
        type: "string",
        nullable: false,
        description: "Keyed HMAC of the original bytes, hex: the same line imported twice has the same id.",
      },
      {
        name: "reason",
        type: "string",
        nullable: false,
        description: "Why it was refused, from the closed list of reasons.",
      },
      {
        name: "path",
        type: "string",
        nullable: false,
        description: "JSON Pointer to the fault; empty for the whole line.",
      },
      {
        name: "detail",
        type: "string",
        nullable: false,
        description: "Which rule was broken and what it expects; never the value.",
      },
      {
        name: "received_at_ms",
        type: "bigint",
        nullable: false,
        description: "When ingest took the line (epoch milliseconds).",
      },
      {name: "source", type: "string", nullable: false, description: "Which sender it came from."},
      {
        name: "event_id",
        type: "string",
        nullable: true,
        description: "The event's id, where one could be read.",
      },
      {
        name: "event_type",
        type: "string",
        nullable: true,
        description: "The event's type, where a known one could be read.",
      },
      {
        name: "line_number",
        type: "bigint",
        nullable: true,
        description: "Line of the imported file, from 1.",
      },
      {
        name: "text",
        type: "string",
        nullable: true,
        description: "What was received, without whole IP addresses; absent where consent could not be read.",
      },
      {
        name: "shape",
        type: "string",
        nullable: true,
        description: "JSON text: contract keys and their JSON types, kept instead of the text where consent could not be read.",
      },
      {
        name: "sha256",
        type: "string",
        nullable: true,
        description: "SHA-256 of a record that nobody can read, hex; where it is there, the text is the record in base64.",
      },
      {name: "frame_id", type: "string", nullable: false, description: "Id of the frame the entry came in."},
      {
        name: "line",
        type: "integer",
        nullable: false,
        description: "Line of the entry in its frame, from 1.",
      },
      {
        name: "shard_id",
        type: "string",
        nullable: false,
        description: "Shard of the stream that carried the frame.",
      },
      {
        name: "sequence_number",
        type: "string",
        nullable: false,
        description: "Sequence number of the frame's record in its shard: decimal digits.",
      },
      {
        name: "received_at",
        type: "timestamp",
        nullable: false,
        description: "When the line was received (UTC).",
      },
      {
        name: "quarantine_key",
        type: "string",
        nullable: false,
        description: "Key of the quarantine object that holds the entry.",
      },
    ],
    settings: {},
    audits: [],
    scopeSql: `select distinct n.quarantine_id
from run.bronze_quarantine_added n
left join silver.quarantine q on q.quarantine_id = n.quarantine_id
where case
  when q.quarantine_id is null then true
  when n.received_at_ms <> q.received_at_ms then n.received_at_ms < q.received_at_ms
  when n.frame_id <> q.frame_id then n.frame_id < q.frame_id
  when n.line <> q.line then n.line < q.line
  when n.shard_id <> q.shard_id then n.shard_id < q.shard_id
  else n.sequence_number < q.sequence_number
end`,
    modelSql: `with
  sightings as (
    select n.*
    from run.bronze_quarantine_added n
    join run.silver_quarantine_scope s on s.quarantine_id = n.quarantine_id
  ),
  placed as (
    select
      *,
      row_number() over (
        partition by quarantine_id
        order by received_at_ms nulls last, frame_id nulls last, line nulls last,
          shard_id nulls last, sequence_number nulls last
      ) as place
    from sightings
  ),
  final as (select * from placed where place = 1)
select * from final`,
  },
  {
    name: "silver.winners",
    kind: "run",
    description: "Of the run's arrivals those that win their event_id now: one per event_id, earlier than its present winner, if it has one. Which of silver.events and silver.withdrawn they belong to is another question (silver/verdicts).",
    onlyIf: undefined,
    grain: [],
    scopeKey: [],
    scopeTellsPresence: false,
    prune: undefined,
    horizonColumn: undefined,
    grainProvedBy: undefined,
    timeColumn: undefined,
    partitioning: [],
    columns: [],
    settings: {},
    audits: [],
    scopeSql: undefined,
    modelSql: `with
  placed as (
    select
      *,
      row_number() over (
        partition by event_id
        order by received_at_ms nulls last, frame_id nulls last, line nulls last,
          shard_id nulls last, sequence_number nulls last
      ) as place
    from run.silver_arrivals
    where is_earlier
  ),
  final as (
    select
      event_id, received_at_ms, shard_id, sequence_number, line, content_hash, winner_received_at_ms,
      winner_content_hash is not null as is_replacing,
      coalesce(not is_winner_withdrawn, false) as is_in_events,
      coalesce(is_winner_withdrawn, false) as is_in_withdrawn
    from placed
    where place = 1
  )
select * from final`,
  },
  {
    name: "silver.decisions",
    kind: "run",
    description: "Decisions about consent of the users whose events this run may judge: consent_update events with a user, one per event_id like any event, those of earlier runs and those of this one. is_valid: it holds after the run. is_changed: it came with the run, or goes with it because its event_id has an earlier row now.",
    onlyIf: undefined,
    grain: [],
    scopeKey: [],
    scopeTellsPresence: false,
    prune: undefined,
    horizonColumn: undefined,
    grainProvedBy: undefined,
    timeColumn: undefined,
    partitioning: [],
    columns: [],
    settings: {},
    audits: [],
    scopeSql: undefined,
    modelSql: `with
  arrived as (
    select e.user_id_hash, e.event_type, e.consent_analytics, e.received_at_ms, e.frame_id, e.line, e.shard_id, e.sequence_number
    from run.bronze_events_added e
    join run.silver_winners w on w.shard_id = e.shard_id and w.sequence_number = e.sequence_number and w.line = e.line
    where e.user_id_hash is not null
  ),
  present as (
    select event_id, user_id_hash, consent_analytics, received_at_ms, frame_id, line, shard_id, sequence_number
    from silver.events
    where event_type = 'consent_update' and user_id_hash is not null
  ),
  replaced as (
    select p.user_id_hash, p.shard_id, p.sequence_number, p.line
    from present p
    join (select event_id from run.silver_winners where is_in_events) w on w.event_id = p.event_id
    where p.received_at_ms >= (select start_ms from run.horizon)
  ),
  users as (
    select user_id_hash from arrived
    union
    select user_id_hash from replaced
  ),
  final as (
    select
      p.user_id_hash, p.consent_analytics, p.received_at_ms, p.frame_id, p.line, p.shard_id, p.sequence_number,
      r.line is null as is_valid,
      r.line is not null as is_changed
    from present p
    join users u on u.user_id_hash = p.user_id_hash
    left join replaced r
      on r.shard_id = p.shard_id and r.sequence_number = p.sequence_number and r.line = p.line
    union all
    select user_id_hash, consent_analytics, received_at_ms, frame_id, line, shard_id, sequence_number, true, true
    from arrived
    where event_type = 'consent_update'
  )
select * from final`,
  },
  {
    name: "silver.reconsidered",
    kind: "run",
    description: "Winners of earlier runs whose user has decided anew, or undone a decision, before they were received. Those in silver.withdrawn are found through bronze, because that table does not say whose they are.",
    onlyIf: "run.silver_decisions",
    grain: [],
    scopeKey: [],
    scopeTellsPresence: false,
    prune: undefined,
    horizonColumn: undefined,
    grainProvedBy: undefined,
    timeColumn: undefined,
    partitioning: [],
    columns: [],
    settings: {},
    audits: [],
    scopeSql: undefined,
    modelSql: `with
  changed as (
    select user_id_hash, min(received_at_ms) as from_ms
    from run.silver_decisions
    where is_changed
    group by user_id_hash
  ),
  present as (
    select
      e.event_id, e.user_id_hash, e.event_type, e.frame_id, e.line, e.shard_id, e.sequence_number, e.received_at_ms,
      e.content_hash, e.raw_key, e.source, e.key_id, true as is_in_events
    from silver.events e
    join changed c on c.user_id_hash = e.user_id_hash
    where e.received_at_ms > c.from_ms
      and e.received_at_ms > (select min(from_ms) from changed)
      and e.event_type <> 'consent_update'
    union all
    select
      t.event_id, b.user_id_hash, t.event_type, t.frame_id, t.line, t.shard_id, t.sequence_number, t.received_at_ms,
      t.content_hash, t.raw_key, t.source, t.key_id, false as is_in_events
    from silver.withdrawn t
    join bronze.events b on b.shard_id = t.shard_id and b.sequence_number = t.sequence_number and b.line = t.line
    join changed c on c.user_id_hash = b.user_id_hash
    where t.received_at_ms > c.from_ms
      and t.received_at_ms > (select min(from_ms) from changed)
      and b.received_at_ms > (select min(from_ms) from changed)
  ),
  final as (
    select p.*
    from present p
    left join (select event_id from run.silver_winners where is_replacing) w on w.event_id = p.event_id
    where w.event_id is null
  )
select * from final`,
  },
  {
    name: "silver.verdicts",
    kind: "run",
    description: "Whether a winner is withdrawn: the newest decision of its user that was received before it (strictly; decisions of one moment in the order of frame_id and line) says that analytics is not consented to. Of this run's winners and of those that are reconsidered, where their users have decided at all.",
    onlyIf: "run.silver_decisions",
    grain: [],
    scopeKey: [],
    scopeTellsPresence: false,
    prune: undefined,
    horizonColumn: undefined,
    grainProvedBy: undefined,
    timeColumn: undefined,
    partitioning: [],
    columns: [],
    settings: {},
    audits: [],
    scopeSql: undefined,
    modelSql: `with
  decided as (select distinct user_id_hash from run.silver_decisions),
  candidates as (
    select
      w.event_id, e.user_id_hash, e.event_type, e.frame_id, e.line, e.shard_id, e.sequence_number, e.received_at_ms,
      e.content_hash, e.raw_key, e.source, e.key_id, true as is_new, w.is_in_events
    from run.bronze_events_added e
    join run.silver_winners w on w.shard_id = e.shard_id and w.sequence_number = e.sequence_number and w.line = e.line
    join decided d on d.user_id_hash = e.user_id_hash
    where e.event_type <> 'consent_update'
    union all
    select
      r.event_id, r.user_id_hash, r.event_type, r.frame_id, r.line, r.shard_id, r.sequence_number, r.received_at_ms,
      r.content_hash, r.raw_key, r.source, r.key_id, false as is_new, r.is_in_events
    from run.silver_reconsidered r
  ),
  timeline as (
    select *, 0 as is_decision, 0 as is_withdrawal from candidates
    union all
    select
      null, user_id_hash, null, frame_id, line, shard_id, sequence_number, received_at_ms,
      null, null, null, null, null, null, 1, case when consent_analytics then 0 else 1 end
    from run.silver_decisions
    where is_valid
  ),
  numbered as (
    select
      *,
      sum(is_decision) over (
        partition by user_id_hash
        order by received_at_ms nulls last, is_decision nulls last, frame_id nulls last, line nulls last,
          shard_id nulls last, sequence_number nulls last
        rows between unbounded preceding and current row
      ) as decision_number
    from timeline
  ),
  judged as (
    select *, max(is_withdrawal) over (partition by user_id_hash, decision_number) = 1 as is_withdrawn from numbered
  ),
  final as (
    select
      event_id, event_type, frame_id, line, shard_id, sequence_number, received_at_ms, content_hash, raw_key, source,
      key_id, is_new, is_withdrawn,
      not is_new and is_in_events = is_withdrawn as is_moving
    from judged
    where is_decision = 0
  )
select * from final`,
  },
  {
    name: "silver.returns",
    kind: "run",
    description: "The rows that silver.events gets back, whole, as bronze has them: their user consented again before they were received, or the withdrawal was undone.",
    onlyIf: "run.silver_reconsidered",
    grain: [],
    scopeKey: [],
    scopeTellsPresence: false,
    prune: undefined,
    horizonColumn: undefined,
    grainProvedBy: undefined,
    timeColumn: undefined,
    partitioning: [],
    columns: [
      {name: "frame_id", type: "string", nullable: false, description: "Id of the frame the event came in."},
      {
        name: "line",
        type: "integer",
        nullable: false,
        description: "Line of the event in its frame, from 1. (frame_id, line) is the identity of what was received.",
      },
      {
        name: "shard_id",
        type: "string",
        nullable: false,
        description: "Shard of the stream that carried the frame.",
      },
      {
        name: "sequence_number",
        type: "string",
        nullable: false,
        description: "Sequence number of the frame's record in its shard: decimal digits.",
      },
      {
        name: "arrived_at_ms",
        type: "bigint",
        nullable: false,
        description: "When the frame reached the stream (epoch milliseconds).",
      },
      {
        name: "event_id",
        type: "string",
        nullable: false,
        description: "Deduplication key: made once by the sender and kept over its retries.",
      },
      {name: "event_type", type: "string", nullable: false, description: "Names the contract."},
      {
        name: "schema_version",
        type: "string",
        nullable: false,
        description: "Version of the contract of the event type.",
      },
      {
        name: "event_time_ms",
        type: "bigint",
        nullable: false,
        description: "When it happened, by the clock of the sender. (epoch milliseconds)",
      },
      {
        name: "sent_at_ms",
        type: "bigint",
        nullable: true,
        description: "When the sender handed its batch over. Transport, not content: a retry may change it. (epoch milliseconds)",
      },
      {
        name: "received_at_ms",
        type: "bigint",
        nullable: false,
        description: "When ingest took the event. (epoch milliseconds)",
      },
      {
        name: "source",
        type: "string",
        nullable: false,
        description: "Which sender it came from: the key's name, or the importer's --source.",
      },
      {name: "consent_analytics", type: "boolean", nullable: false, description: "May be measured."},
      {name: "consent_ads", type: "boolean", nullable: false, description: "May be used for advertising."},
      {
        name: "privacy_policy",
        type: "string",
        nullable: false,
        description: "Version of the privacy policy that was in force.",
      },
      {
        name: "source_ip_anonymized",
        type: "string",
        nullable: true,
        description: "Client address cut to /24 (IPv4) or /48 (IPv6); null where there was none.",
      },
      {
        name: "user_id_hash",
        type: "string",
        nullable: true,
        description: "Hash of the sender's own user id; never the id itself.",
      },
      {name: "session_id", type: "string", nullable: true, description: "The sender's id of the visit."},
      {
        name: "utm_source",
        type: "string",
        nullable: true,
        description: "utm_source: where the visit came from.",
      },
      {
        name: "utm_medium",
        type: "string",
        nullable: true,
        description: "utm_medium: kind of the way it came.",
      },
      {
        name: "utm_campaign",
        type: "string",
        nullable: true,
        description: "utm_campaign: name of the campaign.",
      },
      {name: "utm_term", type: "string", nullable: true, description: "utm_term: paid search words."},
      {
        name: "utm_content",
        type: "string",
        nullable: true,
        description: "utm_content: which of several links.",
      },
      {
        name: "page_url",
        type: "string",
        nullable: true,
        description: "Address of the page: absolute, or from the root of the site where the source knows no host.",
      },
      {name: "referrer", type: "string", nullable: true, description: "Address that led to the page."},
      {name: "locale", type: "string", nullable: true, description: "Language and region, as in BCP 47."},
      {
        name: "user_agent",
        type: "string",
        nullable: true,
        description: "User-Agent header of the visitor's program.",
      },
      {
        name: "device_type",
        type: "string",
        nullable: true,
        description: "Kind of device, in the sender's words.",
      },
      {
        name: "ab_variant",
        type: "string",
        nullable: true,
        description: "Variant of the one experiment the page is part of.",
      },
      {
        name: "sdk_version",
        type: "string",
        nullable: true,
        description: "Version of the SDK that made the event.",
      },
      {
        name: "experiment_keys",
        type: "string",
        nullable: true,
        description: "Experiments the visitor is part of.",
      },
      {
        name: "custom_properties",
        type: "string",
        nullable: true,
        description: "The sender's own facts: names with scalar values.",
      },
      {
        name: "key_id",
        type: "string",
        nullable: true,
        description: "Id of the key that the event came with; absent in lines stored before this field was.",
      },
      {
        name: "privacy_mode",
        type: "string",
        nullable: true,
        description: "What the privacy table left of the event: full, cookieless (no user id, a session id of one day) or record (a decision about consent). Absent in lines stored before this field was.",
      },
      {
        name: "scrubbed_count",
        type: "integer",
        nullable: true,
        description: "E-mail addresses that were replaced in the event's text; absent when there was none. (e-mail addresses)",
      },
      {
        name: "country",
        type: "string",
        nullable: true,
        description: "Country of the client address, as in ISO 3166-1 alpha-2.",
      },
      {
        name: "client_time_ms",
        type: "bigint",
        nullable: true,
        description: "When it happened by the client's clock: ts before the correction. Order within a session is by this where it is there. (epoch milliseconds)",
      },
      {
        name: "clock_correction",
        type: "bigint",
        nullable: true,
        description: "What was added to the client's time: receipt minus the batch's send time. (milliseconds)",
      },
      {name: "product_id", type: "string", nullable: true, description: "The shop's id of the product."},
      {
        name: "product_category",
        type: "string",
        nullable: true,
        description: "Category of the product, in the shop's words.",
      },
      {
        name: "price",
        type: "double",
        nullable: true,
        description: "Price of one piece. Absent where the source has none: revenue is then null, not 0. (units of currency)",
      },
      {
        name: "quantity",
        type: "integer",
        nullable: true,
        description: "How many pieces; absent where the source does not say. (piece)",
      },
      {
        name: "currency",
        type: "string",
        nullable: true,
        description: "Currency of the price, as in ISO 4217. A price needs one.",
      },
      {
        name: "affiliate_link_id",
        type: "string",
        nullable: true,
        description: "The sender's id of the link.",
      },
      {
        name: "affiliate_target",
        type: "string",
        nullable: true,
        description: "Address that the link leads to.",
      },
      {
        name: "affiliate_currency",
        type: "string",
        nullable: true,
        description: "Currency of the payout, as in ISO 4217; absent where the source has none.",
      },
      {
        name: "affiliate_payout_cents",
        type: "bigint",
        nullable: true,
        description: "What the partner pays for this click; 0 where a click alone pays nothing. (hundredth of a unit of currency)",
      },
      {
        name: "chart_product_ids",
        type: "string",
        nullable: true,
        description: "Products that the chart showed; empty where it showed none.",
      },
      {
        name: "chart_action",
        type: "string",
        nullable: true,
        description: "What the visitor did with the chart.",
      },
      {
        name: "chart_control_id",
        type: "string",
        nullable: true,
        description: "The control that was used: a column, a filter, a switch.",
      },
      {
        name: "chart_control_value",
        type: "string",
        nullable: true,
        description: "What the control was set to; absent where it holds no value. (as the control says)",
      },
      {
        name: "element_id",
        type: "string",
        nullable: true,
        description: "Id of the element in its page, or a path to it where it has none.",
      },
      {name: "element_text", type: "string", nullable: true, description: "What the visitor read on it."},
      {
        name: "element_target_url",
        type: "string",
        nullable: true,
        description: "Address that it leads to; absent where it leads nowhere.",
      },
      {
        name: "consent_policy_version",
        type: "string",
        nullable: true,
        description: "Version of the privacy policy that the visitor was shown.",
      },
      {
        name: "consent_previous_analytics",
        type: "boolean",
        nullable: true,
        description: "Could be measured before.",
      },
      {
        name: "consent_previous_ads",
        type: "boolean",
        nullable: true,
        description: "Could be used for advertising before.",
      },
      {
        name: "consent_method",
        type: "string",
        nullable: true,
        description: "Where the visitor decided; absent where the sender does not know.",
      },
      {name: "metric_name", type: "string", nullable: true, description: "What was measured."},
      {
        name: "metric_value",
        type: "double",
        nullable: true,
        description: "The number that was measured. (as metric.unit says)",
      },
      {
        name: "metric_unit",
        type: "string",
        nullable: true,
        description: "Unit of the value, in the sender's words.",
      },
      {name: "page_title", type: "string", nullable: true, description: "Title of the page."},
      {
        name: "page_product_id",
        type: "string",
        nullable: true,
        description: "The product the page is about.",
      },
      {
        name: "page_category",
        type: "string",
        nullable: true,
        description: "Category of the product or of the page.",
      },
      {
        name: "order_id",
        type: "string",
        nullable: true,
        description: "The shop's id of the order: the same in the events of all its products.",
      },
      {
        name: "search_query",
        type: "string",
        nullable: true,
        description: "What the visitor typed; empty for a search without words.",
      },
      {
        name: "search_result_count",
        type: "integer",
        nullable: true,
        description: "How many results there were in all; absent where the sender does not know. (result)",
      },
      {name: "request_method", type: "string", nullable: true, description: "HTTP method, as received."},
      {name: "request_path", type: "string", nullable: true, description: "Path of the request."},
      {
        name: "request_status",
        type: "integer",
        nullable: true,
        description: "HTTP status of the answer. (HTTP status code)",
      },
      {
        name: "request_bytes",
        type: "bigint",
        nullable: true,
        description: "Size of the answer's body; null where the source does not say. (byte)",
      },
      {name: "system_severity", type: "string", nullable: true, description: "How grave it is."},
      {
        name: "system_component",
        type: "string",
        nullable: true,
        description: "The part of the sender's system that reports.",
      },
      {
        name: "system_message",
        type: "string",
        nullable: true,
        description: "What happened, in words; absent where severity and component say it all.",
      },
      {
        name: "transaction_id",
        type: "string",
        nullable: true,
        description: "The sender's id of the payment or the refund.",
      },
      {
        name: "transaction_amount",
        type: "double",
        nullable: true,
        description: "How much was paid; a refund is negative. (units of currency)",
      },
      {
        name: "transaction_currency",
        type: "string",
        nullable: true,
        description: "Currency of the amount, as in ISO 4217.",
      },
      {
        name: "transaction_merchant",
        type: "string",
        nullable: true,
        description: "Who was paid, or pays back.",
      },
      {name: "action_name", type: "string", nullable: true, description: "Name of the action."},
      {
        name: "action_target",
        type: "string",
        nullable: true,
        description: "What it was done to; absent where there is nothing to name.",
      },
      {
        name: "action_value",
        type: "string",
        nullable: true,
        description: "What was chosen or entered; absent where there was no choice.",
      },
      {
        name: "_unrecognized",
        type: "string",
        nullable: true,
        description: "What the client sent and the applied contract does not know, taken out of its place; absent where it knows everything.",
      },
      {
        name: "contract_version",
        type: "string",
        nullable: true,
        description: "Version of the contract that was applied: the sent one, or the newest before it that was known. Absent in lines stored before this field was: there it is schema_version.",
      },
      {
        name: "schema_hash",
        type: "string",
        nullable: false,
        description: "SHA-256 of the contract of contract_version, hex.",
      },
      {
        name: "content_hash",
        type: "string",
        nullable: false,
        description: "HMAC-SHA-256, keyed with the lake's key, of what the client sent, before any change by the server and without sent_at, hex. Of lines stored before server-fields 1.2.0 it is the bare SHA-256.",
      },
      {
        name: "page_path",
        type: "string",
        nullable: true,
        description: "Path of page_url without query string and fragment.",
      },
      {name: "referrer_host", type: "string", nullable: true, description: "Host of referrer."},
      {name: "ua_browser", type: "string", nullable: true, description: "Browser family, from user_agent."},
      {
        name: "ua_os",
        type: "string",
        nullable: true,
        description: "Operating system family, from user_agent.",
      },
      {name: "ua_device", type: "string", nullable: true, description: "Kind of device, from user_agent."},
      {
        name: "received_at",
        type: "timestamp",
        nullable: false,
        description: "When ingest received the event (UTC).",
      },
      {
        name: "raw_key",
        type: "string",
        nullable: false,
        description: "Key of the raw object that holds the received bytes.",
      },
      {
        name: "typed_key",
        type: "string",
        nullable: false,
        description: "Key of the typed file that was loaded.",
      },
      {
        name: "run_id",
        type: "string",
        nullable: false,
        description: "The refinement run that loaded the row.",
      },
    ],
    settings: {},
    audits: [],
    scopeSql: undefined,
    modelSql: `with
  places as (
    select shard_id, sequence_number, line, received_at_ms
    from run.silver_verdicts
    where is_moving and not is_withdrawn
  ),
  final as (
    select b.*
    from bronze.events b
    join places p on p.shard_id = b.shard_id and p.sequence_number = b.sequence_number and p.line = b.line
    where b.received_at_ms between (select min(received_at_ms) from places) and (select max(received_at_ms) from places)
  )
select * from final`,
  },
  {
    name: "silver.events",
    kind: "merge",
    description: "One row per event_id: the one that was received first, in the total order (received_at_ms, frame_id, line; then shard_id, sequence_number). Where its user had withdrawn consent before it was received, it is in silver.withdrawn instead. An event_id that comes back more than the dedup horizon (90 days unless the run says otherwise) after it was received is a new event: what lies beyond the horizon is neither read nor replaced.",
    onlyIf: undefined,
    grain: ["event_id", "received_at_ms"],
    scopeKey: ["event_id", "received_at_ms"],
    scopeTellsPresence: true,
    prune: undefined,
    horizonColumn: "received_at_ms",
    grainProvedBy: "first_received_wins",
    timeColumn: "event_time",
    partitioning: ["event_date", "event_type"],
    columns: [
      {name: "frame_id", type: "string", nullable: false, description: "Id of the frame the event came in."},
      {
        name: "line",
        type: "integer",
        nullable: false,
        description: "Line of the event in its frame, from 1. (frame_id, line) is the identity of what was received.",
      },
      {
        name: "shard_id",
        type: "string",
        nullable: false,
        description: "Shard of the stream that carried the frame.",
      },
      {
        name: "sequence_number",
        type: "string",
        nullable: false,
        description: "Sequence number of the frame's record in its shard: decimal digits.",
      },
      {
        name: "event_id",
        type: "string",
        nullable: false,
        description: "Deduplication key: made once by the sender and kept over its retries.",
      },
      {name: "event_type", type: "string", nullable: false, description: "Names the contract."},
      {
        name: "schema_version",
        type: "string",
        nullable: false,
        description: "Version of the contract of the event type.",
      },
      {
        name: "event_time_ms",
        type: "bigint",
        nullable: false,
        description: "When it happened, by the clock of the sender. (epoch milliseconds)",
      },
      {
        name: "sent_at_ms",
        type: "bigint",
        nullable: true,
        description: "When the sender handed its batch over. Transport, not content: a retry may change it. (epoch milliseconds)",
      },
      {
        name: "received_at_ms",
        type: "bigint",
        nullable: false,
        description: "When ingest took the event. (epoch milliseconds)",
      },
      {
        name: "source",
        type: "string",
        nullable: false,
        description: "Which sender it came from: the key's name, or the importer's --source.",
      },
      {name: "consent_analytics", type: "boolean", nullable: false, description: "May be measured."},
      {name: "consent_ads", type: "boolean", nullable: false, description: "May be used for advertising."},
      {
        name: "privacy_policy",
        type: "string",
        nullable: false,
        description: "Version of the privacy policy that was in force.",
      },
      {
        name: "source_ip_anonymized",
        type: "string",
        nullable: true,
        description: "Client address cut to /24 (IPv4) or /48 (IPv6); null where there was none.",
      },
      {
        name: "user_id_hash",
        type: "string",
        nullable: true,
        description: "Hash of the sender's own user id; never the id itself.",
      },
      {name: "session_id", type: "string", nullable: true, description: "The sender's id of the visit."},
      {
        name: "utm_source",
        type: "string",
        nullable: true,
        description: "utm_source: where the visit came from.",
      },
      {
        name: "utm_medium",
        type: "string",
        nullable: true,
        description: "utm_medium: kind of the way it came.",
      },
      {
        name: "utm_campaign",
        type: "string",
        nullable: true,
        description: "utm_campaign: name of the campaign.",
      },
      {name: "utm_term", type: "string", nullable: true, description: "utm_term: paid search words."},
      {
        name: "utm_content",
        type: "string",
        nullable: true,
        description: "utm_content: which of several links.",
      },
      {
        name: "page_url",
        type: "string",
        nullable: true,
        description: "Address of the page: absolute, or from the root of the site where the source knows no host.",
      },
      {name: "referrer", type: "string", nullable: true, description: "Address that led to the page."},
      {name: "locale", type: "string", nullable: true, description: "Language and region, as in BCP 47."},
      {
        name: "user_agent",
        type: "string",
        nullable: true,
        description: "User-Agent header of the visitor's program.",
      },
      {
        name: "device_type",
        type: "string",
        nullable: true,
        description: "Kind of device, in the sender's words.",
      },
      {
        name: "ab_variant",
        type: "string",
        nullable: true,
        description: "Variant of the one experiment the page is part of.",
      },
      {
        name: "sdk_version",
        type: "string",
        nullable: true,
        description: "Version of the SDK that made the event.",
      },
      {
        name: "experiment_keys",
        type: "string",
        nullable: true,
        description: "Experiments the visitor is part of.",
      },
      {
        name: "custom_properties",
        type: "string",
        nullable: true,
        description: "The sender's own facts: names with scalar values.",
      },
      {
        name: "key_id",
        type: "string",
        nullable: true,
        description: "Id of the key that the event came with; absent in lines stored before this field was.",
      },
      {
        name: "privacy_mode",
        type: "string",
        nullable: true,
        description: "What the privacy table left of the event: full, cookieless (no user id, a session id of one day) or record (a decision about consent). Absent in lines stored before this field was.",
      },
      {
        name: "scrubbed_count",
        type: "integer",
        nullable: true,
        description: "E-mail addresses that were replaced in the event's text; absent when there was none. (e-mail addresses)",
      },
      {
        name: "country",
        type: "string",
        nullable: true,
        description: "Country of the client address, as in ISO 3166-1 alpha-2.",
      },
      {
        name: "client_time_ms",
        type: "bigint",
        nullable: true,
        description: "When it happened by the client's clock: ts before the correction. Order within a session is by this where it is there. (epoch milliseconds)",
      },
      {
        name: "clock_correction",
        type: "bigint",
        nullable: true,
        description: "What was added to the client's time: receipt minus the batch's send time. (milliseconds)",
      },
      {name: "product_id", type: "string", nullable: true, description: "The shop's id of the product."},
      {
        name: "product_category",
        type: "string",
        nullable: true,
        description: "Category of the product, in the shop's words.",
      },
      {
        name: "price",
        type: "double",
        nullable: true,
        description: "Price of one piece. Absent where the source has none: revenue is then null, not 0. (units of currency)",
      },
      {
        name: "quantity",
        type: "integer",
        nullable: true,
        description: "How many pieces; absent where the source does not say. (piece)",
      },
      {
        name: "currency",
        type: "string",
        nullable: true,
        description: "Currency of the price, as in ISO 4217. A price needs one.",
      },
      {
        name: "affiliate_link_id",
        type: "string",
        nullable: true,
        description: "The sender's id of the link.",
      },
      {
        name: "affiliate_target",
        type: "string",
        nullable: true,
        description: "Address that the link leads to.",
      },
      {
        name: "affiliate_currency",
        type: "string",
        nullable: true,
        description: "Currency of the payout, as in ISO 4217; absent where the source has none.",
      },
      {
        name: "affiliate_payout_cents",
        type: "bigint",
        nullable: true,
        description: "What the partner pays for this click; 0 where a click alone pays nothing. (hundredth of a unit of currency)",
      },
      {
        name: "chart_product_ids",
        type: "string",
        nullable: true,
        description: "Products that the chart showed; empty where it showed none.",
      },
      {
        name: "chart_action",
        type: "string",
        nullable: true,
        description: "What the visitor did with the chart.",
      },
      {
        name: "chart_control_id",
        type: "string",
        nullable: true,
        description: "The control that was used: a column, a filter, a switch.",
      },
      {
        name: "chart_control_value",
        type: "string",
        nullable: true,
        description: "What the control was set to; absent where it holds no value. (as the control says)",
      },
      {
        name: "element_id",
        type: "string",
        nullable: true,
        description: "Id of the element in its page, or a path to it where it has none.",
      },
      {name: "element_text", type: "string", nullable: true, description: "What the visitor read on it."},
      {
        name: "element_target_url",
        type: "string",
        nullable: true,
        description: "Address that it leads to; absent where it leads nowhere.",
      },
      {
        name: "consent_policy_version",
        type: "string",
        nullable: true,
        description: "Version of the privacy policy that the visitor was shown.",
      },
      {
        name: "consent_previous_analytics",
        type: "boolean",
        nullable: true,
        description: "Could be measured before.",
      },
      {
        name: "consent_previous_ads",
        type: "boolean",
        nullable: true,
        description: "Could be used for advertising before.",
      },
      {
        name: "consent_method",
        type: "string",
        nullable: true,
        description: "Where the visitor decided; absent where the sender does not know.",
      },
      {name: "metric_name", type: "string", nullable: true, description: "What was measured."},
      {
        name: "metric_value",
        type: "double",
        nullable: true,
        description: "The number that was measured. (as metric.unit says)",
      },
      {
        name: "metric_unit",
        type: "string",
        nullable: true,
        description: "Unit of the value, in the sender's words.",
      },
      {name: "page_title", type: "string", nullable: true, description: "Title of the page."},
      {
        name: "page_product_id",
        type: "string",
        nullable: true,
        description: "The product the page is about.",
      },
      {
        name: "page_category",
        type: "string",
        nullable: true,
        description: "Category of the product or of the page.",
      },
      {
        name: "order_id",
        type: "string",
        nullable: true,
        description: "The shop's id of the order: the same in the events of all its products.",
      },
      {
        name: "search_query",
        type: "string",
        nullable: true,
        description: "What the visitor typed; empty for a search without words.",
      },
      {
        name: "search_result_count",
        type: "integer",
        nullable: true,
        description: "How many results there were in all; absent where the sender does not know. (result)",
      },
      {name: "request_method", type: "string", nullable: true, description: "HTTP method, as received."},
      {name: "request_path", type: "string", nullable: true, description: "Path of the request."},
      {
        name: "request_status",
        type: "integer",
        nullable: true,
        description: "HTTP status of the answer. (HTTP status code)",
      },
      {
        name: "request_bytes",
        type: "bigint",
        nullable: true,
        description: "Size of the answer's body; null where the source does not say. (byte)",
      },
      {name: "system_severity", type: "string", nullable: true, description: "How grave it is."},
      {
        name: "system_component",
        type: "string",
        nullable: true,
        description: "The part of the sender's system that reports.",
      },
      {
        name: "system_message",
        type: "string",
        nullable: true,
        description: "What happened, in words; absent where severity and component say it all.",
      },
      {
        name: "transaction_id",
        type: "string",
        nullable: true,
        description: "The sender's id of the payment or the refund.",
      },
      {
        name: "transaction_amount",
        type: "double",
        nullable: true,
        description: "How much was paid; a refund is negative. (units of currency)",
      },
      {
        name: "transaction_currency",
        type: "string",
        nullable: true,
        description: "Currency of the amount, as in ISO 4217.",
      },
      {
        name: "transaction_merchant",
        type: "string",
        nullable: true,
        description: "Who was paid, or pays back.",
      },
      {name: "action_name", type: "string", nullable: true, description: "Name of the action."},
      {
        name: "action_target",
        type: "string",
        nullable: true,
        description: "What it was done to; absent where there is nothing to name.",
      },
      {
        name: "action_value",
        type: "string",
        nullable: true,
        description: "What was chosen or entered; absent where there was no choice.",
      },
      {
        name: "_unrecognized",
        type: "string",
        nullable: true,
        description: "What the client sent and the applied contract does not know, taken out of its place; absent where it knows everything.",
      },
      {
        name: "contract_version",
        type: "string",
        nullable: true,
        description: "Version of the contract that was applied: the sent one, or the newest before it that was known. Absent in lines stored before this field was: there it is schema_version.",
      },
      {
        name: "schema_hash",
        type: "string",
        nullable: false,
        description: "SHA-256 of the contract of contract_version, hex.",
      },
      {
        name: "content_hash",
        type: "string",
        nullable: false,
        description: "HMAC-SHA-256, keyed with the lake's key, of what the client sent, before any change by the server and without sent_at, hex. Of lines stored before server-fields 1.2.0 it is the bare SHA-256.",
      },
      {
        name: "page_path",
        type: "string",
        nullable: true,
        description: "Path of page_url without query string and fragment.",
      },
      {name: "referrer_host", type: "string", nullable: true, description: "Host of referrer."},
      {name: "ua_browser", type: "string", nullable: true, description: "Browser family, from user_agent."},
      {
        name: "ua_os",
        type: "string",
        nullable: true,
        description: "Operating system family, from user_agent.",
      },
      {name: "ua_device", type: "string", nullable: true, description: "Kind of device, from user_agent."},
      {
        name: "received_at",
        type: "timestamp",
        nullable: false,
        description: "When ingest received the event (UTC).",
      },
      {
        name: "raw_key",
        type: "string",
        nullable: false,
        description: "Key of the raw object that holds the received bytes.",
      },
      {
        name: "event_time",
        type: "timestamp",
        nullable: false,
        description: "When the event happened, by the client's clock (UTC).",
      },
      {
        name: "event_hour",
        type: "timestamp",
        nullable: false,
        description: "The hour of event_time: hourly tables are recomputed by it.",
      },
      {name: "event_date", type: "date", nullable: false, description: "The day of event_time (UTC)."},
      {
        name: "session_group",
        type: "string",
        nullable: true,
        description: "Within what sessions are looked for: s:<session_id> when the client sent one, else v:<user_id_hash>, else null.",
      },
    ],
    settings: {},
    audits: [
      {
        name: "first_received_wins",
        description: "Each event_id that arrived has exactly one row within the horizon, here or in silver.withdrawn, and no arrival is earlier than it.",
        sql: `select event_id, sum(is_silver) as row_count, min(case when is_silver = 1 then place end) as place
from (
  select
    event_id,
    is_silver,
    row_number() over (
      partition by event_id
      order by received_at_ms nulls last, frame_id nulls last, line nulls last, shard_id nulls last,
        sequence_number nulls last, is_silver desc nulls last
    ) as place
  from (
    select event_id, received_at_ms, frame_id, line, shard_id, sequence_number, 0 as is_silver
    from run.silver_arrivals
    union all
    select s.event_id, s.received_at_ms, s.frame_id, s.line, s.shard_id, s.sequence_number, 1 as is_silver
    from silver.events s
    where s.received_at_ms >= (select start_ms from run.horizon)
      and s.event_id in (select event_id from run.silver_arrivals)
    union all
    select t.event_id, t.received_at_ms, t.frame_id, t.line, t.shard_id, t.sequence_number, 1 as is_silver
    from silver.withdrawn t
    where t.received_at_ms >= (select start_ms from run.horizon)
      and t.event_id in (select event_id from run.silver_arrivals)
  ) together
) placed
group by event_id
having sum(is_silver) <> 1 or min(case when is_silver = 1 then place end) > 1`,
      },
    ],
    scopeSql: `select event_id, coalesce(winner_received_at_ms, received_at_ms) as received_at_ms, is_in_events as is_present
from run.silver_winners
union
select event_id, received_at_ms, true as is_present from run.silver_verdicts where is_moving`,
    modelSql: `with
  kept as (
    select e.*
    from run.bronze_events_added e
    join run.silver_winners w on w.shard_id = e.shard_id and w.sequence_number = e.sequence_number and w.line = e.line
    left join (select shard_id, sequence_number, line from run.silver_verdicts where is_withdrawn) v
      on v.shard_id = e.shard_id and v.sequence_number = e.sequence_number and v.line = e.line
    where v.line is null
    union all
    select * from run.silver_returns
  ),
  final as (
    select
      e.*,
      timestamp_millis(e.event_time_ms) as event_time,
      date_trunc('hour', timestamp_millis(e.event_time_ms)) as event_hour,
      cast(timestamp_millis(e.event_time_ms) as date) as event_date,
      case
        when e.session_id is not null then 's:' || e.session_id
        when e.user_id_hash is not null then 'v:' || e.user_id_hash
      end as session_group
    from kept e
  )
select * from final`,
  },
  {
    name: "silver.session_events",
    kind: "run",
    description: "The events of every session that this run may change, numbered within their session. server_request, metric and system_event make no sessions, nor does consent_update: a decision is kept as a record and is no visit; whoever withdraws consent must not get a session by it. Nor does an event with neither session_id nor user_id_hash. A client's session_id is taken as it is: one session, never cut. A visitor's events are cut where 30 minutes or more pass between two of them (29:59 same session, 30:00 a new one); midnight does not matter. Order and gaps are by the client's clock: order_ms is client_time_ms where a time was corrected, else event_time_ms; then event_id. So corrections, which may differ from batch to batch, change no order within a session.",
    onlyIf: undefined,
    grain: [],
    scopeKey: [],
    scopeTellsPresence: false,
    prune: undefined,
    horizonColumn: undefined,
    grainProvedBy: undefined,
    timeColumn: undefined,
    partitioning: [],
    columns: [],
    settings: {
      session_gap_ms: 1800000,
      sessionless_event_types: ["server_request", "metric", "system_event", "consent_update"],
    },
    audits: [],
    scopeSql: `with
  changed as (
    select session_group, coalesce(client_time_ms, event_time_ms) as order_ms from run.silver_events_added
    where session_group is not null and event_type not in ({sessionless_event_types})
    union all
    select session_group, coalesce(client_time_ms, event_time_ms) as order_ms from run.silver_events_removed
    where session_group is not null and event_type not in ({sessionless_event_types})
  ),
  touched as (
    select session_group, min(order_ms) as from_ms, max(order_ms) as to_ms from changed group by session_group
  ),
  ordered as (
    select
      s.session_group,
      s.is_client_session,
      coalesce(s.client_started_at_ms, s.started_at_ms) as first_ms,
      coalesce(s.client_ended_at_ms, s.ended_at_ms) as last_ms
    from silver.sessions s
    join touched t on t.session_group = s.session_group
  ),
  sessions as (
    select o.session_group, min(o.first_ms) as from_ms, max(o.last_ms) as to_ms
    from ordered o
    join touched t on t.session_group = o.session_group
    where o.is_client_session
      or (o.last_ms > t.from_ms - {session_gap_ms} and o.first_ms < t.to_ms + {session_gap_ms})
    group by o.session_group
  )
select
  t.session_group,
  least(t.from_ms, coalesce(s.from_ms, t.from_ms)) as from_ms,
  greatest(t.to_ms, coalesce(s.to_ms, t.to_ms)) as to_ms
from touched t
left join sessions s on s.session_group = t.session_group`,
    modelSql: `with
  spans as (select * from run.silver_session_events_scope),
  uncorrected as (
    select
      e.session_group, e.event_id, e.frame_id, e.line, e.event_type, e.event_time_ms as order_ms, e.event_time_ms, e.event_time,
      e.client_time_ms, e.session_id, e.user_id_hash, e.page_path, e.referrer_host, e.utm_source, e.utm_medium, e.utm_campaign
    from silver.events e
    join spans s on s.session_group = e.session_group
    where e.client_time_ms is null
      and e.event_time_ms between s.from_ms and s.to_ms
      and e.event_time_ms between (select min(from_ms) from spans) and (select max(to_ms) from spans)
      and e.event_type not in ({sessionless_event_types})
  ),
  corrected as (
    select
      e.session_group, e.event_id, e.frame_id, e.line, e.event_type, e.client_time_ms as order_ms, e.event_time_ms, e.event_time,
      e.client_time_ms, e.session_id, e.user_id_hash, e.page_path, e.referrer_host, e.utm_source, e.utm_medium, e.utm_campaign
    from silver.events e
    join spans s on s.session_group = e.session_group
    where e.client_time_ms between s.from_ms and s.to_ms
      and e.client_time_ms between (select min(from_ms) from spans) and (select max(to_ms) from spans)
      and e.event_type not in ({sessionless_event_types})
  ),
  events as (
    select * from uncorrected
    union all
    select * from corrected
  ),
  spaced as (
    select
      *,
      order_ms - lag(order_ms) over (
        partition by session_group
        order by order_ms nulls last, event_id nulls last, frame_id nulls last, line nulls last
      ) as gap_ms
    from events
  ),
  cut as (
    select
      *,
      sum(case when session_id is null and gap_ms >= {session_gap_ms} then 1 else 0 end) over (
        partition by session_group
        order by order_ms nulls last, event_id nulls last, frame_id nulls last, line nulls last
        rows between unbounded preceding and current row
      ) as session_number
    from spaced
  ),
  placed as (
    select
      *,
      row_number() over (
        partition by session_group, session_number
        order by order_ms nulls last, event_id nulls last, frame_id nulls last, line nulls last
      ) as position
    from cut
  ),
  named as (
    select
      session_group,
      session_number,
      coalesce(session_id, md5(session_group || '|' || cast(event_time_ms as string) || '|' || event_id)) as session_id
    from placed
    where position = 1
  ),
  final as (
    select
      n.session_id,
      p.session_group,
      p.session_id is not null as is_client_session,
      p.position,
      p.event_id,
      p.event_type,
      p.order_ms,
      p.event_time_ms,
      p.event_time,
      p.client_time_ms,
      p.user_id_hash,
      p.page_path,
      p.referrer_host,
      p.utm_source,
      p.utm_medium,
      p.utm_campaign
    from placed p
    join named n on n.session_group = p.session_group and n.session_number = p.session_number
  )
select * from final`,
  },
  {
    name: "silver.sessions",
    kind: "merge",
    description: "One row per session (silver/session_events says what makes one). A late event recomputes the span of its visitor that it is connected with: sessions that it bridges vanish, and their row with them. started_at to duration_ms are event times: the earliest and latest of the session, corrected where the client's clock was. They are those of its first and last event, except where corrections within the session differ; then order, and what is taken of the first or last event, still is by the client's clock.",
    onlyIf: undefined,
    grain: ["session_id"],
    scopeKey: ["session_id"],
    scopeTellsPresence: false,
    prune: {column: "started_at_ms", from: "from_ms", to: "to_ms"},
    horizonColumn: undefined,
    grainProvedBy: undefined,
    timeColumn: "started_at",
    partitioning: ["session_date"],
    columns: [
      {
        name: "session_id",
        type: "string",
        nullable: false,
        description: "The client's, else md5 of group, time and id of the first event.",
      },
      {
        name: "session_group",
        type: "string",
        nullable: false,
        description: "s:<session_id> of a client's session, else v:<user_id_hash>.",
      },
      {
        name: "is_client_session",
        type: "boolean",
        nullable: false,
        description: "The client sent the session_id: never cut.",
      },
      {name: "user_id_hash", type: "string", nullable: true, description: "Of the first event that has one."},
      {name: "started_at", type: "timestamp", nullable: false, description: "Earliest event time (UTC)."},
      {name: "ended_at", type: "timestamp", nullable: false, description: "Latest event time (UTC)."},
      {
        name: "started_at_ms",
        type: "bigint",
        nullable: false,
        description: "Earliest event time (epoch milliseconds).",
      },
      {
        name: "ended_at_ms",
        type: "bigint",
        nullable: false,
        description: "Latest event time (epoch milliseconds).",
      },
      {
        name: "client_started_at_ms",
        type: "bigint",
        nullable: true,
        description: "Time of the first event by the client's clock (epoch milliseconds). Null where no time of the session was corrected: then it is started_at_ms.",
      },
      {
        name: "client_ended_at_ms",
        type: "bigint",
        nullable: true,
        description: "Time of the last event by the client's clock (epoch milliseconds). Null as client_started_at_ms is.",
      },
      {
        name: "session_date",
        type: "date",
        nullable: false,
        description: "The day on which the session started (UTC).",
      },
      {
        name: "duration_ms",
        type: "bigint",
        nullable: false,
        description: "From the earliest event time to the latest; 0 with one event.",
      },
      {name: "event_count", type: "bigint", nullable: false, description: "Events that make sessions."},
      {name: "page_view_count", type: "bigint", nullable: false, description: "Page views among them."},
      {
        name: "entry_path",
        type: "string",
        nullable: true,
        description: "Of the first page view that has a path.",
      },
      {
        name: "exit_path",
        type: "string",
        nullable: true,
        description: "Of the last page view that has a path.",
      },
      {
        name: "referrer_host",
        type: "string",
        nullable: true,
        description: "Of the first event that has one.",
      },
      {name: "utm_source", type: "string", nullable: true, description: "Of the first event that has one."},
      {name: "utm_medium", type: "string", nullable: true, description: "Of the first event that has one."},
      {name: "utm_campaign", type: "string", nullable: true, description: "Of the first event that has one."},
    ],
    settings: {
      session_gap_ms: 1800000,
      sessionless_event_types: ["server_request", "metric", "system_event", "consent_update"],
    },
    audits: [
      {
        name: "sessions_hold_their_events",
        description: "Within each recomputed span, as many events are counted in sessions as silver.events has.",
        sql: `select coalesce(e.session_group, s.session_group) as session_group, e.event_count, s.counted
from (
  select session_group, count(*) as event_count
  from (
    select e.session_group
    from silver.events e
    join run.silver_session_events_scope h on h.session_group = e.session_group
    where e.client_time_ms is null
      and e.event_time_ms between h.from_ms and h.to_ms
      and e.event_time_ms between (select min(from_ms) from run.silver_session_events_scope)
        and (select max(to_ms) from run.silver_session_events_scope)
      and e.event_type not in ({sessionless_event_types})
    union all
    select e.session_group
    from silver.events e
    join run.silver_session_events_scope h on h.session_group = e.session_group
    where e.client_time_ms between h.from_ms and h.to_ms
      and e.client_time_ms between (select min(from_ms) from run.silver_session_events_scope)
        and (select max(to_ms) from run.silver_session_events_scope)
      and e.event_type not in ({sessionless_event_types})
  ) found
  group by session_group
) e
full join (
  select s.session_group, sum(s.event_count) as counted
  from silver.sessions s
  join run.silver_session_events_scope h on h.session_group = s.session_group
  where coalesce(s.client_started_at_ms, s.started_at_ms) >= h.from_ms
    and coalesce(s.client_ended_at_ms, s.ended_at_ms) <= h.to_ms
    and s.started_at_ms between (select min(from_ms) from run.silver_sessions_scope)
      and (select max(to_ms) from run.silver_sessions_scope)
  group by s.session_group
) s on s.session_group = e.session_group
where e.event_count is distinct from s.counted`,
      },
      {
        name: "sessions_are_apart",
        description: "Between two sessions of one visitor lies at least the gap, by the client's clock; a client's group has one session.",
        sql: `select session_group, session_id, first_ms, previous_last_ms
from (
  select
    session_group, session_id, is_client_session, first_ms,
    lag(last_ms) over (
      partition by session_group
      order by first_ms nulls last, session_id nulls last
    ) as previous_last_ms
  from (
    select
      s.session_group, s.session_id, s.is_client_session,
      coalesce(s.client_started_at_ms, s.started_at_ms) as first_ms,
      coalesce(s.client_ended_at_ms, s.ended_at_ms) as last_ms
    from silver.sessions s
    join run.silver_session_events_scope h on h.session_group = s.session_group
  ) ordered
  where last_ms >= (select min(from_ms) from run.silver_session_events_scope) - {session_gap_ms}
    and first_ms <= (select max(to_ms) from run.silver_session_events_scope) + {session_gap_ms}
) placed
where previous_last_ms is not null
  and (is_client_session or first_ms - previous_last_ms < {session_gap_ms})`,
      },
    ],
    scopeSql: `with
  spans as (select * from run.silver_session_events_scope),
  had as (
    select s.session_id, s.started_at_ms, s.ended_at_ms
    from silver.sessions s
    join spans h on h.session_group = s.session_group
    where s.client_started_at_ms is null
      and s.started_at_ms >= h.from_ms and s.ended_at_ms <= h.to_ms
      and s.started_at_ms between (select min(from_ms) from spans) and (select max(to_ms) from spans)
    union all
    select s.session_id, s.started_at_ms, s.ended_at_ms
    from silver.sessions s
    join spans h on h.session_group = s.session_group
    where s.client_started_at_ms >= h.from_ms and s.client_ended_at_ms <= h.to_ms
      and s.client_started_at_ms between (select min(from_ms) from spans) and (select max(to_ms) from spans)
  )
select session_id, min(started_at_ms) as from_ms, max(ended_at_ms) as to_ms
from (
  select session_id, event_time_ms as started_at_ms, event_time_ms as ended_at_ms from run.silver_session_events
  union all
  select session_id, started_at_ms, ended_at_ms from had
) found
group by session_id`,
    modelSql: `with
  session_events as (select * from run.silver_session_events),
  final as (
    select
      session_id,
      session_group,
      is_client_session,
      min_by(user_id_hash, position) filter (where user_id_hash is not null) as user_id_hash,
      min(event_time) as started_at,
      max(event_time) as ended_at,
      min(event_time_ms) as started_at_ms,
      max(event_time_ms) as ended_at_ms,
      case when count(client_time_ms) > 0 then min(order_ms) end as client_started_at_ms,
      case when count(client_time_ms) > 0 then max(order_ms) end as client_ended_at_ms,
      cast(min(event_time) as date) as session_date,
      max(event_time_ms) - min(event_time_ms) as duration_ms,
      count(*) as event_count,
      count(*) filter (where event_type = 'page_view') as page_view_count,
      min_by(page_path, position) filter (where event_type = 'page_view' and page_path is not null) as entry_path,
      max_by(page_path, position) filter (where event_type = 'page_view' and page_path is not null) as exit_path,
      min_by(referrer_host, position) filter (where referrer_host is not null) as referrer_host,
      min_by(utm_source, position) filter (where utm_source is not null) as utm_source,
      min_by(utm_medium, position) filter (where utm_medium is not null) as utm_medium,
      min_by(utm_campaign, position) filter (where utm_campaign is not null) as utm_campaign
    from session_events
    group by session_id, session_group, is_client_session
  )
select * from final`,
  },
  {
    name: "silver.withdrawn",
    kind: "merge",
    description: "Events that a withdrawal of consent keeps out of silver.events: of each event_id the first received row, where the newest decision of its user that was received before it (strictly) says that analytics is not consented to. What accounting and deduplication need of it, no content, and not whose it is; bronze has its line. A decision that arrives late moves rows between the two tables.",
    onlyIf: undefined,
    grain: ["event_id", "received_at_ms"],
    scopeKey: ["event_id", "received_at_ms"],
    scopeTellsPresence: true,
    prune: undefined,
    horizonColumn: "received_at_ms",
    grainProvedBy: undefined,
    timeColumn: "received_at",
    partitioning: ["days(received_at)"],
    columns: [
      {
        name: "event_id",
        type: "string",
        nullable: false,
        description: "Deduplication key; a later row with it is a duplicate or a conflict.",
      },
      {name: "event_type", type: "string", nullable: false, description: "Names the contract."},
      {name: "frame_id", type: "string", nullable: false, description: "Frame of the row."},
      {name: "line", type: "integer", nullable: false, description: "Line of the row."},
      {name: "shard_id", type: "string", nullable: false, description: "Shard of the row."},
      {name: "sequence_number", type: "string", nullable: false, description: "Sequence number of the row."},
      {
        name: "received_at_ms",
        type: "bigint",
        nullable: false,
        description: "When the row was received (epoch milliseconds).",
      },
      {
        name: "received_at",
        type: "timestamp",
        nullable: false,
        description: "When the row was received (UTC).",
      },
      {
        name: "content_hash",
        type: "string",
        nullable: false,
        description: "Tells duplicates from conflicts.",
      },
      {name: "raw_key", type: "string", nullable: false, description: "Raw object of the row."},
      {name: "source", type: "string", nullable: false, description: "Source of the row."},
      {name: "key_id", type: "string", nullable: true, description: "Key that the row came with."},
    ],
    settings: {},
    audits: [
      {
        name: "in_one_table",
        description: "No row that came to silver.events or silver.withdrawn is in the other one, too.",
        sql: `select a.event_id, a.shard_id, a.sequence_number, a.line
from run.silver_withdrawn_added a
join silver.events e on e.shard_id = a.shard_id and e.sequence_number = a.sequence_number and e.line = a.line
union all
select t.event_id, t.shard_id, t.sequence_number, t.line
from silver.withdrawn t
join run.silver_events_added a on a.shard_id = t.shard_id and a.sequence_number = t.sequence_number and a.line = t.line`,
      },
    ],
    scopeSql: `select event_id, received_at_ms, max(present) = 1 as is_present
from (
  select event_id, winner_received_at_ms as received_at_ms, 1 as present from run.silver_winners where is_in_withdrawn
  union all
  select event_id, received_at_ms, case when is_moving then 1 else 0 end as present
  from run.silver_verdicts
  where is_moving or (is_new and is_withdrawn)
) found
group by event_id, received_at_ms`,
    modelSql: `with
  final as (
    select
      event_id, event_type, frame_id, line, shard_id, sequence_number, received_at_ms,
      timestamp_millis(received_at_ms) as received_at, content_hash, raw_key, source, key_id
    from run.silver_verdicts
    where is_withdrawn and (is_new or is_moving)
  )
select * from final`,
  },
  {
    name: "silver.conflicts",
    kind: "merge",
    description: "Bronze rows that carry the event_id of a row of silver.events or silver.withdrawn and other content. Duplicates (same content) are not stored: duplicates = bronze − silver − withdrawn − conflicts.",
    onlyIf: undefined,
    grain: ["shard_id", "sequence_number", "line"],
    scopeKey: ["shard_id", "sequence_number", "line"],
    scopeTellsPresence: false,
    prune: undefined,
    horizonColumn: "received_at_ms",
    grainProvedBy: undefined,
    timeColumn: "received_at",
    partitioning: ["days(received_at)"],
    columns: [
      {name: "frame_id", type: "string", nullable: false, description: "Frame of the row that lost."},
      {name: "line", type: "integer", nullable: false, description: "Line of the row that lost."},
      {name: "shard_id", type: "string", nullable: false, description: "Shard of the row that lost."},
      {
        name: "sequence_number",
        type: "string",
        nullable: false,
        description: "Sequence number of the row that lost.",
      },
      {name: "event_id", type: "string", nullable: false, description: "The event_id that both rows carry."},
      {name: "event_type", type: "string", nullable: false, description: "Type of the row that lost."},
      {name: "source", type: "string", nullable: false, description: "Source of the row that lost."},
      {
        name: "event_time_ms",
        type: "bigint",
        nullable: false,
        description: "Event time of the row that lost (epoch milliseconds).",
      },
      {
        name: "received_at_ms",
        type: "bigint",
        nullable: false,
        description: "When the row that lost was received (epoch milliseconds).",
      },
      {
        name: "received_at",
        type: "timestamp",
        nullable: false,
        description: "When the row that lost was received (UTC).",
      },
      {name: "content_hash", type: "string", nullable: false, description: "Content of the row that lost."},
      {name: "raw_key", type: "string", nullable: false, description: "Raw object of the row that lost."},
      {name: "winner_frame_id", type: "string", nullable: false, description: "Frame of the row that won."},
      {name: "winner_line", type: "integer", nullable: false, description: "Line of the row that won."},
      {
        name: "winner_content_hash",
        type: "string",
        nullable: false,
        description: "Content of the row that won.",
      },
    ],
    settings: {},
    audits: [
      {
        name: "winner_is_no_conflict",
        description: "No row is both the winner of its event_id and a conflict.",
        sql: `select c.shard_id, c.sequence_number, c.line, c.event_id
from silver.conflicts c
join (
  select shard_id, sequence_number, line from run.silver_events_added
  union all
  select shard_id, sequence_number, line from run.silver_withdrawn_added
) s
  on s.shard_id = c.shard_id and s.sequence_number = c.sequence_number and s.line = c.line`,
      },
    ],
    scopeSql: `select a.shard_id, a.sequence_number, a.line
from run.silver_arrivals a
left join run.silver_winners w on w.event_id = a.event_id
where a.content_hash <> coalesce(w.content_hash, a.winner_content_hash)
union
select b.shard_id, b.sequence_number, b.line
from (select shard_id, sequence_number, line, event_id from bronze.events where received_at_ms >= (select start_ms from run.horizon)) b
join (select event_id from run.silver_winners where is_replacing) r on r.event_id = b.event_id`,
    modelSql: `with
  received as (
    select b.frame_id, b.line, b.shard_id, b.sequence_number, b.event_id, b.event_type, b.source, b.event_time_ms, b.received_at_ms, b.received_at,
      b.content_hash, b.raw_key
    from bronze.events b
    join run.silver_conflicts_scope c
      on c.shard_id = b.shard_id and c.sequence_number = b.sequence_number and c.line = b.line
  ),
  winners as (
    select event_id, frame_id, line, content_hash
    from silver.events
    where received_at_ms >= (select start_ms from run.horizon)
    union all
    select event_id, frame_id, line, content_hash
    from silver.withdrawn
    where received_at_ms >= (select start_ms from run.horizon)
  ),
  final as (
    select
      r.*,
      w.frame_id as winner_frame_id,
      w.line as winner_line,
      w.content_hash as winner_content_hash
    from received r
    join winners w on w.event_id = r.event_id
    where r.content_hash <> w.content_hash
  )
select * from final`,
  },
  {
    name: "gold.fact_funnel",
    kind: "merge",
    description: "How far each session with a page view came: visit, browse, product, cart, checkout, order. A closed, ordered funnel. The visit is the first page view, browse is the second. Product, cart, checkout and order are each reached by the first page view of that kind strictly after the one that reached the step before; for product that is the visit, so a product page may be the second page view itself, and one on which a visitor lands counts as the visit only. Hence whoever reached a step reached all steps before it, and the counts of the steps never grow along the funnel. Which path is which step: model.sql, CTE page_views. First and after are by the client's clock, as the order of silver.session_events is; times are event times, corrected where the clock was.",
    onlyIf: undefined,
    grain: ["session_id"],
    scopeKey: ["session_id"],
    scopeTellsPresence: false,
    prune: {column: "visited_at", from: "from_time", to: "to_time"},
    horizonColumn: undefined,
    grainProvedBy: undefined,
    timeColumn: "visited_at",
    partitioning: ["session_date"],
    columns: [
      {name: "session_id", type: "string", nullable: false, description: "Of silver.sessions."},
      {
        name: "session_date",
        type: "date",
        nullable: false,
        description: "The day on which the session started (UTC).",
      },
      {name: "visited_at", type: "timestamp", nullable: false, description: "First page view (UTC)."},
      {name: "browsed_at", type: "timestamp", nullable: true, description: "Second page view."},
      {
        name: "product_at",
        type: "timestamp",
        nullable: true,
        description: "First product page after the visit.",
      },
      {
        name: "cart_at",
        type: "timestamp",
        nullable: true,
        description: "First cart page after that product page.",
      },
      {
        name: "checkout_at",
        type: "timestamp",
        nullable: true,
        description: "First checkout page after that cart page.",
      },
      {
        name: "ordered_at",
        type: "timestamp",
        nullable: true,
        description: "First order page after that checkout page.",
      },
      {
        name: "deepest_step",
        type: "integer",
        nullable: false,
        description: "1 visit, 2 browse, 3 product, 4 cart, 5 checkout, 6 order.",
      },
      {name: "deepest_step_name", type: "string", nullable: false, description: "Its name."},
    ],
    settings: {},
    audits: [
      {
        name: "sessions_with_page_views",
        description: "Of the recomputed sessions exactly those with a page view are in the funnel.",
        sql: `select coalesce(s.session_id, f.session_id) as session_id
from (
  select s.session_id
  from silver.sessions s
  join run.silver_sessions_scope c on c.session_id = s.session_id
  where s.page_view_count > 0
    and s.started_at_ms between (select min(from_ms) from run.silver_sessions_scope)
      and (select max(to_ms) from run.silver_sessions_scope)
) s
full join (
  select f.session_id
  from gold.fact_funnel f
  join run.gold_fact_funnel_scope c on c.session_id = f.session_id
  where f.visited_at between (select min(from_time) from run.gold_fact_funnel_scope)
    and (select max(to_time) from run.gold_fact_funnel_scope)
) f on f.session_id = s.session_id
where s.session_id is null or f.session_id is null`,
      },
      {
        name: "steps_in_order",
        description: "A step has a time only when every step before it has one; it is not later, where no time was corrected.",
        sql: `select f.session_id, f.deepest_step
from run.gold_fact_funnel_added f
left join (
  select session_id from run.silver_session_events where client_time_ms is not null group by session_id
) c on c.session_id = f.session_id
where (f.product_at is not null and f.browsed_at is null)
  or (f.cart_at is not null and f.product_at is null)
  or (f.checkout_at is not null and f.cart_at is null)
  or (f.ordered_at is not null and f.checkout_at is null)
  or (c.session_id is null
    and (f.browsed_at < f.visited_at or f.product_at < f.browsed_at or f.cart_at < f.product_at
      or f.checkout_at < f.cart_at or f.ordered_at < f.checkout_at))`,
      },
    ],
    scopeSql: `select session_id, timestamp_millis(from_ms) as from_time, timestamp_millis(to_ms) as to_time
from run.silver_sessions_scope`,
    modelSql: `with
  page_views as (
    select
      session_id,
      position,
      event_time,
      row_number() over (partition by session_id order by position nulls last) as page_number,
      case
        when page_path like '/product/%' then 'product'
        when page_path = '/cart' or page_path like '/cart/%' then 'cart'
        when page_path like '/checkout%' then 'checkout'
        when page_path like '/order/%' then 'order'
      end as step
    from run.silver_session_events
    where event_type = 'page_view'
  ),
  products as (
    select
      *,
      min(case when step = 'product' and page_number > 1 then page_number end)
        over (partition by session_id) as product_page
    from page_views
  ),
  carts as (
    select
      *,
      min(case when step = 'cart' and page_number > product_page then page_number end)
        over (partition by session_id) as cart_page
    from products
  ),
  checkouts as (
    select
      *,
      min(case when step = 'checkout' and page_number > cart_page then page_number end)
        over (partition by session_id) as checkout_page
    from carts
  ),
  orders as (
    select
      *,
      min(case when step = 'order' and page_number > checkout_page then page_number end)
        over (partition by session_id) as order_page
    from checkouts
  ),
  reached as (
    select
      session_id,
      min(case when page_number = 1 then event_time end) as visited_at,
      min(case when page_number = 2 then event_time end) as browsed_at,
      min(case when page_number = product_page then event_time end) as product_at,
      min(case when page_number = cart_page then event_time end) as cart_at,
      min(case when page_number = checkout_page then event_time end) as checkout_at,
      min(case when page_number = order_page then event_time end) as ordered_at
    from orders
    group by session_id
  ),
  deepest as (
    select
      *,
      case
        when ordered_at is not null then 6
        when checkout_at is not null then 5
        when cart_at is not null then 4
        when product_at is not null then 3
        when browsed_at is not null then 2
        else 1
      end as deepest_step
    from reached
  ),
  session_days as (
    select session_id, cast(min(event_time) as date) as session_date
    from run.silver_session_events
    group by session_id
  ),
  final as (
    select
      d.*,
      s.session_date,
      case d.deepest_step
        when 6 then 'order'
        when 5 then 'checkout'
        when 4 then 'cart'
        when 3 then 'product'
        when 2 then 'browse'
        else 'visit'
      end as deepest_step_name
    from deepest d
    join session_days s on s.session_id = d.session_id
  )
select * from final`,
  },
  {
    name: "gold.page_views_1h",
    kind: "replace_partitions",
    description: "Page views and visitors by page path and hour of the event. A visitor is a user_id_hash, or a session_id where there is none; a page view with neither counts as a view and not as a visitor.",
    onlyIf: undefined,
    grain: ["hour", "page_path"],
    scopeKey: ["hour"],
    scopeTellsPresence: false,
    prune: {column: "hour", from: "hour", to: "hour"},
    horizonColumn: undefined,
    grainProvedBy: undefined,
    timeColumn: "hour",
    partitioning: ["days(hour)"],
    columns: [
      {
        name: "hour",
        type: "timestamp",
        nullable: false,
        description: "Start of the hour in which the pages were viewed (UTC).",
      },
      {
        name: "page_path",
        type: "string",
        nullable: false,
        description: "Path of the page; empty when its URL has none that can be read.",
      },
      {name: "view_count", type: "bigint", nullable: false, description: "Page views."},
      {name: "visitor_count", type: "bigint", nullable: false, description: "Different visitors among them."},
    ],
    settings: {},
    audits: [
      {
        name: "views_are_page_views",
        description: "The views of each recomputed hour are its page views in silver.",
        sql: `select coalesce(e.hour, g.hour) as hour, e.event_count, g.view_count
from (
  select e.event_hour as hour, count(*) as event_count
  from silver.events e
  join run.gold_page_views_1h_scope s on s.hour = e.event_hour
  where e.event_type = 'page_view'
    and e.event_hour between (select min(hour) from run.gold_page_views_1h_scope)
      and (select max(hour) from run.gold_page_views_1h_scope)
  group by e.event_hour
) e
full join (
  select g.hour, sum(g.view_count) as view_count
  from gold.page_views_1h g
  join run.gold_page_views_1h_scope s on s.hour = g.hour
  where g.hour between (select min(hour) from run.gold_page_views_1h_scope)
    and (select max(hour) from run.gold_page_views_1h_scope)
  group by g.hour
) g on g.hour = e.hour
where e.event_count is distinct from g.view_count`,
      },
    ],
    scopeSql: `select event_hour as hour from run.silver_events_added where event_type = 'page_view'
union
select event_hour as hour from run.silver_events_removed where event_type = 'page_view'`,
    modelSql: `with
  page_views as (
    select
      e.event_hour as hour,
      coalesce(e.page_path, '') as page_path,
      coalesce(e.user_id_hash, e.session_id) as visitor
    from silver.events e
    join run.gold_page_views_1h_scope s on s.hour = e.event_hour
    where e.event_type = 'page_view'
      and e.event_hour between (select min(hour) from run.gold_page_views_1h_scope)
        and (select max(hour) from run.gold_page_views_1h_scope)
  ),
  final as (
    select hour, page_path, count(*) as view_count, count(distinct visitor) as visitor_count
    from page_views
    group by hour, page_path
  )
select * from final`,
  },
];
