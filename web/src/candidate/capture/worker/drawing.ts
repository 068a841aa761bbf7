import { letterbox } from "../letterbox";
import type { Size } from "../pictureSize";

/** A canvas of one size, and the camera's pictures on it, whole and undistorted. */
export class Drawing {
  readonly canvas: OffscreenCanvas;
  private readonly context: OffscreenCanvasRenderingContext2D;

  /** @throws Error if this browser cannot draw off the page */
  constructor({ width, height }: Size) {
    this.canvas = new OffscreenCanvas(width, height);
    const context = this.canvas.getContext("2d", { alpha: false });
    if (context === null) throw new Error("This browser cannot draw off the page.");
    this.context = context;
  }

  isOf({ width, height }: Size): boolean {
    return this.canvas.width === width && this.canvas.height === height;
  }

  draw(picture: VideoFrame | ImageBitmap, camera: Size): void {
    const { width, height } = this.canvas;
    const place = letterbox(camera, this.canvas);
    if (place.width < width || place.height < height) this.context.fillRect(0, 0, width, height);
    this.context.drawImage(picture, place.x, place.y, place.width, place.height);
  }

  /** What it shows now, whatever is drawn while it is compressed. */
  async toJpeg(quality: number): Promise<ArrayBuffer> {
    const jpeg = await this.canvas.convertToBlob({ type: "image/jpeg", quality });
    return jpeg.arrayBuffer();
  }
}
