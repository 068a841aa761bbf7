package org.invigil.vision.person;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.invigil.rules.signal.PersonBox;
import org.invigil.vision.scene.Scene;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the persons of one stream, and when to look for them again. Places are boxes in fractions of the picture; that of a
 * face is the face alone. Plain memory, a few hundred bytes; not thread-safe.
 */
public final class PersonWatch {

    /** Score from which a tall box is somebody, where nobody else is to be seen: nobody is absent then. */
    static final double PERSON = 0.35;

    /**
     * Score from which one is that also fills much of the picture. The top of a cap, a back, a head bent over paper score as little as this; things
     * that are taken for a person score more now and then, and are small.
     */
    static final double NEAR = 0.25;

    /** Score from which a small box is somebody: lamps and furniture reach 0.45. */
    static final double DISTANT = 0.5;

    /** Height of a tall box: of who sits before a camera, or beside the student. */
    private static final double TALL = 0.4;

    private static final double NEAR_AREA = 0.1;

    /** Two boxes of which the smaller one lies in the other by this share are one person. */
    private static final double SAME_PERSON = 0.5;

    /** How far from a face its own body reaches, in widths of the face to either side, where the detector has no box for it. */
    private static final double BODY_WIDTHS = 1;

    /** How often the picture away from the student is looked at for a change; that takes a hundredth of a look of the detector. */
    private static final long NOTE_MILLIS = 500;

    /** Pictures that are farther apart tell nothing of movement: light changes meanwhile. */
    private static final long MOVEMENT_MILLIS = 2_500;

    private final LookTimes times = new LookTimes();
    private final OtherBodies others = new OtherBodies();
    private final LastPlace last = new LastPlace();
    private List<PersonBox> boxes = List.of();
    private @Nullable PersonBox own;
    private @Nullable PersonBox lastFace;
    private @Nullable Scene scene;
    private long notedAtMillis;
    private boolean looked;

    /** Whether a note of how bright the parts of a frame are is due: {@link #notedBesideFace} or {@link #notedWithoutFace}. */
    public boolean wantsScene(long nowMillis) {
        return scene == null || nowMillis - notedAtMillis >= NOTE_MILLIS;
    }

    /**
     * Takes note of what has changed since the last time: where another body was seen, it has moved; elsewhere, away from the student, a look
     * is due soon.
     *
     * @param face the student's
     */
    public void notedBesideFace(Scene now, PersonBox face, long nowMillis) {
        PersonBox student = own == null ? bodyOf(face) : own;
        List<PersonBox> bodies = List.of(student, bodyOf(face), bodyOf(lastFace == null ? face : lastFace));
        Movement notTheirs = movement(now, nowMillis).notOf(cell -> in(bodies, cell));
        notedOthers(notTheirs, nowMillis);
        if (notTheirs.isIn(cell -> !inReachOf(face, cell))) {
            times.changedElsewhere(nowMillis);
        }
        lastFace = face;
        remember(now, nowMillis);
    }

    /** Takes note of what has changed since the last time in a picture in which no face was found. */
    public void notedWithoutFace(Scene now, long nowMillis) {
        Movement movement = movement(now, nowMillis);
        PersonBox place = last.place();
        if (place != null) {
            if (scene != null && now.isAnotherThan(scene, cell -> !inReachOf(place, cell))) {
                last.forget();
            } else if (nowMillis - notedAtMillis > MOVEMENT_MILLIS) {
                last.unwatchedFor(nowMillis - notedAtMillis);
            } else if (movement.isIn(cell -> inReachOf(place, cell))) {
                last.moved(nowMillis);
            }
        }
        notedOthers(movement.notOf(cell -> own != null && in(own, cell)), nowMillis);
        remember(now, nowMillis);
    }

    private void notedOthers(Movement movement, long nowMillis) {
        if (movement.isIn(cell -> in(others.places(), cell))) {
            others.moved(nowMillis);
        }
        others.at(nowMillis);
    }

    /** Whether to look in a frame in which the student's face is followed; ask once a frame. */
    public boolean isDueBesideFace(long nowMillis) {
        return times.dueBesideFace(others.needCloseLooks(nowMillis), nowMillis);
    }

    /** Whether to look in a frame that was searched for faces in vain; ask once a frame. */
    public boolean isDueWithoutFace(long nowMillis) {
        return times.dueWithoutFace(nowMillis);
    }

    /**
     * A look at a picture in which the student's face is.
     *
     * @param seen every box, best first
     * @param face the student's
     * @param otherFaces of people beyond doubt and of pictures: their bodies are no matter of this class. Who has a doubtful face is somebody by
     *     the body
     */
    public void lookedBesideFace(
            List<PersonBox> seen, PersonBox face, List<PersonBox> otherFaces, Scene now, long nowMillis) {
        notedBesideFace(now, face, nowMillis);
        PersonBox body = seen.stream()
                .filter(box -> box.containsCentreOf(face))
                .findFirst()
                .orElseGet(() -> bodyOf(face));
        count(bodiesBeside(body, seen, otherFaces), nowMillis);
        last.seen(face, nowMillis);
        remember(seen, body, nowMillis);
    }

