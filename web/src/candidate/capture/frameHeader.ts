/** The 16 bytes before every JPEG on the frame socket; see docs/protocol.md. */
export const FRAME_HEADER_BYTES = 16;

const MAGIC = 0x4956; // "IV"
const VERSION = 1;

/**
 * Returns one binary message: the header, then the JPEG.
 *
 * @param seq unsigned 32-bit number that rises within one socket
 * @param captureTimeMillis when the picture was taken, milliseconds since 1970 by this computer's clock
 */
export function encodeFrame(seq: number, captureTimeMillis: number, jpeg: ArrayBuffer): ArrayBuffer {
  const message = new ArrayBuffer(FRAME_HEADER_BYTES + jpeg.byteLength);
  const header = new DataView(message, 0, FRAME_HEADER_BYTES);
  header.setUint16(0, MAGIC);
  header.setUint8(2, VERSION);
  header.setUint8(3, 0);
  header.setUint32(4, seq);
  header.setBigUint64(8, BigInt(Math.round(captureTimeMillis)));
  new Uint8Array(message, FRAME_HEADER_BYTES).set(new Uint8Array(jpeg));
  return message;
}
