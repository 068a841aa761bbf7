/** Why this page cannot proctor an exam here; undefined when it can. */
export type Unsupported = "insecure" | "no_camera_api" | "no_recorder" | "no_canvas";

export function findUnsupported(scope: typeof globalThis = globalThis): Unsupported | undefined {
  if (!scope.isSecureContext) return "insecure";
  if ((scope.navigator.mediaDevices as MediaDevices | undefined)?.getUserMedia === undefined) return "no_camera_api";
  if (!("VideoEncoder" in scope)) return "no_recorder";
  if (!("OffscreenCanvas" in scope)) return "no_canvas";
  return undefined;
}
