import { onlineManager, QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Session } from '@/lib/session/session';
import { FakeAuth } from '@/testing/fake-auth';
import { startPreloading } from './preload';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  onlineManager.setOnline(true);
});

function preloading(stored = false) {
  const session = new Session({
    open: () => Promise.resolve(new FakeAuth()),
    hasStoredSession: () => stored,
  });
  const queryClient = new QueryClient();
  const page = vi.fn(() => Promise.resolve());
  const dialog = vi.fn(() => Promise.resolve());
  const ahead = { forAnyone: [page], forPeople: [dialog] };
  const stop = startPreloading({ session, queryClient }, ahead);
  return { dialog, page, queryClient, session, stop };
}
const pass = () => vi.advanceTimersByTimeAsync(3_000);

describe('preloading', () => {
  it('waits for the first page, then gets strangers what strangers can reach', async () => {
    const { dialog, page, queryClient } = preloading();
    let answer: (data: string) => void = () => undefined;
    const queryFn = () => new Promise<string>((resolve) => (answer = resolve));
    void queryClient.query({ queryKey: ['feed'], queryFn });
    await pass();
    expect(page).not.toHaveBeenCalled();
    answer('the feed');
    await pass();
    expect(page).toHaveBeenCalledOnce();
    expect(dialog).not.toHaveBeenCalled();
  });

  it('gets people what takes an account', async () => {
    const { dialog, page } = preloading(true);
    await pass();
    expect(page).toHaveBeenCalledOnce();
    expect(dialog).toHaveBeenCalledOnce();
  });

  it('asks for nothing while offline', async () => {
    const { dialog, page } = preloading(true);
    onlineManager.setOnline(false);
    await pass();
    expect(page).not.toHaveBeenCalled();
    onlineManager.setOnline(true);
    await pass();
    expect(page).toHaveBeenCalledOnce();
    expect(dialog).toHaveBeenCalledOnce();
  });

  it('goes on after a failure, and once more when back online', async () => {
    const { dialog, page, stop } = preloading(true);
    page.mockRejectedValueOnce(new TypeError('Failed to fetch'));
    await pass();
    expect(dialog).toHaveBeenCalledOnce();
    onlineManager.setOnline(false);
    onlineManager.setOnline(true);
    await pass();
    expect(page).toHaveBeenCalledTimes(2);
    stop();
    onlineManager.setOnline(false);
    onlineManager.setOnline(true);
    await pass();
    expect(page).toHaveBeenCalledTimes(2);
  });
});
