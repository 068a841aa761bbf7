import { useEffect, useState } from "react";
import * as server from "../../api/server";
import type { CameraCheck } from "../../api/types";
import { letterbox } from "../capture/letterbox";
import { playing } from "./playing";

/** As an exam page sends pictures, so that the face is as large as it will be then. */
const SIZE = { width: 320, height: 240 };
const JPEG_QUALITY = 0.8;

/** A look costs the server as much as half a second of an exam. */
const EVERY_MILLIS = 2500;
/**
 * After a look that could not be had: the server has other things to do, or another page of this student has just had one. The check is
 * no more than a help.
 */
const REST_MILLIS = 10_000;

/**
 * What the server sees in the camera's picture, while somebody looks at this page; undefined before the first answer, and where none
 * comes.
 */
export function useCameraCheck(track: MediaStreamTrack | undefined): CameraCheck | undefined {
  const [check, setCheck] = useState<CameraCheck>();
  useEffect(() => {
    if (track === undefined) return;
    const video = playing(track);
    let timer: ReturnType<typeof setTimeout> | undefined;
    let ended = false;
    const look = async (): Promise<void> => {
      let waitMillis = EVERY_MILLIS;
      try {
        const frame = document.hidden ? undefined : pictureOf(video);
        if (frame !== undefined) {
          const seen = await server.checkCamera(frame);
          if (!ended) setCheck(seen);
        }
      } catch {
        if (!ended) setCheck(undefined);
        waitMillis = REST_MILLIS;
      }
      if (!ended) timer = setTimeout(() => void look(), waitMillis);
    };
    timer = setTimeout(() => void look(), EVERY_MILLIS / 2);
    return () => {
      ended = true;
      clearTimeout(timer);
      video.srcObject = null;
      setCheck(undefined);
    };
  }, [track]);
  return check;
}

/** The picture as a JPEG, a data URL in base64; undefined while there is none. */
function pictureOf(video: HTMLVideoElement): string | undefined {
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return undefined;
  const canvas = document.createElement("canvas");
  canvas.width = SIZE.width;
  canvas.height = SIZE.height;
  const context = canvas.getContext("2d", { alpha: false });
  if (context === null) return undefined;
  const place = letterbox({ width: video.videoWidth, height: video.videoHeight }, SIZE);
  context.drawImage(video, place.x, place.y, place.width, place.height);
  return canvas.toDataURL("image/jpeg", JPEG_QUALITY);
}
