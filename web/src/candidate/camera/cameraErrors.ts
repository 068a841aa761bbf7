export type CameraTrouble = "denied" | "missing" | "busy" | "unplugged" | "blocked_by_page" | "unknown";

export interface CameraAdvice {
  readonly title: string;
  readonly steps: readonly string[];
}

/** What an error of `getUserMedia` means. */
export function cameraTrouble(error: unknown): CameraTrouble {
  const name = error instanceof Error || error instanceof DOMException ? error.name : "";
  switch (name) {
    case "NotAllowedError":
    case "PermissionDeniedError":
      return "denied";
    case "NotFoundError":
    case "DevicesNotFoundError":
    case "OverconstrainedError":
      return "missing";
    case "NotReadableError":
    case "TrackStartError":
    case "AbortError":
      return "busy";
    case "SecurityError":
      return "blocked_by_page";
    default:
      return "unknown";
  }
}

/** What to do about it, in the order to try. */
export const CAMERA_ADVICE: Readonly<Record<CameraTrouble, CameraAdvice>> = {
  denied: {
    title: "The browser may not use your camera",
    steps: [
      "Click the camera or lock symbol beside the address at the top of the window.",
      "Set “Camera” to “Allow”.",
      "If your system asks as well (macOS, Windows privacy settings), allow the browser there too.",
      "Press “Try again”.",
    ],
  },
  missing: {
    title: "No camera was found",
    steps: [
      "Connect a camera, or switch on the built-in one (some laptops have a slider or a key for it).",
      "It is picked up by itself as soon as the computer sees it; or press “Try again”.",
    ],
  },
  busy: {
    title: "Another program is using your camera",
    steps: [
      "Close video calls and other programs or windows that may use the camera.",
      "Press “Try again”. If it stays busy, unplug the camera and plug it in again, or restart the browser: your answers are safe.",
    ],
  },
  unplugged: {
    title: "The camera was disconnected",
    steps: [
      "Plug it in again: it continues by itself.",
      "If you have another camera, you can choose that one instead.",
    ],
  },
  blocked_by_page: {
    title: "This page may not use a camera",
    steps: ["The server's security settings forbid it. Please tell your administrator."],
  },
  unknown: {
    title: "The camera could not be started",
    steps: ["Press “Try again”.", "If that does not help, restart the browser: your answers are safe."],
  },
};
