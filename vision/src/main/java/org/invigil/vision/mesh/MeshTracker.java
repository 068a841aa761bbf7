package org.invigil.vision.mesh;

import org.invigil.vision.person.PersonWatch;
import org.invigil.vision.phone.PhoneWatch;
import org.invigil.vision.replay.ReplayWatch;
import org.invigil.vision.stream.StreamMemory;
import org.jspecify.annotations.Nullable;

/** What the engine knows of one stream. Regions are in fractions of the picture's width, so that its size may change. */
final class MeshTracker extends StreamMemory {

    /** Where the main face was in the last frame; null if there was none. */
    @Nullable
    Region face;

    /** Whether that face moves. */
    @Nullable
    Stillness stillness;

    /** Brightness gain at which the face was found. */
    double gain = 1;

    /** Since when no face has been seen, and when the whole picture was last searched. */
    long lostAtMillis;

    long searchedAtMillis = Long.MIN_VALUE / 2;

    /** Whether every frame is to be looked at. */
    boolean closely;

    final EyeMemory eyes = new EyeMemory();
    final NetworkAgreement agreement = new NetworkAgreement();
    final OtherFaces others = new OtherFaces();
    final PersonWatch persons = new PersonWatch();
    final Following following = new Following();
    final PhoneWatch phones = new PhoneWatch();
    final ReplayWatch replay = new ReplayWatch();

    @Override
    public void lookClosely(boolean closely) {
        this.closely = closely;
    }

    @Override
    public void lookForPhones(boolean wanted) {
        phones.lookForPhones(wanted);
    }
}
