package org.invigil.server.identity;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
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

    private static final String COLUMNS = """
            p.id, p.username, p.display_name, p.created_at, p.disabled_at,
            ARRAY(SELECT r.role FROM profile_roles r WHERE r.profile_id = p.id ORDER BY r.role) AS roles,
            ARRAY(SELECT a.role FROM staff_assignments a WHERE a.profile_id = p.id AND a.exam_id IS NULL) AS every_exam_roles
            """;

    private final ActorTransactions transactions;
    private final Passwords passwords;
    private final StaffAssignments assignments;
    private final FindByIndexNameSessionRepository<?> signIns;
    private final Clock clock;

    Profiles(
            ActorTransactions transactions,
            Passwords passwords,
            StaffAssignments assignments,
            FindByIndexNameSessionRepository<?> signIns,
            Clock clock) {
        this.transactions = transactions;
        this.passwords = passwords;
        this.assignments = assignments;
        this.signIns = signIns;
        this.clock = clock;
    }

    /** A profile with the password that was made for it, null if the caller chose one. */
    public record WithPassword(Profile profile, @Nullable String password) {}

    record WithHash(Profile profile, String passwordHash) {}

    public List<Profile> list(Actor actor) {
        return transactions.run(
                actor, jdbc -> jdbc.sql("SELECT " + COLUMNS + " FROM profiles p ORDER BY roles, p.username")
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
     * Creates an account; as proctor and reviewer for every exam, as author for none yet.
     *
     * @param roles one at least
     * @param password null to have one made
     * @throws IdentityException if the username is taken or the password is weak
     */
    public WithPassword create(
            Actor actor, String username, String displayName, Set<PersonRole> roles, @Nullable String password) {
        return create(actor, username, displayName, RoleGrant.of(roles, null), password);
    }

    WithPassword create(Actor actor, String username, String displayName, RoleGrant grant, @Nullable String password) {
        String chosen = password == null ? passwords.generate() : password;
        String hash = passwords.hash(chosen);
        String name = username.strip().toLowerCase(Locale.ROOT);
        Profile profile = new Profile(
                UUID.randomUUID(),
                name,
                displayName.strip(),
                grant.roles(),
                grant.everyExam(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                null);
        try {
            transactions.runThenAsSystem(actor, jdbc -> insert(jdbc, profile), (jdbc, inserted) -> {
                insertRoles(jdbc, profile.id(), grant.roles());
                assignments.setEveryExam(jdbc, profile.id(), grant.everyExam(), actor.userId());
                storeHash(jdbc, profile.id(), hash);
                return inserted;
            });
        } catch (DuplicateKeyException e) {
            throw IdentityException.usernameTaken(name);
        }
        return new WithPassword(profile, password == null ? chosen : null);
    }

    private static int insert(JdbcClient jdbc, Profile profile) {
        return jdbc.sql("INSERT INTO profiles (id, username, display_name, created_at) VALUES (?, ?, ?, ?)")
                .params(profile.id(), profile.username(), profile.displayName(), SqlTime.toSql(profile.createdAt()))
                .update();
    }

    private static void insertRoles(JdbcClient jdbc, UUID profileId, Set<PersonRole> roles) {
        jdbc.sql(
                        "INSERT INTO profile_roles (profile_id, role) SELECT ?, unnest(CAST(? AS text[])) ON CONFLICT DO NOTHING")
                .params(profileId, wireNames(roles))
                .update();
    }

    private static String[] wireNames(Set<PersonRole> roles) {
        return roles.stream().map(PersonRole::wireName).toArray(String[]::new);
    }

    /**
     * Gives the person these roles instead of those they had, and signs them out everywhere if that changes anything, so that
     * every page and every socket of theirs begins anew. Assignments go with the role they were for.
     *
     * @throws IdentityException if there is nobody with this id, or no admin would be left who can sign in
     */
    Profile changeRoles(Actor actor, UUID profileId, RoleGrant grant) {
        record Changed(Profile before, Profile after) {}
        Changed changed = transactions.run(actor, jdbc -> {
            lockAdmins(jdbc);
            Profile before = find(jdbc, profileId).orElseThrow(IdentityException::notFound);
            jdbc.sql("DELETE FROM profile_roles WHERE profile_id = ? AND role <> ALL (?)")
                    .params(profileId, wireNames(grant.roles()))
                    .update();
            insertRoles(jdbc, profileId, grant.roles());
            assignments.setEveryExam(jdbc, profileId, grant.everyExam(), actor.userId());
            refuseWithoutAdmin(jdbc);
            return new Changed(before, find(jdbc, profileId).orElseThrow(IdentityException::notFound));
        });
        if (!changed.before().roles().equals(changed.after().roles())) {
            signOutEverywhere(profileId);
        }
        return changed.after();
    }

    /** Two who take the role from each other come one after the other. */
    private static void lockAdmins(JdbcClient jdbc) {
        jdbc.sql("SELECT 1 FROM profile_roles WHERE role = 'admin' ORDER BY profile_id FOR UPDATE")
                .query(Integer.class)
                .list();
    }

    private static void refuseWithoutAdmin(JdbcClient jdbc) {
        boolean left = jdbc.sql("SELECT EXISTS (SELECT 1 FROM profile_roles r JOIN profiles p ON p.id = r.profile_id"
                        + " WHERE r.role = 'admin' AND p.disabled_at IS NULL)")
                .query(Boolean.class)
                .single();
        if (!left) {
            throw IdentityException.lastAdmin();
        }
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
                    lockAdmins(jdbc);
                    jdbc.sql("UPDATE profiles SET disabled_at = ? WHERE id = ?")
                            .param(disabled ? SqlTime.toSql(clock.instant()) : null)
                            .param(profileId)
                            .update();
                    refuseWithoutAdmin(jdbc);
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
        Optional<Profile> shutOut = transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql(
                        "SELECT " + COLUMNS + " FROM profiles p"
                                + " WHERE p.id IN (SELECT profile_id FROM profile_roles WHERE role = 'admin')"
                                + " AND NOT EXISTS (SELECT 1 FROM credentials c JOIN profile_roles a"
                                + " ON a.profile_id = c.profile_id WHERE a.role = 'admin') ORDER BY p.created_at, p.id LIMIT 1")
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

    /**
     * Somebody's id and names.
     *
     * @param username lower case, unique
     */
    public record PersonName(UUID id, String username, String displayName) {}

    /**
     * The names of those of these people whom the transaction's actor may see.
     *
     * @return by id
     */
    public Map<UUID, PersonName> names(JdbcClient jdbc, Collection<UUID> profileIds) {
        return jdbc
                .sql("SELECT id, username, display_name FROM profiles WHERE id = ANY (?)")
                .param(profileIds.toArray(UUID[]::new))
                .query((row, number) -> new PersonName(
                        row.getObject("id", UUID.class), row.getString("username"), row.getString("display_name")))
                .list()
                .stream()
                .collect(Collectors.toMap(PersonName::id, Function.identity()));
    }

    /**
     * Looks up students, for whoever puts them into a group.
     *
     * @param usernames as they are stored, in lower case
     * @return their ids by username; empty for somebody who is no student, and without those who are not there
     */
    public Map<String, Optional<UUID>> findStudents(Collection<String> usernames) {
        Map<String, Optional<UUID>> found = new HashMap<>();
        transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql("SELECT p.username, p.id, EXISTS (SELECT 1 FROM profile_roles r"
                        + " WHERE r.profile_id = p.id AND r.role = 'student') AS is_student"
                        + " FROM profiles p WHERE p.username = ANY (?)")
                .param(usernames.toArray(String[]::new))
                .query((row, number) -> found.put(
                        row.getString("username"),
                        row.getBoolean("is_student") ? Optional.of(row.getObject("id", UUID.class)) : Optional.empty()))
                .list());
        return found;
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

    /** Whether whoever signs in to the account now would be let in by the same password, as the same. */
    boolean isUnchanged(WithHash account) {
        Profile before = account.profile();
        return findForSignIn(before.username())
                .filter(now -> now.passwordHash().equals(account.passwordHash()))
                .map(WithHash::profile)
                .filter(now -> now.disabledAt() == null && now.id().equals(before.id()))
                .filter(now -> now.roles().equals(before.roles()))
                .isPresent();
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

    private static Set<PersonRole> roles(ResultSet row, String column) throws SQLException {
        return PersonRole.setOf(Arrays.stream((String[]) row.getArray(column).getArray())
                .map(role -> WireNamed.get(PersonRole.class, role))
                .toList());
    }

    private static Profile profile(ResultSet row) throws SQLException {
        return new Profile(
                row.getObject("id", UUID.class),
                row.getString("username"),
                row.getString("display_name"),
                roles(row, "roles"),
                roles(row, "every_exam_roles"),
                SqlTime.instant(row, "created_at"),
                SqlTime.nullableInstant(row, "disabled_at"));
    }
}
