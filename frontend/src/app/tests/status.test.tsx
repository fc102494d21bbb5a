import { act, screen, within } from '@testing-library/react';
import { onlineManager } from '@tanstack/react-query';
import { http, HttpResponse } from 'msw';
import { afterEach, describe, expect, it } from 'vitest';
import type { Status } from '@/api/models';
import { problem } from '@/testing/answers';
import { renderApp } from '@/testing/render-app';
import { server } from '@/testing/server';

const statusIs = (status: Omit<Status, 'measured_at'>) =>
  http.get('/api/status', () =>
    HttpResponse.json({ ...status, measured_at: new Date().toISOString() }),
  );
const figures = () => screen.findByRole('region', { name: 'The last 24 hours' });

afterEach(() => onlineManager.setOnline(true));

describe('the page about what happens when it burns', () => {
  it('is found from the legend and from the page about the product', async () => {
    server.use(statusIs({ deleted: 0 }));
    const { user, history } = renderApp('/about');
    const link = { name: 'What happens when it burns' };
    const panel = await screen.findByRole('complementary', { name: 'About Cruddur' });
    expect(within(panel).getByRole('link', link)).toHaveAttribute('href', '/expiry');
    const [onPage] = await within(screen.getByRole('main')).findAllByRole('link', link);
    await user.click(onPage ?? document.body);
    expect(await screen.findByText(/^Screenshots\./)).toBeVisible();
    expect(history.location.pathname).toBe('/expiry');
    expect(document.title).toBe('What happens when it burns · Cruddur');
  });

  it('tells the figures in words for people', async () => {
    server.use(
      statusIs({
        deleted: 12_045,
        lag_p50_seconds: 4.21,
        lag_p99_seconds: 58.2,
        oldest_expired_seconds: 7,
      }),
    );
    renderApp('/expiry');
    const section = await figures();
    expect(await screen.findByText('12,045')).toBeVisible();
    expect(section).toHaveTextContent('4.3 seconds');
    expect(section).toHaveTextContent('59 seconds');
    expect(section).toHaveTextContent(/has waited 7 seconds for the broom/);
  });

  it('says when nothing has expired yet', async () => {
    server.use(statusIs({ deleted: 0 }));
    renderApp('/expiry');
    expect(await screen.findByText(/^Nothing has expired yet/)).toBeVisible();
    expect(await figures()).toHaveTextContent(
      'Right now nothing that has expired is still stored.',
    );
  });

  it('keeps its words when the figures don’t come, and tries again', async () => {
    server.use(http.get('/api/status', () => problem(500, 'internal')));
    const { user } = renderApp('/expiry');
    expect(await screen.findByText(/^The figures didn’t come\./)).toBeVisible();
    expect(screen.getByText(/^Screenshots\./)).toBeVisible();
    server.use(statusIs({ deleted: 3, lag_p50_seconds: 1, lag_p99_seconds: 1 }));
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('cruds swept out of storage for good')).toBeVisible();
  });

  it('waits for the figures, and says when it is offline', async () => {
    server.use(statusIs({ deleted: 1, lag_p50_seconds: 1, lag_p99_seconds: 1 }));
    act(() => onlineManager.setOnline(false));
    renderApp('/expiry');
    expect(await screen.findByText(/You’re offline\.$/)).toBeVisible();
    act(() => onlineManager.setOnline(true));
    expect(await screen.findByText('crud swept out of storage for good')).toBeVisible();
  });
});
