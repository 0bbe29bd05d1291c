import type { PortsConfig } from '@millrace/pipeline';
import type { Opened } from '@millrace/testkit';
import type { Emulated } from './emulated.ts';

/** A port on a resource of its own, in the form that the contract suites take. */
export async function openPort<Port extends object>(
  create: (config: PortsConfig) => Port,
  resource: Emulated,
): Promise<Opened<Port>> {
  const ports: Port[] = [];
  const open = () => {
    const port = create(resource.config);
    ports.push(port);
    return port;
  };
  return {
    port: open(),
    reopen: async () => open(),
    dispose: async () => {
      for (const port of ports) await (port as { close?: () => Promise<void> }).close?.(); // Secrets has none
      await resource.remove();
    },
  };
}
