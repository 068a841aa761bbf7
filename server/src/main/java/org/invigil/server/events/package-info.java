/**
 * What every open page of a student is told, by the socket {@code /events}: that the exam has ended, that another window
 * rules, that the time has changed, that the camera is not watched, what was done to the sitting and why, that there is a message, that another picture is
 * needed to be let in, that an answer was saved elsewhere. It stands apart from the camera's socket, so that
 * a page without a camera hears as well, and serves any page on any node. Owns {@code session_windows}, the window of each
 * session that rules.
 *
 * <p>A page is sent the whole state when it opens and with each change, never a difference: what it missed while it was
 * away makes no difference. One thread of the node reads the states of all sessions that have a page here, when there is
 * news (at most every {@code SittingNews.LOOK_EVERY}) and at least every second, so that a word that is lost between nodes
 * costs a second.
 *
 * <p>Threads: pings come in on the container's threads; one virtual thread reads states and one a page sends. Bounds:
 * {@code EventPages.MAX_PAGES} pages a node, {@code EventPages.MAX_PAGES_OF_A_SESSION} a session, {@code
 * EventSocketHandler.OUTBOX_MESSAGES} messages waiting for a page; one that does not keep up is closed and comes back, one
 * that says nothing for {@code EventPages.SILENT_MILLIS} is closed.
 */
@ApplicationModule(
        allowedDependencies = {
            "database",
            "problem",
            "identity",
            "session",
            "intervention",
            "messages",
            "admission",
            "nodes",
            "socket",
            "watch"
        })
@NullMarked
package org.invigil.server.events;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
