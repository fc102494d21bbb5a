import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { keys } from '@/api/keys';
import type { Activity } from '@/api/models';
import { homeFeedOf, publicFeedOf, threadIs, userIs } from '@/testing/answers';
import { aMe, anActivity, aUser } from '@/testing/data';
import { renderApp } from '@/testing/render-app';
import { server } from '@/testing/server';

/** Opens one's feed with two cruds. */
async function openHome() {
  const [second, first] = [anActivity(), anActivity()] as [Activity, Activity];
  server.use(homeFeedOf(first, second), ...threadIs(first));
  const view = renderApp('/', { me: aMe() });
  const cards = await screen.findAllByRole('article');
  await screen.findByLabelText('Your crud');
  return { ...view, cards, first, second };
}

const sheet = () => screen.queryByRole('dialog', { name: 'Keyboard shortcuts' });

describe('shortcuts', () => {
  it('move between cruds and open them', async () => {
    const { cards, first, history, user } = await openHome();
    await user.keyboard('j');
    expect(cards[0]).toHaveFocus();
    await user.keyboard('j');
    expect(cards[1]).toHaveFocus();
    await user.keyboard('j');
    expect(cards[1]).toHaveFocus();
    await user.keyboard('k');
    expect(cards[0]).toHaveFocus();
    await user.keyboard('{Enter}');
    await waitFor(() => expect(history.location.pathname).toBe(`/@nova/cruds/${first.id}`));
  });

  it('open the composer and the answer to a crud', async () => {
    const { user } = await openHome();
    await user.keyboard('n');
    expect(await screen.findByRole('dialog', { name: 'New crud' })).toBeVisible();
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    await user.keyboard('jr');
    expect(await screen.findByRole('dialog', { name: /reply/i })).toBeVisible();
  });

  it('show what is new', async () => {
    const { first, second, services, user } = await openHome();
    server.use(homeFeedOf(anActivity({ message: 'news' }), first, second));
    await act(() => services.queryClient.refetchQueries({ queryKey: keys.homeFeedHead }));
    await screen.findByRole('button', { name: '1 new crud' });
    await user.keyboard('.');
    expect(await screen.findByText('news')).toBeVisible();
  });

  it('go places by two keys', async () => {
    server.use(...userIs(aUser()));
    const { history, user } = await openHome();
    await user.keyboard('gp');
    await waitFor(() => expect(history.location.pathname).toBe('/@nova'));
    await user.keyboard('gs');
    await waitFor(() => expect(history.location.pathname).toBe('/settings'));
    await user.keyboard('gh');
    await waitFor(() => expect(history.location.pathname).toBe('/'));
  });

  it('leave keys alone while somebody types, and with other keys held', async () => {
    const { cards, history, user } = await openHome();
    await user.type(screen.getByLabelText('Your crud'), 'jng?gs');
    expect(screen.getByLabelText('Your crud')).toHaveValue('jng?gs');
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    expect(history.location.pathname).toBe('/');
    act(() => (document.activeElement as HTMLElement).blur());
    await user.keyboard('{Control>}j{/Control}{Meta>}n{/Meta}{Alt>}j{/Alt}');
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    expect(cards[0]).not.toHaveFocus();
    await user.keyboard('j');
    expect(cards[0]).toHaveFocus();
  });

  it('are listed by ?, and can be switched off and on there', async () => {
    const { cards, user } = await openHome();
    await user.keyboard('?');
    await waitFor(() => expect(sheet()).toBeVisible());
    const listed = within(sheet() as HTMLElement);
    expect(listed.getByText('Next crud')).toBeVisible();
    const toggle = listed.getByRole('switch', { name: 'Keyboard shortcuts' });
    expect(toggle).toBeChecked();
    await user.keyboard('j');
    expect(cards[0]).not.toHaveFocus();
    await user.click(toggle);
    await user.keyboard('{Escape}');
    await waitFor(() => expect(sheet()).not.toBeInTheDocument());
    await user.keyboard('j?');
    expect(cards[0]).not.toHaveFocus();
    expect(sheet()).not.toBeInTheDocument();

    const [show] = screen.getAllByRole('button', { name: 'Keyboard shortcuts' });
    if (!show) throw new Error('no other way to the shortcuts');
    await user.click(show);
    await waitFor(() => expect(sheet()).toBeVisible());
    await user.click(within(sheet() as HTMLElement).getByRole('switch'));
    await user.keyboard('{Escape}');
    await waitFor(() => expect(sheet()).not.toBeInTheDocument());
    await user.keyboard('j');
    expect(cards[0]).toHaveFocus();
  });

  it('are there for strangers too, who have nothing to write with', async () => {
    server.use(publicFeedOf(anActivity()));
    const { user } = renderApp('/');
    const card = await screen.findByRole('article');
    await user.keyboard('n');
    await user.keyboard('j');
    expect(card).toHaveFocus();
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });
});
