// Generated from contracts/ by scripts/generate.ts: do not edit, run `npm run generate`.

/** Event types that have a contract. */
export const eventTypes = [
  'add_to_cart',
  'affiliate_click',
  'begin_checkout',
  'chart_interaction',
  'click',
  'consent_update',
  'metric',
  'page_view',
  'purchase',
  'search',
  'server_request',
  'system_event',
  'transaction',
  'user_action',
] as const;
export type EventType = (typeof eventTypes)[number];

/** Top-level keys that any contract knows. */
export const contractKeys = [
  'event_id',
  'event_type',
  'schema_version',
  'ts',
  'sent_at',
  'user',
  'session',
  'ctx',
  'metadata',
  'custom_properties',
  'product',
  'affiliate',
  'chart',
  'element',
  'consent_change',
  'metric',
  'page',
  'order',
  'search',
  'request',
  'system',
  'transaction',
  'action',
] as const;

/** Top-level keys of a stored event, in the order in which they are written. */
export const storedKeyOrder = [
  'schema_version',
  'event_type',
  'event_id',
  'ts',
  'sent_at',
  'received_at',
  'source',
  'key_id',
  'privacy',
  'geo',
  'clock',
  'user',
  'session',
  'ctx',
  'action',
  'affiliate',
  'chart',
  'consent_change',
  'element',
  'metric',
  'order',
  'page',
  'product',
  'request',
  'search',
  'system',
  'transaction',
  'custom_properties',
  '_unrecognized',
  'metadata',
  'content_hash',
] as const;

/** A visitor put a product into the cart. */
export type AddToCartEvent = {
  /** Deduplication key: made once by the sender and kept over its retries. */
  readonly event_id: string;
  /** Names the contract. */
  readonly event_type: 'add_to_cart';
  /** Version of the contract of the event type. */
  readonly schema_version: '1.0.0';
  /** When it happened, by the clock of the sender. */
  readonly ts: string;
  /** When the sender handed its batch over. Transport, not content: a retry may change it. */
  readonly sent_at?: string;
  /** Who acted, as far as the visitor agreed to being known. */
  readonly user: {
    /** Hash of the sender's own user id; never the id itself. */
    readonly user_id_hash?: string;
    /** What the visitor agreed to at the time of the event. */
    readonly consent: {
      /** May be measured. */
      readonly analytics: boolean;
      /** May be used for advertising. */
      readonly ads: boolean;
    };
  };
  /** The visit, if the sender keeps one. */
  readonly session?: {
    /** The sender's id of the visit. */
    readonly session_id?: string;
    /** Campaign parameters of the visit's landing page. */
    readonly utm?: {
      /** utm_source: where the visit came from. */
      readonly source?: string;
      /** utm_medium: kind of the way it came. */
      readonly medium?: string;
      /** utm_campaign: name of the campaign. */
      readonly campaign?: string;
      /** utm_term: paid search words. */
      readonly term?: string;
      /** utm_content: which of several links. */
      readonly content?: string;
    };
  };
  /** Where and with what it happened. */
  readonly ctx?: {
    /** Address of the page: absolute, or from the root of the site where the source knows no host. */
    readonly page_url?: string;
    /** Address that led to the page. */
    readonly referrer?: string;
    /** Language and region, as in BCP 47. */
    readonly locale?: string;
    /** User-Agent header of the visitor's program. */
    readonly user_agent?: string;
    /** Kind of device, in the sender's words. */
    readonly device_type?: string;
    /** Variant of the one experiment the page is part of. */
    readonly ab_variant?: string;
  };
  /** About the sender's software. */
  readonly metadata?: {
    /** Version of the SDK that made the event. */
    readonly sdk_version?: string;
    /** Experiments the visitor is part of. */
    readonly experiment_keys?: readonly string[];
  };
  /** The sender's own facts: names with scalar values. */
  readonly custom_properties?: { readonly [name: string]: string | number | boolean | null };
  /** The product that was put into the cart. Its quantity is what was added, not what the cart holds. */
  readonly product: {
    /** The shop's id of the product. */
    readonly product_id: string;
    /** Category of the product, in the shop's words. */
    readonly category?: string;
    /** Price of one piece. Absent where the source has none: revenue is then null, not 0. Unit: units of currency. */
    readonly price?: number;
    /** How many pieces; absent where the source does not say. Unit: piece. */
    readonly quantity?: number;
    /** Currency of the price, as in ISO 4217. A price needs one. */
    readonly currency?: string;
  };
};

/** A visitor put a product into the cart. */
export type StoredAddToCartEvent = {
  /** Version of the contract of the event type. */
  readonly schema_version: string;
  /** Names the contract. */
  readonly event_type: 'add_to_cart';
  /** Deduplication key: made once by the sender and kept over its retries. */
  readonly event_id: string;
  /** When it happened, by the clock of the sender. */
  readonly ts: string;
  /** When the sender handed its batch over. Transport, not content: a retry may change it. */
  readonly sent_at?: string;
  /** When ingest took the event. */
  readonly received_at: string;
  /** Which sender it came from: the key's name, or the importer's --source. */
  readonly source: string;
  /** Id of the key that the event came with; absent in lines stored before this field was. */
  readonly key_id?: string;
  /** The consent that holds after the privacy table, and what was done for it. */
  readonly privacy: {
    /** May be measured. */
    readonly analytics: boolean;
    /** May be used for advertising. */
    readonly ads: boolean;
    /** Version of the privacy policy that was in force. */
    readonly policy: string;
    /** Client address cut to /24 (IPv4) or /48 (IPv6); null where there was none. */
    readonly source_ip_anonymized: string | null;
    /** What the privacy table left of the event: full, cookieless (no user id, a session id of one day) or record (a decision about consent). Absent in lines stored before this field was. */
    readonly mode?: 'full' | 'cookieless' | 'record';
    /** E-mail addresses that were replaced in the event's text; absent when there was none. Unit: e-mail addresses. */
    readonly scrubbed_count?: number;
  };
  /** Where the request came from; absent where that is not known. */
  readonly geo?: {
    /** Country of the client address, as in ISO 3166-1 alpha-2. */
    readonly country?: string;
  };
  /** What was done about the client's clock; absent when ts is as it was sent. */
  readonly clock?: {
    /** When it happened by the client's clock: ts before the correction. Order within a session is by this where it is there. */
    readonly ts: string;
    /** What was added to the client's time: receipt minus the batch's send time. Unit: milliseconds. */
    readonly correction: number;
  };
  /** Who acted, as far as the visitor agreed to being known. */
  readonly user?: {
    /** Hash of the sender's own user id; never the id itself. */
    readonly user_id_hash?: string;
  };
  /** The visit, if the sender keeps one. */
  readonly session?: {
    /** The sender's id of the visit. */
    readonly session_id?: string;
    /** Campaign parameters of the visit's landing page. */
    readonly utm?: {
      /** utm_source: where the visit came from. */
      readonly source?: string;
      /** utm_medium: kind of the way it came. */
      readonly medium?: string;
      /** utm_campaign: name of the campaign. */
      readonly campaign?: string;
      /** utm_term: paid search words. */
      readonly term?: string;
      /** utm_content: which of several links. */
      readonly content?: string;
    };
  };
  /** Where and with what it happened. */
  readonly ctx?: {
    /** Address of the page: absolute, or from the root of the site where the source knows no host. */
    readonly page_url?: string;
    /** Address that led to the page. */
    readonly referrer?: string;
    /** Language and region, as in BCP 47. */
    readonly locale?: string;
    /** User-Agent header of the visitor's program. */
    readonly user_agent?: string;
    /** Kind of device, in the sender's words. */
    readonly device_type?: string;
    /** Variant of the one experiment the page is part of. */
    readonly ab_variant?: string;
  };
  /** The product that was put into the cart. Its quantity is what was added, not what the cart holds. */
  readonly product: {
    /** The shop's id of the product. */
    readonly product_id: string;
    /** Category of the product, in the shop's words. */
    readonly category?: string;
    /** Price of one piece. Absent where the source has none: revenue is then null, not 0. Unit: units of currency. */
    readonly price?: number;
    /** How many pieces; absent where the source does not say. Unit: piece. */
    readonly quantity?: number;
    /** Currency of the price, as in ISO 4217. A price needs one. */
    readonly currency?: string;
  };
  /** The sender's own facts: names with scalar values. */
  readonly custom_properties?: { readonly [name: string]: string | number | boolean | null };
  /** What the client sent and the applied contract does not know, taken out of its place; absent where it knows everything. */
  readonly _unrecognized?: { readonly [name: string]: unknown };
  /** About the sender's software, and the contract that was applied. */
  readonly metadata: {
    /** Version of the SDK that made the event. */
    readonly sdk_version?: string;
    /** Experiments the visitor is part of. */
    readonly experiment_keys?: readonly string[];
    /** Version of the contract that was applied: the sent one, or the newest before it that was known. Absent in lines stored before this field was: there it is schema_version. */
    readonly contract_version?: string;
    /** SHA-256 of the contract of contract_version, hex. */
    readonly schema_hash: string;
  };
  /** HMAC-SHA-256, keyed with the lake's key, of what the client sent, before any change by the server and without sent_at, hex. Of lines stored before server-fields 1.2.0 it is the bare SHA-256. */
  readonly content_hash: string;
};

/** A visitor followed a link for which a partner pays. */
export type AffiliateClickEvent = {
  /** Deduplication key: made once by the sender and kept over its retries. */
  readonly event_id: string;
  /** Names the contract. */
  readonly event_type: 'affiliate_click';
  /** Version of the contract of the event type. */
  readonly schema_version: '1.0.0';
  /** When it happened, by the clock of the sender. */
  readonly ts: string;
  /** When the sender handed its batch over. Transport, not content: a retry may change it. */
  readonly sent_at?: string;
  /** Who acted, as far as the visitor agreed to being known. */
  readonly user: {
    /** Hash of the sender's own user id; never the id itself. */
    readonly user_id_hash?: string;
    /** What the visitor agreed to at the time of the event. */
    readonly consent: {
      /** May be measured. */
      readonly analytics: boolean;
      /** May be used for advertising. */
      readonly ads: boolean;
    };
  };
  /** The visit, if the sender keeps one. */
  readonly session?: {
    /** The sender's id of the visit. */
    readonly session_id?: string;
    /** Campaign parameters of the visit's landing page. */
    readonly utm?: {
      /** utm_source: where the visit came from. */
      readonly source?: string;
      /** utm_medium: kind of the way it came. */
      readonly medium?: string;
      /** utm_campaign: name of the campaign. */
      readonly campaign?: string;
      /** utm_term: paid search words. */
      readonly term?: string;
      /** utm_content: which of several links. */
      readonly content?: string;
    };
  };
  /** Where and with what it happened. */
  readonly ctx?: {
    /** Address of the page: absolute, or from the root of the site where the source knows no host. */
    readonly page_url?: string;
    /** Address that led to the page. */
    readonly referrer?: string;
    /** Language and region, as in BCP 47. */
    readonly locale?: string;
    /** User-Agent header of the visitor's program. */
    readonly user_agent?: string;
    /** Kind of device, in the sender's words. */
    readonly device_type?: string;
    /** Variant of the one experiment the page is part of. */
    readonly ab_variant?: string;
  };
  /** About the sender's software. */
  readonly metadata?: {
    /** Version of the SDK that made the event. */
    readonly sdk_version?: string;
    /** Experiments the visitor is part of. */
    readonly experiment_keys?: readonly string[];
  };
  /** The sender's own facts: names with scalar values. */
  readonly custom_properties?: { readonly [name: string]: string | number | boolean | null };
  /** The link and what it pays. */
  readonly affiliate: {
    /** The sender's id of the link. */
    readonly link_id: string;
    /** Address that the link leads to. */
    readonly target: string;
    /** Currency of the payout, as in ISO 4217; absent where the source has none. */
    readonly currency?: string;
    /** What the partner pays for this click; 0 where a click alone pays nothing. Unit: hundredth of a unit of currency. */
    readonly payout_cents: number;
  };
};

