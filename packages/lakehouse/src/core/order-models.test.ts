import { orderModels } from './order-models.ts';

test('each model after those whose work of the run it reads, else by layer and name', () => {
  const models = [
    { name: 'gold.b', text: 'select * from run.silver_z_added' },
    { name: 'gold.a', text: 'columns_from: gold.b' },
    { name: 'silver.z', text: 'select * from run.bronze_c_added join silver.a' },
    { name: 'silver.a', text: 'select * from run.silver_z' },
    { name: 'bronze.c', text: 'select * from run.typed_c' },
  ];
  expect(orderModels(models)).toEqual(['bronze.c', 'silver.z', 'silver.a', 'gold.b', 'gold.a']);
});

test('a circle is refused, and named', () => {
  const models = [
    { name: 'silver.a', text: 'from run.silver_b' },
    { name: 'silver.b', text: 'from run.silver_a_added' },
  ];
  expect(() => orderModels(models)).toThrow('in a circle: silver.a, silver.b');
});
