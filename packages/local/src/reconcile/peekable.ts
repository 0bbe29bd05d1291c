/** A sequence whose next value can be looked at before it is taken. */
export type Peekable<Value> = {
  /** undefined at the end. */
  peek(): Promise<Value | undefined>;
  take(): Promise<Value | undefined>;
};

export function createPeekable<Value>(values: AsyncIterator<Value>): Peekable<Value> {
  let next: { readonly value: Value | undefined } | undefined;
  async function peek(): Promise<Value | undefined> {
    if (!next) {
      const result = await values.next();
      next = { value: result.done === true ? undefined : result.value };
    }
    return next.value;
  }
  return {
    peek,
    async take() {
      const value = await peek();
      if (value !== undefined) next = undefined;
      return value;
    },
  };
}
