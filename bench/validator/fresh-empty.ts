// What the other fresh programs do besides validating.
import { readFirstEvent } from './first-event.ts';

readFirstEvent();
