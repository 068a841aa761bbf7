package org.invigil.server.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.springframework.core.io.InputStreamSource;

/** The checksum by which a clip is known to have arrived as it was sent. */
final class Sha256 {

    private Sha256() {}

    /** The SHA-256 of the content, in lower-case hexadecimal. */
    static String of(InputStreamSource content) throws IOException {
        try (InputStream stream = content.getInputStream();
                DigestInputStream digest = new DigestInputStream(stream, MessageDigest.getInstance("SHA-256"))) {
            digest.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
