/** One answer of the server: its headers and when, by this device, it was asked and given. */
export interface Observation {
  headers: Headers;
  sentAt: number;
  receivedAt: number;
}

// The `Date` header has whole seconds, so the true time lies within this much after it.
const DATE_RESOLUTION = 1000;

/**
 * Tells the server's time. Cruds end by the server's clock, and a device's may be
 * minutes off. Each answer bounds the difference from both sides: the server wrote its
 * `Date` after we asked and before we heard. The bounds of several answers are
 * intersected, so the estimate gets better as answers come in.
 */
export class ServerClock {
  readonly #deviceNow: () => number;
  #least = Number.NEGATIVE_INFINITY;
  #most = Number.POSITIVE_INFINITY;

  constructor(deviceNow: () => number = () => Date.now()) {
    this.#deviceNow = deviceNow;
  }

  /** The server's time, in milliseconds since 1970; the device's before any answer. */
  now(): number {
    return this.#deviceNow() + this.offset;
  }

  /** How far the device is behind the server, in milliseconds. */
  get offset(): number {
    if (this.#least === Number.NEGATIVE_INFINITY) return 0;
    // A device that agrees with the server as far as can be known is left alone.
    if (this.#least <= 0 && this.#most >= 0) return 0;
    return Math.round((this.#least + this.#most) / 2);
  }

  /** Learns from an answer. Answers from a cache (`Age`) carry an old date and are passed over. */
  observe({ headers, sentAt, receivedAt }: Observation): void {
    const date = Date.parse(headers.get('date') ?? '');
    if (Number.isNaN(date) || Number(headers.get('age') ?? 0) > 0) return;
    const least = date - receivedAt;
    const most = date + DATE_RESOLUTION - sentAt;
    const disjoint = least > this.#most || most < this.#least;
    // Bounds that contradict the earlier ones mean that a clock was set: begin anew.
    this.#least = disjoint ? least : Math.max(least, this.#least);
    this.#most = disjoint ? most : Math.min(most, this.#most);
  }
}
