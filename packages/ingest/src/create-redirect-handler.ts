import { randomUUID } from 'node:crypto';
import {
  createHttpHandler,
  createTaskHandler,
  createTelemetry,
  type HttpHandler,
  type HttpRequest,
  type HttpResponse,
  type TaskHandler,
  type Telemetry,
  toProblem,
} from '@millrace/middleware';
import {
  cutUrl,
  defaultQueryParameters,
  type EventStream,
  encodeFrame,
  type Queue,
  type Secrets,
  type StateTable,
  systemClock,
} from '@millrace/pipeline';
import {
  createLinkCache,
  createLinkStore,
  isLive,
  isSignedTarget,
  type Link,
  type LinkCache,
} from '@millrace/registry';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { commitClick } from './commit-click.ts';
import type { RetryClock } from './commit-frames.ts';
import { isPrefetch } from './core/is-prefetch.ts';
import { type PlannedClick, planClick, planCount } from './core/plan-click.ts';
import type { Cdn } from './core/read-client-address.ts';
import { readRedirectConsent } from './core/read-redirect-consent.ts';
import { readTargetParameters } from './core/read-target-parameters.ts';
import { toClickEvent } from './core/to-click-event.ts';
import { toLocation } from './core/to-location.ts';
import { type DrainResult, drainClicks } from './drain-clicks.ts';
import type { CountryOf } from './open-country-database.ts';
import { openRegistry, type Registry } from './open-registry.ts';
import { refuseBypass } from './refuse-bypass.ts';
import { toClickReceipt } from './to-click-receipt.ts';

export type RedirectPorts = {
  readonly stream: EventStream;
  /** The queue `clicks`: takes what the stream does not take in time. */
  readonly clicks: Queue;
  readonly table: StateTable;
  /** Where the salts of the days lie: without backups, or a deleted one could come back. Absent: in `table`. */
  readonly salts?: StateTable;
  readonly secrets: Secrets;
  /** The version of the privacy policy that visitors have agreed to. */
  readonly policy: string;
  readonly cdn: Cdn;
  readonly countryOf: CountryOf;
};

export type RedirectOptions = {
  readonly telemetry?: Telemetry;
  /** now: epoch ms. */
  readonly clock?: RetryClock;
  /** A random UUID: the id of a click. */
  readonly mintId?: () => string;
};

/** API Gateway's event of GET /r/{link_id}, or the schedule's, which has no requestContext.http and drains the queue. */
export type RedirectHandler = HttpHandler & TaskHandler<object, DrainResult>;

type Opened = RedirectPorts & { readonly links: LinkCache; readonly registry: Registry };

/** A link that was asked for, and where it leads this visitor. */
type Followed = { readonly link: Link; readonly location: string };

/**
 * GET /r/{link_id}: find the link → record the click → send the visitor on. No address leads anywhere but to the registered
 * target, and nobody is sent on before the click is durable.
 */
