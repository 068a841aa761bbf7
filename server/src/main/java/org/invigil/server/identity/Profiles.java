package org.invigil.server.identity;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.invigil.rules.wire.WireNamed;
import org.invigil.server.database.SqlTime;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.stereotype.Service;

/** Accounts: creating them, their passwords, disabling them. Callers have checked who asks; the database checks again. */
@Service
public class Profiles {

    private static final String COLUMNS = "p.id, p.username, p.display_name, p.role, p.created_at, p.disabled_at";

    private final ActorTransactions transactions;
    private final Passwords passwords;
    private final FindByIndexNameSessionRepository<?> signIns;
    private final Clock clock;

    Profiles(
            ActorTransactions transactions,
            Passwords passwords,
            FindByIndexNameSessionRepository<?> signIns,
            Clock clock) {
        this.transactions = transactions;
        this.passwords = passwords;
        this.signIns = signIns;
        this.clock = clock;
    }

    /** A profile with the password that was made for it, null if the caller chose one. */
    public record WithPassword(Profile profile, @Nullable String password) {}

    record WithHash(Profile profile, String passwordHash) {}

    public List<Profile> list(Actor actor) {
        return transactions.run(
                actor, jdbc -> jdbc.sql("SELECT " + COLUMNS + " FROM profiles p ORDER BY p.role, p.username")
                        .query((row, number) -> profile(row))
                        .list());
    }

    /**
     * Finds an account.
     *
     * @throws IdentityException if the actor may not see it, or it does not exist
     */
    public Profile get(Actor actor, UUID profileId) {
        return transactions.run(actor, jdbc -> find(jdbc, profileId)).orElseThrow(IdentityException::notFound);
    }

    /**
     * Creates an account.
     *
     * @param password null to have one made
     * @throws IdentityException if the username is taken or the password is weak
     */
    public WithPassword create(
            Actor actor, String username, String displayName, PersonRole role, @Nullable String password) {
        String chosen = password == null ? passwords.generate() : password;
        String hash = passwords.hash(chosen);
        String name = username.strip().toLowerCase(Locale.ROOT);
        Profile profile = new Profile(
                UUID.randomUUID(),
                name,
                displayName.strip(),
                role,
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                null);
        try {
            transactions.runThenAsSystem(actor, jdbc -> insert(jdbc, profile), (jdbc, inserted) -> {
                storeHash(jdbc, profile.id(), hash);
                return inserted;
            });
        } catch (DuplicateKeyException e) {
            throw IdentityException.usernameTaken(name);
        }
        return new WithPassword(profile, password == null ? chosen : null);
    }

    private static int insert(JdbcClient jdbc, Profile profile) {
        return jdbc.sql("INSERT INTO profiles (id, username, display_name, role, created_at) VALUES (?, ?, ?, ?, ?)")
                .params(
                        profile.id(),
                        profile.username(),
                        profile.displayName(),
                        profile.role().wireName(),
                        SqlTime.toSql(profile.createdAt()))
                .update();
    }

    /** Sets a password and signs the person out everywhere. */
    public WithPassword changePassword(Actor actor, UUID profileId, @Nullable String password) {
        Profile profile = get(actor, profileId);
        String chosen = password == null ? passwords.generate() : password;
        String hash = passwords.hash(chosen);
        transactions.run(Actor.SYSTEM, jdbc -> {
            storeHash(jdbc, profileId, hash);
            return profileId;
        });
        signOutEverywhere(profileId);
        return new WithPassword(profile, password == null ? chosen : null);
    }

    /** Lets a person sign in or not; in both cases they are signed out everywhere. */
    Profile setDisabled(Actor actor, UUID profileId, boolean disabled) {
        if (disabled && profileId.equals(actor.userId())) {
            throw IdentityException.notYourself();
        }
        Profile changed = transactions
                .run(actor, jdbc -> {
                    jdbc.sql("UPDATE profiles SET disabled_at = ? WHERE id = ?")
                            .param(disabled ? SqlTime.toSql(clock.instant()) : null)
                            .param(profileId)
                            .update();
                    return find(jdbc, profileId);
                })
                .orElseThrow(IdentityException::notFound);
        signOutEverywhere(profileId);
        return changed;
    }

    public boolean isEmpty() {
        return transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql("SELECT NOT EXISTS (SELECT 1 FROM profiles)")
                .query(Boolean.class)
                .single());
    }

    /**
     * Gives the oldest admin a password where no admin has one, so that nobody could ever sign in to mend it: an earlier
     * version could leave that behind when its first start was cut off. Empty where there is nothing to mend.
     */
    public Optional<WithPassword> healFirstAdmin() {
        Optional<Profile> shutOut = transactions.run(
                Actor.SYSTEM, jdbc -> jdbc.sql("SELECT " + COLUMNS + " FROM profiles p WHERE p.role = 'admin'"
                                + " AND NOT EXISTS (SELECT 1 FROM credentials c JOIN profiles a ON a.id = c.profile_id"
                                + " WHERE a.role = 'admin') ORDER BY p.created_at, p.id LIMIT 1")
                        .query((row, number) -> profile(row))
                        .optional());
        if (shutOut.isEmpty()) {
            return Optional.empty();
        }
        Profile admin = shutOut.get();
        String chosen = passwords.generate();
        String hash = passwords.hash(chosen);
        // Of several nodes that start at once, one wins, and its password is the one that counts.
        boolean isMine = transactions.run(
                Actor.SYSTEM,
                jdbc -> jdbc.sql(
                                        "INSERT INTO credentials"
                                                + " (profile_id, password_hash, changed_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
                                .params(admin.id(), hash, SqlTime.toSql(clock.instant()))
                                .update()
                        == 1);
        return isMine ? Optional.of(new WithPassword(admin, chosen)) : Optional.empty();
    }

    public Optional<Profile> findByUsername(String username) {
        return findForSignIn(username).map(WithHash::profile);
    }

    Optional<WithHash> findForSignIn(String username) {
        return transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql("SELECT " + COLUMNS + ", c.password_hash FROM profiles p"
                        + " JOIN credentials c ON c.profile_id = p.id WHERE p.username = ?")
                .param(username.strip().toLowerCase(Locale.ROOT))
                .query((row, number) -> new WithHash(profile(row), row.getString("password_hash")))
                .optional());
    }

    private static Optional<Profile> find(JdbcClient jdbc, UUID profileId) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM profiles p WHERE p.id = ?")
                .param(profileId)
                .query((row, number) -> profile(row))
                .optional();
    }

    /** As the server itself: an admin may set a password, but nobody else may touch the hashes. */
    private void storeHash(JdbcClient jdbc, UUID profileId, String hash) {
        jdbc.sql("""
                        INSERT INTO credentials (profile_id, password_hash, changed_at) VALUES (?, ?, ?)
                        ON CONFLICT (profile_id) DO UPDATE
                        SET password_hash = excluded.password_hash, changed_at = excluded.changed_at""").params(profileId, hash, SqlTime.toSql(clock.instant())).update();
    }

    private void signOutEverywhere(UUID profileId) {
        signIns.findByPrincipalName(profileId.toString()).keySet().forEach(signIns::deleteById);
    }

    private static Profile profile(ResultSet row) throws SQLException {
        return new Profile(
                row.getObject("id", UUID.class),
                row.getString("username"),
                row.getString("display_name"),
                WireNamed.get(PersonRole.class, row.getString("role")),
                SqlTime.instant(row, "created_at"),
                SqlTime.nullableInstant(row, "disabled_at"));
    }
}
