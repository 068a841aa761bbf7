import { BufferTarget, EncodedPacket, EncodedVideoPacketSource, Output, WebMOutputFormat } from "mediabunny";
import type { CutClip } from "../clipPlanner";
import type { RecordedClip } from "../messages";
import type { RecorderCodec } from "./videoRecorder";

/** WebM file from cut chunks: plays by itself, has a length and an index to seek by. */
export async function muxClip(
  cut: CutClip,
  video: { codec: RecorderCodec; width: number; height: number; fps: number },
): Promise<RecordedClip> {
  const source = new EncodedVideoPacketSource(video.codec);
  const target = new BufferTarget();
  const output = new Output({ format: new WebMOutputFormat(), target });
  output.addVideoTrack(source, { frameRate: video.fps });
  await output.start();

  const frameMillis = 1000 / video.fps;
  let endMillis = cut.startMillis;
  for (const [index, chunk] of cut.chunks.entries()) {
    const next = cut.chunks[index + 1]?.atMillis ?? Math.min(chunk.atMillis + frameMillis, cut.endMillis);
    const durationMillis = Math.max(next - chunk.atMillis, 1);
    endMillis = chunk.atMillis + durationMillis;
    const packet = new EncodedPacket(
      chunk.data,
      chunk.key ? "key" : "delta",
      (chunk.atMillis - cut.startMillis) / 1000,
      durationMillis / 1000,
    );
    await source.add(packet, {
      decoderConfig: {
        codec: video.codec === "vp9" ? "vp09.00.30.08" : "vp8",
        codedWidth: video.width,
        codedHeight: video.height,
      },
    });
  }
  await output.finalize();
  const file = target.buffer;
  if (file === null) throw new Error("The clip could not be written.");

  return {
    clipId: cut.request.clipId,
    behavior: cut.request.behavior,
    recordedAtMillis: Math.round(cut.startMillis),
    durationMillis: Math.max(1, Math.round(endMillis - cut.startMillis)),
    sha256: hex(await crypto.subtle.digest("SHA-256", file)),
    file,
  };
}

function hex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
