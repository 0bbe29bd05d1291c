import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PortsConfig } from '@millrace/pipeline';
import type { Opened } from '@millrace/testkit';

export function toConfig(dataDir: string): PortsConfig {
  return {
    dataDir,
    streamName: 'events',
    bucketName: 'lake',
    manifestTable: 'manifest',
    queueName: 'landed-objects',
    stateTable: 'state',
    secretPrefix: 'millrace/test',
  };
}

/** Runs with a new folder and removes it. */
export async function withFolder(body: (dataDir: string) => Promise<void>): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'millrace-'));
  try {
    await body(dataDir);
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** What the contract suites ask for: ports on a folder of their own. */
export async function openStore<Port>(create: (config: PortsConfig) => Port): Promise<Opened<Port>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'millrace-'));
  const ports: Port[] = [];
  const open = () => {
    const port = create(toConfig(dataDir));
    ports.push(port);
    return port;
  };
  return {
    port: open(),
    reopen: async () => open(),
    dispose: async () => {
      for (const port of ports) await (port as { close?: () => Promise<void> }).close?.();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
