package org.invigil.bench.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.invigil.server.review.Decision;
import org.invigil.server.review.ReviewLabels;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelFileTest {

    private final Path folder;

    LabelFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void aFile() throws IOException {
        Files.writeString(folder.resolve("a.jpg"), "x");
    }

    @Test
    void readsEveryColumn() throws IOException {
        labels(
                "file,from_ms,to_ms,condition,presence,faces,persons,yaw,pitch,roll,direction,gaze,behaviors,attentive,"
                        + "person,skin_tone,glasses,head_covering,age,light",
                "a.jpg,1000,2500,glasses; low-light,present|hidden,1|2,2|3,-30,4.5,0,right,right|center,looking_right,no,"
                        + "p7,8,clear,,30-49,");
        assertThat(LabelFile.read(folder))
                .containsExactly(new Label(
                        "a.jpg",
                        1000L,
                        2500L,
                        List.of("glasses", "low-light"),
                        List.of("present", "hidden"),
                        List.of(1, 2),
                        List.of(2, 3),
                        -30.0,
                        4.5,
                        0.0,
                        "right",
                        Set.of("right", "center"),
                        Set.of("looking_right"),
                        false,
                        new Person(
                                "p7",
                                new TreeMap<>(Map.of(
                                        "skin_tone", List.of("7-10", "6-10"),
                                        "glasses", List.of("clear"),
                                        "age", List.of("30-49"))))));
    }

    @Test
    void readsWhatReviewersHaveDecided() throws IOException {
        Files.writeString(
                folder.resolve("labels.csv"),
                ReviewLabels.csv(List.of(
                        new ReviewLabels.Line("a.jpg", 2_000, 10_000, Decision.CONFIRMED, "looking_left", true),
                        new ReviewLabels.Line("a.jpg", 0, 1_500, Decision.DISMISSED, "absent", false),
                        new ReviewLabels.Line("a.jpg", 0, 1_500, Decision.DISMISSED, "away", null))));
        List<Label> labels = LabelFile.read(folder);
        assertThat(labels).hasSize(2);
        assertThat(labels.getFirst().behaviors()).containsExactly("looking_left");
        assertThat(labels.getFirst().fromMillis()).isEqualTo(2_000);
        assertThat(labels.getFirst().conditions()).containsExactly("reviewed", "confirmed");
        assertThat(labels.getFirst().attentive()).isFalse();
        assertThat(labels.getLast().behaviors()).isEmpty();
        assertThat(labels.getLast().attentive()).isTrue();
    }

    @Test
    void onlyTheFileMustBeThere() throws IOException {
        labels("file,attentive", "a.jpg,yes");
        Label label = LabelFile.read(folder).getFirst();
        assertThat(label.attentive()).isTrue();
        assertThat(label.presence()).isEmpty();
        assertThat(label.yawDegrees()).isNull();
        assertThat(label.covers(0)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "'file,presence','a.jpg,gone',row 1,presence",
        "'file,faces','a.jpg,one',row 1,faces",
        "'file,yaw','a.jpg,left',row 1,yaw",
        "'file,from_ms','a.jpg,1.5s',row 1,from_ms",
        "'file,direction','a.jpg,north',row 1,direction",
        "'file,gaze','a.jpg,north',row 1,gaze",
        "'file,attentive','a.jpg,maybe',row 1,attentive",
        "'file,presence','b.jpg,present',row 1,file",
        "'file,person,skin_tone','a.jpg,her,11',row 1,skin_tone",
        "'file,person,glasses','a.jpg,her,thick',row 1,glasses",
        "'file,skin_tone','a.jpg,3',row 1,person",
        "'file,colour','a.jpg,red',unknown column,colour",
        "'picture','a.jpg',unknown column,picture"
    })
    void whatCannotBeUnderstoodIsNamed(String header, String row, String where, String what) throws IOException {
        labels(header, row);
        assertThatThrownBy(() -> LabelFile.read(folder))
                .isInstanceOf(AccuracySetException.class)
                .hasMessageContaining(where)
                .hasMessageContaining(what);
    }

    @Test
    void aFolderWithoutLabelsSaysWhatIsMissing() {
        assertThatThrownBy(() -> LabelFile.read(folder)).hasMessageContaining("holds no labels.csv");
    }

    private void labels(String... lines) throws IOException {
        Files.write(folder.resolve("labels.csv"), List.of(lines));
    }
}
