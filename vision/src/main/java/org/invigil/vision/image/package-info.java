/**
 * From the bytes of a JPEG to a native picture, its exposure and its fingerprint.
 *
 * <p>Owns: {@link org.invigil.vision.image.JpegHeader} (reads the size before native code sees a byte),
 * {@link org.invigil.vision.image.JpegDecoder} (libjpeg-turbo through OpenCV), {@link
 * org.invigil.vision.image.Luminance} and {@link org.invigil.vision.image.FrameFingerprint}.
 *
 * <p>Threads: a decoder and the picture it hands out belong to one thread at a time; everything else is immutable.
 *
 * <p>Bounds: a decoder holds one input buffer no larger than the largest file it is given (at most {@link
 * org.invigil.vision.image.JpegDecoder#MAX_FILE_BYTES}) and two pictures no larger than the largest it has decoded.
 */
@NullMarked
package org.invigil.vision.image;

import org.jspecify.annotations.NullMarked;
