const methods = ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const;

/** Keeps what is written to the console or the process's own streams from now on, until `end`. taken: since the last call. */
export function captureOutput(): { taken(): string; end(): void } {
  const written: string[] = [];
  const streams = [process.stdout, process.stderr];
  const writes = streams.map((stream) => stream.write);
  const own = methods.map((method) => console[method]);
  for (const stream of streams) {
    stream.write = ((text: unknown) => written.push(String(text)) > 0) as typeof stream.write;
  }
  for (const method of methods)
    console[method] = (...parts: unknown[]) => void written.push(parts.map(String).join(' '));
  return {
    taken: () => written.splice(0).join('\n'),
    end() {
      streams.forEach((stream, index) => {
        stream.write = writes[index] as typeof stream.write;
      });
      methods.forEach((method, index) => {
        console[method] = own[index] as (typeof console)[typeof method];
      });
    },
  };
}
