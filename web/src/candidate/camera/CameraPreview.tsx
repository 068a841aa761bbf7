import { Center, Loader } from "@mantine/core";
import { useEffect, useRef } from "react";
import classes from "./CameraPreview.module.css";

/** The student's own picture, mirrored as people know themselves. */
export function CameraPreview({ stream, label }: { stream: MediaStream | undefined; label: string }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current !== null) video.current.srcObject = stream ?? null;
  }, [stream]);
  return (
    <div className={classes.frame}>
      <video ref={video} className={classes.video} autoPlay muted playsInline aria-label={label} />
      {stream === undefined && (
        <Center className={classes.waiting}>
          <Loader size="sm" aria-label="Waiting for the camera" />
        </Center>
      )}
    </div>
  );
}
