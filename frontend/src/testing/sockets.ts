import { vi } from 'vitest';
import type { Frame } from '@/api/messages';

/** A socket whose other end is the test. */
export class FakeSocket {
  onopen: () => void = () => undefined;
  onmessage: (event: { data: unknown }) => void = () => undefined;
  onclose: () => void = () => undefined;
  readonly sent: string[] = [];
  readonly protocols: string[];
  closed = false;

  constructor(protocols: string[] = []) {
    this.protocols = protocols;
  }

  /** The token it came with. */
  get token(): string | undefined {
    return this.protocols[1];
  }

  send(data: string): void {
    this.sent.push(data);
  }

  /** As a browser does: `onclose` comes later, if at all. */
  close(): void {
    this.closed = true;
  }

  /** The server accepts. */
  accept(): void {
    this.onopen();
  }

  /** The server, or something in between, ends it. */
  end(): void {
    this.closed = true;
    this.onclose();
  }

  /** The server says something. */
  say(frame: Frame | { type: string }): void {
    this.onmessage({ data: JSON.stringify(frame) });
  }
}

/** Every socket that the app opens from now on, in order. Nobody answers but the test. */
export function fakeSockets(): FakeSocket[] {
  const opened: FakeSocket[] = [];
  vi.stubGlobal(
    'WebSocket',
    class extends FakeSocket {
      constructor(_: string, protocols: string[]) {
        super(protocols);
        opened.push(this);
      }
    },
  );
  return opened;
}
