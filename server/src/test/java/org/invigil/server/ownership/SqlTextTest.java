package org.invigil.server.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            INSERT INTO answers (a, b) VALUES (?, ?) ON CONFLICT (a) DO UPDATE SET b = 1 | answers |
            INSERT INTO a SELECT x FROM b | a | b
            insert into public.a values (1) | a |
            UPDATE exams SET title = ? | exams |
            UPDATE ONLY exams AS e SET title = ? FROM profiles p | exams | profiles
            SELECT 1 FROM exams WHERE id = ? FOR UPDATE | | exams
            SELECT 1 FROM exams FOR NO KEY UPDATE SKIP LOCKED | | exams
            DELETE FROM a USING b WHERE a.id = b.id | a | b
            WITH last AS (DELETE FROM a WHERE x RETURNING *) INSERT INTO b SELECT * FROM last | a b | last
            MERGE INTO a USING b ON a.id = b.id WHEN MATCHED THEN DELETE | a | b
            TRUNCATE TABLE a, b CASCADE | a b |
            ALTER TABLE IF EXISTS a ADD COLUMN b int | a |
            COPY a (b, c) FROM STDIN | a |
            COPY (SELECT b FROM a) TO STDOUT | | a
            SELECT * FROM a x, b AS y LEFT JOIN c ON c.id = x.id | | a b c
            SELECT * FROM a, LATERAL (SELECT 1 FROM b WHERE b.id = a.id) z, c | | a b c
            SELECT * FROM unnest(?, ?) AS t(x, y), a | | a
            SELECT 'insert into a' AS "from", 1 FROM "b" -- DELETE FROM c | | b
            SELECT x FROM json_to_recordset(?::json) AS row(a uuid) JOIN b ON true | | b
            """)
    void tellsWhatIsWrittenAndRead(String sql, @Nullable String written, @Nullable String read) {
        SqlText text = new SqlText(sql);

        assertThat(text.written()).as("written").containsExactlyElementsOf(names(written));
        assertThat(text.read()).as("read").containsExactlyElementsOf(names(read));
    }

    @Test
    void tellsATableThatIsPutInLater() {
        assertThat(new SqlText("DELETE FROM \u0001 WHERE id = ?").written()).containsExactly(SqlText.ANY);
        assertThat(new SqlText("UPDATE %s SET a = 1").written()).containsExactly(SqlText.ANY);
        assertThat(new SqlText("SELECT 1 FROM \u0001").read()).containsExactly(SqlText.ANY);
    }

    @Test
    void tellsFunctionsThatAreCalled() {
        assertThat(new SqlText("SELECT 1 FROM invigil_keep_last_focus_scores(ARRAY[?])").called())
                .contains("invigil_keep_last_focus_scores");
    }

    private static List<String> names(@Nullable String words) {
        return words == null ? List.of() : Arrays.asList(words.split(" "));
    }
}
