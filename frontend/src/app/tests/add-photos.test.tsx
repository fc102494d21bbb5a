import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AttachPhoto } from '@/api/models';
import { homeFeedOf, problem, threadIs } from '@/testing/answers';
import { aMe, anActivity, anUpload } from '@/testing/data';
import { renderApp } from '@/testing/render-app';
import { server } from '@/testing/server';
import { aFile, filesCanBeOpened, idOf, uploadsAreTaken } from '@/testing/uploads';

interface Body {
  message: string;
  photos?: AttachPhoto[];
}

/** Records what is posted, and answers with what the test says. */
function postsAnsweredBy(...answers: (() => Response)[]): Body[] {
  const posts: Body[] = [];
  server.use(
    http.post('/api/activities', async ({ request }) => {
      posts.push((await request.json()) as Body);
      const answer = answers[posts.length - 1];
      return answer?.() ?? HttpResponse.json(anActivity({ message: 'posted' }), { status: 201 });
    }),
  );
  return posts;
}

const input = () => screen.findByLabelText<HTMLInputElement>('Photos');
const crudButton = () => screen.findByRole('button', { name: 'Crud' });
const tray = () => screen.findByRole('list', { name: 'Photos of this draft' });
const add = async (...files: File[]) => {
  const field = await input();
  fireEvent.change(field, { target: { files } });
};

let revoked: ReturnType<typeof filesCanBeOpened>['revoked'];

beforeEach(() => {
  ({ revoked } = filesCanBeOpened());
  server.use(homeFeedOf(anActivity()));
});

