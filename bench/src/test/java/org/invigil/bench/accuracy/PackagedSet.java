package org.invigil.bench.accuracy;

import java.awt.Color;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.invigil.vision.testdata.TestData;
import org.invigil.vision.testdata.TestPicture;
import org.springframework.util.FileSystemUtils;

/**
 * Writes a labelled set from the pictures that packages ship: as they are, and as a webcam may show them. What a change
 * does to the label is said where it is made.
 */
final class PackagedSet {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;

    private final Path folder;
    private final List<String> rows = new ArrayList<>();

    private PackagedSet(Path folder) {
        this.folder = folder;
    }

    /** Where a face is in a framed picture: middle and height, in fractions of the frame. */
    private record Face(String name, TestPicture frame, double x, double y, double size) {}

    /** Writes the set into a folder, in the place of whatever is there. */
    static void write(Path folder) throws IOException {
        FileSystemUtils.deleteRecursively(folder);
        Files.createDirectories(folder);
        PackagedSet set = new PackagedSet(folder);
        set.rows.add("file,condition,presence,faces,persons,direction,gaze,behaviors,attentive,"
                + "person,skin_tone,glasses,head_covering,age,light,from_ms,to_ms");
        set.addLabelled();
        List<Face> faces = faces();
        for (Face face : faces) {
            set.addVariants(face);
        }
        for (int i = 0; i < faces.size(); i++) {
            set.addPair(faces.get(i), faces.get((i + 1) % faces.size()));
        }
        set.addUnusable();
        set.addPeople();
        set.addSittings();
        set.addLook();
        Files.write(folder.resolve("labels.csv"), set.rows, StandardCharsets.UTF_8);
    }

    /** The pictures as they are in a webcam's frame, and pictures of nobody in other light; the clips as they are. */
    private void addLabelled() throws IOException {
        for (CSVRecord row : csv("labels.csv")) {
            String name = row.get("file");
            String rest = String.join(
                    ",",
                    row.get("presence"),
                    row.get("faces"),
                    persons(row),
                    row.get("direction"),
                    row.get("gaze"),
                    row.get("behaviors"));
            if (name.endsWith(".mp4")) {
                Path file = folder.resolve(simple(name) + ".mp4");
                Files.write(file, TestData.bytes(name));
                rows.add(file.getFileName() + "," + row.get("condition") + "," + rest + "," + row.get("attentive"));
                continue;
            }
            TestPicture frame = TestPicture.load(name).framed(WIDTH, HEIGHT);
            add(simple(name), frame, row.get("condition"), rest);
            if (row.get("presence").equals("absent")) {
                add(simple(name) + "-dark", frame.darkened(0.4), "no-person;darkened", "absent,0,0,,");
                add(simple(name) + "-blur", frame.blurred(3), "no-person;blurred", "absent,0,0,,");
                add(simple(name) + "-bright", frame.overexposed(1.6), "no-person;overexposed", "absent|unknown,0,0,,");
            }
        }
    }

    private void addVariants(Face face) throws IOException {
        String name = face.name();
        TestPicture frame = face.frame();
        String seen = "present,1,1,,";
        add(name + "-dark", frame.darkened(0.3), "darkened", seen);
        add(name + "-bright", frame.overexposed(1.6), "overexposed", seen);
        add(name + "-blur", frame.blurred(3), "blurred", seen);
        add(name + "-shift", frame.shifted(0.5 - face.x() - 0.15, 0.5 - face.y() + 0.1), "shifted", seen);
        add(name + "-cw", frame.rotated(20), "rotated", seen);
        add(name + "-ccw", frame.rotated(-20), "rotated", seen);
        add(
                name + "-far",
                TestPicture.blank(WIDTH, HEIGHT, new Color(150, 150, 145)).placed(frame, 200, 160, 0.5),
                "far",
                seen);
        // Half of the face, or all of it, is gone; the person is not.
        String partly = "present|hidden,0|1,1,,";
        add(name + "-edge", frame.shifted(0.97 - face.x(), 0), "cut-off", partly);
        add(name + "-mask", covered(face, 0.05, 0.6, new Color(190, 205, 215)), "mask", partly);
        add(name + "-paper", covered(face, -0.55, 1.15, new Color(235, 232, 225)), "face-covered", partly);
    }

    /** A patch as wide as the face, from a height below its middle on, both in heights of the face. */
    private static TestPicture covered(Face face, double from, double height, Color color) {
        double width = face.size() * HEIGHT / WIDTH;
        return face.frame()
                .occluded(face.x() - width / 2, face.y() + from * face.size(), width, height * face.size(), color);
    }

    private void addPair(Face left, Face right) throws IOException {
        add(
                left.name() + "+" + right.name(),
                left.frame().cropped(0.125, 0, 0.75, 1).beside(right.frame().cropped(0.125, 0, 0.75, 1), WIDTH, HEIGHT),
                "two-side-by-side",
                "present,2,2,,");
    }