/** A visitor followed a link for which a partner pays. */
export type StoredAffiliateClickEvent = {
  /** Version of the contract of the event type. */
  readonly schema_version: string;
  /** Names the contract. */
  readonly event_type: 'affiliate_click';
  /** Deduplication key: made once by the sender and kept over its retries. */
  readonly event_id: string;
  /** When it happened, by the clock of the sender. */
  readonly ts: string;
  /** When the sender handed its batch over. Transport, not content: a retry may change it. */
  readonly sent_at?: string;
  /** When ingest took the event. */
  readonly received_at: string;
  /** Which sender it came from: the key's name, or the importer's --source. */
  readonly source: string;
  /** Id of the key that the event came with; absent in lines stored before this field was. */
  readonly key_id?: string;
  /** The consent that holds after the privacy table, and what was done for it. */
  readonly privacy: {
    /** May be measured. */
    readonly analytics: boolean;
    /** May be used for advertising. */
    readonly ads: boolean;
    /** Version of the privacy policy that was in force. */
    readonly policy: string;
    /** Client address cut to /24 (IPv4) or /48 (IPv6); null where there was none. */
    readonly source_ip_anonymized: string | null;
    /** What the privacy table left of the event: full, cookieless (no user id, a session id of one day) or record (a decision about consent). Absent in lines stored before this field was. */
    readonly mode?: 'full' | 'cookieless' | 'record';
    /** E-mail addresses that were replaced in the event's text; absent when there was none. Unit: e-mail addresses. */
    readonly scrubbed_count?: number;
  };
  /** Where the request came from; absent where that is not known. */
  readonly geo?: {
    /** Country of the client address, as in ISO 3166-1 alpha-2. */
    readonly country?: string;
  };
  /** What was done about the client's clock; absent when ts is as it was sent. */
  readonly clock?: {
    /** When it happened by the client's clock: ts before the correction. Order within a session is by this where it is there. */
    readonly ts: string;
    /** What was added to the client's time: receipt minus the batch's send time. Unit: milliseconds. */
    readonly correction: number;
  };
  /** Who acted, as far as the visitor agreed to being known. */
  readonly user?: {
    /** Hash of the sender's own user id; never the id itself. */
    readonly user_id_hash?: string;
  };
  /** The visit, if the sender keeps one. */
  readonly session?: {
    /** The sender's id of the visit. */
    readonly session_id?: string;
    /** Campaign parameters of the visit's landing page. */
    readonly utm?: {
      /** utm_source: where the visit came from. */
      readonly source?: string;
      /** utm_medium: kind of the way it came. */
      readonly medium?: string;
      /** utm_campaign: name of the campaign. */
      readonly campaign?: string;
      /** utm_term: paid search words. */
      readonly term?: string;
      /** utm_content: which of several links. */
      readonly content?: string;
    };
  };
  /** Where and with what it happened. */
  readonly ctx?: {
    /** Address of the page: absolute, or from the root of the site where the source knows no host. */
    readonly page_url?: string;
    /** Address that led to the page. */
    readonly referrer?: string;
    /** Language and region, as in BCP 47. */
    readonly locale?: string;
    /** User-Agent header of the visitor's program. */
    readonly user_agent?: string;
    /** Kind of device, in the sender's words. */
    readonly device_type?: string;
    /** Variant of the one experiment the page is part of. */
    readonly ab_variant?: string;
  };
  /** The link and what it pays. */
  readonly affiliate: {
    /** The sender's id of the link. */
    readonly link_id: string;
    /** Address that the link leads to. */
    readonly target: string;
    /** Currency of the payout, as in ISO 4217; absent where the source has none. */
    readonly currency?: string;
    /** What the partner pays for this click; 0 where a click alone pays nothing. Unit: hundredth of a unit of currency. */
    readonly payout_cents: number;
  };
  /** The sender's own facts: names with scalar values. */
  readonly custom_properties?: { readonly [name: string]: string | number | boolean | null };
  /** What the client sent and the applied contract does not know, taken out of its place; absent where it knows everything. */
  readonly _unrecognized?: { readonly [name: string]: unknown };
  /** About the sender's software, and the contract that was applied. */
  readonly metadata: {
    /** Version of the SDK that made the event. */
    readonly sdk_version?: string;
    /** Experiments the visitor is part of. */
    readonly experiment_keys?: readonly string[];
    /** Version of the contract that was applied: the sent one, or the newest before it that was known. Absent in lines stored before this field was: there it is schema_version. */
    readonly contract_version?: string;
    /** SHA-256 of the contract of contract_version, hex. */
    readonly schema_hash: string;
  };
  /** HMAC-SHA-256, keyed with the lake's key, of what the client sent, before any change by the server and without sent_at, hex. Of lines stored before server-fields 1.2.0 it is the bare SHA-256. */
  readonly content_hash: string;
};

/** A visitor began to check out a product: one event for each product of the cart. */
export type BeginCheckoutEvent = {
  /** Deduplication key: made once by the sender and kept over its retries. */
  readonly event_id: string;
  /** Names the contract. */
  readonly event_type: 'begin_checkout';
  /** Version of the contract of the event type. */
  readonly schema_version: '1.0.0';
  /** When it happened, by the clock of the sender. */
  readonly ts: string;
  /** When the sender handed its batch over. Transport, not content: a retry may change it. */
  readonly sent_at?: string;
  /** Who acted, as far as the visitor agreed to being known. */
  readonly user: {
    /** Hash of the sender's own user id; never the id itself. */
    readonly user_id_hash?: string;
    /** What the visitor agreed to at the time of the event. */
    readonly consent: {
      /** May be measured. */
      readonly analytics: boolean;
      /** May be used for advertising. */
      readonly ads: boolean;
    };
  };
  /** The visit, if the sender keeps one. */
  readonly session?: {
    /** The sender's id of the visit. */
    readonly session_id?: string;
    /** Campaign parameters of the visit's landing page. */
    readonly utm?: {
      /** utm_source: where the visit came from. */
      readonly source?: string;
      /** utm_medium: kind of the way it came. */
      readonly medium?: string;
      /** utm_campaign: name of the campaign. */
      readonly campaign?: string;
      /** utm_term: paid search words. */
      readonly term?: string;
      /** utm_content: which of several links. */
      readonly content?: string;
    };
  };
  /** Where and with what it happened. */
  readonly ctx?: {
    /** Address of the page: absolute, or from the root of the site where the source knows no host. */
    readonly page_url?: string;
    /** Address that led to the page. */
    readonly referrer?: string;
    /** Language and region, as in BCP 47. */
    readonly locale?: string;
    /** User-Agent header of the visitor's program. */
    readonly user_agent?: string;
    /** Kind of device, in the sender's words. */
    readonly device_type?: string;
    /** Variant of the one experiment the page is part of. */
    readonly ab_variant?: string;
  };
  /** About the sender's software. */
  readonly metadata?: {
    /** Version of the SDK that made the event. */
    readonly sdk_version?: string;
    /** Experiments the visitor is part of. */
    readonly experiment_keys?: readonly string[];
  };
  /** The sender's own facts: names with scalar values. */
  readonly custom_properties?: { readonly [name: string]: string | number | boolean | null };
  /** The product that is about to be bought. */
  readonly product: {
    /** The shop's id of the product. */
    readonly product_id: string;
    /** Category of the product, in the shop's words. */
    readonly category?: string;
    /** Price of one piece. Absent where the source has none: revenue is then null, not 0. Unit: units of currency. */
    readonly price?: number;
    /** How many pieces; absent where the source does not say. Unit: piece. */
    readonly quantity?: number;
    /** Currency of the price, as in ISO 4217. A price needs one. */
    readonly currency?: string;
  };
};

/** A visitor began to check out a product: one event for each product of the cart. */
export type StoredBeginCheckoutEvent = {
  /** Version of the contract of the event type. */
  readonly schema_version: string;
  /** Names the contract. */
  readonly event_type: 'begin_checkout';
  /** Deduplication key: made once by the sender and kept over its retries. */
  readonly event_id: string;
  /** When it happened, by the clock of the sender. */
  readonly ts: string;
  /** When the sender handed its batch over. Transport, not content: a retry may change it. */
  readonly sent_at?: string;
  /** When ingest took the event. */
  readonly received_at: string;
  /** Which sender it came from: the key's name, or the importer's --source. */
  readonly source: string;
  /** Id of the key that the event came with; absent in lines stored before this field was. */
  readonly key_id?: string;
  /** The consent that holds after the privacy table, and what was done for it. */
  readonly privacy: {
    /** May be measured. */
    readonly analytics: boolean;
    /** May be used for advertising. */
    readonly ads: boolean;
    /** Version of the privacy policy that was in force. */
    readonly policy: string;
    /** Client address cut to /24 (IPv4) or /48 (IPv6); null where there was none. */
    readonly source_ip_anonymized: string | null;
    /** What the privacy table left of the event: full, cookieless (no user id, a session id of one day) or record (a decision about consent). Absent in lines stored before this field was. */
    readonly mode?: 'full' | 'cookieless' | 'record';
    /** E-mail addresses that were replaced in the event's text; absent when there was none. Unit: e-mail addresses. */
    readonly scrubbed_count?: number;
  };
  /** Where the request came from; absent where that is not known. */
  readonly geo?: {
    /** Country of the client address, as in ISO 3166-1 alpha-2. */
    readonly country?: string;
  };
  /** What was done about the client's clock; absent when ts is as it was sent. */
  readonly clock?: {
    /** When it happened by the client's clock: ts before the correction. Order within a session is by this where it is there. */
    readonly ts: string;
    /** What was added to the client's time: receipt minus the batch's send time. Unit: milliseconds. */
    readonly correction: number;
  };
  /** Who acted, as far as the visitor agreed to being known. */
  readonly user?: {
    /** Hash of the sender's own user id; never the id itself. */
    readonly user_id_hash?: string;
  };
  /** The visit, if the sender keeps one. */
  readonly session?: {
    /** The sender's id of the visit. */
    readonly session_id?: string;
    /** Campaign parameters of the visit's landing page. */
    readonly utm?: {
      /** utm_source: where the visit came from. */
      readonly source?: string;
      /** utm_medium: kind of the way it came. */
      readonly medium?: string;
      /** utm_campaign: name of the campaign. */
      readonly campaign?: string;
      /** utm_term: paid search words. */
      readonly term?: string;
      /** utm_content: which of several links. */
      readonly content?: string;
    };
  };
  /** Where and with what it happened. */
  readonly ctx?: {
    /** Address of the page: absolute, or from the root of the site where the source knows no host. */
    readonly page_url?: string;
    /** Address that led to the page. */
    readonly referrer?: string;
    /** Language and region, as in BCP 47. */
    readonly locale?: string;
    /** User-Agent header of the visitor's program. */
    readonly user_agent?: string;
    /** Kind of device, in the sender's words. */
    readonly device_type?: string;
    /** Variant of the one experiment the page is part of. */
    readonly ab_variant?: string;
  };
  /** The product that is about to be bought. */
  readonly product: {
    /** The shop's id of the product. */
    readonly product_id: string;
    /** Category of the product, in the shop's words. */
    readonly category?: string;
    /** Price of one piece. Absent where the source has none: revenue is then null, not 0. Unit: units of currency. */
    readonly price?: number;
    /** How many pieces; absent where the source does not say. Unit: piece. */
    readonly quantity?: number;
    /** Currency of the price, as in ISO 4217. A price needs one. */
    readonly currency?: string;
  };
  /** The sender's own facts: names with scalar values. */
  readonly custom_properties?: { readonly [name: string]: string | number | boolean | null };
  /** What the client sent and the applied contract does not know, taken out of its place; absent where it knows everything. */
  readonly _unrecognized?: { readonly [name: string]: unknown };
  /** About the sender's software, and the contract that was applied. */
  readonly metadata: {
    /** Version of the SDK that made the event. */
    readonly sdk_version?: string;
    /** Experiments the visitor is part of. */
    readonly experiment_keys?: readonly string[];
    /** Version of the contract that was applied: the sent one, or the newest before it that was known. Absent in lines stored before this field was: there it is schema_version. */
    readonly contract_version?: string;
    /** SHA-256 of the contract of contract_version, hex. */
    readonly schema_hash: string;
  };
  /** HMAC-SHA-256, keyed with the lake's key, of what the client sent, before any change by the server and without sent_at, hex. Of lines stored before server-fields 1.2.0 it is the bare SHA-256. */
  readonly content_hash: string;
};

/** A visitor used a chart that compares products. */
export type ChartInteractionEvent = {
  /** Deduplication key: made once by the sender and kept over its retries. */
  readonly event_id: string;
  /** Names the contract. */
  readonly event_type: 'chart_interaction';
  /** Version of the contract of the event type. */
  readonly schema_version: '1.0.0';
  /** When it happened, by the clock of the sender. */
  readonly ts: string;
  /** When the sender handed its batch over. Transport, not content: a retry may change it. */
  readonly sent_at?: string;
  /** Who acted, as far as the visitor agreed to being known. */
  readonly user: {
    /** Hash of the sender's own user id; never the id itself. */
    readonly user_id_hash?: string;
    /** What the visitor agreed to at the time of the event. */
    readonly consent: {
      /** May be measured. */
      readonly analytics: boolean;
      /** May be used for advertising. */
      readonly ads: boolean;
    };
  };
  /** The visit, if the sender keeps one. */
  readonly session?: {
    /** The sender's id of the visit. */
    readonly session_id?: string;
    /** Campaign parameters of the visit's landing page. */
    readonly utm?: {
      /** utm_source: where the visit came from. */
      readonly source?: string;
      /** utm_medium: kind of the way it came. */
      readonly medium?: string;
      /** utm_campaign: name of the campaign. */
      readonly campaign?: string;
      /** utm_term: paid search words. */
      readonly term?: string;
      /** utm_content: which of several links. */
      readonly content?: string;
    };
  };
  /** Where and with what it happened. */
  readonly ctx?: {
    /** Address of the page: absolute, or from the root of the site where the source knows no host. */
    readonly page_url?: string;
    /** Address that led to the page. */
    readonly referrer?: string;
    /** Language and region, as in BCP 47. */
    readonly locale?: string;
    /** User-Agent header of the visitor's program. */
    readonly user_agent?: string;
    /** Kind of device, in the sender's words. */
    readonly device_type?: string;
    /** Variant of the one experiment the page is part of. */
    readonly ab_variant?: string;
  };
  /** About the sender's software. */
  readonly metadata?: {
    /** Version of the SDK that made the event. */
    readonly sdk_version?: string;
    /** Experiments the visitor is part of. */
    readonly experiment_keys?: readonly string[];
  };
  /** The sender's own facts: names with scalar values. */
  readonly custom_properties?: { readonly [name: string]: string | number | boolean | null };
  /** The chart and what was done with it. Sorting and filtering name their control. */
  readonly chart: {
    /** Products that the chart showed; empty where it showed none. */
    readonly product_ids: readonly string[];
    /** What the visitor did with the chart. */
    readonly action: 'toggle' | 'sort' | 'filter' | 'compare_expand' | 'compare_collapse';
    /** The control that was used: a column, a filter, a switch. */
    readonly control_id?: string;
    /** What the control was set to; absent where it holds no value. Unit: as the control says. */
    readonly control_value?: string | number | boolean | null;
  };
};

