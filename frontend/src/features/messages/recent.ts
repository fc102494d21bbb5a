import type { GroupFrame } from './reducer';

// As far behind as an answer of the API may be.
const KEPT = 2 * 60_000;
const MOST = 200;

/**
 * The frames of the last minutes. An answer that was on its way when they came, or that was made
 * from a list that lags behind, doesn't hold what they told: it is told again to that answer.
 */
export class RecentFrames {
  #frames: { frame: GroupFrame; at: number }[] = [];

  add(frame: GroupFrame): void {
    if (frame.type === 'typing' || frame.type === 'group_changed') return;
    const at = Date.now();
    this.#frames = [...this.#frames, { frame, at }].filter((kept) => kept.at > at - KEPT);
    this.#frames = this.#frames.slice(-MOST);
  }

  /** Those about a conversation, in the order they came. */
  of(group: string): GroupFrame[] {
    const since = Date.now() - KEPT;
    return this.#frames
      .filter(({ frame, at }) => frame.group_id === group && at > since)
      .map(({ frame }) => frame);
  }

  forget(): void {
    this.#frames = [];
  }
}
