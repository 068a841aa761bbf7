/**
 * From the bytes of a JPEG to a native picture ({@link org.invigil.vision.image.JpegDecoder}: libjpeg-turbo through OpenCV), and from
 * there to numbers about its light.
 *
 * <p>Threads: a decoder and the picture it hands out belong to one thread at a time; everything else is immutable.
 *
 * <p>Bounds: a decoder holds one input buffer no larger than the largest file it is given (at most {@link
 * org.invigil.vision.image.JpegDecoder#MAX_FILE_BYTES}) and two pictures no larger than the largest it has decoded.
 */
@NullMarked
package org.invigil.vision.image;

import org.jspecify.annotations.NullMarked;
