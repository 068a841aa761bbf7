import type { CameraTrouble } from "../camera/cameraErrors";
import type { CameraStanding } from "./messages";

/** Tells how the camera stands whenever that changes, until `stop`. */
export class CameraStandingWatch {
  private track: MediaStreamVideoTrack | undefined;
  private trouble: CameraTrouble | undefined;

  constructor(private readonly tell: (standing: CameraStanding) => void) {
    document.addEventListener("visibilitychange", this.onChange);
  }

  /** The camera that is used from now on; none in trouble. */
  stands(track: MediaStreamVideoTrack | undefined, trouble?: CameraTrouble): void {
    this.unlisten();
    this.track = track;
    this.trouble = trouble;
    for (const event of EVENTS) track?.addEventListener(event, this.onChange);
    this.onChange();
  }

  stop(): void {
    this.unlisten();
    document.removeEventListener("visibilitychange", this.onChange);
  }

  private unlisten(): void {
    for (const event of EVENTS) this.track?.removeEventListener(event, this.onChange);
  }

  private readonly onChange = (): void => {
    this.tell({
      camera: this.state(),
      label: this.track?.label ?? null,
      hidden: document.visibilityState === "hidden",
    });
  };

  private state(): CameraStanding["camera"] {
    const { track, trouble } = this;
    if (track === undefined) return trouble === "denied" ? "denied" : trouble === "unplugged" ? "ended" : "missing";
    if (track.readyState === "ended") return "ended";
    return track.muted ? "muted" : "live";
  }
}

const EVENTS = ["mute", "unmute", "ended"] as const;
