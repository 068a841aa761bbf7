package org.invigil.server.store;

/**
 * That a picture was analysed.
 *
 * @param atMillis when its frame arrived, milliseconds since 1970 by the server's clock
 * @param hash 64-bit perceptual hash, see {@code PictureHash}
 */
public record AnalysedPicture(long atMillis, long hash) {}
