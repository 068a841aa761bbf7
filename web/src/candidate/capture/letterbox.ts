export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Returns where a source picture goes in a target so that all of it is seen, undistorted and centred. Nothing is cropped:
 * a second person often sits at the edge of a wide picture.
 */
export function letterbox(source: { width: number; height: number }, target: { width: number; height: number }): Rect {
  const scale = Math.min(target.width / source.width, target.height / source.height);
  const width = Math.round(source.width * scale);
  const height = Math.round(source.height * scale);
  return {
    x: Math.floor((target.width - width) / 2),
    y: Math.floor((target.height - height) / 2),
    width,
    height,
  };
}
