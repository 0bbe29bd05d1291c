import { connect } from 'node:net';

/** What goes over a connection, in parts: bytes; 'end' closes the client's half, 'answer' waits until something came. */
export type RawPart = string | Uint8Array | 'end' | 'answer';

export type RawExchange = {
  /** Of every answer that came, in order; those of 100 Continue, too. */
  readonly statuses: readonly number[];
  readonly text: string;
};

const limitMs = 10_000;

/**
 * Opens a connection, writes the parts, and reads until the server closes it. Each part goes out in a packet of its own, if
 * the system does not join them. A connection that the server does not close within 10 s is an error.
 */
export function exchangeRaw(url: string, parts: readonly RawPart[]): Promise<RawExchange> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    const limit = setTimeout(() => {
      socket.destroy();
      reject(new Error(`still open after ${limitMs} ms; so far: ${Buffer.concat(chunks).toString('latin1')}`));
    }, limitMs);
    const answered = new Promise<void>((came) => void socket.once('data', () => came()));
    socket.on('data', (chunk) => void chunks.push(chunk));
    // Resets are an answer, too: the server did not want to hear the rest.
    socket.on('error', () => {});
    socket.on('close', () => {
      clearTimeout(limit);
      const text = Buffer.concat(chunks).toString('latin1');
      const statuses = [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));
      resolve({ statuses, text });
    });
    socket.on('connect', () => {
      void (async () => {
        for (const part of parts) {
          if (part === 'end') socket.end();
          else if (part === 'answer') await answered;
          else await new Promise<void>((written) => socket.write(part, () => written()));
        }
      })();
    });
  });
}
