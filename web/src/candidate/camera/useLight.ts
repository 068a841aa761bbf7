import { useEffect, useState } from "react";
import { playing } from "./playing";

export type Light = "dark" | "bright" | "good";

const EVERY_MILLIS = 1000;
/** Mean brightness, 0 to 255. Only to give a hint before the exam: the analyser judges by itself. */
const DARK = 45;
const BRIGHT = 225;

/** Says once a second whether the camera's picture has usable light; undefined before the first picture. */
export function useLight(track: MediaStreamTrack | undefined): Light | undefined {
  const [light, setLight] = useState<Light>();
  useEffect(() => {
    if (track === undefined) return;
    const video = playing(track);
    const canvas = document.createElement("canvas");
    canvas.width = 32;
    canvas.height = 24;
    const context = canvas.getContext("2d", { willReadFrequently: true });
    const timer = setInterval(() => {
      if (context === null || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
      context.drawImage(video, 0, 0, canvas.width, canvas.height);
      const brightness = meanBrightness(context.getImageData(0, 0, canvas.width, canvas.height).data);
      setLight(brightness < DARK ? "dark" : brightness > BRIGHT ? "bright" : "good");
    }, EVERY_MILLIS);
    return () => {
      clearInterval(timer);
      video.srcObject = null;
      setLight(undefined);
    };
  }, [track]);
  return light;
}

function meanBrightness(rgba: Uint8ClampedArray): number {
  let sum = 0;
  for (let i = 0; i < rgba.length; i += 4) {
    sum += 0.299 * (rgba[i] ?? 0) + 0.587 * (rgba[i + 1] ?? 0) + 0.114 * (rgba[i + 2] ?? 0);
  }
  return sum / (rgba.length / 4);
}
