package org.billinggroups.postgres;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;

/** The passwords of an embedded server's roles, kept in a file that only its owner can read. */
record Passwords(String administrator, String owner, String application) {
    private static final String FILE = "passwords.properties";
    private static final int RANDOM_BYTES = 24;

    static Passwords random() {
        return new Passwords(randomText(), randomText(), randomText());
    }

    static Passwords read(Path folder) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(folder.resolve(FILE))) {
            properties.load(reader);
        }
        return new Passwords(properties.getProperty("administrator"), properties.getProperty("owner"),
                properties.getProperty("application"));
    }

    void write(Path folder) throws IOException {
        Folders.writePrivate(folder.resolve(FILE), """
                administrator=%s
                owner=%s
                application=%s
                """.formatted(administrator, owner, application));
    }

    @Override
    public String toString() {
        return "Passwords";
    }

    private static String randomText() {
        byte[] bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