/** A visitor used a chart that compares products. */
export type StoredChartInteractionEvent = {
  /** Version of the contract of the event type. */
  readonly schema_version: string;
  /** Names the contract. */
  readonly event_type: 'chart_interaction';
  /** Deduplication key: made once by the sender and kept over its retries. */
  readonly event_id: string;
  /** When it happened, by the clock of the sender. */
  readonly ts: string;
  /** When the sender handed its batch over. Transport, not content: a retry may change it. */
  readonly sent_at?: string;
  /** When ingest took the event. */
  readonly received_at: string;
  /** Which sender it came from: the key's name, or the importer's --source. */
  readonly source: string;
  /** Id of the key that the event came with; absent in lines stored before this field was. */
  readonly key_id?: string;
  /** The consent that holds after the privacy table, and what was done for it. */
  readonly privacy: {
    /** May be measured. */
    readonly analytics: boolean;
    /** May be used for advertising. */
    readonly ads: boolean;
    /** Version of the privacy policy that was in force. */
    readonly policy: string;
    /** Client address cut to /24 (IPv4) or /48 (IPv6); null where there was none. */
    readonly source_ip_anonymized: string | null;
    /** What the privacy table left of the event: full, cookieless (no user id, a session id of one day) or record (a decision about consent). Absent in lines stored before this field was. */
    readonly mode?: 'full' | 'cookieless' | 'record';
    /** E-mail addresses that were replaced in the event's text; absent when there was none. Unit: e-mail addresses. */
    readonly scrubbed_count?: number;
  };
  /** Where the request came from; absent where that is not known. */
  readonly geo?: {
    /** Country of the client address, as in ISO 3166-1 alpha-2. */
    readonly country?: string;
  };
  /** What was done about the client's clock; absent when ts is as it was sent. */
  readonly clock?: {
    /** When it happened by the client's clock: ts before the correction. Order within a session is by this where it is there. */
    readonly ts: string;
    /** What was added to the client's time: receipt minus the batch's send time. Unit: milliseconds. */
    readonly correction: number;
  };
  /** Who acted, as far as the visitor agreed to being known. */
  readonly user?: {
    /** Hash of the sender's own user id; never the id itself. */
    readonly user_id_hash?: string;
  };
  /** The visit, if the sender keeps one. */
  readonly session?: {
    /** The sender's id of the visit. */
    readonly session_id?: string;
    /** Campaign parameters of the visit's landing page. */
    readonly utm?: {
      /** utm_source: where the visit came from. */
      readonly source?: string;
      /** utm_medium: kind of the way it came. */
      readonly medium?: string;
      /** utm_campaign: name of the campaign. */
      readonly campaign?: string;
      /** utm_term: paid search words. */
      readonly term?: string;
      /** utm_content: which of several links. */
      readonly content?: string;
    };
  };
  /** Where and with what it happened. */
  readonly ctx?: {
    /** Address of the page: absolute, or from the root of the site where the source knows no host. */
    readonly page_url?: string;
    /** Address that led to the page. */
    readonly referrer?: string;
    /** Language and region, as in BCP 47. */
    readonly locale?: string;
    /** User-Agent header of the visitor's program. */
    readonly user_agent?: string;
    /** Kind of device, in the sender's words. */
    readonly device_type?: string;
    /** Variant of the one experiment the page is part of. */
    readonly ab_variant?: string;
  };
  /** The chart and what was done with it. Sorting and filtering name their control. */
  readonly chart: {
    /** Products that the chart showed; empty where it showed none. */
    readonly product_ids: readonly string[];
    /** What the visitor did with the chart. */
    readonly action: 'toggle' | 'sort' | 'filter' | 'compare_expand' | 'compare_collapse';
    /** The control that was used: a column, a filter, a switch. */
    readonly control_id?: string;
    /** What the control was set to; absent where it holds no value. Unit: as the control says. */
    readonly control_value?: string | number | boolean | null;
  };
  /** The sender's own facts: names with scalar values. */
  readonly custom_properties?: { readonly [name: string]: string | number | boolean | null };
  /** What the client sent and the applied contract does not know, taken out of its place; absent where it knows everything. */
  readonly _unrecognized?: { readonly [name: string]: unknown };
  /** About the sender's software, and the contract that was applied. */
  readonly metadata: {
    /** Version of the SDK that made the event. */
    readonly sdk_version?: string;
    /** Experiments the visitor is part of. */
    readonly experiment_keys?: readonly string[];
    /** Version of the contract that was applied: the sent one, or the newest before it that was known. Absent in lines stored before this field was: there it is schema_version. */
    readonly contract_version?: string;
    /** SHA-256 of the contract of contract_version, hex. */
    readonly schema_hash: string;
  };
  /** HMAC-SHA-256, keyed with the lake's key, of what the client sent, before any change by the server and without sent_at, hex. Of lines stored before server-fields 1.2.0 it is the bare SHA-256. */
  readonly content_hash: string;
};

/** A visitor clicked on something: an element of the page, a product, or an element that stands for a product. */
export type ClickEvent = {
  /** Deduplication key: made once by the sender and kept over its retries. */
  readonly event_id: string;
  /** Names the contract. */
  readonly event_type: 'click';
  /** Version of the contract of the event type. */
  readonly schema_version: '1.0.0';
  /** When it happened, by the clock of the sender. */
  readonly ts: string;
  /** When the sender handed its batch over. Transport, not content: a retry may change it. */
  readonly sent_at?: string;
  /** Who acted, as far as the visitor agreed to being known. */
  readonly user: {
    /** Hash of the sender's own user id; never the id itself. */
    readonly user_id_hash?: string;
    /** What the visitor agreed to at the time of the event. */
    readonly consent: {
      /** May be measured. */
      readonly analytics: boolean;
      /** May be used for advertising. */
      readonly ads: boolean;
    };
  };
  /** The visit, if the sender keeps one. */
  readonly session?: {
    /** The sender's id of the visit. */
    readonly session_id?: string;
    /** Campaign parameters of the visit's landing page. */
    readonly utm?: {
      /** utm_source: where the visit came from. */
      readonly source?: string;
      /** utm_medium: kind of the way it came. */
      readonly medium?: string;
      /** utm_campaign: name of the campaign. */
      readonly campaign?: string;
      /** utm_term: paid search words. */
      readonly term?: string;
      /** utm_content: which of several links. */
      readonly content?: string;
    };
  };
  /** Where and with what it happened. */
  readonly ctx?: {
    /** Address of the page: absolute, or from the root of the site where the source knows no host. */
    readonly page_url?: string;
    /** Address that led to the page. */
    readonly referrer?: string;
    /** Language and region, as in BCP 47. */
    readonly locale?: string;
    /** User-Agent header of the visitor's program. */
    readonly user_agent?: string;
    /** Kind of device, in the sender's words. */
    readonly device_type?: string;
    /** Variant of the one experiment the page is part of. */
    readonly ab_variant?: string;
  };
  /** About the sender's software. */
  readonly metadata?: {
    /** Version of the SDK that made the event. */
    readonly sdk_version?: string;
    /** Experiments the visitor is part of. */
    readonly experiment_keys?: readonly string[];
  };
  /** The sender's own facts: names with scalar values. */
  readonly custom_properties?: { readonly [name: string]: string | number | boolean | null };
  /** The product that was clicked; a click without one names its element. */
  readonly product?: {
    /** The shop's id of the product. */
    readonly product_id: string;
    /** Category of the product, in the shop's words. */
    readonly category?: string;
    /** Price of one piece. Absent where the source has none: revenue is then null, not 0. Unit: units of currency. */
    readonly price?: number;
    /** How many pieces; absent where the source does not say. Unit: piece. */
    readonly quantity?: number;
    /** Currency of the price, as in ISO 4217. A price needs one. */
    readonly currency?: string;
  };
  /** The part of the page that was clicked; a click without one names its product. */
  readonly element?: {
    /** Id of the element in its page, or a path to it where it has none. */
    readonly element_id: string;
    /** What the visitor read on it. */
    readonly text?: string;
    /** Address that it leads to; absent where it leads nowhere. */
    readonly target_url?: string;
  };
};

/** A visitor clicked on something: an element of the page, a product, or an element that stands for a product. */
export type StoredClickEvent = {
  /** Version of the contract of the event type. */
  readonly schema_version: string;
  /** Names the contract. */
  readonly event_type: 'click';
  /** Deduplication key: made once by the sender and kept over its retries. */
  readonly event_id: string;
  /** When it happened, by the clock of the sender. */
  readonly ts: string;
  /** When the sender handed its batch over. Transport, not content: a retry may change it. */
  readonly sent_at?: string;
  /** When ingest took the event. */
  readonly received_at: string;
  /** Which sender it came from: the key's name, or the importer's --source. */
  readonly source: string;
  /** Id of the key that the event came with; absent in lines stored before this field was. */
  readonly key_id?: string;
  /** The consent that holds after the privacy table, and what was done for it. */
  readonly privacy: {
    /** May be measured. */
    readonly analytics: boolean;
    /** May be used for advertising. */
    readonly ads: boolean;
    /** Version of the privacy policy that was in force. */
    readonly policy: string;
    /** Client address cut to /24 (IPv4) or /48 (IPv6); null where there was none. */
    readonly source_ip_anonymized: string | null;
    /** What the privacy table left of the event: full, cookieless (no user id, a session id of one day) or record (a decision about consent). Absent in lines stored before this field was. */
    readonly mode?: 'full' | 'cookieless' | 'record';
    /** E-mail addresses that were replaced in the event's text; absent when there was none. Unit: e-mail addresses. */
    readonly scrubbed_count?: number;
  };
  /** Where the request came from; absent where that is not known. */
  readonly geo?: {
    /** Country of the client address, as in ISO 3166-1 alpha-2. */
    readonly country?: string;
  };
  /** What was done about the client's clock; absent when ts is as it was sent. */
  readonly clock?: {
    /** When it happened by the client's clock: ts before the correction. Order within a session is by this where it is there. */
    readonly ts: string;
    /** What was added to the client's time: receipt minus the batch's send time. Unit: milliseconds. */
    readonly correction: number;
  };
  /** Who acted, as far as the visitor agreed to being known. */
  readonly user?: {
    /** Hash of the sender's own user id; never the id itself. */
    readonly user_id_hash?: string;
  };
  /** The visit, if the sender keeps one. */
  readonly session?: {
    /** The sender's id of the visit. */
    readonly session_id?: string;
    /** Campaign parameters of the visit's landing page. */
    readonly utm?: {
      /** utm_source: where the visit came from. */
      readonly source?: string;
      /** utm_medium: kind of the way it came. */
      readonly medium?: string;
      /** utm_campaign: name of the campaign. */
      readonly campaign?: string;
      /** utm_term: paid search words. */
      readonly term?: string;
      /** utm_content: which of several links. */
      readonly content?: string;
    };
  };
  /** Where and with what it happened. */
  readonly ctx?: {
    /** Address of the page: absolute, or from the root of the site where the source knows no host. */
    readonly page_url?: string;
    /** Address that led to the page. */
    readonly referrer?: string;
    /** Language and region, as in BCP 47. */
    readonly locale?: string;
    /** User-Agent header of the visitor's program. */
    readonly user_agent?: string;
    /** Kind of device, in the sender's words. */
    readonly device_type?: string;
    /** Variant of the one experiment the page is part of. */
    readonly ab_variant?: string;
  };
  /** The part of the page that was clicked; a click without one names its product. */
  readonly element?: {
    /** Id of the element in its page, or a path to it where it has none. */
    readonly element_id: string;
    /** What the visitor read on it. */
    readonly text?: string;
    /** Address that it leads to; absent where it leads nowhere. */
    readonly target_url?: string;
  };
  /** The product that was clicked; a click without one names its element. */
  readonly product?: {
    /** The shop's id of the product. */
    readonly product_id: string;
    /** Category of the product, in the shop's words. */
    readonly category?: string;
    /** Price of one piece. Absent where the source has none: revenue is then null, not 0. Unit: units of currency. */
    readonly price?: number;
    /** How many pieces; absent where the source does not say. Unit: piece. */
    readonly quantity?: number;
    /** Currency of the price, as in ISO 4217. A price needs one. */
    readonly currency?: string;
  };
  /** The sender's own facts: names with scalar values. */
  readonly custom_properties?: { readonly [name: string]: string | number | boolean | null };
  /** What the client sent and the applied contract does not know, taken out of its place; absent where it knows everything. */
  readonly _unrecognized?: { readonly [name: string]: unknown };
  /** About the sender's software, and the contract that was applied. */
  readonly metadata: {
    /** Version of the SDK that made the event. */
    readonly sdk_version?: string;
    /** Experiments the visitor is part of. */
    readonly experiment_keys?: readonly string[];
    /** Version of the contract that was applied: the sent one, or the newest before it that was known. Absent in lines stored before this field was: there it is schema_version. */
    readonly contract_version?: string;
    /** SHA-256 of the contract of contract_version, hex. */
    readonly schema_hash: string;
  };
  /** HMAC-SHA-256, keyed with the lake's key, of what the client sent, before any change by the server and without sent_at, hex. Of lines stored before server-fields 1.2.0 it is the bare SHA-256. */
  readonly content_hash: string;
};

