package org.invigil.server.session;

import java.time.Instant;

/**
 * A student's page or camera has said something to this node. Published at most twice a second for each socket; whoever hears
 * it returns at once.
 *
 * @param at when the last of it arrived
 * @param isCamera whether it was on the camera's socket, else the page's events
 */
public record StudentHeard(ExamSession session, Instant at, boolean isCamera) {}