    /** Nothing can be told from these; a face that is found all the same is right as well. */
    private void addUnusable() throws IOException {
        UnaryOperator<TestPicture> night = frame -> frame.darkened(0.015);
        for (Face face : faces().subList(0, 6)) {
            add(face.name() + "-night", night.apply(face.frame()), "unusable", "unknown|present,0|1,,,");
        }
        add("white", TestPicture.blank(WIDTH, HEIGHT, Color.WHITE), "unusable", "unknown,0,,,");
        add("finger", TestPicture.blank(WIDTH, HEIGHT, new Color(120, 45, 35)), "unusable", "unknown,0,,,");
        add("tape", TestPicture.blank(WIDTH, HEIGHT, new Color(40, 40, 42)), "unusable", "unknown,0,,,");
    }

    /** Everybody of whom it is known which groups they belong to: as they are, in the dark, and far off. */
    private void addPeople() throws IOException {
        for (CSVRecord row : csv("people.csv")) {
            // A file's path is the person: no two pictures there show the same one.
            String person = row.get("file").replaceFirst("^node_modules/", "").replaceAll("[^A-Za-z0-9]+", "-");
            TestPicture frame = TestPicture.load(row.get("file")).framed(WIDTH, HEIGHT);
            TestPicture far =
                    TestPicture.blank(WIDTH, HEIGHT, new Color(150, 150, 145)).placed(frame, 160, 150, 0.5);
            addPerson(person, frame, "people", row);
            addPerson(person + "-dark", frame.darkened(0.3), "people-darkened", row);
            addPerson(person + "-far", far, "people-far", row);
        }
    }

    /** Every third of those who look into the camera alone. */
    private void addSittings() throws IOException {
        List<TestPicture> people = new ArrayList<>();
        List<CSVRecord> attentive = csv("people.csv").stream()
                .filter(row -> row.get("attentive").equals("yes"))
                .toList();
        for (int i = 0; i < attentive.size(); i += 3) {
            people.add(TestPicture.load(attentive.get(i).get("file")));
        }
        List<TestPicture> rooms = csv("rooms.csv").stream()
                .map(row -> TestPicture.load(row.get("file")))
                .toList();
        PackagedSittings.write(folder, people, rooms).forEach(row -> {
            String[] cells = row.split(",", -1);
            rows.add(String.join(
                    ",", cells[0], cells[1], cells[2], "", cells[7], "", "", cells[3], cells[4], "", "", "", "", "", "",
                    cells[5], cells[6]));
        });
    }

    private void addLook() throws IOException {
        PackagedLook.write(folder).forEach(row -> {
            String[] cells = row.split(",", -1);
            rows.add(String.join(
                    ",", cells[0], cells[1], cells[2], cells[3], cells[4], "", "", cells[5], "", "", "", "", "", "", "",
                    cells[6], cells[7]));
        });
    }

    private void addPerson(String name, TestPicture picture, String condition, CSVRecord row) throws IOException {
        Files.write(folder.resolve(name + ".jpg"), picture.jpeg());
        rows.add(String.join(
                ",",
                name + ".jpg",
                condition,
                row.get("presence"),
                row.get("faces"),
                persons(row),
                "",
                "",
                "",
                row.get("attentive"),
                row.get("file"),
                row.get("skin_tone"),
                row.get("glasses"),
                row.get("head_covering"),
                row.get("age"),
                row.get("light")));
    }

    /** Whoever shows no face is a person all the same; nobody in these pictures is in view without their face, but the one they show. */
    private static String persons(CSVRecord row) {
        return row.get("presence").contains("hidden") ? "1" : row.get("faces");
    }

    private void add(String name, TestPicture picture, String condition, String rest) throws IOException {
        Files.write(folder.resolve(name + ".jpg"), picture.jpeg());
        rows.add(name + ".jpg," + condition + "," + rest + ",");
    }

    private static List<Face> faces() throws IOException {
        List<Face> faces = new ArrayList<>();
        for (CSVRecord row : csv("faces.csv")) {
            TestPicture picture = TestPicture.load(row.get("file"));
            double scale = Math.min((double) WIDTH / picture.width(), (double) HEIGHT / picture.height());
            double width = picture.width() * scale / WIDTH;
            double height = picture.height() * scale / HEIGHT;
            faces.add(new Face(
                    simple(row.get("file")),
                    picture.framed(WIDTH, HEIGHT),
                    (1 - width) / 2 + Double.parseDouble(row.get("x")) * width,
                    (1 - height) / 2 + Double.parseDouble(row.get("y")) * height,
                    Double.parseDouble(row.get("size")) * height));
        }
        return faces;
    }

    private static List<CSVRecord> csv(String name) throws IOException {
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (CSVParser parser = CSVParser.parse(TestData.folder().resolve(name), StandardCharsets.UTF_8, format)) {
            return parser.getRecords();
        }
    }

    /** A name that tells the package and the file. */
    private static String simple(String file) {
        Path path = Path.of(file);
        String own = Objects.requireNonNull(path.getFileName()).toString();
        String pack = file.contains("argon") ? "argon-" : file.contains("soft-ui") ? "soft-ui-" : "";
        return pack + own.substring(0, own.lastIndexOf('.'));
    }
}