    /**
     * The face that was followed until now is found no more.
     *
     * @param face where it was
     */
    public void lostFace(PersonBox face, long nowMillis) {
        last.seen(face, nowMillis);
    }

    /**
     * A look at a picture without a face.
     *
     * @param seen every box that is no picture on the wall, best first
     * @param segmented whether segmentation sees a person
     */
    public void lookedWithoutFace(List<PersonBox> seen, boolean segmented, Scene now, long nowMillis) {
        notedWithoutFace(now, nowMillis);
        PersonBox place = last.place();
        PersonBox body = seen.stream()
                .filter(PersonWatch::isPerson)
                .max(Comparator.comparingDouble(PersonBox::area))
                .orElse(null);
        if (body != null) {
            count(bodiesBeside(body, seen, List.of()), nowMillis);
            last.seen(body, nowMillis);
        } else if (segmented) {
            last.there(nowMillis);
        } else if (place != null) {
            double best = seen.stream()
                    .filter(box -> box.overlap(place) > 0)
                    .mapToDouble(PersonBox::score)
                    .max()
                    .orElse(0);
            last.scored(best, nowMillis);
        }
        if (body == null) {
            others.forget();
        }
        lastFace = null;
        remember(seen, body, nowMillis);
    }

    /** Whether somebody whose face is not to be seen is there, by the last look. */
    public boolean isSomebodyHidden(long nowMillis) {
        return boxes.stream().anyMatch(PersonWatch::isPerson) || last.holds(nowMillis);
    }

    /**
     * How many people are in view beside the student by a body alone, beyond doubt.
     *
     * @param certainFaces of others, who are counted by them
     */
    public int otherBodies(List<PersonBox> certainFaces) {
        return others.count(certainFaces);
    }

    /** What the last look saw, best first. */
    public List<PersonBox> boxes() {
        return boxes;
    }

    /** Best score of the last look, 0 to 1; 0 before it. */
    public double bestScore() {
        return boxes.isEmpty() ? 0 : boxes.getFirst().score();
    }

    private void count(List<PersonBox> bodies, long nowMillis) {
        if (looked) {
            others.looked(bodies, nowMillis);
        } else {
            others.begin(bodies, nowMillis);
        }
    }

    private static List<PersonBox> bodiesBeside(PersonBox own, List<PersonBox> seen, List<PersonBox> otherFaces) {
        List<PersonBox> persons = new ArrayList<>(List.of(own));
        for (PersonBox box : seen) {
            boolean isAnother = isAnother(box)
                    && persons.stream().allMatch(person -> person.overlap(box) < SAME_PERSON)
                    && otherFaces.stream().noneMatch(box::containsCentreOf);
            if (isAnother) {
                persons.add(box);
            }
        }
        return List.copyOf(persons.subList(1, persons.size()));
    }

    /** Whether a box is somebody, where nobody's face is to be seen. */
    private static boolean isPerson(PersonBox box) {
        if (box.height() < TALL) {
            return box.score() >= DISTANT;
        }
        return box.score() >= (box.area() < NEAR_AREA ? PERSON : NEAR);
    }

    /** Whether a box beside the student's is somebody else: who stands or sits beside them is nearly as tall in the picture as they are. */
    private static boolean isAnother(PersonBox box) {
        return box.score() >= NEAR && box.height() >= TALL;
    }

    /** Where the body of a face is at least: from above it to the lower edge. */
    private static PersonBox bodyOf(PersonBox face) {
        double reach = BODY_WIDTHS * (face.right() - face.left());
        double above = (face.bottom() - face.top()) / 2;
        return new PersonBox(face.left() - reach, face.top() - above, face.right() + reach, 1, face.score());
    }

    /** What has moved since the last note, as far as that is known. */
    private Movement movement(Scene now, long nowMillis) {
        return scene == null || nowMillis - notedAtMillis > MOVEMENT_MILLIS
                ? Movement.NONE
                : Movement.between(scene, now);
    }

    private void remember(Scene now, long nowMillis) {
        scene = now;
        notedAtMillis = nowMillis;
    }

    private void remember(List<PersonBox> seen, @Nullable PersonBox body, long nowMillis) {
        boxes = List.copyOf(seen);
        own = body;
        looked = true;
        times.looked(nowMillis);
    }

    private static boolean in(List<PersonBox> places, int cell) {
        return places.stream().anyMatch(place -> in(place, cell));
    }

    private static boolean in(PersonBox box, int cell) {
        return box.contains(Scene.x(cell), Scene.y(cell));
    }

    /** Whether a cell may show the student: the place, as much again to either side, and all that is below. */
    private static boolean inReachOf(PersonBox place, int cell) {
        double width = place.right() - place.left();
        double x = Scene.x(cell);
        return x >= place.left() - width
                && x <= place.right() + width
                && Scene.y(cell) >= place.top() - (place.bottom() - place.top()) / 2;
    }
}
