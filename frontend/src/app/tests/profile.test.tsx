import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { problem, userIs } from '@/testing/answers';
import { aMe, anActivity, aUser } from '@/testing/data';
import { renderApp } from '@/testing/render-app';
import { server } from '@/testing/server';

describe('a profile', () => {
  it('shows who somebody is and what of theirs still burns', async () => {
    const user = aUser({
      bio: 'Night shift.',
      website: 'https://nova.example.org',
      cruds_count: 1,
    });
    server.use(...userIs(user, anActivity({ message: 'still here' })));
    renderApp('/@nova');
    expect(await screen.findByText('still here')).toBeVisible();
    expect(screen.getByText('Night shift.')).toBeVisible();
    expect(screen.getByText('1 living crud')).toBeVisible();
    const website = screen.getByRole('link', { name: 'nova.example.org' });
    expect(website).toHaveAttribute('rel', 'nofollow ugc noopener');
    expect(screen.queryByRole('button', { name: 'Edit profile' })).not.toBeInTheDocument();
    expect(document.title).toContain('@nova');
  });

  it('makes no link of a website that is not of the web', async () => {
    server.use(...userIs(aUser({ website: 'javascript:alert(1)' })));
    renderApp('/@nova');
    expect(await screen.findByText('Nothing left but smoke')).toBeVisible();
    expect(document.querySelector('a[href^="javascript"]')).toBeNull();
  });

  it('says that nobody has a handle', async () => {
    server.use(http.get('/api/users/nobody', () => problem(404, 'not_found')));
    renderApp('/@nobody');
    expect(await screen.findByText('Nobody goes by @nobody')).toBeVisible();
    expect(screen.getByRole('link', { name: 'To the front page' })).toHaveAttribute('href', '/');
  });

  it('speaks to its owner, and has them write when nothing burns', async () => {
    server.use(...userIs(aUser({ cruds_count: 0 })));
    const { user } = renderApp('/@nova', { me: aMe() });
    expect(
      await screen.findByText('No crud of yours still burns. Light another one?'),
    ).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Crud' }));
    expect(await screen.findByRole('dialog', { name: 'New crud' })).toBeVisible();
  });

  it('writes the handle in the address as its owner does', async () => {
    server.use(
      http.get('/api/users/NOVA', () => HttpResponse.json(aUser())),
      ...userIs(aUser()),
    );
    const { history } = renderApp('/@NOVA');
    await waitFor(() => expect(history.location.pathname).toBe('/@nova'));
  });
});

describe('editing one’s profile', () => {
  async function openEditor() {
    const me = aMe({ bio: 'Old bio' });
    server.use(...userIs(aUser({ bio: 'Old bio' })));
    const view = renderApp('/@nova', { me });
    await view.user.click(await screen.findByRole('button', { name: 'Edit profile' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Edit profile' }));
    const save = () => view.user.click(dialog.getByRole('button', { name: 'Save' }));
    return { ...view, dialog, me, save };
  }

  it('sends only what changed and shows it at once', async () => {
    const { dialog, me, save, user } = await openEditor();
    let sent: unknown;
    server.use(
      http.patch('/api/me', async ({ request }) => {
        sent = await request.json();
        return HttpResponse.json({ ...me, bio: 'New bio', website: 'https://nova.example.org' });
      }),
    );
    await user.clear(dialog.getByLabelText('Bio'));
    await user.type(dialog.getByLabelText('Bio'), 'New bio');
    await user.type(dialog.getByLabelText('Website'), 'nova.example.org');
    await save();
    expect(await screen.findByText('New bio')).toBeVisible();
    expect(sent).toEqual({ bio: 'New bio', website: 'https://nova.example.org' });
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('puts all the server’s faults at their fields and keeps what was typed', async () => {
    const { dialog, save, user } = await openEditor();
    const errors = [
      { field: 'display_name', code: 'blocked', message: 'Not this name.' },
      { field: 'location', code: 'too_odd', message: 'must be one line' },
    ];
    server.use(http.patch('/api/me', () => problem(422, 'invalid', { errors })));
    await user.type(dialog.getByLabelText('Location'), 'Atlantis');
    await save();
    expect(await dialog.findByText('Not this name.')).toBeVisible();
    expect(dialog.getByText('This must be one line.')).toBeVisible();
    expect(dialog.getByLabelText('Location')).toHaveValue('Atlantis');
    expect(dialog.getByLabelText('Display name')).toHaveAttribute('aria-invalid', 'true');
  });

  it('shows what belongs to no field above the form', async () => {
    const { dialog, save, user } = await openEditor();
    server.use(http.patch('/api/me', () => problem(503, 'unavailable')));
    await user.type(dialog.getByLabelText('Location'), 'X');
    await save();
    expect(await dialog.findByRole('alert')).toHaveTextContent('catching its breath');
    expect(dialog.getByLabelText('Location')).toHaveValue('X');
  });

  it('checks by the rules of the contract before asking', async () => {
    const { dialog, save, user } = await openEditor();
    await user.clear(dialog.getByLabelText('Display name'));
    await user.type(dialog.getByLabelText('Website'), 'javascript:alert(1)');
    await save();
    expect(await dialog.findByText('You need a name.')).toBeVisible();
    expect(dialog.getByText('Not a web address.')).toBeVisible();
  });
});
