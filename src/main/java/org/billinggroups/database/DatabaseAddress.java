package org.billinggroups.database;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.billinggroups.file.CellText;
import org.billinggroups.postgres.DatabaseRefusedException;
import org.postgresql.Driver;
import org.postgresql.jdbc.SslMode;
import org.postgresql.util.PSQLException;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** Where the settings say that the database is: what is wrong with that is found before anything connects. */
public final class DatabaseAddress {
    private static final List<String> SETTINGS = List.of("spring.datasource.url", "spring.flyway.url");

    private static final List<String> FILES = List.of("sslrootcert", "sslcert", "sslkey");

    private DatabaseAddress() {}

    /**
     * Checks the addresses of the settings.
     *
     * @throws DatabaseRefusedException if one is none of a PostgreSQL database, or there is none where there has to be
     */
    public static void requireValid(Environment environment) {
        requireChosen(environment);
        for (var setting : SETTINGS) {
            var address = environment.getProperty(setting);
            if (StringUtils.hasText(address)) {
                requireValid(setting, address);
            }
        }
    }

    private static void requireChosen(Environment environment) {
        var choice = choice(environment);
        boolean embedded = DatabaseConfiguration.isEmbedded(environment);
        switch (choice) {
            case "auto" -> {
            }
            case "embedded" -> {
                if (!embedded) {
                    throw new DatabaseRefusedException(
                            "setting billing.database is 'embedded', but spring.datasource.url"
                                    + " names another database: leave one of them out");
                }
            }
            case "external" -> {
                if (embedded) {
                    throw new DatabaseRefusedException(
                            "setting billing.database is 'external', but no database is named:"
                                    + " set SPRING_DATASOURCE_URL, or BILLING_DATABASE=embedded to use the one in the"
                                    + " data folder");
                }
            }
            default -> throw new DatabaseRefusedException("setting billing.database is '" + CellText.shown(choice)
                    + "': expected auto, embedded or external");
        }
    }

    private static String choice(Environment environment) {
        return environment.getProperty("billing.database", "auto");
    }

    /** Whether an embedded database is about to be made in this folder although nobody has asked for one. */
    public static boolean isNewFallback(Environment environment, Path dataFolder) {
        return DatabaseConfiguration.isEmbedded(environment) && choice(environment).equals("auto")
                && !Files.exists(dataFolder.resolve("postgresql"));
    }

    private static void requireValid(String setting, String address) {
        var properties = address.startsWith("jdbc:postgresql:") ? Driver.parseURL(address, new Properties()) : null;
        if (properties == null) {
            throw new DatabaseRefusedException(setting + " '" + withoutSecrets(address)
                    + "': expected jdbc:postgresql://HOST[:PORT]/DATABASE, such as"
                    + " jdbc:postgresql://db.example.com/billing");
        }
        try {
            SslMode.of(properties);
        } catch (PSQLException e) {
            throw new DatabaseRefusedException(setting + ": sslmode '" + properties.getProperty("sslmode")
                    + "': expected disable, allow, prefer, require, verify-ca or verify-full", e);
        }
        requireReadable(setting, properties);
    }

    private static void requireReadable(String setting, Properties properties) {
        for (var name : FILES) {
            var file = properties.getProperty(name);
            if (StringUtils.hasText(file) && !Files.isReadable(Path.of(file))) {
                throw new DatabaseRefusedException(setting + ": " + name + " '" + file
                        + "': expected a file that this user can read");
            }
        }
    }

    private static String withoutSecrets(String address) {
        return address.replaceAll("(?<=//)[^/@]*@", "...@").replaceAll("(?i)(?<=password=)[^&]*", "...");
    }
}
