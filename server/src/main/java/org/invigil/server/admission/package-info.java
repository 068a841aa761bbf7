/**
 * Admission: in an exam that asks for it a student waits until a proctor has looked at a picture of them and lets them in. Owns
 * {@code admissions} and {@code first_pictures}: who asks with which picture, and what it is compared with where the exam's
 * policy says that this is kept. A person compares; no machine does.
 *
 * <p>The picture is the newest frame of the student's camera when admission is asked for, whichever node that comes to ({@code
 * WaitingFrames}). Threads: those of the requests; one virtual thread stores the pictures that are asked for. Bounds: one frame
 * in memory for each camera that waits, one picture a sitting and one a student, each of at most a frame's size.
 */
@ApplicationModule(allowedDependencies = {"database", "problem", "identity", "exam", "session", "nodes"})
@NullMarked
package org.invigil.server.admission;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
