import { onlineManager } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ProblemError } from '@/api/problem';
import { LifeWatch, type AskLives } from './life-watch';

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
  vi.useRealTimers();
  onlineManager.setOnline(true);
});

function attached(ask: AskLives = () => Promise.resolve()) {
  const asking = vi.fn(ask);
  const watch = new LifeWatch(asking);
  const detach = watch.attach(document);
  const asked = () => asking.mock.calls.map(([ids]) => ids);
  return { watch, asked, asking, detach };
}
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe('LifeWatch', () => {
  it('asks once for all that is shown, however often it is shown, and not for what left', async () => {
    const { watch, asked } = attached();
    watch.watch('a');
    const leaveTwice = [watch.watch('b'), watch.watch('b')];
    const leave = watch.watch('c');
    leave();
    leave();
    leaveTwice[0]?.();
    await pass(9_900);
    expect(asked()).toEqual([]);
    await pass(100);
    expect(asked()).toEqual([['a', 'b']]);
    leaveTwice[1]?.();
    await pass(10_000);
    expect(asked()[1]).toEqual(['a']);
  });

  it('rests when nothing is shown, and asks soon for what comes long after', async () => {
    const { watch, asked } = attached();
    watch.watch('a')();
    expect(vi.getTimerCount()).toBe(0);
    await pass(600_000);
    expect(asked()).toEqual([]);
    watch.watch('b');
    await pass(150);
    expect(asked()).toEqual([['b']]);
  });

  it('asks for no more than a hundred, and lets the others have their turn', async () => {
    const { watch, asked } = attached();
    for (let i = 0; i < 130; i++) watch.watch(String(i));
    await pass(20_000);
    const [first = [], second = []] = asked();
    expect(first).toHaveLength(100);
    expect(second).toHaveLength(100);
    expect(new Set([...first, ...second]).size).toBe(130);
  });

  it('asks less and less often while it fails, at most every two minutes, and recovers', async () => {
    let broken = true;
    const times: number[] = [];
    const { watch } = attached(() => {
      times.push(Date.now() - began);
      return broken ? Promise.reject(new Error('down')) : Promise.resolve();
    });
    const began = Date.now();
    watch.watch('a');
    await pass(400_000);
    expect(times).toEqual([10_000, 30_000, 70_000, 150_000, 270_000, 390_000]);
    broken = false;
    await pass(125_000);
    expect(times.slice(6)).toEqual([510_000, 520_000]);
  });

  it('waits as long as the API asks it to', async () => {
    const busy = new ProblemError({ status: 503 }, 60);
    const { watch, asked } = attached(() => Promise.reject(busy));
    watch.watch('a');
    await pass(10_000);
    await pass(59_000);
    expect(asked()).toHaveLength(1);
    await pass(1_000);
    expect(asked()).toHaveLength(2);
  });

  it('never has two requests under way', async () => {
    let answer: () => void = () => undefined;
    const { watch, asked } = attached(() => new Promise((resolve) => (answer = resolve)));
    watch.watch('a');
    await pass(60_000);
    document.dispatchEvent(new Event('visibilitychange'));
    await pass(1_000);
    expect(asked()).toHaveLength(1);
    answer();
    await pass(10_000);
    expect(asked()).toHaveLength(2);
  });

  it('drops an answer on its way when a life is being changed from here, and starts over', async () => {
    const { watch, asking, asked } = attached(
      (_ids, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
        }),
    );
    watch.watch('a');
    await pass(10_000);
    const resume = watch.pause();
    expect(asking.mock.calls[0]?.[1].aborted).toBe(true);
    await pass(60_000);
    expect(asked()).toHaveLength(1);
    resume();
    resume();
    await pass(10_000);
    expect(asked()).toHaveLength(2);
  });

  it('ends with the app', async () => {
    const { watch, asked, detach } = attached();
    watch.watch('a');
    detach();
    watch.watch('b');
    await pass(60_000);
    expect(asked()).toEqual([]);
  });
});
