package org.billinggroups.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of the program that is running, as the build noted it: the same in the jar and beside it. */
public final class ProgramVersion {
    private static final String UNKNOWN = "unknown";

    private ProgramVersion() {}

    /** Release and commit, such as {@code 1.4.0 (1a2b3c4)}; the release alone where the commit is unknown. */
    public static String current() {
        return release() + (commit().equals(UNKNOWN) ? "" : " (" + commit() + ")");
    }

    /** The release, such as {@code 1.4.0}. */
    public static String release() {
        return noted("META-INF/build-info.properties").getProperty("build.version", "(development)");
    }

    /**
     * The commit that it was built from, such as {@code 1a2b3c4}, with {@code -dirty} where something was not
     * committed; or {@code unknown}.
     */
    public static String commit() {
        var repository = noted("git.properties");
        var commit = repository.getProperty("git.commit.id.abbrev");
        return commit == null
                ? noted("META-INF/build-info.properties").getProperty("build.commit", UNKNOWN)
                : commit + (Boolean.parseBoolean(repository.getProperty("git.dirty")) ? "-dirty" : "");
    }

    private static Properties noted(String file) {
        try (var in = ProgramVersion.class.getResourceAsStream("/" + file)) {
            var properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
