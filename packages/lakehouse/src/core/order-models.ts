import { ConfigError } from '@millrace/pipeline';

/** What a model's SQL and yml mention, before anything of it is compiled. */
export type ModelMentions = { readonly name: string; readonly text: string };

/**
 * Every model after those whose work of this run it reads, or whose definitions it shares; where that leaves it open, by
 * layer and name. What counts is a run table (`run.silver_events_added`): a table that is named without one is read as
 * the run found it.
 */
export function orderModels(models: readonly ModelMentions[]): readonly string[] {
  const names = models.map(({ name }) => name).sort(byLayer);
  const needs = new Map(models.map(({ name, text }) => [name, findMentioned(text, names, name)]));
  const ordered: string[] = [];
  while (ordered.length < names.length) {
    const next = names.find(
      (name) => !ordered.includes(name) && needs.get(name)?.every((need) => ordered.includes(need)),
    );
    if (next === undefined) {
      const rest = names.filter((name) => !ordered.includes(name));
      throw new ConfigError(`these models read each other in a circle: ${rest.join(', ')}`);
    }
    ordered.push(next);
  }
  return ordered;
}

const purposes = '(?:_(?:scope|current|result|added|removed))?';

function findMentioned(text: string, names: readonly string[], self: string): readonly string[] {
  return names.filter((name) => {
    if (name === self) return false;
    const [layer, table] = name.split('.');
    const runTable = `\\brun\\.${layer}_${table}${purposes}\\b`;
    const definition = `\\b(?:columns|settings)_from: ${layer}\\.${table}\\b`;
    return new RegExp(`${runTable}|${definition}`).test(text);
  });
}

const layers = ['bronze', 'silver', 'gold'];

function byLayer(a: string, b: string): number {
  const [layerA = '', layerB = ''] = [a.split('.')[0], b.split('.')[0]];
  return layers.indexOf(layerA) - layers.indexOf(layerB) || (a < b ? -1 : 1);
}
