import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { onlineManager } from '@tanstack/react-query';
import { http, HttpResponse } from 'msw';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyLife } from '@/api/life-cache';
import type { Activity } from '@/api/models';
import { homeFeedOf, publicFeedOf, threadIs, userIs } from '@/testing/answers';
import { aMe, anActivity, aPhoto, aPicture, aSignature, aUser } from '@/testing/data';
import { renderApp } from '@/testing/render-app';
import { server } from '@/testing/server';

const HOUR = 3600_000;

function inHours(hours: number): string {
  return new Date(Math.ceil(Date.now() / 1000) * 1000 + hours * HOUR).toISOString();
}

/** A crud with photos, signed for the life it has. */
function withPhotos(count: number, change: Partial<Activity> = {}): Activity {
  const expires_at = change.expires_at ?? inHours(24);
  const photos = Array.from({ length: count }, (_, index) =>
    aPhoto({ alt: `Cat number ${index + 1}`, signature: aSignature(expires_at) }),
  );
  return anActivity({ expires_at, photos, ...change });
}

const photo = (number: number) => screen.findByRole('img', { name: `Cat number ${number}` });
const viewer = () => screen.findByRole('dialog', { name: /^Photos by/ });

beforeEach(() => server.use(http.get('/api/lives', () => HttpResponse.json({ items: [] }))));
afterEach(() => onlineManager.setOnline(true));

describe('the photos of a crud', () => {
  it('are there in every width, described, and come when they are in sight', async () => {
    const crud = withPhotos(1);
    server.use(publicFeedOf(crud));
    renderApp('/');
    const image = await photo(1);
    expect(image).toHaveAttribute('srcset', expect.stringMatching(/\/2048\.jpg\?Policy=.* 2048w/));
    expect(image).toHaveAttribute('sizes', expect.stringContaining('510px'));
    expect(image).toHaveAttribute('loading', 'lazy');
  });

  it('need no words', async () => {
    server.use(publicFeedOf(withPhotos(2, { message: '' })));
    renderApp('/');
    await photo(2);
    expect(screen.getByRole('article').querySelector('p[dir=auto]')).toBeNull();
  });

  it('say that they are the first frame of a GIF, and that nobody described them', async () => {
    server.use(publicFeedOf(anActivity({ photos: [aPhoto({ animated: true })] })));
    renderApp('/');
    const name = 'Photo, first frame of a GIF, not described. View';
    expect(await screen.findByRole('button', { name })).toHaveTextContent('GIF');
  });
});

describe('the viewer', () => {
  it('goes from photo to photo by keys, and gives the focus back', async () => {
    server.use(publicFeedOf(withPhotos(3)));
    const { user } = renderApp('/');
    const opener = (await photo(2)).closest('button');
    await user.click(opener ?? document.body);
    const dialog = await viewer();
    expect(within(dialog).getByText('2 of 3')).toBeVisible();
    expect(within(dialog).getByRole('region', { name: 'Description' })).toHaveTextContent(
      'Cat number 2',
    );
    await user.keyboard('{ArrowRight}');
    expect(await within(dialog).findByText('3 of 3')).toBeVisible();
    await user.keyboard('{ArrowRight}');
    expect(within(dialog).getByRole('button', { name: 'Next photo' })).toHaveAttribute(
      'aria-disabled',
      'true',
    );
    await user.keyboard('{Home}');
    expect(await within(dialog).findByText('1 of 3')).toBeVisible();
    await user.keyboard('{Escape}');
    await waitFor(() => expect(dialog).not.toBeInTheDocument());
    expect(opener).toHaveFocus();
  });

  it('is closed by going back, and leaves the page as it was', async () => {
    server.use(publicFeedOf(withPhotos(1)));
    const { user, history } = renderApp('/');
    await user.click(await photo(1));
    await viewer();
    act(() => history.back());
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(screen.getByRole('feed')).toBeVisible();
  });

  it('zooms by keys; then the arrows move the photo', async () => {
    server.use(publicFeedOf(withPhotos(2)));
    const { user } = renderApp('/');
    await user.click(await photo(1));
    const dialog = await viewer();
    const out = within(dialog).getByRole('button', { name: 'Zoom out' });
    expect(out).toHaveAttribute('aria-disabled', 'true');
    await user.keyboard('+{ArrowRight}');
    expect(out).not.toHaveAttribute('aria-disabled');
    expect(within(dialog).getByText('1 of 2')).toBeVisible();
    await user.keyboard('0{ArrowRight}');
    expect(await within(dialog).findByText('2 of 2')).toBeVisible();
  });

  it('says so when the crud burns meanwhile', async () => {
    const crud = withPhotos(1);
    server.use(publicFeedOf(crud), ...threadIs(crud));
    const { user, services } = renderApp('/');
    await user.click(await photo(1));
    const dialog = await viewer();
    act(() => void services.queryClient.setQueryData(['activity', crud.id], null));
    expect(await within(dialog).findByText(/has burned, and its photos with it/)).toBeVisible();
    expect(within(dialog).queryByRole('img')).not.toBeInTheDocument();
    await user.click(within(dialog).getByRole('button', { name: 'Close' }));
    await waitFor(() => expect(dialog).not.toBeInTheDocument());
  });
});

