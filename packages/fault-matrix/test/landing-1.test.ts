import { proofTimeoutMs, prove } from './prove.ts';

test(
  'LOSS-1: landing, 10,000 schedules of faults: every received line is landed once, or kept as given up',
  () => prove('landing', 1, 10_000),
  proofTimeoutMs,
);
