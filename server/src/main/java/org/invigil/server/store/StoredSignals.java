package org.invigil.server.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;
import org.invigil.rules.batch.SignalBatch;
import org.invigil.rules.batch.SignalBatchCodec;
import org.invigil.rules.batch.SignalFormatException;

/** The raw signals of a row, in whichever of its two columns they stand: {@code signal_bytes} or {@code signals}. */
public final class StoredSignals {

    /** Both columns, for a query whose rows are given to {@link #read(ResultSet, long)}. */
    public static final String COLUMNS = "signals::text AS signals, signal_bytes";

    private StoredSignals() {}

    /** What {@code signal_bytes} is to hold, in base64, as JSON carries bytes. */
    static String encode(SignalBatch batch) {
        return Base64.getEncoder().encodeToString(SignalBatchCodec.encode(batch));
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @param startMillis when the batch began
     * @throws IllegalArgumentException if it is no batch
     */
    public static SignalBatch decode(String base64, long startMillis) {
        return decode(Base64.getDecoder().decode(base64), startMillis);
    }

    /**
     * Reads the signals of a row.
     *
     * @param startMillis when the batch began, the row's {@code started_at}
     * @throws IllegalArgumentException if an analyser keeps a kind of its own there, or a newer version of Invigil
     */
    public static SignalBatch read(ResultSet row, long startMillis) throws SQLException {
        byte[] bytes = row.getBytes("signal_bytes");
        if (bytes != null) {
            return decode(bytes, startMillis);
        }
        return SignalJson.read(String.valueOf(row.getString("signals")), startMillis);
    }

    private static SignalBatch decode(byte[] bytes, long startMillis) {
        try {
            return SignalBatchCodec.decode(bytes, startMillis);
        } catch (SignalFormatException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
