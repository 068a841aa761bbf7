package org.invigil.rules.incident;

import java.util.Optional;
import org.invigil.rules.policy.Policy;
import org.invigil.rules.wire.WireNamed;

/** What can be seen a person do, under its name in SQL, on the wire and in the policy. */
public enum Behavior implements WireNamed {
    ABSENT("We cannot see you. Please sit in front of the camera.", "Nobody was in front of the camera."),
    AWAY(
            "You have been away for a while. Please come back to your seat.",
            "Nobody was in front of the camera for several seconds."),
    FACE_HIDDEN(
            "Your face is covered or out of sight. Please face the camera.", "A person was in view, the face was not."),
    LOOKING_LEFT("You have been looking to your left. Please look at the screen.", "The student looked to the left."),
    LOOKING_RIGHT(
            "You have been looking to your right. Please look at the screen.", "The student looked to the right."),
    LOOKING_UP("You have been looking up. Please look at the screen.", "The student looked up."),
    LOOKING_DOWN("You have been looking down. Please look at the screen.", "The student looked down."),
    LOOKING_DIAGONAL(
            "You have been looking past the screen. Please look at the screen.",
            "The student looked past the corner of the screen."),
    MULTIPLE_FACES(
            "More than one person can be seen. Please sit alone, without pictures of people behind you.",
            "More than one person was in view."),
    PHONE_IN_VIEW(
            "Something that may be a phone can be seen. If it is one, please put it away.",
            "Possible phone: something that looks like one was in view."),
    CAMERA_UNUSABLE(
            "The camera picture is too dark, too bright or covered. Please check your light and camera. This costs you nothing.",
            "The camera picture could not be judged. This counts for nothing."),
    /** Told by {@link org.invigil.rules.watch.Watch}, not by frames: mostly there are none. */
    UNWATCHED(
            "The exam does not get your camera picture. Please see that your camera is on, allowed in the browser and not covered. This costs you no points, but it is kept how long you were not watched.",
            "No usable picture came from the student's camera, though one could have. This counts for nothing."),
    CAMERA_REPLAYED(
            "The program could not tell that your camera's picture is live. Move a little, and see that no camera program stands in between.",
            "Possible recording: the camera's picture kept repeating itself, or the face in it showed no sign of life.");

    private final String alert;
    private final String description;

    Behavior(String alert, String description) {
        this.alert = alert;
        this.description = description;
    }

    /** What the student is told while it lasts, in calm words. */
    public String alert() {
        return alert;
    }

    /** What staff read about it afterwards. */
    public String description() {
        return description;
    }

    /** The behaviour of that name, empty if there is none. */
    public static Optional<Behavior> find(String wireName) {
        return WireNamed.find(Behavior.class, wireName);
    }

    /** Whether frames show it. */
    public boolean isSeen() {
        return this != UNWATCHED;
    }

    /** What an incident of it began as: {@code away} is what {@code absent} becomes. */
    public Behavior stem() {
        return this == AWAY ? ABSENT : this;
    }

    public Policy.Rule rule(Policy policy) {
        Policy.Behaviors behaviors = policy.behaviors();
        return switch (this) {
            case ABSENT -> behaviors.absent();
            case AWAY -> behaviors.away();
            case FACE_HIDDEN -> behaviors.faceHidden();
            case LOOKING_LEFT -> behaviors.lookingLeft();
            case LOOKING_RIGHT -> behaviors.lookingRight();
            case LOOKING_UP -> behaviors.lookingUp();
            case LOOKING_DOWN -> behaviors.lookingDown();
            case LOOKING_DIAGONAL -> behaviors.lookingDiagonal();
            case MULTIPLE_FACES -> behaviors.multipleFaces();
            case PHONE_IN_VIEW -> behaviors.phoneInView();
            case CAMERA_UNUSABLE -> neutral(behaviors.cameraUnusable());
            case UNWATCHED -> neutral(behaviors.unwatched());
            case CAMERA_REPLAYED -> behaviors.cameraReplayed();
        };
    }

    public boolean counts(Policy policy) {
        return switch (this) {
            case LOOKING_DOWN -> policy.countsLookingDown();
            case FACE_HIDDEN -> policy.countsFaceHidden();
            default -> rule(policy).enabled();
        };
    }

    /** Mean confidence of its frames from which it may count: a look away is no incident on a doubt. */
    public double leastConfidence(Policy policy) {
        return switch (this) {
            case LOOKING_LEFT, LOOKING_RIGHT, LOOKING_UP, LOOKING_DOWN, LOOKING_DIAGONAL ->
                policy.sight().minIncidentConfidence();
            case ABSENT,
                    AWAY,
                    FACE_HIDDEN,
                    MULTIPLE_FACES,
                    PHONE_IN_VIEW,
                    CAMERA_UNUSABLE,
                    UNWATCHED,
                    CAMERA_REPLAYED -> 0;
        };
    }

    private static Policy.Rule neutral(Policy.NeutralRule times) {
        return new Policy.Rule(true, times.enterMs(), times.leaveMs(), 0, 100, 0, false);
    }
}
