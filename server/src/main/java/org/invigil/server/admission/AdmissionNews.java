package org.invigil.server.admission;

/** Published after the commit, on the node that made it: something changed for a student who waits to be let in. */
public record AdmissionNews() {}
