import { createSender } from './send-requests.ts';

/** Milliseconds. `rate`: requests per second that were offered. */
export type Latency = { readonly rate: number; readonly p50: number; readonly p95: number; readonly p99: number };

/** Requests per second with all connections busy for so long. Throws on an answer that is not 202. */
export async function measureRate(
  url: string,
  nextBody: () => string,
  { connections, seconds }: { readonly connections: number; readonly seconds: number },
): Promise<number> {
  const sender = createSender(url, connections);
  const until = performance.now() + seconds * 1000;
  let answered = 0;
  const work = async () => {
    while (performance.now() < until) {
      demandAccepted(await sender.post(nextBody()));
      answered += 1;
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: connections }, work));
  sender.close();
  return (answered / (performance.now() - startedAt)) * 1000;
}

/**
 * Requests at a fixed rate, whatever the server does meanwhile. A request counts from the moment it was due, or a server
 * that stands still for a second would look like one slow request.
 */
export async function measureLatency(
  url: string,
  nextBody: () => string,
  { rate, connections, seconds }: { readonly rate: number; readonly connections: number; readonly seconds: number },
): Promise<Latency> {
  const sender = createSender(url, connections);
  const count = Math.round(rate * seconds);
  const latencies: number[] = [];
  const underWay: Promise<void>[] = [];
  const startedAt = performance.now();
  for (let sent = 0; sent < count; ) {
    const dueCount = Math.min(count, Math.floor(((performance.now() - startedAt) / 1000) * rate) + 1);
    for (; sent < dueCount; sent++) {
      const dueAt = startedAt + (sent / rate) * 1000;
      underWay.push(
        sender.post(nextBody()).then((status) => {
          demandAccepted(status);
          latencies.push(performance.now() - dueAt);
        }),
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(underWay);
  sender.close();
  latencies.sort((left, right) => left - right);
  const at = (share: number) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
  return { rate, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

function demandAccepted(status: number): void {
  if (status !== 202) throw new Error(`a request was answered ${status}, not 202`);
}
