package org.invigil.server.analysis;

/**
 * One picture on its way to the analyser.
 *
 * @param seq as the sender counts, rising
 * @param captureTimeMillis by the sender's clock, milliseconds since 1970
 * @param arrivedAtMillis by the server's clock, milliseconds since 1970
 * @param jpeg a whole JPEG file
 */
// The array is handed over, never changed and never compared: a frame's identity is its sequence number.
@SuppressWarnings("ArrayRecordComponent")
public record Frame(long seq, long captureTimeMillis, long arrivedAtMillis, byte[] jpeg) {}
