package org.invigil.server.ownership;

/**
 * What a module does with a table.
 *
 * @param module name of the package below {@code org.invigil.server}
 * @param kind whether it writes, or only reads
 * @param table its name, {@link SqlText#ANY} for one that is only known as the program runs
 */
record TableUse(String module, Kind kind, String table) implements Comparable<TableUse> {

    enum Kind {
        WRITES,
        READS
    }

    @Override
    public int compareTo(TableUse other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return module + " " + (kind == Kind.WRITES ? "writes " : "reads ") + table;
    }
}
