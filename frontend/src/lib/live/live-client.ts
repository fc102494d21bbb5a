import { onlineManager } from '@tanstack/react-query';
import type { Frame } from '@/api/messages';
import { SessionEndedError } from '@/api/problem';
import { backoff } from './backoff';
import { parseFrame } from './frames';
import { Timers } from './timers';
import { endOfToken } from './token-life';

const PROTOCOL = 'cruddur.v1';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
// The gateway ends what is silent for ten minutes, and everything after two hours.
const PING = 8 * MINUTE;
const OLDEST = 110 * MINUTE;
// So long before its token ends a connection is replaced.
const AHEAD = 45 * SECOND;
const LEAST_LIFE = 30 * SECOND;
// A handshake or an answer that takes longer isn't coming.
const PATIENCE = 15 * SECOND;
// Who stays connected so long has a network that can be trusted again.
const STEADY = 10 * SECOND;
const POLL = 20 * SECOND;
// What is pushed may get lost on its way, and nobody would tell.
const SWEEP = MINUTE;
// After so many failures in a row something in between doesn't like sockets.
const BLOCKED = 3;

export interface LiveOptions {
  open: (protocols: string[]) => WebSocket;
  /** A valid access token; `force` asks for a new one. */
  token: (options: { force: boolean }) => Promise<string>;
  /** The server's time. */
  now: () => number;
  onFrame: (frame: Frame) => void;
  /** What was missed meanwhile has to be asked for: each time a connection stands. */
  onConnected: () => void;
  /** Ask as if there were no sockets: they don't come through, or it is time for a look. */
  onPoll: () => void;
  random?: () => number;
}

/**
 * Keeps one socket to the server for this tab. Any end that wasn't meant is followed by another
 * try, later and later; before a connection or its token ends, a new one takes its place. Where
 * sockets are blocked it says when to poll, and goes on trying.
 */
export class LiveClient {
  readonly #options: LiveOptions;
  readonly #timers = new Timers();
  #running = false;
  #socket: WebSocket | undefined;
  #dialling: WebSocket | undefined;
  /** The try that counts: what an earlier one still brings is too late. */
  #turn = 0;
  #failures = 0;
  #wantsNewToken = false;
  /** The server has told it to stay away. */
  #barred = false;
  #heardAt = 0;

  constructor(options: LiveOptions) {
    this.#options = options;
  }

  get connected(): boolean {
    return this.#socket !== undefined;
  }

