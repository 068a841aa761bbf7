package org.invigil.vision.person;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import org.invigil.rules.signal.PersonBox;
import org.invigil.vision.scene.Scene;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the persons of one stream, and when to look for them again. Places are boxes in fractions of the picture; that of a
 * face is the face alone. Plain memory, a few hundred bytes; not thread-safe.
 */
public final class PersonWatch {

    /** Score from which a box is a person where nobody else is to be seen: nobody is absent then. */
    static final double PERSON = 0.35;

    /** Score from which two boxes are two persons. */
    static final double ANOTHER = 0.30;

    /** Two boxes of which the smaller one lies in the other by this share are one person. */
    private static final double SAME_PERSON = 0.5;

    /** Looks that are farther apart tell nothing of movement: light changes meanwhile. */
    private static final long MOVEMENT_MILLIS = 2_500;

    private final LookTimes times = new LookTimes();
    private final OtherBodies others = new OtherBodies();
    private final LastPlace last = new LastPlace();
    private List<PersonBox> boxes = List.of();
    private @Nullable Scene scene;
    private long lookedAtMillis;

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
     * @param otherFaces of others and of pictures: bodies with a face are no matter of this class
     */
    public void lookedBesideFace(
            List<PersonBox> seen, PersonBox face, List<PersonBox> otherFaces, Scene now, long nowMillis) {
        PersonBox own = seen.stream()
                .filter(box -> box.score() >= ANOTHER && box.containsCentreOf(face))
                .findFirst()
                .orElse(null);
        List<PersonBox> bodies = own == null ? List.of() : bodiesBeside(own, seen, otherFaces);
        count(bodies, own == null ? face : own, now, nowMillis);
        last.seen(face, nowMillis);
        remember(seen, now, nowMillis);
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
        PersonBox place = last.place();
        if (place != null && scene != null && now.isAnotherThan(scene, cell -> !inReachOf(place, cell))) {
            last.forget();
        }
        PersonBox own = seen.stream()
                .filter(box -> box.score() >= PERSON)
                .max(Comparator.comparingDouble(PersonBox::area))
                .orElse(null);
        if (own != null) {
            count(bodiesBeside(own, seen, List.of()), own, now, nowMillis);
            last.seen(own, nowMillis);
        } else if (segmented) {
            last.there(nowMillis);
        } else if (place != null) {
            double best = seen.stream()
                    .filter(box -> box.overlap(place) > 0)
                    .mapToDouble(PersonBox::score)
                    .max()
                    .orElse(0);
            last.notSeen(hasMoved(now, nowMillis, cell -> inReachOf(place, cell)), best, nowMillis);
        }
        if (own == null) {
            others.forget();
        }
        remember(seen, now, nowMillis);
    }

    /** Whether somebody whose face is not to be seen is there, by the last look. */
    public boolean isSomebodyHidden(long nowMillis) {
        return bestScore() >= PERSON || last.holds(nowMillis);
    }

    /** How many people are in view beside the student by a body alone, beyond doubt. */
    public int otherBodies() {
        return others.count();
    }

    /** What the last look saw, best first. */
    public List<PersonBox> boxes() {
        return boxes;
    }

    /** Best score of the last look, 0 to 1; 0 before it. */
    public double bestScore() {
        return boxes.isEmpty() ? 0 : boxes.getFirst().score();
    }

    private void count(List<PersonBox> bodies, PersonBox own, Scene now, long nowMillis) {
        if (scene == null) {
            others.begin(bodies.size(), nowMillis);
            return;
        }
        boolean moved =
                hasMoved(now, nowMillis, cell -> bodies.stream().anyMatch(body -> in(body, cell)) && !in(own, cell));
        others.looked(bodies.size(), moved, nowMillis);
    }

    private static List<PersonBox> bodiesBeside(PersonBox own, List<PersonBox> seen, List<PersonBox> otherFaces) {
        List<PersonBox> persons = new ArrayList<>(List.of(own));
        for (PersonBox box : seen) {
            boolean isAnother = box.score() >= ANOTHER
                    && persons.stream().allMatch(person -> person.overlap(box) < SAME_PERSON)
                    && otherFaces.stream().noneMatch(box::containsCentreOf);
            if (isAnother) {
                persons.add(box);
            }
        }
        return persons.subList(1, persons.size());
    }

    private boolean hasMoved(Scene now, long nowMillis, IntPredicate cells) {
        return scene != null && nowMillis - lookedAtMillis <= MOVEMENT_MILLIS && now.hasMovedSince(scene, cells);
    }

    private void remember(List<PersonBox> seen, Scene now, long nowMillis) {
        boxes = List.copyOf(seen);
        scene = now;
        lookedAtMillis = nowMillis;
        times.looked(nowMillis);
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
