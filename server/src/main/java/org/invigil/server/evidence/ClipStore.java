package org.invigil.server.evidence;

import java.io.IOException;
import java.io.InputStream;
import org.invigil.rules.wire.WireNamed;
import org.springframework.core.io.InputStreamSource;

/** Where the bytes of clips are. Objects are written once and never changed. */
interface ClipStore {

    /** How an attempt to write ended. */
    enum Outcome implements WireNamed {
        STORED,
        /** The same bytes are there already, from an attempt that was cut off before it was told so. */
        ALREADY_THERE,
        /** Other bytes are there; they are left alone. */
        TAKEN
    }

    /**
     * Writes an object, whole and durable, unless there is one under this path.
     *
     * @param path relative, with slashes
     * @param sha256 of the content, in lower-case hexadecimal
     * @throws IOException if the store is away or full
     */
    Outcome putIfAbsent(String path, InputStreamSource content, long sizeBytes, String sha256) throws IOException;

    /**
     * Opens a part of an object.
     *
     * @throws java.nio.file.NoSuchFileException if there is no such object
     * @throws IOException if the store is away
     */
    InputStream open(String path, long offset, long length) throws IOException;

    /**
     * Looks whether an object could be written now; leaves nothing behind.
     *
     * @throws IOException if the store is away, full, or refuses this server
     */
    void check() throws IOException;

    /** Removes an object; one that is not there is fine. */
    void delete(String path) throws IOException;
}
