// Generated from contracts/ by scripts/generate.ts: do not edit, run `npm run generate`.

/** Event types that have a contract. */
export const eventTypes = [
  'page_view',
  'server_request',
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
  'page',
  'request',
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
  'privacy',
  'user',
  'session',
  'ctx',
  'page',
  'request',
  'custom_properties',
  'metadata',
  'content_hash',
] as const;

/** A visitor saw a page. */
export type PageViewEvent = {
  /** Deduplication key: made once by the sender and kept over its retries. */
  readonly event_id: string;
  /** A visitor saw a page. */
  readonly event_type: 'page_view';
  /** Version of this contract. */
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
};

/** A visitor saw a page. */
export type StoredPageViewEvent = {
  /** Version of this contract. */
  readonly schema_version: '1.0.0';
  /** A visitor saw a page. */
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
  /** The consent that holds after the privacy table, and what was done for it. */
  readonly privacy: {
    /** May be measured. */
    readonly analytics: boolean;
    /** May be used for advertising. */
    readonly ads: boolean;
    /** The row of the privacy table that was applied. */
    readonly policy: string;
    /** Client address cut to /24 (IPv4) or /48 (IPv6); null where there was none. */
    readonly source_ip_anonymized: string | null;
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
    /** The product the page is about. */
    readonly product_id?: string;
    /** Category of the product or of the page. */
    readonly category?: string;
  };
  /** The sender's own facts: names with scalar values. */
  readonly custom_properties?: { readonly [name: string]: string | number | boolean | null };
  /** About the sender's software, and the contract that was applied. */
  readonly metadata: {
    /** Version of the SDK that made the event. */
    readonly sdk_version?: string;
    /** Experiments the visitor is part of. */
    readonly experiment_keys?: readonly string[];
    /** SHA-256 of the contract the event was checked against, hex. */
    readonly schema_hash: string;
  };
  /** SHA-256 of what the client sent, before any change by the server and without sent_at, hex. */
  readonly content_hash: string;
};

/** A server answered a request that was not a page view: an asset, a redirect, an error, a call of an interface. */
export type ServerRequestEvent = {
  /** Deduplication key: made once by the sender and kept over its retries. */
  readonly event_id: string;
  /** A server answered a request. */
  readonly event_type: 'server_request';
  /** Version of this contract. */
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
    /** HTTP status of the answer. */
    readonly status: number;
    /** Size of the answer's body; null where the source does not say. Unit: byte. */
    readonly bytes: number | null;
  };
};

/** A server answered a request that was not a page view: an asset, a redirect, an error, a call of an interface. */
export type StoredServerRequestEvent = {
  /** Version of this contract. */
  readonly schema_version: '1.0.0';
  /** A server answered a request. */
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
  /** The consent that holds after the privacy table, and what was done for it. */
  readonly privacy: {
    /** May be measured. */
    readonly analytics: boolean;
    /** May be used for advertising. */
    readonly ads: boolean;
    /** The row of the privacy table that was applied. */
    readonly policy: string;
    /** Client address cut to /24 (IPv4) or /48 (IPv6); null where there was none. */
    readonly source_ip_anonymized: string | null;
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
    /** HTTP status of the answer. */
    readonly status: number;
    /** Size of the answer's body; null where the source does not say. Unit: byte. */
    readonly bytes: number | null;
  };
  /** The sender's own facts: names with scalar values. */
  readonly custom_properties?: { readonly [name: string]: string | number | boolean | null };
  /** About the sender's software, and the contract that was applied. */
  readonly metadata: {
    /** Version of the SDK that made the event. */
    readonly sdk_version?: string;
    /** Experiments the visitor is part of. */
    readonly experiment_keys?: readonly string[];
    /** SHA-256 of the contract the event was checked against, hex. */
    readonly schema_hash: string;
  };
  /** SHA-256 of what the client sent, before any change by the server and without sent_at, hex. */
  readonly content_hash: string;
};

/** Any event as a client sends it. */
export type ClientEvent = PageViewEvent | ServerRequestEvent;

/** Any event as ingest stores it: consent moved to privacy, server fields added. */
export type StoredEvent = StoredPageViewEvent | StoredServerRequestEvent;
