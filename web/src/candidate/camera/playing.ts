/** A video that nobody sees and that plays a camera's track, to take pictures from; whoever asks for it takes the stream away again. */
export function playing(track: MediaStreamTrack): HTMLVideoElement {
  const video = document.createElement("video");
  video.muted = true;
  video.playsInline = true;
  video.srcObject = new MediaStream([track]);
  void video.play().catch(() => undefined);
  return video;
}
