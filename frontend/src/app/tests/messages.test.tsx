import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { onlineManager } from '@tanstack/react-query';
import { http, HttpResponse } from 'msw';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Message, MessageGroup } from '@/api/messages';
import { problem } from '@/testing/answers';
import { aMe, aPhoto, aSignature } from '@/testing/data';
import { aGroup, aMember, aMessage, GROUP, messageId, mine, previewOf } from '@/testing/messages';
import { renderApp } from '@/testing/render-app';
import { server } from '@/testing/server';
import { fakeSockets } from '@/testing/sockets';
import { aFile, filesCanBeOpened, idOf, uploadsAreTaken } from '@/testing/uploads';

const LIST = '/api/message_groups';
const ONE = `${LIST}/${GROUP}`;
const me = aMe({ handle: 'nova', display_name: 'Nova Okafor' });

interface Sent {
  key: string | null;
  message: string;
  photos?: { id: string; alt: string }[];
}

/** The reader's only conversation, with these messages; the newest is what the list shows. */
function talkOf(messages: Message[], change: Partial<MessageGroup> = {}) {
  const newest = messages.at(-1);
  const group = aGroup({
    ...(newest ? { last_message: previewOf(newest), last_message_at: newest.created_at } : {}),
    ...change,
  });
  const sent: Sent[] = [];
  const read: string[] = [];
  server.use(
    http.get(LIST, () => HttpResponse.json({ items: [group] })),
    http.get(ONE, () => HttpResponse.json(group)),
    http.get(`${ONE}/messages`, () => HttpResponse.json({ items: [...messages].reverse() })),
    http.put(`${ONE}/read`, async ({ request }) => {
      read.push(((await request.json()) as { message_id: string }).message_id);
      return new HttpResponse(null, { status: 204 });
    }),
    http.post(`${ONE}/typing`, () => new HttpResponse(null, { status: 204 })),
    http.post(`${ONE}/messages`, async ({ request }) => {
      const body = (await request.json()) as Omit<Sent, 'key'>;
      const key = request.headers.get('idempotency-key');
      sent.push({ key, ...body });
      const answer = mine(90 + sent.length, { message: body.message, client_id: key ?? '' });
      return HttpResponse.json(answer, { status: 201 });
    }),
  );
  return { group, sent, read };
}

const openTalk = () => renderApp(`/messages/${GROUP}`, { me });
const log = () => screen.findByRole('log', { name: 'Messages with Ziggy Lindqvist' });
const field = () => screen.findByRole('textbox', { name: 'Message to Ziggy Lindqvist' });
const sendButton = () => screen.findByRole('button', { name: 'Send' });
const write = async (text: string) => {
  fireEvent.change(await field(), { target: { value: text } });
};
const said = async () =>
  within(await log())
    .queryAllByText(/./, { selector: 'p[dir=auto]' })
    .map(({ textContent }) => textContent);

let focused = true;
beforeEach(() => {
  focused = true;
  vi.spyOn(document, 'hasFocus').mockImplementation(() => focused);
});
afterEach(() => {
  onlineManager.setOnline(true);
  document.title = '';
});