/** A visitor decided anew about being measured and advertised to. The decision itself is user.consent of the envelope. */
export type ConsentUpdateEvent = {
  /** Deduplication key: made once by the sender and kept over its retries. */
  readonly event_id: string;
  /** Names the contract. */
  readonly event_type: 'consent_update';
  /** Version of the contract of the event type. */
  readonly schema_version: '1.0.0';
  /** When it happened, by the clock of the sender. */
  readonly ts: string;
  /** When the sender handed its batch over. Transport, not content: a retry may change it. */
  readonly sent_at?: string;
  /** Who acted, as far as the visitor agreed to being known. */
  readonly user: {
    /** Hash of the sender's own user id; never the id itself. */
    readonly user_id_hash?: string;
    /** What the visitor agreed to at the time of the event. */
    readonly consent: {
      /** May be measured. */
      readonly analytics: boolean;
      /** May be used for advertising. */
      readonly ads: boolean;
    };
  };
  /** The visit, if the sender keeps one. */
  readonly session?: {
    /** The sender's id of the visit. */
    readonly session_id?: string;
    /** Campaign parameters of the visit's landing page. */
    readonly utm?: {
      /** utm_source: where the visit came from. */
      readonly source?: string;
      /** utm_medium: kind of the way it came. */
      readonly medium?: string;
      /** utm_campaign: name of the campaign. */
      readonly campaign?: string;
      /** utm_term: paid search words. */
      readonly term?: string;
      /** utm_content: which of several links. */
      readonly content?: string;
    };
  };
  /** Where and with what it happened. */
  readonly ctx?: {
    /** Address of the page: absolute, or from the root of the site where the source knows no host. */
    readonly page_url?: string;
    /** Address that led to the page. */
    readonly referrer?: string;
    /** Language and region, as in BCP 47. */
    readonly locale?: string;
    /** User-Agent header of the visitor's program. */
    readonly user_agent?: string;
    /** Kind of device, in the sender's words. */
    readonly device_type?: string;
    /** Variant of the one experiment the page is part of. */
    readonly ab_variant?: string;
  };
  /** About the sender's software. */
  readonly metadata?: {
    /** Version of the SDK that made the event. */
    readonly sdk_version?: string;
    /** Experiments the visitor is part of. */
    readonly experiment_keys?: readonly string[];
  };
  /** The sender's own facts: names with scalar values. */
  readonly custom_properties?: { readonly [name: string]: string | number | boolean | null };
  /** How the decision came about. The decision itself is user.consent of the envelope. */
  readonly consent_change: {
    /** Version of the privacy policy that the visitor was shown. */
    readonly policy_version: string;
    /** What held before; absent where the sender does not know, or nothing had been decided. */
    readonly previous?: {
      /** Could be measured before. */
      readonly analytics: boolean;
      /** Could be used for advertising before. */
      readonly ads: boolean;
    };
    /** Where the visitor decided; absent where the sender does not know. */
    readonly method?: 'banner' | 'settings' | 'api' | 'other';
  };
};

/** A visitor decided anew about being measured and advertised to. The decision itself is user.consent of the envelope. */
export type StoredConsentUpdateEvent = {
  /** Version of the contract of the event type. */
  readonly schema_version: string;
  /** Names the contract. */
  readonly event_type: 'consent_update';
  /** Deduplication key: made once by the sender and kept over its retries. */
  readonly event_id: string;
  /** When it happened, by the clock of the sender. */
  readonly ts: string;
  /** When the sender handed its batch over. Transport, not content: a retry may change it. */
  readonly sent_at?: string;
  /** When ingest took the event. */
  readonly received_at: string;
  /** Which sender it came from: the key's name, or the importer's --source. */
  readonly source: string;
  /** Id of the key that the event came with; absent in lines stored before this field was. */
  readonly key_id?: string;
  /** The consent that holds after the privacy table, and what was done for it. */
  readonly privacy: {
    /** May be measured. */
    readonly analytics: boolean;
    /** May be used for advertising. */
    readonly ads: boolean;
    /** Version of the privacy policy that was in force. */
    readonly policy: string;
    /** Client address cut to /24 (IPv4) or /48 (IPv6); null where there was none. */
    readonly source_ip_anonymized: string | null;
    /** What the privacy table left of the event: full, cookieless (no user id, a session id of one day) or record (a decision about consent). Absent in lines stored before this field was. */
    readonly mode?: 'full' | 'cookieless' | 'record';
    /** E-mail addresses that were replaced in the event's text; absent when there was none. Unit: e-mail addresses. */
    readonly scrubbed_count?: number;
  };
  /** Where the request came from; absent where that is not known. */
  readonly geo?: {
    /** Country of the client address, as in ISO 3166-1 alpha-2. */
    readonly country?: string;
  };
  /** What was done about the client's clock; absent when ts is as it was sent. */
  readonly clock?: {
    /** When it happened by the client's clock: ts before the correction. Order within a session is by this where it is there. */
    readonly ts: string;
    /** What was added to the client's time: receipt minus the batch's send time. Unit: milliseconds. */
    readonly correction: number;
  };
  /** Who acted, as far as the visitor agreed to being known. */
  readonly user?: {
    /** Hash of the sender's own user id; never the id itself. */
    readonly user_id_hash?: string;
  };
  /** The visit, if the sender keeps one. */
  readonly session?: {
    /** The sender's id of the visit. */
    readonly session_id?: string;
    /** Campaign parameters of the visit's landing page. */
    readonly utm?: {
      /** utm_source: where the visit came from. */
      readonly source?: string;
      /** utm_medium: kind of the way it came. */
      readonly medium?: string;
      /** utm_campaign: name of the campaign. */
      readonly campaign?: string;
      /** utm_term: paid search words. */
      readonly term?: string;
      /** utm_content: which of several links. */
      readonly content?: string;
    };
  };
  /** Where and with what it happened. */
  readonly ctx?: {
    /** Address of the page: absolute, or from the root of the site where the source knows no host. */
    readonly page_url?: string;
    /** Address that led to the page. */
    readonly referrer?: string;
    /** Language and region, as in BCP 47. */
    readonly locale?: string;
    /** User-Agent header of the visitor's program. */
    readonly user_agent?: string;
    /** Kind of device, in the sender's words. */
    readonly device_type?: string;
    /** Variant of the one experiment the page is part of. */
    readonly ab_variant?: string;
  };
  /** How the decision came about. The decision itself is user.consent of the envelope. */
  readonly consent_change: {
    /** Version of the privacy policy that the visitor was shown. */
    readonly policy_version: string;
    /** What held before; absent where the sender does not know, or nothing had been decided. */
    readonly previous?: {
      /** Could be measured before. */
      readonly analytics: boolean;
      /** Could be used for advertising before. */
      readonly ads: boolean;
    };
    /** Where the visitor decided; absent where the sender does not know. */
    readonly method?: 'banner' | 'settings' | 'api' | 'other';
  };
  /** The sender's own facts: names with scalar values. */
  readonly custom_properties?: { readonly [name: string]: string | number | boolean | null };
  /** What the client sent and the applied contract does not know, taken out of its place; absent where it knows everything. */
  readonly _unrecognized?: { readonly [name: string]: unknown };
  /** About the sender's software, and the contract that was applied. */
  readonly metadata: {
    /** Version of the SDK that made the event. */
    readonly sdk_version?: string;
    /** Experiments the visitor is part of. */
    readonly experiment_keys?: readonly string[];
    /** Version of the contract that was applied: the sent one, or the newest before it that was known. Absent in lines stored before this field was: there it is schema_version. */
    readonly contract_version?: string;
    /** SHA-256 of the contract of contract_version, hex. */
    readonly schema_hash: string;
  };
  /** HMAC-SHA-256, keyed with the lake's key, of what the client sent, before any change by the server and without sent_at, hex. Of lines stored before server-fields 1.2.0 it is the bare SHA-256. */
  readonly content_hash: string;
};

/** A program measured something. */
export type MetricEvent = {
  /** Deduplication key: made once by the sender and kept over its retries. */
  readonly event_id: string;
  /** Names the contract. */
  readonly event_type: 'metric';
  /** Version of the contract of the event type. */
  readonly schema_version: '1.0.0';
  /** When it happened, by the clock of the sender. */
  readonly ts: string;
  /** When the sender handed its batch over. Transport, not content: a retry may change it. */
  readonly sent_at?: string;
  /** Who acted, as far as the visitor agreed to being known. */
  readonly user: {
    /** Hash of the sender's own user id; never the id itself. */
    readonly user_id_hash?: string;
    /** What the visitor agreed to at the time of the event. */
    readonly consent: {
      /** May be measured. */
      readonly analytics: boolean;
      /** May be used for advertising. */
      readonly ads: boolean;
    };
  };
  /** The visit, if the sender keeps one. */
  readonly session?: {
    /** The sender's id of the visit. */
    readonly session_id?: string;
    /** Campaign parameters of the visit's landing page. */
    readonly utm?: {
      /** utm_source: where the visit came from. */
      readonly source?: string;
      /** utm_medium: kind of the way it came. */
      readonly medium?: string;
      /** utm_campaign: name of the campaign. */
      readonly campaign?: string;
      /** utm_term: paid search words. */
      readonly term?: string;
      /** utm_content: which of several links. */
      readonly content?: string;
    };
  };
  /** Where and with what it happened. */
  readonly ctx?: {
    /** Address of the page: absolute, or from the root of the site where the source knows no host. */
    readonly page_url?: string;
    /** Address that led to the page. */
    readonly referrer?: string;
    /** Language and region, as in BCP 47. */
    readonly locale?: string;
    /** User-Agent header of the visitor's program. */
    readonly user_agent?: string;
    /** Kind of device, in the sender's words. */
    readonly device_type?: string;
    /** Variant of the one experiment the page is part of. */
    readonly ab_variant?: string;
  };
  /** About the sender's software. */
  readonly metadata?: {
    /** Version of the SDK that made the event. */
    readonly sdk_version?: string;
    /** Experiments the visitor is part of. */
    readonly experiment_keys?: readonly string[];
  };
  /** The sender's own facts: names with scalar values. */
  readonly custom_properties?: { readonly [name: string]: string | number | boolean | null };
  /** One measurement. */
  readonly metric: {
    /** What was measured. */
    readonly name: string;
    /** The number that was measured. Unit: as metric.unit says. */
    readonly value: number;
    /** Unit of the value, in the sender's words. */
    readonly unit: string;
  };
};

/** A program measured something. */
export type StoredMetricEvent = {
  /** Version of the contract of the event type. */
  readonly schema_version: string;
  /** Names the contract. */
  readonly event_type: 'metric';
  /** Deduplication key: made once by the sender and kept over its retries. */
  readonly event_id: string;
  /** When it happened, by the clock of the sender. */
  readonly ts: string;
  /** When the sender handed its batch over. Transport, not content: a retry may change it. */
  readonly sent_at?: string;
  /** When ingest took the event. */
  readonly received_at: string;
  /** Which sender it came from: the key's name, or the importer's --source. */
  readonly source: string;
  /** Id of the key that the event came with; absent in lines stored before this field was. */
  readonly key_id?: string;
  /** The consent that holds after the privacy table, and what was done for it. */
  readonly privacy: {
    /** May be measured. */
    readonly analytics: boolean;
    /** May be used for advertising. */
    readonly ads: boolean;
    /** Version of the privacy policy that was in force. */
    readonly policy: string;
    /** Client address cut to /24 (IPv4) or /48 (IPv6); null where there was none. */
    readonly source_ip_anonymized: string | null;
    /** What the privacy table left of the event: full, cookieless (no user id, a session id of one day) or record (a decision about consent). Absent in lines stored before this field was. */
    readonly mode?: 'full' | 'cookieless' | 'record';
    /** E-mail addresses that were replaced in the event's text; absent when there was none. Unit: e-mail addresses. */
    readonly scrubbed_count?: number;
  };
  /** Where the request came from; absent where that is not known. */
  readonly geo?: {
    /** Country of the client address, as in ISO 3166-1 alpha-2. */
    readonly country?: string;
  };
  /** What was done about the client's clock; absent when ts is as it was sent. */
  readonly clock?: {
    /** When it happened by the client's clock: ts before the correction. Order within a session is by this where it is there. */
    readonly ts: string;
    /** What was added to the client's time: receipt minus the batch's send time. Unit: milliseconds. */
    readonly correction: number;
  };
  /** Who acted, as far as the visitor agreed to being known. */
  readonly user?: {
    /** Hash of the sender's own user id; never the id itself. */
    readonly user_id_hash?: string;
  };
  /** The visit, if the sender keeps one. */
  readonly session?: {
    /** The sender's id of the visit. */
    readonly session_id?: string;
    /** Campaign parameters of the visit's landing page. */
    readonly utm?: {
      /** utm_source: where the visit came from. */
      readonly source?: string;
      /** utm_medium: kind of the way it came. */
      readonly medium?: string;
      /** utm_campaign: name of the campaign. */
      readonly campaign?: string;
      /** utm_term: paid search words. */
      readonly term?: string;
      /** utm_content: which of several links. */
      readonly content?: string;
    };
  };
  /** Where and with what it happened. */
  readonly ctx?: {
    /** Address of the page: absolute, or from the root of the site where the source knows no host. */
    readonly page_url?: string;
    /** Address that led to the page. */
    readonly referrer?: string;
    /** Language and region, as in BCP 47. */
    readonly locale?: string;
    /** User-Agent header of the visitor's program. */
    readonly user_agent?: string;
    /** Kind of device, in the sender's words. */
    readonly device_type?: string;
    /** Variant of the one experiment the page is part of. */
    readonly ab_variant?: string;
  };
  /** One measurement. */
  readonly metric: {
    /** What was measured. */
    readonly name: string;
    /** The number that was measured. Unit: as metric.unit says. */
    readonly value: number;
    /** Unit of the value, in the sender's words. */
    readonly unit: string;
  };
  /** The sender's own facts: names with scalar values. */
  readonly custom_properties?: { readonly [name: string]: string | number | boolean | null };
  /** What the client sent and the applied contract does not know, taken out of its place; absent where it knows everything. */
  readonly _unrecognized?: { readonly [name: string]: unknown };
  /** About the sender's software, and the contract that was applied. */
  readonly metadata: {
    /** Version of the SDK that made the event. */
    readonly sdk_version?: string;
    /** Experiments the visitor is part of. */
    readonly experiment_keys?: readonly string[];
    /** Version of the contract that was applied: the sent one, or the newest before it that was known. Absent in lines stored before this field was: there it is schema_version. */
    readonly contract_version?: string;
    /** SHA-256 of the contract of contract_version, hex. */
    readonly schema_hash: string;
  };
  /** HMAC-SHA-256, keyed with the lake's key, of what the client sent, before any change by the server and without sent_at, hex. Of lines stored before server-fields 1.2.0 it is the bare SHA-256. */
  readonly content_hash: string;
};

