import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readModels } from './generator/read-models.ts';
import { toModule } from './generator/to-module.ts';

const packageDir = join(import.meta.dirname, '..');

test('the generated module is what models/ says', () => {
  const text = toModule(readModels(join(packageDir, 'models')));
  expect(text).toBe(readFileSync(join(packageDir, 'src/generated/models.ts'), 'utf8'));
});
