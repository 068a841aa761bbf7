/**
 * On which device a sitting goes on: one at a time, and the student says when it is another one. Frames, answers and the end of the
 * sitting are taken from that device alone ({@code session.DeviceRule}); a move is recorded with time, reason, browser and network,
 * and staff get a hint. So they do when several students sit one exam from one network at once. Owns {@code session_devices}.
 *
 * <p>A device is a browser that somebody has signed in with, see {@code identity.Device}; which of its windows rules is for the module
 * {@code events} to say. Before a sitting's clock has started any device will do.
 *
 * <p>Threads: the request's. Bounds: {@code Devices.MOVES_AT_ONCE} moves of a sitting and one a minute beyond them; one look at
 * 100 students of a network when somebody is new there.
 */
@ApplicationModule(allowedDependencies = {"database", "problem", "identity", "session", "hints"})
@NullMarked
package org.invigil.server.devices;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