/** A visitor saw a page. */
export type PageViewEvent = {
  /** Deduplication key: made once by the sender and kept over its retries. */
  readonly event_id: string;
  /** Names the contract. */
  readonly event_type: 'page_view';
  /** Version of the contract of the event type. */
  readonly schema_version: '1.0.0';
  /** When it happened, by the clock of the sender. */
  readonly ts: string;
  /** When the sender handed its batch over. Transport, not content: a retry may change it. */
  readonly sent_at?: string;
  /** Who acted, as far as the visitor agreed to being known. */
  readonly user: {
    /** Hash of the sender's own user id; never the id itself. */
    readonly user_id_hash?: string;
    /** What the visitor agreed to at the time of the event. */
    readonly consent: {
      /** May be measured. */
      readonly analytics: boolean;
      /** May be used for advertising. */
      readonly ads: boolean;
    };
  };
  /** The visit, if the sender keeps one. */
  readonly session?: {
    /** The sender's id of the visit. */
    readonly session_id?: string;
    /** Campaign parameters of the visit's landing page. */
    readonly utm?: {
      /** utm_source: where the visit came from. */
      readonly source?: string;
      /** utm_medium: kind of the way it came. */
      readonly medium?: string;
      /** utm_campaign: name of the campaign. */
      readonly campaign?: string;
      /** utm_term: paid search words. */
      readonly term?: string;
      /** utm_content: which of several links. */
      readonly content?: string;
    };
  };
  /** Where and with what it happened; a page view knows its page. */
  readonly ctx: {
    /** Address of the page that was seen. */
    readonly page_url: string;
    /** Address that led to the page. */
    readonly referrer?: string;
    /** Language and region, as in BCP 47. */
    readonly locale?: string;
    /** User-Agent header of the visitor's program. */
    readonly user_agent?: string;
    /** Kind of device, in the sender's words. */
    readonly device_type?: string;
    /** Variant of the one experiment the page is part of. */
    readonly ab_variant?: string;
  };
  /** About the sender's software. */
  readonly metadata?: {
    /** Version of the SDK that made the event. */
    readonly sdk_version?: string;
    /** Experiments the visitor is part of. */
    readonly experiment_keys?: readonly string[];
  };
  /** The sender's own facts: names with scalar values. */
  readonly custom_properties?: { readonly [name: string]: string | number | boolean | null };
  /** What the page shows. */
  readonly page?: {
    /** Title of the page. */
    readonly title?: string;
    /** The product the page is about. */
    readonly product_id?: string;
    /** Category of the product or of the page. */
    readonly category?: string;
  };
} | {
  /** Deduplication key: made once by the sender and kept over its retries. */
  readonly event_id: string;
  /** Names the contract. */
  readonly event_type: 'page_view';
  /** Version of the contract of the event type. */
  readonly schema_version: '1.1.0';
  /** When it happened, by the clock of the sender. */
  readonly ts: string;
  /** When the sender handed its batch over. Transport, not content: a retry may change it. */
  readonly sent_at?: string;
  /** Who acted, as far as the visitor agreed to being known. */
  readonly user: {
    /** Hash of the sender's own user id; never the id itself. */
    readonly user_id_hash?: string;
    /** What the visitor agreed to at the time of the event. */
    readonly consent: {
      /** May be measured. */
      readonly analytics: boolean;
      /** May be used for advertising. */
      readonly ads: boolean;
    };
  };
  /** The visit, if the sender keeps one. */
  readonly session?: {
    /** The sender's id of the visit. */
    readonly session_id?: string;
    /** Campaign parameters of the visit's landing page. */
    readonly utm?: {
      /** utm_source: where the visit came from. */
      readonly source?: string;
      /** utm_medium: kind of the way it came. */
      readonly medium?: string;
      /** utm_campaign: name of the campaign. */
      readonly campaign?: string;
      /** utm_term: paid search words. */
      readonly term?: string;
      /** utm_content: which of several links. */
      readonly content?: string;
    };
  };
  /** Where and with what it happened; a page view knows its page. */
  readonly ctx: {
    /** Address of the page that was seen. */
    readonly page_url: string;
    /** Address that led to the page. */
    readonly referrer?: string;
    /** Language and region, as in BCP 47. */
    readonly locale?: string;
    /** User-Agent header of the visitor's program. */
    readonly user_agent?: string;
    /** Kind of device, in the sender's words. */
    readonly device_type?: string;
    /** Variant of the one experiment the page is part of. */
    readonly ab_variant?: string;
  };
  /** About the sender's software. */
  readonly metadata?: {
    /** Version of the SDK that made the event. */
    readonly sdk_version?: string;
    /** Experiments the visitor is part of. */
    readonly experiment_keys?: readonly string[];
  };
  /** The sender's own facts: names with scalar values. */
  readonly custom_properties?: { readonly [name: string]: string | number | boolean | null };
  /** The product that the page shows; absent on other pages. */
  readonly product?: {
    /** The shop's id of the product. */
    readonly product_id: string;
    /** Category of the product, in the shop's words. */
    readonly category?: string;
    /** Price of one piece. Absent where the source has none: revenue is then null, not 0. Unit: units of currency. */
    readonly price?: number;
    /** How many pieces; absent where the source does not say. Unit: piece. */
    readonly quantity?: number;
    /** Currency of the price, as in ISO 4217. A price needs one. */
    readonly currency?: string;
  };
  /** What the page shows. */
  readonly page?: {
    /** Title of the page. */
    readonly title?: string;
    /** The product the page is about, as in 1.0.0. Send product.product_id instead: only that reaches the column product_id. */
    readonly product_id?: string;
    /** Category of the page; of a product, send product.category. */
    readonly category?: string;
  };
};

/** A visitor saw a page. */
export type StoredPageViewEvent = {
  /** Version of the contract of the event type. */
  readonly schema_version: string;
  /** Names the contract. */
  readonly event_type: 'page_view';
  /** Deduplication key: made once by the sender and kept over its retries. */
  readonly event_id: string;
  /** When it happened, by the clock of the sender. */
  readonly ts: string;
  /** When the sender handed its batch over. Transport, not content: a retry may change it. */
  readonly sent_at?: string;
  /** When ingest took the event. */
  readonly received_at: string;
  /** Which sender it came from: the key's name, or the importer's --source. */
  readonly source: string;
  /** Id of the key that the event came with; absent in lines stored before this field was. */
  readonly key_id?: string;
  /** The consent that holds after the privacy table, and what was done for it. */
  readonly privacy: {
    /** May be measured. */
    readonly analytics: boolean;
    /** May be used for advertising. */
    readonly ads: boolean;
    /** Version of the privacy policy that was in force. */
    readonly policy: string;
    /** Client address cut to /24 (IPv4) or /48 (IPv6); null where there was none. */
    readonly source_ip_anonymized: string | null;
    /** What the privacy table left of the event: full, cookieless (no user id, a session id of one day) or record (a decision about consent). Absent in lines stored before this field was. */
    readonly mode?: 'full' | 'cookieless' | 'record';
    /** E-mail addresses that were replaced in the event's text; absent when there was none. Unit: e-mail addresses. */
    readonly scrubbed_count?: number;
  };
  /** Where the request came from; absent where that is not known. */
  readonly geo?: {
    /** Country of the client address, as in ISO 3166-1 alpha-2. */
    readonly country?: string;
  };
  /** What was done about the client's clock; absent when ts is as it was sent. */
  readonly clock?: {
    /** When it happened by the client's clock: ts before the correction. Order within a session is by this where it is there. */
    readonly ts: string;
    /** What was added to the client's time: receipt minus the batch's send time. Unit: milliseconds. */
    readonly correction: number;
  };
  /** Who acted, as far as the visitor agreed to being known. */
  readonly user?: {
    /** Hash of the sender's own user id; never the id itself. */
    readonly user_id_hash?: string;
  };
  /** The visit, if the sender keeps one. */
  readonly session?: {
    /** The sender's id of the visit. */
    readonly session_id?: string;
    /** Campaign parameters of the visit's landing page. */
    readonly utm?: {
      /** utm_source: where the visit came from. */
      readonly source?: string;
      /** utm_medium: kind of the way it came. */
      readonly medium?: string;
      /** utm_campaign: name of the campaign. */
      readonly campaign?: string;
      /** utm_term: paid search words. */
      readonly term?: string;
      /** utm_content: which of several links. */
      readonly content?: string;
    };
  };
  /** Where and with what it happened; a page view knows its page. */
  readonly ctx: {
    /** Address of the page that was seen. */
    readonly page_url: string;
    /** Address that led to the page. */
    readonly referrer?: string;
    /** Language and region, as in BCP 47. */
    readonly locale?: string;
    /** User-Agent header of the visitor's program. */
    readonly user_agent?: string;
    /** Kind of device, in the sender's words. */
    readonly device_type?: string;
    /** Variant of the one experiment the page is part of. */
    readonly ab_variant?: string;
  };
  /** What the page shows. */
  readonly page?: {
    /** Title of the page. */
    readonly title?: string;
    /** The product the page is about, as in 1.0.0. Send product.product_id instead: only that reaches the column product_id. */
    readonly product_id?: string;
    /** Category of the page; of a product, send product.category. */
    readonly category?: string;
  };
  /** The product that the page shows; absent on other pages. */
  readonly product?: {
    /** The shop's id of the product. */
    readonly product_id: string;
    /** Category of the product, in the shop's words. */
    readonly category?: string;
    /** Price of one piece. Absent where the source has none: revenue is then null, not 0. Unit: units of currency. */
    readonly price?: number;
    /** How many pieces; absent where the source does not say. Unit: piece. */
    readonly quantity?: number;
    /** Currency of the price, as in ISO 4217. A price needs one. */
    readonly currency?: string;
  };
  /** The sender's own facts: names with scalar values. */
  readonly custom_properties?: { readonly [name: string]: string | number | boolean | null };
  /** What the client sent and the applied contract does not know, taken out of its place; absent where it knows everything. */
  readonly _unrecognized?: { readonly [name: string]: unknown };
  /** About the sender's software, and the contract that was applied. */
  readonly metadata: {
    /** Version of the SDK that made the event. */
    readonly sdk_version?: string;
    /** Experiments the visitor is part of. */
    readonly experiment_keys?: readonly string[];
    /** Version of the contract that was applied: the sent one, or the newest before it that was known. Absent in lines stored before this field was: there it is schema_version. */
    readonly contract_version?: string;
    /** SHA-256 of the contract of contract_version, hex. */
    readonly schema_hash: string;
  };
  /** HMAC-SHA-256, keyed with the lake's key, of what the client sent, before any change by the server and without sent_at, hex. Of lines stored before server-fields 1.2.0 it is the bare SHA-256. */
  readonly content_hash: string;
};

/** A visitor bought a product: one event for each product of the order. */
export type PurchaseEvent = {
  /** Deduplication key: made once by the sender and kept over its retries. */
  readonly event_id: string;
  /** Names the contract. */
  readonly event_type: 'purchase';
  /** Version of the contract of the event type. */
  readonly schema_version: '1.0.0';
  /** When it happened, by the clock of the sender. */
  readonly ts: string;
  /** When the sender handed its batch over. Transport, not content: a retry may change it. */
  readonly sent_at?: string;
  /** Who acted, as far as the visitor agreed to being known. */
  readonly user: {
    /** Hash of the sender's own user id; never the id itself. */
    readonly user_id_hash?: string;
    /** What the visitor agreed to at the time of the event. */
    readonly consent: {
      /** May be measured. */
      readonly analytics: boolean;
      /** May be used for advertising. */
      readonly ads: boolean;
    };
  };
  /** The visit, if the sender keeps one. */
  readonly session?: {
    /** The sender's id of the visit. */
    readonly session_id?: string;
    /** Campaign parameters of the visit's landing page. */
    readonly utm?: {
      /** utm_source: where the visit came from. */
      readonly source?: string;
      /** utm_medium: kind of the way it came. */
      readonly medium?: string;
      /** utm_campaign: name of the campaign. */
      readonly campaign?: string;
      /** utm_term: paid search words. */
      readonly term?: string;
      /** utm_content: which of several links. */
      readonly content?: string;
    };
  };
  /** Where and with what it happened. */
  readonly ctx?: {
    /** Address of the page: absolute, or from the root of the site where the source knows no host. */
    readonly page_url?: string;
    /** Address that led to the page. */
    readonly referrer?: string;
    /** Language and region, as in BCP 47. */
    readonly locale?: string;
    /** User-Agent header of the visitor's program. */
    readonly user_agent?: string;
    /** Kind of device, in the sender's words. */
    readonly device_type?: string;
    /** Variant of the one experiment the page is part of. */
    readonly ab_variant?: string;
  };
  /** About the sender's software. */
  readonly metadata?: {
    /** Version of the SDK that made the event. */
    readonly sdk_version?: string;
    /** Experiments the visitor is part of. */
    readonly experiment_keys?: readonly string[];
  };
  /** The sender's own facts: names with scalar values. */
  readonly custom_properties?: { readonly [name: string]: string | number | boolean | null };
  /** The product that was bought. */
  readonly product: {
    /** The shop's id of the product. */
    readonly product_id: string;
    /** Category of the product, in the shop's words. */
    readonly category?: string;
    /** Price of one piece. Absent where the source has none: revenue is then null, not 0. Unit: units of currency. */
    readonly price?: number;
    /** How many pieces; absent where the source does not say. Unit: piece. */
    readonly quantity?: number;
    /** Currency of the price, as in ISO 4217. A price needs one. */
    readonly currency?: string;
  };
  /** The order that the product is part of; absent where the source does not say. */
  readonly order?: {
    /** The shop's id of the order: the same in the events of all its products. */
    readonly order_id: string;
  };
};

