package org.billinggroups.period;

/** The version of the program that is running. */
public final class ProgramVersion {
    private ProgramVersion() {}

    /** What the build wrote into the jar, such as {@code 1.4.0}. */
    public static String current() {
        var version = ProgramVersion.class.getPackage().getImplementationVersion();
        return version == null ? "(development)" : version;
    }
}
