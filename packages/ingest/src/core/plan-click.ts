import {
  bucketKeyOf,
  decideEvent,
  type Frame,
  type Outcome,
  type Receipt,
  type SuppressReason,
  toQuarantineLine,
} from '@millrace/pipeline';

/** Key id and source of every click. */
export const redirectKeyId = 'redirect';

export type PlannedClick = {
  readonly kind: Outcome<unknown>['kind'];
  readonly partitionKey: string;
  readonly frame: Frame;
};

/** receivedAt: canonical UTC time. */
export type ClickContext = { readonly requestId: string; readonly receivedAt: string; readonly linkId: string };

/** The frame of a click that may be measured: a line, or a count where it is suppressed after all. */
export function planClick(
  event: Readonly<Record<string, unknown>>,
  receipt: Receipt,
  context: ClickContext,
): PlannedClick {
  const outcome = decideEvent(event, receipt);
  if (outcome.kind === 'suppressed') return planCount(outcome.reason, context);
  if (outcome.kind === 'accepted') {
    const { line, partitionKey } = outcome.event;
    return { kind: 'accepted', partitionKey, frame: { ...emptyFrame(context), accepted: [line] } };
  }
  const line = toQuarantineLine(event, outcome, receipt);
  return {
    kind: 'quarantined',
    partitionKey: bucketKeyOf(context.requestId),
    frame: { ...emptyFrame(context), quarantined: [line] },
  };
}

/** The frame of a click that nobody agreed to: it counts for its link, and nothing else of it is kept. */
export function planCount(reason: SuppressReason, context: ClickContext): PlannedClick {
  const suppressed = { [`${reason}/${redirectKeyId}/${context.linkId}`]: 1 };
  return {
    kind: 'suppressed',
    partitionKey: bucketKeyOf(context.requestId),
    frame: { ...emptyFrame(context), suppressed },
  };
}

function emptyFrame({ requestId, receivedAt }: ClickContext): Frame {
  return { frameId: `${requestId}-0`, requestId, receivedAt, accepted: [], quarantined: [], suppressed: {} };
}