/** A visitor bought a product: one event for each product of the order. */
export type StoredPurchaseEvent = {
  /** Version of the contract of the event type. */
  readonly schema_version: string;
  /** Names the contract. */
  readonly event_type: 'purchase';
  /** Deduplication key: made once by the sender and kept over its retries. */
  readonly event_id: string;
  /** When it happened, by the clock of the sender. */
  readonly ts: string;
  /** When the sender handed its batch over. Transport, not content: a retry may change it. */
  readonly sent_at?: string;
  /** When ingest took the event. */
  readonly received_at: string;
  /** Which sender it came from: the key's name, or the importer's --source. */
  readonly source: string;
  /** Id of the key that the event came with; absent in lines stored before this field was. */
  readonly key_id?: string;
  /** The consent that holds after the privacy table, and what was done for it. */
  readonly privacy: {
    /** May be measured. */
    readonly analytics: boolean;
    /** May be used for advertising. */
    readonly ads: boolean;
    /** Version of the privacy policy that was in force. */
    readonly policy: string;
    /** Client address cut to /24 (IPv4) or /48 (IPv6); null where there was none. */
    readonly source_ip_anonymized: string | null;
    /** What the privacy table left of the event: full, cookieless (no user id, a session id of one day) or record (a decision about consent). Absent in lines stored before this field was. */
    readonly mode?: 'full' | 'cookieless' | 'record';
    /** E-mail addresses that were replaced in the event's text; absent when there was none. Unit: e-mail addresses. */
    readonly scrubbed_count?: number;
  };
  /** Where the request came from; absent where that is not known. */
  readonly geo?: {
    /** Country of the client address, as in ISO 3166-1 alpha-2. */
    readonly country?: string;
  };
  /** What was done about the client's clock; absent when ts is as it was sent. */
  readonly clock?: {
    /** When it happened by the client's clock: ts before the correction. Order within a session is by this where it is there. */
    readonly ts: string;
    /** What was added to the client's time: receipt minus the batch's send time. Unit: milliseconds. */
    readonly correction: number;
  };
  /** Who acted, as far as the visitor agreed to being known. */
  readonly user?: {
    /** Hash of the sender's own user id; never the id itself. */
    readonly user_id_hash?: string;
  };
  /** The visit, if the sender keeps one. */
  readonly session?: {
    /** The sender's id of the visit. */
    readonly session_id?: string;
    /** Campaign parameters of the visit's landing page. */
    readonly utm?: {
      /** utm_source: where the visit came from. */
      readonly source?: string;
      /** utm_medium: kind of the way it came. */
      readonly medium?: string;
      /** utm_campaign: name of the campaign. */
      readonly campaign?: string;
      /** utm_term: paid search words. */
      readonly term?: string;
      /** utm_content: which of several links. */
      readonly content?: string;
    };
  };
  /** Where and with what it happened. */
  readonly ctx?: {
    /** Address of the page: absolute, or from the root of the site where the source knows no host. */
    readonly page_url?: string;
    /** Address that led to the page. */
    readonly referrer?: string;
    /** Language and region, as in BCP 47. */
    readonly locale?: string;
    /** User-Agent header of the visitor's program. */
    readonly user_agent?: string;
    /** Kind of device, in the sender's words. */
    readonly device_type?: string;
    /** Variant of the one experiment the page is part of. */
    readonly ab_variant?: string;
  };
  /** The order that the product is part of; absent where the source does not say. */
  readonly order?: {
    /** The shop's id of the order: the same in the events of all its products. */
    readonly order_id: string;
  };
  /** The product that was bought. */
  readonly product: {
    /** The shop's id of the product. */
    readonly product_id: string;
    /** Category of the product, in the shop's words. */
    readonly category?: string;
    /** Price of one piece. Absent where the source has none: revenue is then null, not 0. Unit: units of currency. */
    readonly price?: number;
    /** How many pieces; absent where the source does not say. Unit: piece. */
    readonly quantity?: number;
    /** Currency of the price, as in ISO 4217. A price needs one. */
    readonly currency?: string;
  };
  /** The sender's own facts: names with scalar values. */
  readonly custom_properties?: { readonly [name: string]: string | number | boolean | null };
  /** What the client sent and the applied contract does not know, taken out of its place; absent where it knows everything. */
  readonly _unrecognized?: { readonly [name: string]: unknown };
  /** About the sender's software, and the contract that was applied. */
  readonly metadata: {
    /** Version of the SDK that made the event. */
    readonly sdk_version?: string;
    /** Experiments the visitor is part of. */
    readonly experiment_keys?: readonly string[];
    /** Version of the contract that was applied: the sent one, or the newest before it that was known. Absent in lines stored before this field was: there it is schema_version. */
    readonly contract_version?: string;
    /** SHA-256 of the contract of contract_version, hex. */
    readonly schema_hash: string;
  };
  /** HMAC-SHA-256, keyed with the lake's key, of what the client sent, before any change by the server and without sent_at, hex. Of lines stored before server-fields 1.2.0 it is the bare SHA-256. */
  readonly content_hash: string;
};

/** A visitor searched the site. */
export type SearchEvent = {
  /** Deduplication key: made once by the sender and kept over its retries. */
  readonly event_id: string;
  /** Names the contract. */
  readonly event_type: 'search';
  /** Version of the contract of the event type. */
  readonly schema_version: '1.0.0';
  /** When it happened, by the clock of the sender. */
  readonly ts: string;
  /** When the sender handed its batch over. Transport, not content: a retry may change it. */
  readonly sent_at?: string;
  /** Who acted, as far as the visitor agreed to being known. */
  readonly user: {
    /** Hash of the sender's own user id; never the id itself. */
    readonly user_id_hash?: string;
    /** What the visitor agreed to at the time of the event. */
    readonly consent: {
      /** May be measured. */
      readonly analytics: boolean;
      /** May be used for advertising. */
      readonly ads: boolean;
    };
  };
  /** The visit, if the sender keeps one. */
  readonly session?: {
    /** The sender's id of the visit. */
    readonly session_id?: string;
    /** Campaign parameters of the visit's landing page. */
    readonly utm?: {
      /** utm_source: where the visit came from. */
      readonly source?: string;
      /** utm_medium: kind of the way it came. */
      readonly medium?: string;
      /** utm_campaign: name of the campaign. */
      readonly campaign?: string;
      /** utm_term: paid search words. */
      readonly term?: string;
      /** utm_content: which of several links. */
      readonly content?: string;
    };
  };
  /** Where and with what it happened. */
  readonly ctx?: {
    /** Address of the page: absolute, or from the root of the site where the source knows no host. */
    readonly page_url?: string;
    /** Address that led to the page. */
    readonly referrer?: string;
    /** Language and region, as in BCP 47. */
    readonly locale?: string;
    /** User-Agent header of the visitor's program. */
    readonly user_agent?: string;
    /** Kind of device, in the sender's words. */
    readonly device_type?: string;
    /** Variant of the one experiment the page is part of. */
    readonly ab_variant?: string;
  };
  /** About the sender's software. */
  readonly metadata?: {
    /** Version of the SDK that made the event. */
    readonly sdk_version?: string;
    /** Experiments the visitor is part of. */
    readonly experiment_keys?: readonly string[];
  };
  /** The sender's own facts: names with scalar values. */
  readonly custom_properties?: { readonly [name: string]: string | number | boolean | null };
  /** The search and how much it found. */
  readonly search: {
    /** What the visitor typed; empty for a search without words. */
    readonly query: string;
    /** How many results there were in all; absent where the sender does not know. Unit: result. */
    readonly result_count?: number;
  };
};

/** A visitor searched the site. */
export type StoredSearchEvent = {
  /** Version of the contract of the event type. */
  readonly schema_version: string;
  /** Names the contract. */
  readonly event_type: 'search';
  /** Deduplication key: made once by the sender and kept over its retries. */
  readonly event_id: string;
  /** When it happened, by the clock of the sender. */
  readonly ts: string;
  /** When the sender handed its batch over. Transport, not content: a retry may change it. */
  readonly sent_at?: string;
  /** When ingest took the event. */
  readonly received_at: string;
  /** Which sender it came from: the key's name, or the importer's --source. */
  readonly source: string;
  /** Id of the key that the event came with; absent in lines stored before this field was. */
  readonly key_id?: string;
  /** The consent that holds after the privacy table, and what was done for it. */
  readonly privacy: {
    /** May be measured. */
    readonly analytics: boolean;
    /** May be used for advertising. */
    readonly ads: boolean;
    /** Version of the privacy policy that was in force. */
    readonly policy: string;
    /** Client address cut to /24 (IPv4) or /48 (IPv6); null where there was none. */
    readonly source_ip_anonymized: string | null;
    /** What the privacy table left of the event: full, cookieless (no user id, a session id of one day) or record (a decision about consent). Absent in lines stored before this field was. */
    readonly mode?: 'full' | 'cookieless' | 'record';
    /** E-mail addresses that were replaced in the event's text; absent when there was none. Unit: e-mail addresses. */
    readonly scrubbed_count?: number;
  };
  /** Where the request came from; absent where that is not known. */
  readonly geo?: {
    /** Country of the client address, as in ISO 3166-1 alpha-2. */
    readonly country?: string;
  };
  /** What was done about the client's clock; absent when ts is as it was sent. */
  readonly clock?: {
    /** When it happened by the client's clock: ts before the correction. Order within a session is by this where it is there. */
    readonly ts: string;
    /** What was added to the client's time: receipt minus the batch's send time. Unit: milliseconds. */
    readonly correction: number;
  };
  /** Who acted, as far as the visitor agreed to being known. */
  readonly user?: {
    /** Hash of the sender's own user id; never the id itself. */
    readonly user_id_hash?: string;
  };
  /** The visit, if the sender keeps one. */
  readonly session?: {
    /** The sender's id of the visit. */
    readonly session_id?: string;
    /** Campaign parameters of the visit's landing page. */
    readonly utm?: {
      /** utm_source: where the visit came from. */
      readonly source?: string;
      /** utm_medium: kind of the way it came. */
      readonly medium?: string;
      /** utm_campaign: name of the campaign. */
      readonly campaign?: string;
      /** utm_term: paid search words. */
      readonly term?: string;
      /** utm_content: which of several links. */
      readonly content?: string;
    };
  };
  /** Where and with what it happened. */
  readonly ctx?: {
    /** Address of the page: absolute, or from the root of the site where the source knows no host. */
    readonly page_url?: string;
    /** Address that led to the page. */
    readonly referrer?: string;
    /** Language and region, as in BCP 47. */
    readonly locale?: string;
    /** User-Agent header of the visitor's program. */
    readonly user_agent?: string;
    /** Kind of device, in the sender's words. */
    readonly device_type?: string;
    /** Variant of the one experiment the page is part of. */
    readonly ab_variant?: string;
  };
  /** The search and how much it found. */
  readonly search: {
    /** What the visitor typed; empty for a search without words. */
    readonly query: string;
    /** How many results there were in all; absent where the sender does not know. Unit: result. */
    readonly result_count?: number;
  };
  /** The sender's own facts: names with scalar values. */
  readonly custom_properties?: { readonly [name: string]: string | number | boolean | null };
  /** What the client sent and the applied contract does not know, taken out of its place; absent where it knows everything. */
  readonly _unrecognized?: { readonly [name: string]: unknown };
  /** About the sender's software, and the contract that was applied. */
  readonly metadata: {
    /** Version of the SDK that made the event. */
    readonly sdk_version?: string;
    /** Experiments the visitor is part of. */
    readonly experiment_keys?: readonly string[];
    /** Version of the contract that was applied: the sent one, or the newest before it that was known. Absent in lines stored before this field was: there it is schema_version. */
    readonly contract_version?: string;
    /** SHA-256 of the contract of contract_version, hex. */
    readonly schema_hash: string;
  };
  /** HMAC-SHA-256, keyed with the lake's key, of what the client sent, before any change by the server and without sent_at, hex. Of lines stored before server-fields 1.2.0 it is the bare SHA-256. */
  readonly content_hash: string;
};

/** A server answered a request that was not a page view: an asset, a redirect, an error, a call of an interface. */
export type ServerRequestEvent = {
  /** Deduplication key: made once by the sender and kept over its retries. */
  readonly event_id: string;
  /** Names the contract. */
  readonly event_type: 'server_request';
  /** Version of the contract of the event type. */
  readonly schema_version: '1.0.0';
  /** When it happened, by the clock of the sender. */
  readonly ts: string;
  /** When the sender handed its batch over. Transport, not content: a retry may change it. */
  readonly sent_at?: string;
  /** Who acted, as far as the visitor agreed to being known. */
  readonly user: {
    /** Hash of the sender's own user id; never the id itself. */
    readonly user_id_hash?: string;
    /** What the visitor agreed to at the time of the event. */
    readonly consent: {
      /** May be measured. */
      readonly analytics: boolean;
      /** May be used for advertising. */
      readonly ads: boolean;
    };
  };
  /** The visit, if the sender keeps one. */
  readonly session?: {
    /** The sender's id of the visit. */
    readonly session_id?: string;
    /** Campaign parameters of the visit's landing page. */
    readonly utm?: {
      /** utm_source: where the visit came from. */
      readonly source?: string;
      /** utm_medium: kind of the way it came. */
      readonly medium?: string;
      /** utm_campaign: name of the campaign. */
      readonly campaign?: string;
      /** utm_term: paid search words. */
      readonly term?: string;
      /** utm_content: which of several links. */
      readonly content?: string;
    };
  };
  /** Where and with what it happened. */
  readonly ctx?: {
    /** Address of the page: absolute, or from the root of the site where the source knows no host. */
    readonly page_url?: string;
    /** Address that led to the page. */
    readonly referrer?: string;
    /** Language and region, as in BCP 47. */
    readonly locale?: string;
    /** User-Agent header of the visitor's program. */
    readonly user_agent?: string;
    /** Kind of device, in the sender's words. */
    readonly device_type?: string;
    /** Variant of the one experiment the page is part of. */
    readonly ab_variant?: string;
  };
  /** About the sender's software. */
  readonly metadata?: {
    /** Version of the SDK that made the event. */
    readonly sdk_version?: string;
    /** Experiments the visitor is part of. */
    readonly experiment_keys?: readonly string[];
  };
  /** The sender's own facts: names with scalar values. */
  readonly custom_properties?: { readonly [name: string]: string | number | boolean | null };
  /** The request and its answer. */
  readonly request: {
    /** HTTP method, as received. */
    readonly method: string;
    /** Path of the request. */
    readonly path: string;
    /** HTTP status of the answer. Unit: HTTP status code. */
    readonly status: number;
    /** Size of the answer's body; null where the source does not say. Unit: byte. */
    readonly bytes: number | null;
  };
};

