package org.invigil.vision.haar;

import org.invigil.vision.stream.StreamMemory;

/** Nothing of its own: cascades look at every new frame afresh. */
final class HaarTracker extends StreamMemory {}
