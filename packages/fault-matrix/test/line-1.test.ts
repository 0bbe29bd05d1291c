import { proofTimeoutMs, prove } from './prove.ts';

test(
  'LOSS-2: the whole line, 500 schedules of faults: every accepted line is once in silver, withdrawn, a duplicate, a conflict or pending',
  () => prove('line', 100001, 500),
  proofTimeoutMs,
);