/** A server answered a request that was not a page view: an asset, a redirect, an error, a call of an interface. */
export type StoredServerRequestEvent = {
  /** Version of the contract of the event type. */
  readonly schema_version: string;
  /** Names the contract. */
  readonly event_type: 'server_request';
  /** Deduplication key: made once by the sender and kept over its retries. */
  readonly event_id: string;
  /** When it happened, by the clock of the sender. */
  readonly ts: string;
  /** When the sender handed its batch over. Transport, not content: a retry may change it. */
  readonly sent_at?: string;
  /** When ingest took the event. */
  readonly received_at: string;
  /** Which sender it came from: the key's name, or the importer's --source. */
  readonly source: string;
  /** Id of the key that the event came with; absent in lines stored before this field was. */
  readonly key_id?: string;
  /** The consent that holds after the privacy table, and what was done for it. */
  readonly privacy: {
    /** May be measured. */
    readonly analytics: boolean;
    /** May be used for advertising. */
    readonly ads: boolean;
    /** Version of the privacy policy that was in force. */
    readonly policy: string;
    /** Client address cut to /24 (IPv4) or /48 (IPv6); null where there was none. */
    readonly source_ip_anonymized: string | null;
    /** What the privacy table left of the event: full, cookieless (no user id, a session id of one day) or record (a decision about consent). Absent in lines stored before this field was. */
    readonly mode?: 'full' | 'cookieless' | 'record';
    /** E-mail addresses that were replaced in the event's text; absent when there was none. Unit: e-mail addresses. */
    readonly scrubbed_count?: number;
  };
  /** Where the request came from; absent where that is not known. */
  readonly geo?: {
    /** Country of the client address, as in ISO 3166-1 alpha-2. */
    readonly country?: string;
  };
  /** What was done about the client's clock; absent when ts is as it was sent. */
  readonly clock?: {
    /** When it happened by the client's clock: ts before the correction. Order within a session is by this where it is there. */
    readonly ts: string;
    /** What was added to the client's time: receipt minus the batch's send time. Unit: milliseconds. */
    readonly correction: number;
  };
  /** Who acted, as far as the visitor agreed to being known. */
  readonly user?: {
    /** Hash of the sender's own user id; never the id itself. */
    readonly user_id_hash?: string;
  };
  /** The visit, if the sender keeps one. */
  readonly session?: {
    /** The sender's id of the visit. */
    readonly session_id?: string;
    /** Campaign parameters of the visit's landing page. */
    readonly utm?: {
      /** utm_source: where the visit came from. */
      readonly source?: string;
      /** utm_medium: kind of the way it came. */
      readonly medium?: string;
      /** utm_campaign: name of the campaign. */
      readonly campaign?: string;
      /** utm_term: paid search words. */
      readonly term?: string;
      /** utm_content: which of several links. */
      readonly content?: string;
    };
  };
  /** Where and with what it happened. */
  readonly ctx?: {
    /** Address of the page: absolute, or from the root of the site where the source knows no host. */
    readonly page_url?: string;
    /** Address that led to the page. */
    readonly referrer?: string;
    /** Language and region, as in BCP 47. */
    readonly locale?: string;
    /** User-Agent header of the visitor's program. */
    readonly user_agent?: string;
    /** Kind of device, in the sender's words. */
    readonly device_type?: string;
    /** Variant of the one experiment the page is part of. */
    readonly ab_variant?: string;
  };
  /** The request and its answer. */
  readonly request: {
    /** HTTP method, as received. */
    readonly method: string;
    /** Path of the request. */
    readonly path: string;
    /** HTTP status of the answer. Unit: HTTP status code. */
    readonly status: number;
    /** Size of the answer's body; null where the source does not say. Unit: byte. */
    readonly bytes: number | null;
  };
  /** The sender's own facts: names with scalar values. */
  readonly custom_properties?: { readonly [name: string]: string | number | boolean | null };
  /** What the client sent and the applied contract does not know, taken out of its place; absent where it knows everything. */
  readonly _unrecognized?: { readonly [name: string]: unknown };
  /** About the sender's software, and the contract that was applied. */
  readonly metadata: {
    /** Version of the SDK that made the event. */
    readonly sdk_version?: string;
    /** Experiments the visitor is part of. */
    readonly experiment_keys?: readonly string[];
    /** Version of the contract that was applied: the sent one, or the newest before it that was known. Absent in lines stored before this field was: there it is schema_version. */
    readonly contract_version?: string;
    /** SHA-256 of the contract of contract_version, hex. */
    readonly schema_hash: string;
  };
  /** HMAC-SHA-256, keyed with the lake's key, of what the client sent, before any change by the server and without sent_at, hex. Of lines stored before server-fields 1.2.0 it is the bare SHA-256. */
  readonly content_hash: string;
};

/** A program reports on itself: a start, a warning, a failure. */
export type SystemEvent = {
  /** Deduplication key: made once by the sender and kept over its retries. */
  readonly event_id: string;
  /** Names the contract. */
  readonly event_type: 'system_event';
  /** Version of the contract of the event type. */
  readonly schema_version: '1.0.0';
  /** When it happened, by the clock of the sender. */
  readonly ts: string;
  /** When the sender handed its batch over. Transport, not content: a retry may change it. */
  readonly sent_at?: string;
  /** Who acted, as far as the visitor agreed to being known. */
  readonly user: {
    /** Hash of the sender's own user id; never the id itself. */
    readonly user_id_hash?: string;
    /** What the visitor agreed to at the time of the event. */
    readonly consent: {
      /** May be measured. */
      readonly analytics: boolean;
      /** May be used for advertising. */
      readonly ads: boolean;
    };
  };
  /** The visit, if the sender keeps one. */
  readonly session?: {
    /** The sender's id of the visit. */
    readonly session_id?: string;
    /** Campaign parameters of the visit's landing page. */
    readonly utm?: {
      /** utm_source: where the visit came from. */
      readonly source?: string;
      /** utm_medium: kind of the way it came. */
      readonly medium?: string;
      /** utm_campaign: name of the campaign. */
      readonly campaign?: string;
      /** utm_term: paid search words. */
      readonly term?: string;
      /** utm_content: which of several links. */
      readonly content?: string;
    };
  };
  /** Where and with what it happened. */
  readonly ctx?: {
    /** Address of the page: absolute, or from the root of the site where the source knows no host. */
    readonly page_url?: string;
    /** Address that led to the page. */
    readonly referrer?: string;
    /** Language and region, as in BCP 47. */
    readonly locale?: string;
    /** User-Agent header of the visitor's program. */
    readonly user_agent?: string;
    /** Kind of device, in the sender's words. */
    readonly device_type?: string;
    /** Variant of the one experiment the page is part of. */
    readonly ab_variant?: string;
  };
  /** About the sender's software. */
  readonly metadata?: {
    /** Version of the SDK that made the event. */
    readonly sdk_version?: string;
    /** Experiments the visitor is part of. */
    readonly experiment_keys?: readonly string[];
  };
  /** The sender's own facts: names with scalar values. */
  readonly custom_properties?: { readonly [name: string]: string | number | boolean | null };
  /** Which part reports, and how grave it is. */
  readonly system: {
    /** How grave it is. */
    readonly severity: 'debug' | 'info' | 'warning' | 'error' | 'critical';
    /** The part of the sender's system that reports. */
    readonly component: string;
    /** What happened, in words; absent where severity and component say it all. */
    readonly message?: string;
  };
};

/** A program reports on itself: a start, a warning, a failure. */
export type StoredSystemEvent = {
  /** Version of the contract of the event type. */
  readonly schema_version: string;
  /** Names the contract. */
  readonly event_type: 'system_event';
  /** Deduplication key: made once by the sender and kept over its retries. */
  readonly event_id: string;
  /** When it happened, by the clock of the sender. */
  readonly ts: string;
  /** When the sender handed its batch over. Transport, not content: a retry may change it. */
  readonly sent_at?: string;
  /** When ingest took the event. */
  readonly received_at: string;
  /** Which sender it came from: the key's name, or the importer's --source. */
  readonly source: string;
  /** Id of the key that the event came with; absent in lines stored before this field was. */
  readonly key_id?: string;
  /** The consent that holds after the privacy table, and what was done for it. */
  readonly privacy: {
    /** May be measured. */
    readonly analytics: boolean;
    /** May be used for advertising. */
    readonly ads: boolean;
    /** Version of the privacy policy that was in force. */
    readonly policy: string;
    /** Client address cut to /24 (IPv4) or /48 (IPv6); null where there was none. */
    readonly source_ip_anonymized: string | null;
    /** What the privacy table left of the event: full, cookieless (no user id, a session id of one day) or record (a decision about consent). Absent in lines stored before this field was. */
    readonly mode?: 'full' | 'cookieless' | 'record';
    /** E-mail addresses that were replaced in the event's text; absent when there was none. Unit: e-mail addresses. */
    readonly scrubbed_count?: number;
  };
  /** Where the request came from; absent where that is not known. */
  readonly geo?: {
    /** Country of the client address, as in ISO 3166-1 alpha-2. */
    readonly country?: string;
  };
  /** What was done about the client's clock; absent when ts is as it was sent. */
  readonly clock?: {
    /** When it happened by the client's clock: ts before the correction. Order within a session is by this where it is there. */
    readonly ts: string;
    /** What was added to the client's time: receipt minus the batch's send time. Unit: milliseconds. */
    readonly correction: number;
  };
  /** Who acted, as far as the visitor agreed to being known. */
  readonly user?: {
    /** Hash of the sender's own user id; never the id itself. */
    readonly user_id_hash?: string;
  };
  /** The visit, if the sender keeps one. */
  readonly session?: {
    /** The sender's id of the visit. */
    readonly session_id?: string;
    /** Campaign parameters of the visit's landing page. */
    readonly utm?: {
      /** utm_source: where the visit came from. */
      readonly source?: string;
      /** utm_medium: kind of the way it came. */
      readonly medium?: string;
      /** utm_campaign: name of the campaign. */
      readonly campaign?: string;
      /** utm_term: paid search words. */
      readonly term?: string;
      /** utm_content: which of several links. */
      readonly content?: string;
    };
  };
  /** Where and with what it happened. */
  readonly ctx?: {
    /** Address of the page: absolute, or from the root of the site where the source knows no host. */
    readonly page_url?: string;
    /** Address that led to the page. */
    readonly referrer?: string;
    /** Language and region, as in BCP 47. */
    readonly locale?: string;
    /** User-Agent header of the visitor's program. */
    readonly user_agent?: string;
    /** Kind of device, in the sender's words. */
    readonly device_type?: string;
    /** Variant of the one experiment the page is part of. */
    readonly ab_variant?: string;
  };
  /** Which part reports, and how grave it is. */
  readonly system: {
    /** How grave it is. */
    readonly severity: 'debug' | 'info' | 'warning' | 'error' | 'critical';
    /** The part of the sender's system that reports. */
    readonly component: string;
    /** What happened, in words; absent where severity and component say it all. */
    readonly message?: string;
  };
  /** The sender's own facts: names with scalar values. */
  readonly custom_properties?: { readonly [name: string]: string | number | boolean | null };
  /** What the client sent and the applied contract does not know, taken out of its place; absent where it knows everything. */
  readonly _unrecognized?: { readonly [name: string]: unknown };
  /** About the sender's software, and the contract that was applied. */
  readonly metadata: {
    /** Version of the SDK that made the event. */
    readonly sdk_version?: string;
    /** Experiments the visitor is part of. */
    readonly experiment_keys?: readonly string[];
    /** Version of the contract that was applied: the sent one, or the newest before it that was known. Absent in lines stored before this field was: there it is schema_version. */
    readonly contract_version?: string;
    /** SHA-256 of the contract of contract_version, hex. */
    readonly schema_hash: string;
  };
  /** HMAC-SHA-256, keyed with the lake's key, of what the client sent, before any change by the server and without sent_at, hex. Of lines stored before server-fields 1.2.0 it is the bare SHA-256. */
  readonly content_hash: string;
};

/** Money changed hands: a payment, or a refund. */
export type TransactionEvent = {
  /** Deduplication key: made once by the sender and kept over its retries. */
  readonly event_id: string;
  /** Names the contract. */
  readonly event_type: 'transaction';
  /** Version of the contract of the event type. */
  readonly schema_version: '1.0.0';
  /** When it happened, by the clock of the sender. */
  readonly ts: string;
  /** When the sender handed its batch over. Transport, not content: a retry may change it. */
  readonly sent_at?: string;
  /** Who acted, as far as the visitor agreed to being known. */
  readonly user: {
    /** Hash of the sender's own user id; never the id itself. */
    readonly user_id_hash?: string;
    /** What the visitor agreed to at the time of the event. */
    readonly consent: {
      /** May be measured. */
      readonly analytics: boolean;
      /** May be used for advertising. */
      readonly ads: boolean;
    };
  };
  /** The visit, if the sender keeps one. */
  readonly session?: {
    /** The sender's id of the visit. */
    readonly session_id?: string;
    /** Campaign parameters of the visit's landing page. */
    readonly utm?: {
      /** utm_source: where the visit came from. */
      readonly source?: string;
      /** utm_medium: kind of the way it came. */
      readonly medium?: string;
      /** utm_campaign: name of the campaign. */
      readonly campaign?: string;
      /** utm_term: paid search words. */
      readonly term?: string;
      /** utm_content: which of several links. */
      readonly content?: string;
    };
  };
  /** Where and with what it happened. */
  readonly ctx?: {
    /** Address of the page: absolute, or from the root of the site where the source knows no host. */
    readonly page_url?: string;
    /** Address that led to the page. */
    readonly referrer?: string;
    /** Language and region, as in BCP 47. */
    readonly locale?: string;
    /** User-Agent header of the visitor's program. */
    readonly user_agent?: string;
    /** Kind of device, in the sender's words. */
    readonly device_type?: string;
    /** Variant of the one experiment the page is part of. */
    readonly ab_variant?: string;
  };
  /** About the sender's software. */
  readonly metadata?: {
    /** Version of the SDK that made the event. */
    readonly sdk_version?: string;
    /** Experiments the visitor is part of. */
    readonly experiment_keys?: readonly string[];
  };
  /** The sender's own facts: names with scalar values. */
  readonly custom_properties?: { readonly [name: string]: string | number | boolean | null };
  /** The payment or the refund. */
  readonly transaction: {
    /** The sender's id of the payment or the refund. */
    readonly transaction_id: string;
    /** How much was paid; a refund is negative. Unit: units of currency. */
    readonly amount: number;
    /** Currency of the amount, as in ISO 4217. */
    readonly currency: string;
    /** Who was paid, or pays back. */
    readonly merchant: string;
  };
};

