package org.billinggroups.database;

/** The version that the program's migrations lead to. */
final class SchemaVersion {
    /** The newest of {@code db/migration}. */
    static final String NEWEST = "26";

    private SchemaVersion() {}

    /** How a database's version, which may be none, compares: below zero if the program is newer. */
    static int compare(int version) {
        return Integer.compare(version, Integer.parseInt(NEWEST));
    }
}
