package org.invigil.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flywaydb.core.Flyway;
import org.invigil.server.database.EmbeddedPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/**
 * A database as a hosting service gives it: its strongest role may create roles and bypasses row-level security, but is no
 * superuser. The statements are those of docs/supabase.md, run as that role.
 */
class HostedDatabaseTests {

    private static final Pattern SQL = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);

    private final Path folder;

    HostedDatabaseTests(@TempDir(cleanup = CleanupMode.NEVER) Path folder) {
        this.folder = folder;
    }

    @Test
    void thePageForSupabaseMakesADatabaseThatInvigilCanUse() throws Exception {
        EmbeddedPostgres postgres = EmbeddedPostgres.start(folder, Path.of("target", "postgres-programs"));
        try {
            givePlatform(postgres);
            String database = postgres.jdbcUrl("platform");
            run(database, "platform", statements());
            String url = database + "?currentSchema=invigil";
            assertThat(Flyway.configure()
                            .dataSource(url, "invigil_owner", "owner-password")
                            .load()
                            .migrate()
                            .success)
                    .isTrue();

            assertThat(find(url, "invigil_app", """
                            SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                            WHERE n.nspname = 'invigil' AND c.relkind IN ('r', 'p') AND c.relname <> 'flyway_schema_history'
                              AND NOT (c.relrowsecurity AND c.relforcerowsecurity) AND NOT c.relispartition"""))
                    .as("tables without forced row-level security")
                    .isEqualTo("0");
            assertThat(find(url, "invigil_app", "SELECT count(*) FROM profiles"))
                    .isEqualTo("0");
            assertThatThrownBy(() -> run(url, "invigil_app", ADD_PERSON)).hasMessageContaining("row-level security");
            run(
                    url,
                    "invigil_app",
                    "BEGIN; SELECT set_config('invigil.role', 'system', true); " + ADD_PERSON + "; COMMIT");
            assertThat(find(url, "invigil_app", "SELECT count(*) FROM profiles"))
                    .as("nobody in particular sees nobody")
                    .isEqualTo("0");
            assertThat(
                            find(
                                    url,
                                    "invigil_app",
                                    "SELECT rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles WHERE rolname = current_user"))
                    .isEqualTo("f");
            assertThatThrownBy(() -> find(database, "anon", "SELECT count(*) FROM invigil.profiles"))
                    .as("the role that browsers have at the platform's own interface")
                    .hasMessageContaining("permission denied for schema invigil");
        } finally {
            postgres.close();
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    private static final String ADD_PERSON =
            "INSERT INTO profiles (id, username, display_name, created_at) VALUES (gen_random_uuid(), 'somebody', 'Some Body', now())";

    /** What the hosting service has made before anybody signs in. */
    private void givePlatform(EmbeddedPostgres postgres) throws SQLException, IOException {
        Properties passwords = new Properties();
        try (Reader file = Files.newBufferedReader(folder.resolve("database-passwords.properties"))) {
            passwords.load(file);
        }
        try (Connection superuser = DriverManager.getConnection(
                        postgres.jdbcUrl("postgres"), "invigil_superuser", passwords.getProperty("superuser"));
                Statement statement = superuser.createStatement()) {
            statement.execute("DROP DATABASE " + EmbeddedPostgres.DATABASE);
            statement.execute("DROP ROLE " + EmbeddedPostgres.OWNER_ROLE);
            statement.execute("DROP ROLE " + EmbeddedPostgres.APP_ROLE);
            statement.execute(
                    "CREATE ROLE platform LOGIN PASSWORD 'platform-password' NOSUPERUSER CREATEROLE CREATEDB BYPASSRLS");
            statement.execute("CREATE ROLE anon LOGIN PASSWORD 'anon-password' NOSUPERUSER");
            statement.execute("CREATE DATABASE platform OWNER platform");
        }
    }

    private static String statements() throws IOException {
        Matcher block = SQL.matcher(Files.readString(Path.of("../docs/supabase.md")));
        assertThat(block.find()).isTrue();
        return block.group(1);
    }

    private static void run(String url, String role, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, role, password(role));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String find(String url, String role, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, role, password(role));
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static String password(String role) {
        return role.replace("invigil_", "") + "-password";
    }
}
