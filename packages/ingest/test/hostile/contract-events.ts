import { readdirSync, readFileSync } from 'node:fs';

type Event = Readonly<Record<string, unknown>>;

/** Generated fixtures of one contract; `rule` is what the one fault of an invalid event breaks. */
export type ContractFixtures = {
  /** `page_view 1.1.0` */
  readonly contract: string;
  /** An event with every field. */
  readonly example: Event;
  readonly valid: readonly { readonly name: string; readonly event: Event }[];
  readonly invalid: readonly {
    readonly name: string;
    readonly path: string;
    readonly rule: string;
    readonly event: Event;
  }[];
};

const folder = new URL('../../../schema/generated/fixtures/', import.meta.url);

/** Fixtures of every contract, in the order of their names. */
export const contractFixtures: readonly ContractFixtures[] = readdirSync(folder)
  .sort()
  .flatMap((eventType) =>
    readdirSync(new URL(`${eventType}/`, folder))
      .sort()
      .map((file) => ({
        ...(JSON.parse(readFileSync(new URL(`${eventType}/${file}`, folder), 'utf8')) as ContractFixtures),
        contract: `${eventType} ${file.replace('.json', '')}`,
      })),
  );
