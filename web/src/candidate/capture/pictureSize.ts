import type { CaptureRequest } from "../../api/analyzeMessages";

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What a page draws at most, whatever it is asked for: what the server looks at. */
const MAX_EDGE = 1920;

/**
 * How large the pictures are that are sent. The server may ask for larger ones for a while, fewer a second; a request that is not
 * renewed runs out by itself, and one that says nothing that can be done changes nothing.
 */
export class PictureSize {
  private request: CaptureRequest | undefined;
  private untilMillis = 0;

  constructor(private readonly normal: Size) {}

  /** The server asks, at `nowMillis`. */
  ask(request: CaptureRequest, nowMillis: number): void {
    const { width, height, max_fps, for_ms } = request;
    const isSound =
      [width, height].every((edge) => Number.isInteger(edge) && edge > 0 && edge <= MAX_EDGE) &&
      max_fps > 0 &&
      for_ms > 0;
    this.request = isSound ? request : undefined;
    this.untilMillis = nowMillis + for_ms;
  }

  /** A new socket: what was asked on an older one is over. */
  forget(): void {
    this.request = undefined;
  }

  /** How large a picture of the camera is drawn. A camera that gives fewer pixels is not blown up: that would feign detail. */
  sizeOf(camera: Size, nowMillis: number): Size {
    const asked = this.current(nowMillis);
    const gives = asked !== undefined && (camera.width >= asked.width || camera.height >= asked.height);
    return gives ? asked : this.normal;
  }

  /** Pictures a second at most, Infinity where nothing was asked. */
  maxFps(nowMillis: number): number {
    return this.current(nowMillis)?.max_fps ?? Infinity;
  }

  private current(nowMillis: number): CaptureRequest | undefined {
    if (nowMillis >= this.untilMillis) this.request = undefined;
    return this.request;
  }
}