describe('the list of conversations', () => {
  it('shows the newest first, with what was said, what is unread, and what is set', async () => {
    talkOf([aMessage(3, { message: 'You there?' })], { unread_count: 2, timer: '1-day' });
    const quiet = aGroup({
      id: '0190f000-0000-7000-8000-000000000002',
      kind: 'group',
      name: 'Book club',
      muted: true,
      members: [aMember('nova', 'Nova Okafor'), aMember('kim', 'Kim'), aMember('robin', 'Robin')],
      last_message: previewOf(mine(1)),
      last_message_at: mine(1).created_at,
    });
    const loud = aGroup({
      last_message: previewOf(aMessage(3, { message: 'You there?' })),
      last_message_at: aMessage(3).created_at,
      unread_count: 2,
      timer: '1-day',
    });
    server.use(http.get(LIST, () => HttpResponse.json({ items: [quiet, loud] })));
    renderApp('/messages', { me });
    const list = await screen.findByRole('list', { name: 'Conversations' });
    const [first, second] = within(list).getAllByRole('listitem');
    expect(first).toHaveTextContent(/Ziggy Lindqvist.*burns after 1 day.*You there\?.*2 unread/);
    expect(second).toHaveTextContent(/Book club.*muted.*You: Message 1/);
  });

  it('that is empty says so, and leads to a first one', async () => {
    server.use(http.get(LIST, () => HttpResponse.json({ items: [] })));
    renderApp('/messages', { me });
    expect(await screen.findByText('Nobody has whispered yet')).toBeVisible();
    expect(screen.getByRole('link', { name: 'Write to somebody' })).toHaveAttribute(
      'href',
      '/messages/new',
    );
  });

  it('keeps its place while it loads', async () => {
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    talkOf([aMessage(1)]);
    server.use(http.get(LIST, () => held.then(() => undefined)));
    renderApp('/messages', { me });
    expect(await screen.findByRole('status', { name: 'Loading conversations' })).toBeVisible();
    answer();
    expect(await screen.findByRole('list', { name: 'Conversations' })).toBeVisible();
    expect(screen.queryByRole('status', { name: 'Loading conversations' })).toBeNull();
  });

  it('that can’t be had says why, and is asked for again', async () => {
    talkOf([aMessage(1)]);
    server.use(http.get(LIST, () => problem(500, 'internal'), { once: true }));
    const { user } = renderApp('/messages', { me });
    expect(await screen.findByText(/Something broke on our side/)).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('list', { name: 'Conversations' })).toBeVisible();
  });
});

describe('a thread', () => {
  it('shows what was said, by whom and when, the newest last', async () => {
    talkOf([aMessage(1), mine(2, { edited_at: mine(2).created_at }), aMessage(3)]);
    openTalk();
    await waitFor(async () =>
      expect(await said()).toEqual(['Message 1', 'Message 2', 'Message 3']),
    );
    const [, own] = within(await log()).getAllByText(/^(You|Ziggy Lindqvist), /);
    expect(own).toHaveTextContent(/^You, /);
    expect(await log()).toHaveTextContent('edited');
  });

  it('without a word yet can be begun', async () => {
    talkOf([]);
    openTalk();
    expect(await said()).toEqual([]);
    expect(await field()).toBeEnabled();
  });

  it('keeps its place while it loads', async () => {
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    talkOf([aMessage(1)]);
    server.use(http.get(`${ONE}/messages`, () => held.then(() => undefined)));
    openTalk();
    expect(await screen.findByRole('status', { name: 'Loading messages' })).toBeVisible();
    answer();
    expect(await log()).toHaveTextContent('Message 1');
  });

  it('that can’t be had says why, and is asked for again', async () => {
    talkOf([aMessage(1)]);
    server.use(http.get(`${ONE}/messages`, () => problem(500, 'internal'), { once: true }));
    const { user } = openTalk();
    expect(await screen.findByText(/Something broke on our side/)).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await log()).toHaveTextContent('Message 1');
  });

  it('of others is none', async () => {
    talkOf([]);
    server.use(http.get(ONE, () => problem(404, 'message_group_not_found')));
    server.use(http.get(LIST, () => HttpResponse.json({ items: [] })));
    openTalk();
    expect(await screen.findByText('No such conversation')).toBeVisible();
    expect(screen.queryByRole('textbox')).toBeNull();
  });
});

