/** What a contract suite gets for one test: a port on a store of its own that is empty. */
export type Opened<Port> = {
  readonly port: Port;
  /** Another port on the same store. The suite closes `port` before it asks for this one. */
  readonly reopen?: () => Promise<Port>;
  /** Adapters with an injected clock move it; without it the suite waits that long. */
  readonly advance?: (seconds: number) => Promise<void>;
  /** Closes every port that is still open (closing twice is no error) and removes the store. */
  readonly dispose: () => Promise<void>;
};

/** Opens before, disposes after, also when the test fails. */
export async function withOpened<Port>(
  open: () => Promise<Opened<Port>>,
  body: (opened: Opened<Port>) => Promise<void>,
): Promise<void> {
  const opened = await open();
  try {
    await body(opened);
  } finally {
    await opened.dispose();
  }
}
