/**
 * Everything about the camera that must not wait for the page: draw, compress, send, record, cut. It owns the frame socket,
 * so that a page in the background (whose own timers are slowed down) goes on as before.
 *
 * Bounds: one picture is compressed at a time; the socket holds at most 64 KiB; the ring 16 s or 8 MB; 8 clips under way.
 */
import type { FromCaptureWorker, ToCaptureWorker } from "../messages";
import { Capture } from "./capture";

declare const self: DedicatedWorkerGlobalScope;

let capture: Capture | undefined;

function say(message: FromCaptureWorker, transfer: Transferable[] = []): void {
  self.postMessage(message, transfer);
  if (message.type === "finished") self.close();
}

self.onmessage = ({ data }: MessageEvent<ToCaptureWorker>) => {
  switch (data.type) {
    case "start":
      capture ??= new Capture(data.config, say);
      break;
    case "frames":
      void capture?.readFrames(data.readable);
      break;
    case "pull_frames":
      capture?.pullFrames();
      break;
    case "picture":
      capture?.onPicture(data.bitmap, data.bitmap);
      data.bitmap.close();
      break;
    case "camera_lost":
      capture?.dropCamera();
      break;
    case "camera_stands":
      capture?.cameraStands(data);
      break;
    case "reconnect":
      capture?.reconnect();
      break;
    case "may_connect":
      capture?.mayConnect(data.may);
      break;
    case "finish":
      capture?.finish();
      break;
  }
};
