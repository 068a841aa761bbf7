import type { AnalysisResult } from "../../api/analyzeMessages";
import type { SocketState } from "../../api/reconnectingSocket";

/** What the capture worker is told. */
export type ToCaptureWorker =
  | { readonly type: "start"; readonly config: CaptureConfig }
  /** A camera, as a stream of frames that was transferred. */
  | { readonly type: "frames"; readonly readable: ReadableStream<VideoFrame> }
  /** A camera in a browser without MediaStreamTrackProcessor: the worker asks for each picture with `tick`. */
  | { readonly type: "pull_frames" }
  | { readonly type: "picture"; readonly bitmap: ImageBitmap }
  | { readonly type: "camera_lost" }
  /** How the camera stands, for the server to know why pictures are missing. */
  | ({ readonly type: "camera_stands" } & CameraStanding)
  | { readonly type: "reconnect" }
  /** Whether a new socket may be opened: not while it is unknown which window rules. */
  | { readonly type: "may_connect"; readonly may: boolean }
  /** The exam is over: finish the clips under way, then answer `finished`. */
  | { readonly type: "finish" };

/** docs/protocol.md, what the page says of its link. */
export interface CameraStanding {
  readonly camera: "live" | "muted" | "ended" | "denied" | "missing";
  /** As the browser names it; null without one. */
  readonly label: string | null;
  /** Whether the page is in the background. */
  readonly hidden: boolean;
}

export interface CaptureConfig {
  readonly socketUrl: string;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly jpegQuality: number;
  readonly clipMillis: number;
  readonly beforeMillis: number;
}

/**
 * `silent`: the socket is open, but nothing is heard of the server. `no_room`: the server is full; the exam goes on and the
 * camera connects when there is room. `replaced`: another window, or an older try of this one, has the camera.
 */
export type ConnectionState = Exclude<SocketState, "ended"> | "replaced";

export interface Connection {
  readonly state: ConnectionState;
  /** Tries in a row that came to nothing. */
  readonly failures: number;
  /** When the server was heard last, by the steady clock that page and worker share; null if never. */
  readonly heardAtMillis: number | null;
}

/** What the capture worker says. */
export type FromCaptureWorker =
  | ({ readonly type: "connection" } & Connection)
  | { readonly type: "result"; readonly result: AnalysisResult }
  /** The student is asked to turn the head; null: no longer. */
  | { readonly type: "challenge"; readonly turn: HeadTurn | null; readonly forMillis: number }
  | { readonly type: "stats"; readonly stats: CaptureStats }
  | { readonly type: "clip"; readonly clip: RecordedClip }
  /** Nothing, or too little, was recorded around the event. */
  | { readonly type: "clip_lost"; readonly clipId: string; readonly reason: string }
  | { readonly type: "recorder_failed"; readonly reason: string }
  | { readonly type: "frames_ended" }
  | { readonly type: "tick" }
  | { readonly type: "finished" };

/** The student's own left or right. */
export type HeadTurn = "left" | "right";

/** Measured over the last second. */
export interface CaptureStats {
  readonly cameraFps: number;
  readonly sentFps: number;
  readonly sentKbitPerSecond: number;
  readonly droppedFrames: number;
  readonly ringBytes: number;
}

export interface RecordedClip {
  readonly clipId: string;
  readonly behavior: string;
  /** When the first picture was taken, milliseconds since 1970. */
  readonly recordedAtMillis: number;
  readonly durationMillis: number;
  readonly sha256: string;
  readonly file: ArrayBuffer;
}
