/** Prototypes that hostile JSON might reach. Node's own objects have those of another realm than a test's. */
const prototypes: readonly object[] = [
  ...[Object, Array, Function, String, Number, Boolean, RegExp, Date, Map, Set, Promise, Error, Symbol].map(
    (made) => made.prototype as object,
  ),
  ...chainOf(Buffer.alloc(0)),
  ...chainOf(process.versions),
  ...chainOf(new URLSearchParams()),
];

function chainOf(value: object): readonly object[] {
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null ? [] : [prototype, ...chainOf(prototype)];
}

/** Every own property of every global prototype: its name, what it is, and the function itself. */
export function snapshotPrototypes(): readonly unknown[] {
  return prototypes.map((prototype) =>
    Reflect.ownKeys(prototype).map((key) => {
      const { value, get, set, enumerable, writable, configurable } =
        Object.getOwnPropertyDescriptor(prototype, key) ?? {};
      return [
        String(key),
        typeof value === 'object' ? typeof value : value,
        get,
        set,
        enumerable,
        writable,
        configurable,
      ];
    }),
  );
}
