import type { QueryClient } from '@tanstack/react-query';
import { unwrap, type Api } from '@/api/client';
import { keys } from '@/api/keys';
import type { Frame, Message, MessageGroup, MessageGroupPage } from '@/api/messages';
import type { ServerClock } from '@/lib/expiry/server-clock';
import type { Ticker } from '@/lib/expiry/ticker';
import { LiveClient } from '@/lib/live/live-client';
import { Timers } from '@/lib/live/timers';
import type { Session } from '@/lib/session/session';
import { askAgain, askGroup, askGroups, askThread } from './ask';
import { applyFrame, putInCache, reapplyFrame, removeFromCache } from './group-cache';
import { MessageDrafts } from './message-drafts';
import { startMessageSweeper } from './message-sweeper';
import { Outbox } from './outbox';
import type { Outgoing } from './outgoing';
import { ReadMarks } from './read-marks';
import { RecentFrames } from './recent';
import type { Ask, GroupFrame } from './reducer';
import type { Thread } from './thread';
import { TypingSigns } from './typing-signs';

/** What conversations need of the app. */
export interface MessagingNeeds {
  api: Api;
  clock: ServerClock;
  queryClient: QueryClient;
  session: Session;
  ticker: Ticker;
}

/** Somebody else's message that came while the tab was open. */
export type OnIncoming = (group: string, message: Message) => void;

// Answers may lag a little behind frames, and many frames want one answer.
const ASK_SOON = 400;
const COUNT_SOON = 1_500;

/**
 * Conversations beside the pages: the live connection, what it changes in the cache, what is on
 * its way out, and who types. The socket only hints: on every connect the API is asked anew.
 */
export class Messaging {
  readonly outbox: Outbox;
  readonly typing = new TypingSigns();
  readonly drafts = new MessageDrafts();
  readonly #needs: MessagingNeeds;
  readonly #live: LiveClient;
  readonly #marks: ReadMarks;
  readonly #recent = new RecentFrames();
  readonly #renewals = new Map<string, Promise<unknown>>();
  readonly #timers = new Timers();
  readonly #listeners = new Set<OnIncoming>();
  #me = '';

