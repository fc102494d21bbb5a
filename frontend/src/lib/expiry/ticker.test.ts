import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Ticker } from './ticker';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('Ticker', () => {
  it('ticks each subscriber at its own pace with one timer', () => {
    const ticker = new Ticker(Date.now);
    const fast = vi.fn(() => 1000);
    const slow = vi.fn(() => 10_000);
    ticker.subscribe(fast);
    ticker.subscribe(slow);
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(10_000);
    expect(fast).toHaveBeenCalledTimes(11);
    expect(slow).toHaveBeenCalledTimes(2);
    expect(vi.getTimerCount()).toBe(1);
  });

  it('rests when nobody is left', () => {
    const ticker = new Ticker(Date.now);
    const seat = ticker.subscribe(() => 1000);
    seat.stop();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('wakes a subscriber that overslept', () => {
    const ticker = new Ticker(Date.now);
    const tick = vi.fn(() => Number.POSITIVE_INFINITY);
    const seat = ticker.subscribe(tick);
    vi.advanceTimersByTime(3_600_000);
    expect(tick).toHaveBeenCalledTimes(1);
    seat.wake();
    expect(tick).toHaveBeenCalledTimes(2);
  });

  it('stops while the tab is hidden and catches up when it is shown', () => {
    const ticker = new Ticker(Date.now);
    const detach = ticker.attach(document);
    const tick = vi.fn(() => 1000);
    ticker.subscribe(tick);
    const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    document.dispatchEvent(new Event('visibilitychange'));
    vi.advanceTimersByTime(60_000);
    expect(tick).toHaveBeenCalledTimes(1);
    hidden.mockReturnValue(false);
    document.dispatchEvent(new Event('visibilitychange'));
    expect(tick).toHaveBeenCalledTimes(2);
    detach();
  });
});