describe('photos of a draft', () => {
  it('are uploaded, described, put in order, and posted without a word', async () => {
    const { granted } = uploadsAreTaken();
    const posts = postsAnsweredBy();
    const { user } = renderApp('/', { me: aMe() });
    await add(aFile('one.jpg'), aFile('two.png', 'image/png', '\x89PNG\r\n\x1a\n'));
    await waitFor(async () => expect(await crudButton()).toBeEnabled());
    expect(granted.map((one) => one.content_type).sort()).toEqual(['image/jpeg', 'image/png']);

    await user.click(screen.getByRole('button', { name: 'ALT: describe photo 1' }));
    const dialog = await screen.findByRole('dialog', { name: 'Describe photo 1' });
    await user.type(within(dialog).getByLabelText('Description'), ' A cat ');
    within(dialog)
      .getByRole('button', { name: /^What matters/ })
      .focus();
    await user.keyboard('{ArrowLeft}{ArrowUp}');
    await user.click(within(dialog).getByRole('button', { name: 'Save' }));
    await user.click(screen.getByRole('button', { name: 'Move photo 1 back' }));
    expect(screen.getByText('Photo moved to place 2 of 2')).toBeInTheDocument();

    await user.click(await crudButton());
    await waitFor(() => expect(posts).toHaveLength(1));
    expect(posts[0]?.message).toBe('');
    expect(posts[0]?.photos).toEqual([
      { id: expect.any(String) as string, alt: '', focal_point: { x: 0.5, y: 0.5 } },
      { id: expect.any(String) as string, alt: 'A cat', focal_point: { x: 0.45, y: 0.45 } },
    ]);
    await waitFor(() => expect(screen.queryByLabelText('Photos of this draft')).toBeNull());
    expect(revoked).toHaveBeenCalledTimes(4);
    expect(window.sessionStorage.getItem('cruddur.photos.crud')).toBeNull();
  });

  it('keep the crud back until they are there, and say so', async () => {
    let state = anUpload('pending');
    uploadsAreTaken();
    server.use(http.get('/uploads/:id', () => HttpResponse.json(state)));
    renderApp('/', { me: aMe() });
    await add(aFile());
    fireEvent.change(await screen.findByLabelText('Your crud'), { target: { value: 'look' } });
    expect(await screen.findByText(/1 photo is still on the way/)).toBeVisible();
    expect(await crudButton()).toBeDisabled();
    expect(await screen.findByRole('progressbar', { name: 'Uploading photo 1' })).toBeVisible();
    state = anUpload('ready');
    await waitFor(async () => expect(await crudButton()).toBeEnabled());
    expect(screen.getByText('Photo 1 is ready')).toBeInTheDocument();
  });

  it('that are refused say why, and can be taken out', async () => {
    uploadsAreTaken(anUpload('refused', 'too_many_pixels'));
    const { user } = renderApp('/', { me: aMe() });
    await add(aFile('wall.jpg'));
    fireEvent.change(await screen.findByLabelText('Your crud'), { target: { value: 'look' } });
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('wall.jpg: It has too many pixels');
    expect(within(alert).queryByRole('button', { name: /Try again/ })).not.toBeInTheDocument();
    expect(await crudButton()).toBeDisabled();
    await user.click(within(alert).getByRole('button', { name: /Take it out/ }));
    expect(await crudButton()).toBeEnabled();
  });

  it('are tried again when the connection broke', async () => {
    const { sent } = uploadsAreTaken();
    server.use(http.post('/uploads', () => HttpResponse.error(), { once: true }));
    const { user } = renderApp('/', { me: aMe() });
    await add(aFile());
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('The connection broke off');
    await user.click(within(alert).getByRole('button', { name: /Try again/ }));
    await waitFor(async () => expect(await crudButton()).toBeEnabled());
    expect(sent()).toBe(1);
  });

  it('are pictures only, and no more than four', async () => {
    uploadsAreTaken();
    renderApp('/', { me: aMe() });
    await add(
      new File(['x'], 'song.mp3', { type: 'audio/mpeg' }),
      ...Array.from({ length: 5 }, (_, index) => aFile(`${index}.jpg`)),
    );
    expect(
      await screen.findByText(/Only pictures can be added.*four photos|4 photos/),
    ).toBeVisible();
    expect(within(await tray()).getAllByRole('listitem')).toHaveLength(4);
    expect(screen.getByRole('button', { name: 'Four photos are as many as fit' })).toBeVisible();
  });

  it('that only look like pictures are told from those that are', async () => {
    const { granted } = uploadsAreTaken();
    renderApp('/', { me: aMe() });
    await add(aFile('page.jpg', 'image/jpeg', '<html>'));
    expect(await screen.findByRole('alert')).toHaveTextContent('isn’t a picture that can be used');
    await add(aFile('IMG_1.heic', 'image/heic', '\0\0\0\x18ftypheic'));
    await waitFor(() => expect(screen.getAllByRole('alert')[1]).toHaveTextContent('HEIC photos'));
    expect(granted).toEqual([]);
  });

  it('are dropped and pasted, too', async () => {
    uploadsAreTaken();
    renderApp('/', { me: aMe() });
    const form = await screen.findByRole('form', { name: 'Write a crud' });
    const files = [aFile()];
    fireEvent.dragEnter(form, { dataTransfer: { types: ['Files'], files } });
    expect(screen.getByText('Drop photos here')).toBeVisible();
    fireEvent.drop(form, { dataTransfer: { types: ['Files'], files } });
    expect(screen.queryByText('Drop photos here')).not.toBeInTheDocument();
    const field = screen.getByLabelText('Your crud');
    fireEvent.paste(field, { clipboardData: { types: ['Files'], files } });
    // A cell of a table comes as text and as a picture of it.
    fireEvent.paste(field, { clipboardData: { types: ['text/plain', 'Files'], files } });
    await waitFor(async () =>
      expect(within(await tray()).getAllByRole('listitem')).toHaveLength(2),
    );
  });

  it('stay when the dialog is closed, and those that were uploaded after a reload', async () => {
    uploadsAreTaken();
    const first = renderApp('/about', { me: aMe() });
    const open = async () => {
      const [button] = await screen.findAllByRole('button', { name: 'New crud' });
      fireEvent.click(button ?? document.body);
    };
    await open();
    await add(aFile());
    await waitFor(async () => expect(await crudButton()).toBeEnabled());
    await first.user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    await open();
    expect(within(await tray()).getAllByRole('listitem')).toHaveLength(1);
    first.unmount();

    const posts = postsAnsweredBy();
    const second = renderApp('/', { me: aMe() });
    await second.user.click(await crudButton());
    await waitFor(() => expect(posts[0]?.photos?.[0]?.id).toBe(idOf(1)));
  });

  it('that the API doesn’t take are pointed at', async () => {
    uploadsAreTaken();
    const errors = [{ field: 'photos[1]', code: 'taken', message: 'is attached already' }];
    postsAnsweredBy(() => problem(409, 'pictures_unusable', { errors }));
    const { user } = renderApp('/', { me: aMe() });
    await add(aFile('one.jpg'), aFile('two.jpg'));
    await waitFor(async () => expect(await crudButton()).toBeEnabled());
    await user.click(await crudButton());
    expect(await screen.findByText(/because of what is said at the photos/)).toBeVisible();
    expect(screen.getByText(/It is in another crud already/)).toHaveTextContent(/^two.jpg/);
  });

  it('go with a reply', async () => {
    uploadsAreTaken();
    const crud = anActivity();
    const replies: Body[] = [];
    server.use(
      ...threadIs(crud),
      http.post(`/api/activities/${crud.id}/replies`, async ({ request }) => {
        replies.push((await request.json()) as Body);
        return HttpResponse.json(anActivity({ reply_to: crud.id, root: crud.id }), { status: 201 });
      }),
    );
    const { user } = renderApp(`/@nova/cruds/${crud.id}`, { me: aMe() });
    await add(aFile());
    const reply = () => within(screen.getByRole('form')).getByRole('button', { name: 'Reply' });
    await waitFor(() => expect(reply()).toBeEnabled());
    await user.click(reply());
    await waitFor(() => expect(replies[0]?.photos).toHaveLength(1));
  });

  it('go when the person does', async () => {
    uploadsAreTaken();
    const { services } = renderApp('/', { me: aMe() });
    await add(aFile());
    await waitFor(async () => expect(await crudButton()).toBeEnabled());
    services.photos.drafts.forget();
    expect(Object.keys(window.sessionStorage).join()).not.toContain('photos');
    await waitFor(async () => expect(await crudButton()).toBeDisabled());
  });
});