/** Money changed hands: a payment, or a refund. */
export type StoredTransactionEvent = {
  /** Version of the contract of the event type. */
  readonly schema_version: string;
  /** Names the contract. */
  readonly event_type: 'transaction';
  /** Deduplication key: made once by the sender and kept over its retries. */
  readonly event_id: string;
  /** When it happened, by the clock of the sender. */
  readonly ts: string;
  /** When the sender handed its batch over. Transport, not content: a retry may change it. */
  readonly sent_at?: string;
  /** When ingest took the event. */
  readonly received_at: string;
  /** Which sender it came from: the key's name, or the importer's --source. */
  readonly source: string;
  /** Id of the key that the event came with; absent in lines stored before this field was. */
  readonly key_id?: string;
  /** The consent that holds after the privacy table, and what was done for it. */
  readonly privacy: {
    /** May be measured. */
    readonly analytics: boolean;
    /** May be used for advertising. */
    readonly ads: boolean;
    /** Version of the privacy policy that was in force. */
    readonly policy: string;
    /** Client address cut to /24 (IPv4) or /48 (IPv6); null where there was none. */
    readonly source_ip_anonymized: string | null;
    /** What the privacy table left of the event: full, cookieless (no user id, a session id of one day) or record (a decision about consent). Absent in lines stored before this field was. */
    readonly mode?: 'full' | 'cookieless' | 'record';
    /** E-mail addresses that were replaced in the event's text; absent when there was none. Unit: e-mail addresses. */
    readonly scrubbed_count?: number;
  };
  /** Where the request came from; absent where that is not known. */
  readonly geo?: {
    /** Country of the client address, as in ISO 3166-1 alpha-2. */
    readonly country?: string;
  };
  /** What was done about the client's clock; absent when ts is as it was sent. */
  readonly clock?: {
    /** When it happened by the client's clock: ts before the correction. Order within a session is by this where it is there. */
    readonly ts: string;
    /** What was added to the client's time: receipt minus the batch's send time. Unit: milliseconds. */
    readonly correction: number;
  };
  /** Who acted, as far as the visitor agreed to being known. */
  readonly user?: {
    /** Hash of the sender's own user id; never the id itself. */
    readonly user_id_hash?: string;
  };
  /** The visit, if the sender keeps one. */
  readonly session?: {
    /** The sender's id of the visit. */
    readonly session_id?: string;
    /** Campaign parameters of the visit's landing page. */
    readonly utm?: {
      /** utm_source: where the visit came from. */
      readonly source?: string;
      /** utm_medium: kind of the way it came. */
      readonly medium?: string;
      /** utm_campaign: name of the campaign. */
      readonly campaign?: string;
      /** utm_term: paid search words. */
      readonly term?: string;
      /** utm_content: which of several links. */
      readonly content?: string;
    };
  };
  /** Where and with what it happened. */
  readonly ctx?: {
    /** Address of the page: absolute, or from the root of the site where the source knows no host. */
    readonly page_url?: string;
    /** Address that led to the page. */
    readonly referrer?: string;
    /** Language and region, as in BCP 47. */
    readonly locale?: string;
    /** User-Agent header of the visitor's program. */
    readonly user_agent?: string;
    /** Kind of device, in the sender's words. */
    readonly device_type?: string;
    /** Variant of the one experiment the page is part of. */
    readonly ab_variant?: string;
  };
  /** The payment or the refund. */
  readonly transaction: {
    /** The sender's id of the payment or the refund. */
    readonly transaction_id: string;
    /** How much was paid; a refund is negative. Unit: units of currency. */
    readonly amount: number;
    /** Currency of the amount, as in ISO 4217. */
    readonly currency: string;
    /** Who was paid, or pays back. */
    readonly merchant: string;
  };
  /** The sender's own facts: names with scalar values. */
  readonly custom_properties?: { readonly [name: string]: string | number | boolean | null };
  /** What the client sent and the applied contract does not know, taken out of its place; absent where it knows everything. */
  readonly _unrecognized?: { readonly [name: string]: unknown };
  /** About the sender's software, and the contract that was applied. */
  readonly metadata: {
    /** Version of the SDK that made the event. */
    readonly sdk_version?: string;
    /** Experiments the visitor is part of. */
    readonly experiment_keys?: readonly string[];
    /** Version of the contract that was applied: the sent one, or the newest before it that was known. Absent in lines stored before this field was: there it is schema_version. */
    readonly contract_version?: string;
    /** SHA-256 of the contract of contract_version, hex. */
    readonly schema_hash: string;
  };
  /** HMAC-SHA-256, keyed with the lake's key, of what the client sent, before any change by the server and without sent_at, hex. Of lines stored before server-fields 1.2.0 it is the bare SHA-256. */
  readonly content_hash: string;
};

/** A visitor did something that has no event type of its own. */
export type UserActionEvent = {
  /** Deduplication key: made once by the sender and kept over its retries. */
  readonly event_id: string;
  /** Names the contract. */
  readonly event_type: 'user_action';
  /** Version of the contract of the event type. */
  readonly schema_version: '1.0.0';
  /** When it happened, by the clock of the sender. */
  readonly ts: string;
  /** When the sender handed its batch over. Transport, not content: a retry may change it. */
  readonly sent_at?: string;
  /** Who acted, as far as the visitor agreed to being known. */
  readonly user: {
    /** Hash of the sender's own user id; never the id itself. */
    readonly user_id_hash?: string;
    /** What the visitor agreed to at the time of the event. */
    readonly consent: {
      /** May be measured. */
      readonly analytics: boolean;
      /** May be used for advertising. */
      readonly ads: boolean;
    };
  };
  /** The visit, if the sender keeps one. */
  readonly session?: {
    /** The sender's id of the visit. */
    readonly session_id?: string;
    /** Campaign parameters of the visit's landing page. */
    readonly utm?: {
      /** utm_source: where the visit came from. */
      readonly source?: string;
      /** utm_medium: kind of the way it came. */
      readonly medium?: string;
      /** utm_campaign: name of the campaign. */
      readonly campaign?: string;
      /** utm_term: paid search words. */
      readonly term?: string;
      /** utm_content: which of several links. */
      readonly content?: string;
    };
  };
  /** Where and with what it happened. */
  readonly ctx?: {
    /** Address of the page: absolute, or from the root of the site where the source knows no host. */
    readonly page_url?: string;
    /** Address that led to the page. */
    readonly referrer?: string;
    /** Language and region, as in BCP 47. */
    readonly locale?: string;
    /** User-Agent header of the visitor's program. */
    readonly user_agent?: string;
    /** Kind of device, in the sender's words. */
    readonly device_type?: string;
    /** Variant of the one experiment the page is part of. */
    readonly ab_variant?: string;
  };
  /** About the sender's software. */
  readonly metadata?: {
    /** Version of the SDK that made the event. */
    readonly sdk_version?: string;
    /** Experiments the visitor is part of. */
    readonly experiment_keys?: readonly string[];
  };
  /** The sender's own facts: names with scalar values. */
  readonly custom_properties?: { readonly [name: string]: string | number | boolean | null };
  /** What was done, in the sender's words. */
  readonly action: {
    /** Name of the action. */
    readonly name: string;
    /** What it was done to; absent where there is nothing to name. */
    readonly target?: string;
    /** What was chosen or entered; absent where there was no choice. */
    readonly value?: string;
  };
};

/** A visitor did something that has no event type of its own. */
export type StoredUserActionEvent = {
  /** Version of the contract of the event type. */
  readonly schema_version: string;
  /** Names the contract. */
  readonly event_type: 'user_action';
  /** Deduplication key: made once by the sender and kept over its retries. */
  readonly event_id: string;
  /** When it happened, by the clock of the sender. */
  readonly ts: string;
  /** When the sender handed its batch over. Transport, not content: a retry may change it. */
  readonly sent_at?: string;
  /** When ingest took the event. */
  readonly received_at: string;
  /** Which sender it came from: the key's name, or the importer's --source. */
  readonly source: string;
  /** Id of the key that the event came with; absent in lines stored before this field was. */
  readonly key_id?: string;
  /** The consent that holds after the privacy table, and what was done for it. */
  readonly privacy: {
    /** May be measured. */
    readonly analytics: boolean;
    /** May be used for advertising. */
    readonly ads: boolean;
    /** Version of the privacy policy that was in force. */
    readonly policy: string;
    /** Client address cut to /24 (IPv4) or /48 (IPv6); null where there was none. */
    readonly source_ip_anonymized: string | null;
    /** What the privacy table left of the event: full, cookieless (no user id, a session id of one day) or record (a decision about consent). Absent in lines stored before this field was. */
    readonly mode?: 'full' | 'cookieless' | 'record';
    /** E-mail addresses that were replaced in the event's text; absent when there was none. Unit: e-mail addresses. */
    readonly scrubbed_count?: number;
  };
  /** Where the request came from; absent where that is not known. */
  readonly geo?: {
    /** Country of the client address, as in ISO 3166-1 alpha-2. */
    readonly country?: string;
  };
  /** What was done about the client's clock; absent when ts is as it was sent. */
  readonly clock?: {
    /** When it happened by the client's clock: ts before the correction. Order within a session is by this where it is there. */
    readonly ts: string;
    /** What was added to the client's time: receipt minus the batch's send time. Unit: milliseconds. */
    readonly correction: number;
  };
  /** Who acted, as far as the visitor agreed to being known. */
  readonly user?: {
    /** Hash of the sender's own user id; never the id itself. */
    readonly user_id_hash?: string;
  };
  /** The visit, if the sender keeps one. */
  readonly session?: {
    /** The sender's id of the visit. */
    readonly session_id?: string;
    /** Campaign parameters of the visit's landing page. */
    readonly utm?: {
      /** utm_source: where the visit came from. */
      readonly source?: string;
      /** utm_medium: kind of the way it came. */
      readonly medium?: string;
      /** utm_campaign: name of the campaign. */
      readonly campaign?: string;
      /** utm_term: paid search words. */
      readonly term?: string;
      /** utm_content: which of several links. */
      readonly content?: string;
    };
  };
  /** Where and with what it happened. */
  readonly ctx?: {
    /** Address of the page: absolute, or from the root of the site where the source knows no host. */
    readonly page_url?: string;
    /** Address that led to the page. */
    readonly referrer?: string;
    /** Language and region, as in BCP 47. */
    readonly locale?: string;
    /** User-Agent header of the visitor's program. */
    readonly user_agent?: string;
    /** Kind of device, in the sender's words. */
    readonly device_type?: string;
    /** Variant of the one experiment the page is part of. */
    readonly ab_variant?: string;
  };
  /** What was done, in the sender's words. */
  readonly action: {
    /** Name of the action. */
    readonly name: string;
    /** What it was done to; absent where there is nothing to name. */
    readonly target?: string;
    /** What was chosen or entered; absent where there was no choice. */
    readonly value?: string;
  };
  /** The sender's own facts: names with scalar values. */
  readonly custom_properties?: { readonly [name: string]: string | number | boolean | null };
  /** What the client sent and the applied contract does not know, taken out of its place; absent where it knows everything. */
  readonly _unrecognized?: { readonly [name: string]: unknown };
  /** About the sender's software, and the contract that was applied. */
  readonly metadata: {
    /** Version of the SDK that made the event. */
    readonly sdk_version?: string;
    /** Experiments the visitor is part of. */
    readonly experiment_keys?: readonly string[];
    /** Version of the contract that was applied: the sent one, or the newest before it that was known. Absent in lines stored before this field was: there it is schema_version. */
    readonly contract_version?: string;
    /** SHA-256 of the contract of contract_version, hex. */
    readonly schema_hash: string;
  };
  /** HMAC-SHA-256, keyed with the lake's key, of what the client sent, before any change by the server and without sent_at, hex. Of lines stored before server-fields 1.2.0 it is the bare SHA-256. */
  readonly content_hash: string;
};

/** Any event as a client sends it. */
export type ClientEvent = AddToCartEvent | AffiliateClickEvent | BeginCheckoutEvent | ChartInteractionEvent | ClickEvent | ConsentUpdateEvent | MetricEvent | PageViewEvent | PurchaseEvent | SearchEvent | ServerRequestEvent | SystemEvent | TransactionEvent | UserActionEvent;

/** Any stored event in the form of its newest contract: consent moved to privacy, server fields added. */
export type StoredEvent = StoredAddToCartEvent | StoredAffiliateClickEvent | StoredBeginCheckoutEvent | StoredChartInteractionEvent | StoredClickEvent | StoredConsentUpdateEvent | StoredMetricEvent | StoredPageViewEvent | StoredPurchaseEvent | StoredSearchEvent | StoredServerRequestEvent | StoredSystemEvent | StoredTransactionEvent | StoredUserActionEvent;
