/**
 * How often is asked again where news come at any rate: one question at a time, and after
 * each answer a rest as long as it deserves. What comes meanwhile is one more question.
 */

export interface Pace {
  /** A rest is so many times as long as the answer took, within these bounds. */
  times: number;
  leastMs: number;
  mostMs: number;
}

export class Pacer {
  private since: number | null = null;
  private wanted = false;
  private looking = true;
  private resting: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly refresh: () => void,
    private readonly pace: Pace,
  ) {}

  /** Something has changed. */
  again(): void {
    this.wanted = true;
    this.begin();
  }

  /** The question is asked, by whomever. */
  asked(): void {
    this.since ??= performance.now();
  }

  /** Its answer is there and drawn. */
  answered(): void {
    if (this.since === null) return;
    const took = performance.now() - this.since;
    this.since = null;
    const { times, leastMs, mostMs } = this.pace;
    clearTimeout(this.resting);
    this.resting = setTimeout(
      () => {
        this.resting = undefined;
        this.begin();
      },
      Math.min(Math.max(times * took, leastMs), mostMs),
    );
  }

  /** Nothing is asked while nobody looks; what was missed is asked for afterwards. */
  look(looking: boolean): void {
    this.looking = looking;
    this.begin();
  }

  private begin(): void {
    const busy = this.since !== null || this.resting !== undefined;
    if (!this.wanted || busy || !this.looking) return;
    this.wanted = false;
    this.asked();
    this.refresh();
  }
}
