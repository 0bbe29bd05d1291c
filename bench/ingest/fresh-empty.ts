// Node alone.
export {};
