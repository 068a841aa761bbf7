package org.invigil.server.offline;

/** A file that cannot be analysed; the message says why, in one line. */
final class UnreadableMediaException extends Exception {

    private static final long serialVersionUID = 1L;

    UnreadableMediaException(String message) {
        super(message);
    }
}