describe('writing', () => {
  it('sends on Enter, at once in sight, and empties the field', async () => {
    const { sent } = talkOf([aMessage(1)]);
    const { user } = openTalk();
    await user.type(await field(), 'Here I am{Enter}');
    expect(await said()).toEqual(['Message 1', 'Here I am']);
    expect(await field()).toHaveValue('');
    await waitFor(() => expect(screen.queryByText('Sending…')).toBeNull());
    expect(await said()).toEqual(['Message 1', 'Here I am']);
    expect(sent.map(({ message }) => message)).toEqual(['Here I am']);
  });

  it('keeps what is too long, and says by how much', async () => {
    const { sent } = talkOf([aMessage(1)]);
    const { user } = openTalk();
    await write('x'.repeat(1027));
    expect(await screen.findByText(/Too long/)).toBeVisible();
    expect(screen.getByText('-3')).toBeVisible();
    expect(await field()).toBeInvalid();
    expect(await sendButton()).toBeDisabled();
    await user.type(await field(), '{Enter}');
    expect(sent).toEqual([]);
    await write('x'.repeat(1024));
    expect(await sendButton()).toBeEnabled();
  });

  it('that failed says why; trying again sends it once, by the same key', async () => {
    const { sent } = talkOf([aMessage(1)]);
    let refused: string | null = '';
    server.use(
      http.post(
        `${ONE}/messages`,
        ({ request }) => {
          refused = request.headers.get('idempotency-key');
          return problem(403, 'cannot_write', { detail: 'Ziggy doesn’t take messages from you.' });
        },
        { once: true },
      ),
    );
    const { user } = openTalk();
    await user.type(await field(), 'Hello{Enter}');
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('Not sent. Ziggy doesn’t take messages from you.');
    await user.click(within(alert).getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(sent).toEqual([{ key: refused, message: 'Hello' }]));
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
    expect(await said()).toEqual(['Message 1', 'Hello']);
  });

  it('that isn’t wanted any more goes', async () => {
    talkOf([aMessage(1)]);
    server.use(http.post(`${ONE}/messages`, () => problem(403, 'cannot_write')));
    const { user } = openTalk();
    await user.type(await field(), 'Hello{Enter}');
    await user.click(await screen.findByRole('button', { name: 'Discard' }));
    expect(await said()).toEqual(['Message 1']);
  });

  it('waits for a connection, and says so', async () => {
    const { sent } = talkOf([aMessage(1)]);
    const { user } = openTalk();
    await log();
    onlineManager.setOnline(false);
    await user.type(await field(), 'From the tunnel{Enter}');
    expect(await screen.findByText('Waits for a connection')).toBeVisible();
    expect(sent).toEqual([]);
    onlineManager.setOnline(true);
    await waitFor(() => expect(sent).toHaveLength(1));
  });
});

describe('what is unread', () => {
  const unread = (groups: number) =>
    server.use(http.get(`${LIST}/unread`, () => HttpResponse.json({ groups })));

  it('is told in the rail and in the title of the tab, on whichever page', async () => {
    unread(3);
    renderApp('/about', { me });
    const links = await screen.findAllByRole('link', { name: 'Messages, 3 unread' });
    expect(links[0]).toHaveTextContent('3');
    await waitFor(() => expect(document.title).toMatch(/^\(3\) .*Cruddur$/));
  });

  it('grows with what comes live, also when a count from before comes after it', async () => {
    const sockets = fakeSockets();
    talkOf([aMessage(1)], { last_read_id: messageId(1) });
    renderApp('/messages', { me });
    await screen.findByRole('list', { name: 'Conversations' });
    await waitFor(() => expect(sockets).toHaveLength(1));
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    server.use(
      http.get(`${LIST}/unread`, () => held.then(() => HttpResponse.json({ groups: 0 })), {
        once: true,
      }),
    );
    sockets[0]?.accept();
    sockets[0]?.say({
      type: 'message',
      group_id: GROUP,
      message: aMessage(2, { message: 'Psst' }),
    });
    await waitFor(() => expect(document.title).toMatch(/^\(1\) /));
    const counted = vi.fn();
    server.use(
      http.get(`${LIST}/unread`, () => {
        counted();
        return HttpResponse.json({ groups: 1 });
      }),
    );
    answer();
    await waitFor(() => expect(counted).toHaveBeenCalled());
    await waitFor(() => expect(document.title).toMatch(/^\(1\) /));
    expect(screen.getByText('Psst')).toBeVisible();
    expect(screen.getAllByRole('link', { name: 'Messages, 1 unread' })[0]).toBeVisible();
  });

  it('is read once it was in sight for a moment, and the badges go', async () => {
    unread(1);
    const { read } = talkOf([aMessage(1), aMessage(2)], {
      unread_count: 1,
      last_read_id: messageId(1),
    });
    openTalk();
    expect(await log()).toHaveTextContent(/Message 1.*New messages.*Message 2/);
    await waitFor(() => expect(read).toEqual([messageId(2)]));
    await waitFor(() => expect(document.title).toBe('Ziggy Lindqvist · Cruddur'));
    // What was new stays marked while it is looked at.
    expect(await log()).toHaveTextContent('New messages');
  });

  it('stays unread in a tab that nobody looks at, until somebody does', async () => {
    focused = false;
    unread(1);
    const { read } = talkOf([aMessage(1)], { unread_count: 1 });
    openTalk();
    await log();
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(read).toEqual([]);
    focused = true;
    fireEvent.focus(window);
    await waitFor(() => expect(read).toEqual([messageId(1)]));
  });
});

