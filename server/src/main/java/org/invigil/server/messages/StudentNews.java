package org.invigil.server.messages;

/** Published after the commit, on the node that made it: something was said that open pages of students have to know. */
public record StudentNews() {}
