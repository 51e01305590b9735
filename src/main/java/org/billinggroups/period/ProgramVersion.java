package org.billinggroups.period;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of the program that is running. */
public final class ProgramVersion {
    /** Written by the build, so that it is the same in the jar and beside it. */
    private static final String BUILD_INFO = "/META-INF/build-info.properties";

    private ProgramVersion() {}

    /** What the build noted, such as {@code 1.4.0}. */
    public static String current() {
        try (var in = ProgramVersion.class.getResourceAsStream(BUILD_INFO)) {
            var build = new Properties();
            if (in != null) {
                build.load(in);
            }
            return build.getProperty("build.version", "(development)");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
