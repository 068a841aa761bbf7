package org.invigil.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.invigil.rules.watch.CameraState;
import org.invigil.rules.watch.LinkReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a page says beside frames: taken as it stands, refused by name, or no such message. */
class PageMessageTest {

    private static final String LINK =
            "{\"type\":\"link\",\"buffered_bytes\":5,\"could_fps\":2.5,\"dropped\":7,\"camera\":\"muted\",\"camera_label\":\"A\",\"hidden\":true}";

    @Test
    void aLinkIsReadWhole() throws BadFrameException {
        assertThat(PageMessage.read(LINK))
                .contains(new PageMessage.Link(new LinkReport(5, 2.5, CameraState.MUTED, true), 7, "A"));
        assertThat(PageMessage.read(LINK.replace("\"A\"", "null")))
                .contains(new PageMessage.Link(new LinkReport(5, 2.5, CameraState.MUTED, true), 7, null));
    }

    @Test
    void aLongNameOfACameraIsCut() throws BadFrameException {
        assertThat(PageMessage.read(LINK.replace("\"A\"", '"' + "n".repeat(300) + '"')))
                .get()
                .isInstanceOfSatisfying(PageMessage.Link.class, link -> assertThat(link.cameraLabel())
                        .hasSize(200));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"buffered_bytes\":-1", "\"buffered_bytes\":1.5", "\"buffered_bytes\":\"1\"", "\"could_fps\":-1",
                "\"could_fps\":1e9", "\"could_fps\":null", "\"dropped\":99999999999999999999", "\"camera\":\"virtual\"",
                "\"camera_label\":1", "\"hidden\":\"no\"", "\"hidden\":null"
            })
    void whatALinkCannotSayIsRefused(String field) {
        String name = field.substring(0, field.indexOf(':'));
        String bad = LINK.replaceFirst(name + ":(\"[^\"]*\"|[^,}]+)", field);

        assertThatExceptionOfType(BadFrameException.class)
                .isThrownBy(() -> PageMessage.read(bad))
                .satisfies(e -> assertThat(e.code()).isEqualTo(FrameErrorCode.BAD_LINK));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no JSON",
                "[]",
                "{}",
                "{\"type\":\"capture\"}",
                "{\"type\":1}",
                "{\"seq\":1,\"frame\":\"/9j/\"}"
            })
    void everythingElseMayBeAFrame(String message) throws BadFrameException {
        assertThat(PageMessage.read(message)).isEmpty();
    }

    @Test
    void noFrameIsReadTwice() throws BadFrameException {
        assertThat(PageMessage.read("{\"type\":\"alive\",\"frame\":\"" + "A".repeat(PageMessage.MAX_CHARS) + "\"}"))
                .isEmpty();
        assertThat(PageMessage.read("{\"type\":\"alive\"}")).contains(new PageMessage.Alive());
    }
}
