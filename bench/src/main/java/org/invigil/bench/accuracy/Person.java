package org.invigil.bench.accuracy;

import java.util.List;
import java.util.SortedMap;

/**
 * Who is seen, as far as it matters for figures by group.
 *
 * @param name counts as one person, however many files or stretches show them
 * @param groups by kind, such as {@code glasses}: what the person belongs to; of skin tones several, as bands lie over each other
 */
record Person(String name, SortedMap<String, List<String>> groups) {}