export function createRedirectHandler(ports: () => RedirectPorts, options: RedirectOptions = {}): RedirectHandler {
  const { telemetry = createTelemetry('redirect'), mintId = randomUUID } = options;
  const { clock = { ...systemClock, random: Math.random } } = options;
  let made: RedirectPorts | undefined;
  let opening: Promise<Opened> | undefined;

  function open(): Promise<Opened> {
    made ??= ports();
    opening ??= openAll(made).catch((error: unknown) => {
      opening = undefined; // A failure is not remembered.
      throw error;
    });
    return opening;
  }

  async function openAll(own: RedirectPorts): Promise<Opened> {
    const links = createLinkCache({ store: createLinkStore(own.table), now: clock.now });
    return { ...own, links, registry: await openRegistry(own, clock) };
  }

  async function followLink(request: HttpRequest): Promise<HttpResponse> {
    if (isPrefetch(request.headers)) return refusePrefetch();
    const tools = await open();
    const bypass = await refuseBypass(request, tools);
    if (bypass) return bypass;
    const followed = await findTarget(request, tools);
    if (!followed) return toProblem(404, 'Not Found', 'there is no such link', {}, notCached);

    const { kind, partitionKey, frame } = await plan(request, followed, tools);
    const entry = { partitionKey, data: encodeFrame(frame, tools.stream.codec) };
    const place = await commitClick(entry, tools, clock, telemetry.error);

    telemetry.count('lines-received', 1);
    telemetry.count(`lines-${kind}`, 1);
    telemetry.count('clicks-queued', place === 'queue' ? 1 : 0);
    return { status: 302, headers: { ...notCached, ...referrerPolicy, location: followed.location } };
  }

  async function plan(request: HttpRequest, { link, location }: Followed, tools: Opened): Promise<PlannedClick> {
    const { query, headers, requestId } = request;
    const receivedAt = new Date(request.receivedAt).toISOString();
    const context = { requestId, receivedAt, linkId: link.linkId };
    const consent = readRedirectConsent(query, headers['cookie']);
    if (consent?.analytics !== true) return planCount('analytics-denied', context);
    // What stays of the target's query is the operator's own; of the page's it would be the visitor's.
    const referer = headers['referer'];
    const pageUrl = referer === undefined ? undefined : cutUrl(referer, defaultQueryParameters);
    const event = toClickEvent({ eventId: mintId(), receivedAt, link, location, consent, query, pageUrl });
    const receipt = await toClickReceipt(request, event, link.target, tools, { clock, onFault: telemetry.error });
    return planClick(event, receipt, context);
  }

  const redirect = createHttpHandler(
    'redirect',
    async function redirectRequest(request) {
      const response = await followLink(request);
      telemetry.count('requests-refused', response.status === 404 ? 1 : 0);
      return response;
    },
    telemetry,
  );

  const drain = createTaskHandler<object, DrainResult>(
    'redirect',
    async function drainQueue() {
      const tools = await open();
      try {
        const result = await drainClicks(tools, clock, telemetry.error);
        telemetry.count('clicks-drained', result.drained);
        return result;
      } finally {
        // Also where nobody comes by at the day's turn, and while the queue is away.
        await tools.registry.salts.deleteOld();
      }
    },
    telemetry,
  );

  return ((event: APIGatewayProxyEventV2 | object, context?: Context) =>
    isRequest(event) ? redirect(withCookieHeader(event), context) : drain(event, context)) as RedirectHandler;
}

const notCached = { 'cache-control': 'no-store' };
/** Partners learn which site their visitor comes from, and not which page; over http not even that. */
const referrerPolicy = { 'referrer-policy': 'strict-origin' };

/** undefined: whatever is wrong with the address, it leads nowhere, and does not say why. */
async function findTarget(
  { pathParameters, query, receivedAt }: HttpRequest,
  { links, registry }: Opened,
): Promise<Followed | undefined> {
  const added = readTargetParameters(query);
  const link = await links.find(pathParameters['link_id'] ?? '');
  if (!added || !link || !isLive(link, receivedAt)) return undefined;
  const { parameters, signature } = added;
  if (parameters.size > 0) {
    if (![...parameters.keys()].every((name) => link.parameters.includes(name))) return undefined;
    if (!isSignedTarget(link.linkId, parameters, signature, registry.lakeKey)) return undefined;
  }
  return { link, location: toLocation(link.target, parameters) };
}

/** A browser keeps a good answer for the visit that may follow, which would go past us then; after a bad one it asks again. */
function refusePrefetch(): HttpResponse {
  return toProblem(403, 'Forbidden', 'a link is for following, not for looking ahead', {}, notCached);
}

function isRequest(event: APIGatewayProxyEventV2 | object): event is APIGatewayProxyEventV2 {
  return (event as Partial<APIGatewayProxyEventV2>).requestContext?.http !== undefined;
}

/** The gateway hands cookies over beside the headers. One that is there twice says the same twice. */
function withCookieHeader(event: APIGatewayProxyEventV2): APIGatewayProxyEventV2 {
  const cookie = [event.headers?.['cookie'] ?? [], event.cookies ?? []].flat().join('; ');
  return cookie === '' ? event : { ...event, headers: { ...event.headers, cookie } };
}