describe('signatures', () => {
  it('are asked for anew when the life changes, without loading again what shows', async () => {
    const crud = withPhotos(2);
    const longer = inHours(48);
    const renewed = crud.photos?.map((one) => ({ ...one, signature: aSignature(longer) }));
    let asked = 0;
    server.use(
      publicFeedOf(crud),
      http.get(`/api/activities/${crud.id}`, () => {
        asked++;
        return HttpResponse.json({ ...crud, expires_at: longer, photos: renewed });
      }),
    );
    const { services } = renderApp('/');
    const [shown, coming] = [await photo(1), await photo(2)];
    fireEvent.load(shown);
    const before = shown.getAttribute('src');
    act(() =>
      applyLife(services.queryClient, crud.id, {
        life_starts_at: crud.life_starts_at,
        expires_at: longer,
      }),
    );
    await waitFor(async () =>
      expect((await photo(2)).getAttribute('src')).toContain(aSignature(longer)),
    );
    expect(coming).not.toBeInTheDocument();
    expect((await photo(1)).getAttribute('src')).toBe(before);
    expect(asked).toBe(1);
  });

  it('that count no more are asked for once; then the photo is gone', async () => {
    const crud = withPhotos(1);
    let asked = 0;
    server.use(
      publicFeedOf(crud),
      http.get(`/api/activities/${crud.id}`, () => {
        asked++;
        return HttpResponse.json(crud);
      }),
    );
    renderApp('/');
    fireEvent.error(await photo(1));
    expect(await screen.findByText('This photo is gone')).toBeVisible();
    expect(asked).toBe(1);
  });

  it('are not asked for without a net; the photo is tried again when that is back', async () => {
    server.use(publicFeedOf(withPhotos(1)));
    renderApp('/');
    const image = await photo(1);
    act(() => onlineManager.setOnline(false));
    fireEvent.error(image);
    expect(await screen.findByText('Offline: this photo isn’t here yet')).toBeVisible();
    act(() => onlineManager.setOnline(true));
    fireEvent.load(await photo(1));
    expect(screen.queryByText(/photo is gone|isn’t here yet/)).not.toBeInTheDocument();
  });

  it('of a crud that is gone take it along', async () => {
    const crud = withPhotos(1);
    server.use(
      publicFeedOf(crud),
      http.get(`/api/activities/${crud.id}`, () => new HttpResponse(null, { status: 404 })),
    );
    renderApp('/');
    fireEvent.error(await photo(1));
    await waitFor(() => expect(screen.queryByRole('article')).not.toBeInTheDocument());
  });
});

describe('the pictures of people', () => {
  it('are shown in place of their initials, and make way when they don’t come', async () => {
    const author = { handle: 'nova', display_name: 'Nova Okafor', avatar: aPicture() };
    server.use(publicFeedOf(anActivity({ author })));
    renderApp('/');
    const card = await screen.findByRole('article');
    const image = card.querySelector('img');
    expect(image).toHaveAttribute('srcset', expect.stringContaining('/64.jpg 64w'));
    if (image) fireEvent.error(image);
    expect(card.querySelector('img')).toBeNull();
    expect(card.querySelector('[data-initials=NO]')).toBeInTheDocument();
  });

  it('are taken away at once everywhere', async () => {
    const avatar = aPicture();
    const me = aMe({ avatar });
    const author = { handle: me.handle, display_name: me.display_name, avatar };
    const patches: unknown[] = [];
    server.use(
      ...userIs(aUser({ avatar }), anActivity({ author })),
      homeFeedOf(),
      http.patch('/api/me', async ({ request }) => {
        patches.push(await request.json());
        return HttpResponse.json(aMe());
      }),
    );
    const { user } = renderApp('/@nova', { me });
    expect((await screen.findByRole('article')).querySelector('img')).toBeInTheDocument();
    await user.click(await screen.findByRole('button', { name: 'Edit profile' }));
    await user.click(await screen.findByRole('button', { name: 'Remove your picture' }));
    expect(await screen.findByRole('button', { name: 'Choose picture' })).toBeVisible();
    expect(patches).toEqual([{ avatar: '' }]);
    expect(document.querySelectorAll('[data-initials] img')).toHaveLength(0);
  });
});
