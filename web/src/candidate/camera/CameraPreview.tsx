import { Center, Loader } from "@mantine/core";
import { IconCameraOff } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import classes from "./CameraPreview.module.css";

/**
 * The student's own picture, mirrored as people know themselves. `off` says that none will come by waiting; `nearMark` shows how
 * large a face must be for its direction to be told well, and whether it is.
 */
export function CameraPreview({
  stream,
  label,
  off = false,
  nearMark,
}: {
  stream: MediaStream | undefined;
  label: string;
  off?: boolean;
  nearMark?: "wanted" | "reached";
}) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current !== null) video.current.srcObject = stream ?? null;
  }, [stream]);
  return (
    <div className={classes.frame}>
      <video ref={video} className={classes.video} autoPlay muted playsInline aria-label={label} />
      {nearMark !== undefined && stream !== undefined && (
        <div className={classes.nearMark} data-mark={nearMark} aria-hidden />
      )}
      {stream === undefined && (
        <Center className={classes.waiting}>
          {off ? (
            <IconCameraOff size={32} aria-label="The camera is off" />
          ) : (
            <Loader size="sm" aria-label="Waiting for the camera" />
          )}
        </Center>
      )}
    </div>
  );
}
