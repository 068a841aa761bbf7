package org.invigil.server.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.invigil.server.database.SqlTime;
import org.springframework.stereotype.Service;

/** Keys of analysers that run elsewhere. A key has 256 random bits, so a plain SHA-256 of it is safe to keep. */
@Service
class ServiceTokens {

    private static final String PREFIX = "ivg_";

    private final ActorTransactions transactions;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    ServiceTokens(ActorTransactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    record Created(ServiceToken serviceToken, String key) {}

    Created create(Actor actor, String name) {
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        String key = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        ServiceToken token = new ServiceToken(
                UUID.randomUUID(), name.strip(), clock.instant().truncatedTo(ChronoUnit.MILLIS), null);
        transactions.run(actor, jdbc -> jdbc.sql(
                        "INSERT INTO service_tokens (id, name, token_hash, created_at) VALUES (?, ?, ?, ?)")
                .params(token.id(), token.name(), hash(key), SqlTime.toSql(token.createdAt()))
                .update());
        return new Created(token, key);
    }

    List<ServiceToken> list(Actor actor) {
        return transactions.run(actor, jdbc -> jdbc.sql(
                        "SELECT id, name, created_at, revoked_at FROM service_tokens ORDER BY created_at")
                .query((row, number) -> token(row))
                .list());
    }

    /** Revokes it; a second time changes nothing. */
    void revoke(Actor actor, UUID id) {
        int known = transactions.run(
                actor, jdbc -> jdbc.sql("UPDATE service_tokens SET revoked_at = coalesce(revoked_at, ?) WHERE id = ?")
                        .params(SqlTime.toSql(clock.instant()), id)
                        .update());
        if (known == 0) {
            throw IdentityException.notFound();
        }
    }

    /** The token of a key, if it is known and not revoked. */
    Optional<ServiceToken> authenticate(String key) {
        return transactions.run(
                Actor.SYSTEM, jdbc -> jdbc.sql("SELECT id, name, created_at, revoked_at FROM service_tokens"
                                + " WHERE token_hash = ? AND revoked_at IS NULL")
                        .param(hash(key))
                        .query((row, number) -> token(row))
                        .optional());
    }

    private static String hash(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private static ServiceToken token(ResultSet row) throws SQLException {
        return new ServiceToken(
                row.getObject("id", UUID.class),
                row.getString("name"),
                SqlTime.instant(row, "created_at"),
                SqlTime.nullableInstant(row, "revoked_at"));
    }
}
