import { backoffMillis } from "../api/backoff";

/**
 * Before the camera's place is taken back. The channel tells within 2 s that another window rules, and the shortest pause is
 * half the first: so long it is left to the channel. Windows that both think they rule do not fight without pause.
 */
const BACKOFF = { firstMillis: 5_000, maxMillis: 30_000 };
/** After this long without losing the camera's place, the pauses begin with the shortest again. */
const CALM_MILLIS = 120_000;

export interface CameraClaim {
  /** Whether this window still misses the camera's place. */
  isMissed(): boolean;
  /** Whether it is known now, and not from before, that this window rules. */
  isOurs(): boolean;
  takeBack(): void;
}

/**
 * The one place that the server has for this sitting's camera. Where this window rules, the place went to a window that came
 * back and does not know yet that it is not the one, or to an older try of this one, and is taken back.
 */
export class CameraPlace {
  private losses = 0;
  private lostAtMillis = -Infinity;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly claim: CameraClaim) {}

  /** Somebody else has the place. */
  lost(): void {
    const now = performance.now();
    if (now - this.lostAtMillis > CALM_MILLIS) this.losses = 0;
    this.lostAtMillis = now;
    this.takeBackLater();
  }

  dispose(): void {
    clearTimeout(this.timer);
  }

  private takeBackLater(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(
      () => {
        if (!this.claim.isMissed()) return;
        if (this.claim.isOurs()) this.claim.takeBack();
        else this.takeBackLater();
      },
      backoffMillis(this.losses, BACKOFF),
    );
    this.losses += 1;
  }
}