  /** Connects, and stays so until the function returned is called. */
  start(page: Document = document): () => void {
    this.#running = true;
    const onVisible = () => {
      if (!page.hidden) this.#wake();
    };
    page.addEventListener('visibilitychange', onVisible);
    const unsubscribe = onlineManager.subscribe((online) => (online ? this.#wake() : this.#drop()));
    void this.#dial();
    return () => {
      page.removeEventListener('visibilitychange', onVisible);
      unsubscribe();
      this.#stop();
    };
  }

  #stop(): void {
    this.#running = false;
    this.#drop();
    this.#failures = 0;
  }

  /** Lets go of everything; whatever the sockets still say is too late. */
  #drop(): void {
    this.#turn++;
    this.#timers.clear();
    const sockets = [this.#socket, this.#dialling];
    this.#socket = this.#dialling = undefined;
    for (const socket of sockets) socket?.close(1000);
  }

  /** The tab or the network is back: no reason to wait any longer. */
  #wake(): void {
    if (!this.#running) return;
    this.#barred = false;
    if (this.#socket) this.#probe();
    else if (!this.#dialling) void this.#dial();
  }

  async #dial(): Promise<void> {
    if (!onlineManager.isOnline()) return;
    this.#timers.stop('retry');
    const turn = ++this.#turn;
    let token: string;
    try {
      token = await this.#options.token({ force: this.#wantsNewToken });
    } catch (error) {
      if (turn !== this.#turn) return;
      if (error instanceof SessionEndedError) this.#stop();
      else this.#onFailure();
      return;
    }
    if (turn !== this.#turn || !this.#running) return;
    this.#wantsNewToken = false;
    this.#listen(this.#options.open([PROTOCOL, token]), token);
  }

  #listen(socket: WebSocket, token: string): void {
    this.#dialling = socket;
    this.#timers.after('handshake', PATIENCE, () => socket.close());
    socket.onopen = () => {
      if (socket === this.#dialling) this.#onOpen(socket, token);
    };
    socket.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (socket === this.#socket) this.#onData(data);
    };
    socket.onclose = () => this.#onClose(socket);
  }

  #onOpen(socket: WebSocket, token: string): void {
    const before = this.#socket;
    this.#socket = socket;
    this.#dialling = undefined;
    before?.close(1000);
    this.#heardAt = Date.now();
    const timers = this.#timers;
    timers.clear();
    timers.after('steady', STEADY, () => (this.#failures = 0));
    timers.every('ping', PING, () => this.#probe());
    timers.every('sweep', SWEEP, () => this.#poll());
    timers.after('renew', this.#lifeOf(token), () => {
      this.#wantsNewToken = true;
      void this.#dial();
    });
    this.#options.onConnected();
  }

  #lifeOf(token: string): number {
    const end = endOfToken(token);
    if (end === undefined) return OLDEST;
    return Math.min(OLDEST, Math.max(LEAST_LIFE, end - this.#options.now() - AHEAD));
  }

  #onData(data: unknown): void {
    this.#heardAt = Date.now();
    this.#timers.stop('answer');
    const frame = parseFrame(data);
    if (!frame) return;
    if (frame.type === 'auth_expired') this.#renew();
    else if (frame.type === 'error' && frame.code === 'too_many_connections') this.#barred = true;
    else this.#options.onFrame(frame);
  }

  /**
   * The token of this connection ended: it closes, and another one begins at once. Where that
   * happens to a connection that has just begun, a new token didn't help: no sooner than after
   * any failure.
   */
  #renew(): void {
    const young = this.#timers.runs('steady');
    this.#wantsNewToken = true;
    this.#drop();
    if (young) this.#onFailure();
    else void this.#dial();
  }

  /** Asks whether anybody is still there. */
  #probe(): void {
    const socket = this.#socket;
    if (!socket) return;
    const silence = Date.now() - this.#heardAt;
    if (silence < LEAST_LIFE) return;
    socket.send(JSON.stringify({ action: 'ping' }));
    this.#timers.after('answer', PATIENCE, () => this.#lose(socket));
  }

  #onClose(socket: WebSocket): void {
    if (socket === this.#socket) this.#lose(socket);
    else if (socket === this.#dialling) {
      this.#dialling = undefined;
      this.#onFailure();
    }
  }

  /** What doesn't answer may never say that it is closed. */
  #lose(socket: WebSocket): void {
    if (socket !== this.#socket) return;
    this.#socket = undefined;
    socket.close();
    for (const name of ['steady', 'ping', 'sweep', 'answer', 'renew']) this.#timers.stop(name);
    // The one that was to take its place has its own time to answer.
    if (!this.#dialling) this.#onFailure();
  }

  #onFailure(): void {
    this.#timers.stop('handshake');
    if (!this.#running || !onlineManager.isOnline()) return;
    this.#failures++;
    // A refused token looks like any failure; a new one is tried once in a row of them.
    if (this.#failures === 2) this.#wantsNewToken = true;
    if (!this.#socket && (this.#barred || this.#failures >= BLOCKED)) this.#startPolling();
    if (this.#barred) return;
    const wait = backoff(this.#failures, this.#options.random);
    this.#timers.after('retry', wait, () => void this.#dial());
  }

  #startPolling(): void {
    if (this.#timers.runs('poll')) return;
    this.#timers.every('poll', POLL, () => this.#poll());
    this.#poll();
  }

  #poll(): void {
    if (!document.hidden && onlineManager.isOnline()) this.#options.onPoll();
  }
}