  constructor(needs: MessagingNeeds) {
    this.#needs = needs;
    const { clock, session } = needs;
    this.outbox = new Outbox({
      send: (outgoing) => this.#send(outgoing),
      onSent: (message, { group }) => this.tell({ type: 'message', group_id: group, message }),
      now: () => clock.now(),
    });
    this.#marks = new ReadMarks((group, id) => this.#putMark(group, id));
    this.#live = new LiveClient({
      open: (protocols) => new WebSocket(liveAddress(window.location), protocols),
      token: (options) => session.accessToken(options),
      now: () => clock.now(),
      onFrame: (frame) => this.#onFrame(frame),
      onConnected: () => this.#catchUp(),
      onPoll: () => this.#catchUp(),
    });
  }

  /** The handle of who is signed in. */
  get me(): string {
    return this.#me;
  }

  /** Goes live for this person, until the function returned is called. */
  start(me: string): () => void {
    this.#me = me;
    const { queryClient, ticker } = this.#needs;
    const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    const stops = [
      this.outbox.start(me),
      this.#live.start(),
      startMessageSweeper({
        client: queryClient,
        ticker,
        onPreviewGone: (group) => this.#askSoon(group, ['group', 'unread']),
        ...(still ? { fade: 0 } : {}),
      }),
    ];
    return () => {
      stops.forEach((stop) => stop());
      this.#timers.clear();
      this.typing.forget();
      this.#recent.forget();
    };
  }

  /** The person left: nothing of theirs stays behind. */
  forget(): void {
    this.outbox.forget();
    this.drafts.forget();
    this.#marks.forget();
  }

  /** Calls back for each message of somebody else that comes. */
  onIncoming(listener: OnIncoming): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Lets everything know what happened in a conversation, here or elsewhere. */
  tell(frame: GroupFrame): void {
    const { queryClient } = this.#needs;
    this.#recent.add(frame);
    const asks = applyFrame(queryClient, frame, this.#me);
    // A count on its way may be from before this.
    const counting = queryClient.isFetching({ queryKey: keys.unread }) > 0;
    this.#askSoon(frame.group_id, counting ? [...asks, 'unread'] : asks);
  }

  /** Says up to where was read: here at once, and to the service as soon as that is possible. */
  markRead(group: string, id: string): void {
    this.tell({ type: 'read', group_id: group, handle: this.#me, message_id: id });
    this.#marks.mark(group, id);
  }

  /** The list of conversations, with what was told of them since. */
  async fetchGroups(cursor: string | undefined, signal: AbortSignal): Promise<MessageGroupPage> {
    const page = await askGroups(this.#needs.api, cursor, signal);
    setTimeout(() => page.items.forEach(({ id }) => this.#retell(id)));
    return page;
  }

  /** One conversation, with what was told of it since. */
  async fetchGroup(id: string, signal?: AbortSignal): Promise<MessageGroup | null> {
    const group = await askGroup(this.#needs.api, id, signal);
    setTimeout(() => this.#retell(id));
    return group;
  }

  /** A thread, with what was told of it since. */
  async fetchThread(id: string, signal: AbortSignal): Promise<Thread> {
    const { api, queryClient: client } = this.#needs;
    const thread = await askThread({ api, client, id, signal });
    for (const { client_id } of thread.messages) this.outbox.confirm(client_id);
    setTimeout(() => this.#retell(id));
    return thread;
  }

  /** Asks for other signatures of photos; never fails. Who asks for the same waits for the same. */
  renewPhotos(group: string, messages: readonly string[]): Promise<unknown> {
    const { api, queryClient: client } = this.#needs;
    const what = [group, ...messages].join();
    const known = this.#renewals.get(what);
    if (known) return known;
    const renewal = askAgain({ api, client, id: group }, messages)
      .catch(() => undefined)
      .finally(() => this.#renewals.delete(what));
    this.#renewals.set(what, renewal);
    return renewal;
  }

  #onFrame(frame: Frame): void {
    if (!('group_id' in frame)) return;
    if (frame.type === 'typing') {
      this.typing.see(frame.group_id, frame.handle);
      return;
    }
    this.tell(frame);
    if (frame.type !== 'message') return;
    const { group_id, message } = frame;
    this.outbox.confirm(message.client_id);
    this.typing.stop(group_id, message.sender.handle);
    if (message.sender.handle.toLowerCase() === this.#me.toLowerCase()) return;
    for (const listener of this.#listeners) listener(group_id, message);
  }

  /** What was missed while there was no connection. */
  #catchUp(): void {
    const { queryClient } = this.#needs;
    void queryClient.invalidateQueries({ queryKey: keys.messages });
    this.outbox.resume();
    this.#marks.resume();
  }

  /** An answer may be older than what was told already. */
  #retell(group: string): void {
    for (const frame of this.#recent.of(group)) {
      reapplyFrame(this.#needs.queryClient, frame, this.#me);
    }
  }

  #askSoon(group: string, asks: readonly Ask[]): void {
    const { queryClient } = this.#needs;
    if (asks.includes('group')) {
      this.#timers.after(`group ${group}`, ASK_SOON, () => void this.#refresh(group));
    }
    if (asks.includes('thread')) {
      const read = () =>
        void queryClient.invalidateQueries({ queryKey: keys.messageThread(group) });
      this.#timers.after(`thread ${group}`, ASK_SOON, read);
    }
    if (asks.includes('unread')) {
      const count = () => void queryClient.invalidateQueries({ queryKey: keys.unread });
      this.#timers.after('unread', COUNT_SOON, count);
    }
  }

  async #refresh(id: string): Promise<void> {
    const { queryClient } = this.#needs;
    try {
      const group = await this.fetchGroup(id);
      if (group) putInCache(queryClient, group);
      else removeFromCache(queryClient, id);
    } catch {
      // The next connection, or the next visit, asks again.
    }
  }

  async #putMark(group: string, id: string): Promise<void> {
    const params = { path: { id: group } };
    const body = { message_id: id };
    await unwrap(this.#needs.api.messages.PUT('/api/message_groups/{id}/read', { params, body }));
  }

  #send({ key, group, text, photos }: Outgoing): Promise<Message> {
    const { api } = this.#needs;
    return api.acting('send message', () =>
      unwrap(
        api.messages.POST('/api/message_groups/{id}/messages', {
          params: { path: { id: group }, header: { 'Idempotency-Key': key } },
          body: { message: text, ...attaching(photos) },
        }),
      ),
    );
  }
}

/** The part of a message that is about photos. */
function attaching(photos: Outgoing['photos']) {
  return photos.length > 0 ? { photos: photos.map(({ id, alt }) => ({ id, alt })) } : {};
}

/** Where the live connection is: on this site. */
function liveAddress({ protocol, host }: Location): string {
  return `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/live`;
}
