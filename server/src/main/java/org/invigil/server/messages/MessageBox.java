package org.invigil.server.messages;

/**
 * How many messages a sitting has.
 *
 * @param unacknowledged how many of them the student has not said to have read
 */
public record MessageBox(int count, int unacknowledged) {}