describe('photos of messages', () => {
  const DAY = 24 * 3_600_000;
  const signed = (ms: number) => aSignature(new Date(Date.now() + ms).toISOString());
  const withPhotos = (number: number, signature: string, change: Partial<Message> = {}) =>
    aMessage(number, {
      message: '',
      photos: [aPhoto({ alt: 'A cat', signature }), aPhoto({ signature })],
      ...change,
    });
  const addFiles = async (...files: File[]) =>
    fireEvent.change(await screen.findByLabelText('Photos'), { target: { files } });

  beforeEach(() => void filesCanBeOpened());

  it('are there in every width, and open in the viewer', async () => {
    talkOf([withPhotos(1, signed(2 * DAY))]);
    const { user } = openTalk();
    const photo = await screen.findByRole('img', { name: 'A cat' });
    expect(photo).toHaveAttribute('srcset', expect.stringMatching(/\/2048\.jpg\?Policy=.* 2048w/));
    expect(photo).toHaveAttribute('sizes', expect.stringContaining('176px'));
    await user.click(screen.getByRole('button', { name: 'A cat, Photo 1 of 2. View' }));
    const viewer = await screen.findByRole('dialog', { name: 'Photos by Ziggy Lindqvist' });
    expect(within(viewer).getByText('1 of 2')).toBeVisible();
    await user.keyboard('{ArrowRight}');
    expect(await within(viewer).findByText('2 of 2')).toBeVisible();
    await user.keyboard('{Escape}');
    await waitFor(() => expect(viewer).not.toBeInTheDocument());
  });

  it('go with their message, also from the viewer', async () => {
    const sockets = fakeSockets();
    talkOf([withPhotos(1, signed(2 * DAY))]);
    const { user } = openTalk();
    await user.click(await screen.findByRole('button', { name: /^A cat/ }));
    const viewer = await screen.findByRole('dialog', { name: /^Photos by/ });
    sockets[0]?.accept();
    sockets[0]?.say({ type: 'message_deleted', group_id: GROUP, message_id: messageId(1) });
    expect(await within(viewer).findByText(/This message is gone/)).toBeVisible();
    expect(within(viewer).queryByRole('img')).toBeNull();
  });

  it('get other signatures before theirs end', async () => {
    const [old, next] = [signed(60_000), signed(2 * DAY)];
    const photos = [aPhoto({ alt: 'A cat', signature: old })];
    talkOf([aMessage(1, { photos }), aMessage(2)]);
    const asked: string[] = [];
    server.use(
      http.get(`${ONE}/messages`, ({ request }) => {
        const before = new URL(request.url).searchParams.get('before');
        if (before === null) return undefined;
        asked.push(before);
        const renewed = photos.map((photo) => ({ ...photo, signature: next }));
        return HttpResponse.json({ items: [aMessage(1, { photos: renewed })] });
      }),
    );
    const { services } = openTalk();
    await waitFor(() => expect(asked).toEqual([messageId(2)]));
    await waitFor(() => {
      const thread = services.queryClient.getQueryData<{ messages: Message[] }>([
        'messages',
        'thread',
        GROUP,
      ]);
      expect(thread?.messages[0]?.photos?.[0]?.signature).toBe(next);
    });
  });

  it('that don’t come are asked for once, and then say that they are gone', async () => {
    talkOf([withPhotos(1, signed(2 * DAY))]);
    const again = vi.fn();
    server.use(
      http.get(`${ONE}/messages`, ({ request }) => {
        if (new URL(request.url).searchParams.has('before')) again();
        return undefined;
      }),
    );
    openTalk();
    fireEvent.error(await screen.findByRole('img', { name: 'A cat' }));
    expect(await screen.findByText('This photo is gone')).toBeVisible();
    expect(again).toHaveBeenCalledTimes(1);
  });

  it('are picked, dropped and pasted, uploaded for messages, and sent without a word', async () => {
    const { granted } = uploadsAreTaken();
    const { sent } = talkOf([aMessage(1)]);
    const { user } = openTalk();
    await addFiles(aFile('one.jpg'));
    const form = screen.getByRole('form', { name: 'Message to Ziggy Lindqvist' });
    const files = [aFile('two.jpg')];
    fireEvent.dragEnter(form, { dataTransfer: { types: ['Files'], files } });
    expect(screen.getByText('Drop photos here')).toBeVisible();
    fireEvent.drop(form, { dataTransfer: { types: ['Files'], files } });
    fireEvent.paste(await field(), { clipboardData: { types: ['Files'], files } });
    await waitFor(async () => expect(await sendButton()).toBeEnabled());
    expect(granted.map(({ purpose }) => purpose)).toEqual(['message', 'message', 'message']);

    await user.click(screen.getByRole('button', { name: 'ALT: describe photo 1' }));
    const dialog = await screen.findByRole('dialog', { name: 'Describe photo 1' });
    expect(within(dialog).queryByRole('button', { name: /^What matters/ })).toBeNull();
    await user.type(within(dialog).getByLabelText('Description'), 'A cat');
    await user.click(within(dialog).getByRole('button', { name: 'Save' }));
    await user.click(await sendButton());
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]).toMatchObject({ message: '' });
    expect(sent[0]?.photos?.map(({ alt }) => alt)).toEqual(['A cat', '', '']);
    expect(sent[0]?.photos?.map(({ id }) => id).sort()).toEqual([1, 2, 3].map(idOf));
    expect(screen.queryByRole('list', { name: 'Photos of this draft' })).toBeNull();
    expect(Object.keys(window.sessionStorage).join()).not.toContain('photos');
  });

  it('keep the message back until they are there; what isn’t wanted is cancelled', async () => {
    uploadsAreTaken();
    server.use(http.get('/uploads/:id', () => new Promise<Response>(() => undefined)));
    const { sent } = talkOf([aMessage(1)]);
    const { user } = openTalk();
    await write('look');
    await addFiles(aFile());
    expect(
      await screen.findByText(/1 photo is still on the way. Then it can be sent/),
    ).toBeVisible();
    await user.type(await field(), '{Enter}');
    expect(await sendButton()).toBeDisabled();
    await user.click(screen.getByRole('button', { name: 'Cancel photo 1' }));
    await user.click(await sendButton());
    await waitFor(() => expect(sent).toEqual([expect.objectContaining({ message: 'look' })]));
    expect(sent[0]?.photos).toBeUndefined();
  });

  it('are no more than four, and pictures', async () => {
    uploadsAreTaken();
    talkOf([aMessage(1)]);
    openTalk();
    await addFiles(new File(['x'], 'song.mp3', { type: 'audio/mpeg' }));
    expect(await screen.findByText(/Only pictures can be added/)).toBeVisible();
    await addFiles(...[1, 2, 3, 4, 5].map((number) => aFile(`${number}.jpg`)));
    expect(await screen.findByText(/A message takes 4 photos/)).toBeVisible();
  });

  it('that can’t be used any more are named, and the message goes without them', async () => {
    uploadsAreTaken();
    const { sent } = talkOf([aMessage(1)]);
    const errors = [
      { field: 'photos.1.id', code: 'not_found', message: 'was uploaded too long ago' },
    ];
    const keys: (string | null)[] = [];
    server.use(
      http.post(
        `${ONE}/messages`,
        ({ request }) => {
          keys.push(request.headers.get('idempotency-key'));
          return problem(409, 'pictures_unusable', { errors });
        },
        { once: true },
      ),
    );
    const { user } = openTalk();
    await addFiles(aFile('one.jpg'), aFile('two.jpg'));
    await waitFor(async () => expect(await sendButton()).toBeEnabled());
    await user.click(await sendButton());
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('A photo waited too long to be sent');
    expect(within(alert).queryByRole('button', { name: 'Try again' })).toBeNull();
    await user.click(within(alert).getByRole('button', { name: 'Send without it' }));
    await waitFor(() => expect(sent[0]?.photos).toHaveLength(1));
    // The service takes no other body for the same key.
    expect(sent[0]?.key).not.toBe(keys[0]);
  });
});
