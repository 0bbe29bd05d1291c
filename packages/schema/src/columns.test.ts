import { bronzeColumns, quarantineColumns, storedKeyOrder } from './index.ts';

const write = (columns: typeof bronzeColumns): string[] =>
  columns.map(({ name, type, nullable, source }) => {
    const from = source.kind === 'event' ? source.path.join('.') : source.kind;
    return `${name} ${type}${nullable ? '?' : ''} < ${from}`;
  });

// What event types add stands between the envelope and the server's fields: a new field of theirs is no change here.
const ofEventTypes = '…';

test('bronze has these columns, in this order', () => {
  const written = write(bronzeColumns);
  const from = written.findIndex((column) => column.endsWith('< custom_properties')) + 1;
  const to = written.findIndex((column) => column.endsWith('< _unrecognized'));
  expect(written.toSpliced(from, to - from, ofEventTypes)).toEqual([
    'frame_id string < frame',
    'line integer < frame',
    'shard_id string < frame',
    'sequence_number string < frame',
    'arrived_at_ms bigint < frame',
    'event_id string < event_id',
    'event_type string < event_type',
    'schema_version string < schema_version',
    'event_time_ms bigint < ts',
    'sent_at_ms bigint? < sent_at',
    'received_at_ms bigint < received_at',
    'source string < source',
    'consent_analytics boolean < privacy.analytics',
    'consent_ads boolean < privacy.ads',
    'privacy_policy string < privacy.policy',
    'source_ip_anonymized string? < privacy.source_ip_anonymized',
    'user_id_hash string? < user.user_id_hash',
    'session_id string? < session.session_id',
    'utm_source string? < session.utm.source',
    'utm_medium string? < session.utm.medium',
    'utm_campaign string? < session.utm.campaign',
    'utm_term string? < session.utm.term',
    'utm_content string? < session.utm.content',
    'page_url string? < ctx.page_url',
    'referrer string? < ctx.referrer',
    'locale string? < ctx.locale',
    'user_agent string? < ctx.user_agent',
    'device_type string? < ctx.device_type',
    'ab_variant string? < ctx.ab_variant',
    'sdk_version string? < metadata.sdk_version',
    'experiment_keys string? < metadata.experiment_keys',
    'custom_properties string? < custom_properties',
    ofEventTypes,
    '_unrecognized string? < _unrecognized',
    'contract_version string? < metadata.contract_version',
    'schema_hash string < metadata.schema_hash',
    'content_hash string < content_hash',
    'page_path string? < enrichment',
    'referrer_host string? < enrichment',
    'ua_browser string? < enrichment',
    'ua_os string? < enrichment',
    'ua_device string? < enrichment',
  ]);
});

test('the parts of event types have their columns, one for each path', () => {
  expect(write(bronzeColumns)).toEqual(
    expect.arrayContaining([
      'page_title string? < page.title',
      'page_product_id string? < page.product_id',
      'page_category string? < page.category',
      'product_id string? < product.product_id',
      'price double? < product.price',
      'quantity integer? < product.quantity',
      'request_status integer? < request.status',
      'request_bytes bigint? < request.bytes',
      'chart_product_ids string? < chart.product_ids',
      'chart_control_value string? < chart.control_value',
      'consent_previous_ads boolean? < consent_change.previous.ads',
    ]),
  );
});

test('quarantine has these columns, in this order', () => {
  expect(write(quarantineColumns)).toEqual([
    'quarantine_id string < quarantine_id',
    'reason string < reason',
    'path string < path',
    'detail string < detail',
    'received_at_ms bigint < received_at',
    'source string < source',
    'event_id string? < event_id',
    'event_type string? < event_type',
    'line_number bigint? < line_number',
    'text string? < text',
    'shape string? < shape',
    'sha256 string? < sha256',
    'frame_id string < frame',
    'line integer < frame',
    'shard_id string < frame',
    'sequence_number string < frame',
    'arrived_at_ms bigint < frame',
  ]);
});

test('every column says what it is, times with their unit', () => {
  for (const { name, description } of [...bronzeColumns, ...quarantineColumns]) {
    expect(description.length).toBeGreaterThan(10);
    expect(description.includes('epoch milliseconds')).toBe(name.endsWith('_ms'));
  }
});

test('a column of the event starts at a key of the stored event', () => {
  for (const { source } of bronzeColumns) {
    if (source.kind === 'event') expect(storedKeyOrder).toContain(source.path[0]);
  }
});
