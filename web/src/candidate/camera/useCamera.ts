import { useCallback, useEffect, useRef, useState } from "react";
import { cameraTrouble, type CameraTrouble } from "./cameraErrors";

export type CameraState =
  | { readonly state: "off" }
  | { readonly state: "asking" }
  | { readonly state: "on"; readonly stream: MediaStream; readonly track: MediaStreamVideoTrack }
  | { readonly state: "trouble"; readonly trouble: CameraTrouble };

export interface CameraDevice {
  readonly deviceId: string;
  readonly label: string;
}

export interface Camera {
  readonly camera: CameraState;
  readonly devices: readonly CameraDevice[];
  readonly start: (deviceId?: string) => void;
  readonly stop: () => void;
}

const CHOSEN_KEY = "invigil.camera";
const RETRY_MILLIS = 5000;

/**
 * The student's camera. It comes back by itself: when a camera is plugged in, and by trying again while it is busy or
 * gone. Only a refused permission waits for the student.
 */
export function useCamera(): Camera {
  const [camera, setCamera] = useState<CameraState>({ state: "off" });
  const [devices, setDevices] = useState<readonly CameraDevice[]>([]);
  const wanted = useRef(false);
  const current = useRef<MediaStream | undefined>(undefined);
  const attempt = useRef(0);

  const release = useCallback(() => {
    current.current?.getTracks().forEach((track) => {
      track.stop();
    });
    current.current = undefined;
  }, []);

  const open = useCallback(
    async (deviceId: string | undefined) => {
      const mine = ++attempt.current;
      release();
      try {
        const stream = await navigator.mediaDevices.getUserMedia({ video: constraints(deviceId), audio: false });
        if (mine !== attempt.current || !wanted.current) {
          stream.getTracks().forEach((track) => {
            track.stop();
          });
          return;
        }
        const [track] = stream.getVideoTracks();
        if (track === undefined) throw new DOMException("No video track", "NotFoundError");
        current.current = stream;
        track.addEventListener("ended", () => {
          if (current.current === stream) setCamera({ state: "trouble", trouble: "unplugged" });
        });
        setCamera({ state: "on", stream, track });
        setDevices(await listCameras());
      } catch (error) {
        if (mine === attempt.current) setCamera({ state: "trouble", trouble: cameraTrouble(error) });
      }
    },
    [release],
  );

  const start = useCallback(
    (deviceId?: string) => {
      wanted.current = true;
      if (deviceId !== undefined) remember(deviceId);
      setCamera({ state: "asking" });
      void open(deviceId ?? remembered());
    },
    [open],
  );

  const stop = useCallback(() => {
    wanted.current = false;
    attempt.current += 1;
    release();
    setCamera({ state: "off" });
  }, [release]);

  // A camera that was plugged in or came back is taken at once.
  const inTrouble = camera.state === "trouble" && camera.trouble !== "denied" && camera.trouble !== "blocked_by_page";
  useEffect(() => {
    // Absent where the page is not in a secure context; that page says so instead.
    const media = navigator.mediaDevices as MediaDevices | undefined;
    if (media === undefined) return;
    const onChange = () => {
      void listCameras().then(setDevices);
      if (inTrouble) void open(remembered());
    };
    media.addEventListener("devicechange", onChange);
    return () => {
      media.removeEventListener("devicechange", onChange);
    };
  }, [inTrouble, open]);

  useEffect(() => {
    if (!inTrouble) return;
    const timer = setInterval(() => void open(remembered()), RETRY_MILLIS);
    return () => {
      clearInterval(timer);
    };
  }, [inTrouble, open]);

  useEffect(() => stop, [stop]);

  return { camera, devices, start, stop };
}

function constraints(deviceId: string | undefined): MediaTrackConstraints {
  return {
    width: { ideal: 640 },
    height: { ideal: 480 },
    aspectRatio: { ideal: 4 / 3 },
    frameRate: { ideal: 30 },
    // Ideal, not exact: where the chosen camera is gone, another one is better than none.
    ...(deviceId === undefined ? { facingMode: "user" } : { deviceId: { ideal: deviceId } }),
  };
}

async function listCameras(): Promise<CameraDevice[]> {
  const all = await navigator.mediaDevices.enumerateDevices();
  return all
    .filter((device) => device.kind === "videoinput" && device.deviceId !== "")
    .map((device, index) => ({ deviceId: device.deviceId, label: device.label || `Camera ${index + 1}` }));
}

function remembered(): string | undefined {
  try {
    return localStorage.getItem(CHOSEN_KEY) ?? undefined;
  } catch {
    return undefined;
  }
}

function remember(deviceId: string): void {
  try {
    localStorage.setItem(CHOSEN_KEY, deviceId);
  } catch {
    // Then it is asked for again next time.
  }
}
