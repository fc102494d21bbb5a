import { idle, wait } from '@/lib/idle';
import { traceSampleRatio } from '@/lib/telemetry/settings';
import { startPreloading } from './preload';
import type { Services } from './services';

// What the first page itself asks for goes first.
const HEAD_START = 1_000;

/** What begins when the first page is there. */
export function afterLoad(services: Services): void {
  startPreloading(services);
  void startTracing(services);
}

/** Traces where the operators want it; anybody else gets none of the code. */
async function startTracing({ tracing }: Services): Promise<void> {
  try {
    await wait(HEAD_START);
    await idle();
    const ratio = await traceSampleRatio();
    if (ratio === null) return;
    const { createTracer } = await import('@/lib/telemetry/tracer');
    tracing.use(createTracer(ratio));
  } catch {
    // Nobody misses it but the operators.
  }
}
