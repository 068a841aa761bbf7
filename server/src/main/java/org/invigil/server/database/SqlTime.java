package org.invigil.server.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code timestamptz} to {@link Instant} and back; the driver speaks {@link OffsetDateTime} only. */
public final class SqlTime {

    /** The first and the last moment that any table takes, see {@code V11__bounds_and_secrets.sql}. */
    private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("2199-12-31T23:59:59.999Z");

    private SqlTime() {}

    /** Whether a time may be stored; it is stored in milliseconds. */
    public static boolean isStorable(Instant time) {
        return !time.isBefore(FIRST) && !time.truncatedTo(ChronoUnit.MILLIS).isAfter(LAST);
    }

    public static OffsetDateTime toSql(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    public static @Nullable OffsetDateTime toNullableSql(@Nullable Instant instant) {
        return instant == null ? null : toSql(instant);
    }

    /** The column's value, which the schema declares NOT NULL. */
    public static Instant instant(ResultSet row, String column) throws SQLException {
        return bounded(Objects.requireNonNull(row.getObject(column, OffsetDateTime.class), column));
    }

    public static @Nullable Instant nullableInstant(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : bounded(value);
    }

    /** A row from before there were bounds must not break the page that shows it. */
    private static Instant bounded(OffsetDateTime value) {
        Instant time = value.toInstant();
        if (time.isBefore(FIRST)) {
            return FIRST;
        }
        return time.isAfter(LAST) ? LAST : time;
    }
}
