import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Tooltips } from './tooltips';

beforeEach(() => void vi.useFakeTimers({ shouldAdvanceTime: true }));
afterEach(() => void vi.useRealTimers());

const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

function page() {
  const view = render(
    <>
      <button type="button" data-tip="Burns at noon">
        1 h
      </button>
      <a href="#elsewhere">elsewhere</a>
      <Tooltips />
    </>,
  );
  const user = userEvent.setup({ advanceTimers: (ms) => vi.advanceTimersByTime(ms) });
  return { ...view, user, ring: screen.getByRole('button') };
}
const tip = () => screen.queryByRole('tooltip');

describe('tooltips', () => {
  it('comes and goes with a tap, and goes with a tap elsewhere', async () => {
    const { ring, user } = page();
    const tap = (target: Element) => user.pointer({ keys: '[TouchA]', target });
    await tap(ring);
    expect(tip()).toHaveTextContent('Burns at noon');
    expect(ring).toHaveAccessibleDescription('Burns at noon');
    await tap(ring);
    expect(tip()).toBeNull();
    await tap(ring);
    await tap(screen.getByRole('link'));
    expect(tip()).toBeNull();
  });

  it('waits until the pointer rests, and stays while it is on the tooltip', async () => {
    const { ring, user } = page();
    await user.hover(ring);
    expect(tip()).toBeNull();
    await pass(400);
    await user.hover(screen.getByRole('tooltip'));
    await pass(1000);
    expect(tip()).toBeVisible();
    await user.hover(screen.getByRole('link'));
    await pass(300);
    expect(tip()).toBeNull();
  });

  it('comes with the keyboard’s focus, and goes with Escape', async () => {
    const { user } = page();
    await user.tab();
    expect(tip()).toBeVisible();
    await user.keyboard('{Escape}');
    expect(tip()).toBeNull();
  });

  it('follows what its element says, and goes with it', async () => {
    const { rerender, ring, user } = page();
    await user.click(ring);
    ring.dataset.tip = 'Burning out';
    await pass(600);
    expect(tip()).toHaveTextContent('Burning out');
    rerender(
      <>
        {null}
        {null}
        <Tooltips />
      </>,
    );
    await pass(600);
    expect(tip()).toBeNull();
  });
});
