// The function as Lambda loads it.
import { handler } from '../../packages/ingest/src/handler.ts';

if (typeof handler !== 'function') throw new Error('the bundle has no handler');
