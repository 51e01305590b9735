package org.billinggroups.database;

import java.io.FileNotFoundException;
import java.nio.file.FileSystemException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.sql.DataSource;
import org.billinggroups.postgres.DatabaseRefusedException;
import org.billinggroups.postgres.DatabaseUnavailableException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/**
 * What a failure of the database means for whoever runs the program.
 *
 * @param permanent whether trying again cannot help before something was mended
 * @param sentence what happened and what to do
 */
public record DatabaseFailure(boolean permanent, String sentence) {
    private static final Pattern REFUSED_BY_POOLER = Pattern
            .compile("(?i)no such (user|database)|SASL authentication failed|password authentication failed");
    private static final Pattern CERTIFICATE = Pattern
            .compile("(?i)certificate|hostname .* could not be verified|TrustManager|SSL key");

    private static final Pattern DENIED = Pattern.compile("permission denied for (\\w+) \"?(\\w+?)(?:_id_seq)?\\b\"?");

    /** By the part of the work that a table belongs to, as afterMigrate.sql grants it. */
    private static final String ROLE = """
            SELECT CASE
                WHEN part_of_table(?) IN ('master data', 'prices', 'usage') THEN 'billing_operator'
                WHEN part_of_table(?) = 'issuing' THEN 'billing_runner'
                WHEN part_of_table(?) IN ('jobs', 'drafts') THEN 'billing_operator or billing_runner' END
            """;

    /** What it means, if a database is behind it and its kind is known. */
    public static Optional<DatabaseFailure> of(Throwable thrown) {
        return causes(thrown).filter(SQLException.class::isInstance).map(SQLException.class::cast)
                .filter(cause -> cause.getSQLState() != null)
                .flatMap(cause -> of(cause, cause.getSQLState(), message(root(thrown))).stream()).findFirst();
    }

    private static Optional<DatabaseFailure> of(SQLException thrown, String state, String said) {
        return Optional.ofNullable(switch (state) {
            case "28000", "28P01" -> refusedLogin(said);
            case "08004" -> said.contains("SSL") ? insecure(said) : refusedLogin(said);
            case "3D000" -> permanent("there is no such database (" + said
                    + "): correct SPRING_DATASOURCE_URL, or make it with CREATE DATABASE");
            case "42501" -> permanent("this database user may not do that (" + said + ")");
            case "42P01", "3F000" -> permanent("the database is not set up (" + said
                    + "): run 'billing status' as the owner of its schema first");
            // Whoever reads input looks for all of these; what nobody foresaw is the input's fault as well.
            case "22021", "22P05", "22001", "22003", "22008", "54000" -> permanent("the database cannot keep what was"
                    + " given (" + said + ")");
            case "53300" -> passing("the database has no connection left (" + said + ")");
            default -> state.startsWith("08")
                    ? connection(thrown, said)
                    : state.startsWith("57P0")
                            ? passing("the database is lost or cannot be reached (" + said + ")")
                            : null;
        });
    }

    private static DatabaseFailure connection(SQLException thrown, String said) {
        if (REFUSED_BY_POOLER.matcher(said).find()) {
            return refusedLogin(said);
        }
        return isAboutCertificates(thrown, said)
                ? insecure(said)
                : passing("the database is lost or cannot be reached (" + said + ")");
    }

    private static DatabaseFailure refusedLogin(String said) {
        return permanent("the database refuses the login (" + said
                + "): correct SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD, or those of SPRING_FLYWAY");
    }

    private static DatabaseFailure insecure(String said) {
        return permanent("the connection to the database cannot be secured (" + said
                + "): correct sslmode, sslrootcert, sslcert or sslkey in SPRING_DATASOURCE_URL");
    }

    private static boolean isAboutCertificates(Throwable thrown, String said) {
        return CERTIFICATE.matcher(said).find() || causes(thrown).anyMatch(cause -> cause instanceof FileSystemException
                || cause instanceof FileNotFoundException || cause instanceof GeneralSecurityException
                || cause instanceof SSLPeerUnverifiedException);
    }

    private static DatabaseFailure permanent(String sentence) {
        return new DatabaseFailure(true, sentence);
    }

    private static DatabaseFailure passing(String sentence) {
        return new DatabaseFailure(false, sentence);
    }

    /**
     * The same, with the role of db/roles.sql that may do what this login may not.
     *
     * @param database is asked; null if there is none to ask
     */
    public DatabaseFailure withRole(@Nullable DataSource database) {
        var denied = DENIED.matcher(sentence);
        if (database == null || !denied.find()) {
            return this;
        }
        // The functions that only the owner's login may call else are those of usage's partitions.
        var name = denied.group(1).equals("function") && denied.group(2).contains("usage") ? "usage_" : denied.group(2);
        try (var connection = database.getConnection(); var question = connection.prepareStatement(ROLE)) {
            for (int i = 1; i <= 3; i++) {
                question.setString(i, name);
            }
            try (var answer = question.executeQuery()) {
                var role = answer.next() ? answer.getString(1) : null;
                return role == null ? this : permanent(sentence + ": work as a member of " + role);
            }
        } catch (SQLException e) {
            return this;
        }
    }

    /** Whether a statement that writes was refused since nothing can be written at present. */
    public static boolean isReadOnly(Throwable thrown) {
        return causes(thrown).anyMatch(cause -> cause instanceof SQLException sql && "25006".equals(sql.getSQLState()));
    }

    /**
     * Why a database takes no changes.
     *
     * @param database is asked; null if there is none to ask
     */
    public static DatabaseFailure ofReadOnly(@Nullable DataSource database) {
        var check = database == null ? null : DatabaseCheck.of(database, Optional.empty());
        if (check == null || check.recovering() || !check.readOnly()) {
            return passing("the database takes no changes now: it is a standby, or is not promoted yet");
        }
        return permanent("the database " + check.database() + " is read-only (default_transaction_read_only is on):"
                + " switch that off for the database or for the user " + check.user());
    }

    /** The exception for those who cannot continue. */
    static RuntimeException exceptionOf(SQLException thrown, String what) {
        return DatabaseFailure.of(thrown).map(failure -> failure.permanent()
                ? (RuntimeException) new DatabaseRefusedException(failure.sentence(), thrown)
                : new DatabaseUnavailableException(failure.sentence(), thrown))
                .orElseGet(() -> new DatabaseUnavailableException(what + ": " + message(thrown), thrown));
    }

    /** What a failure says, in one sentence: without the server's position, hints and context. */
    public static String message(Throwable thrown) {
        if (thrown instanceof PSQLException sql && sql.getServerErrorMessage() != null) {
            var server = sql.getServerErrorMessage();
            return server.getSeverity() + ": " + server.getMessage();
        }
        var said = thrown.getMessage();
        if (said == null) {
            return thrown.getClass().getSimpleName();
        }
        return thrown instanceof FileSystemException file ? ofFile(file, said) : said;
    }

    private static String ofFile(FileSystemException thrown, String said) {
        return thrown.getReason() == null ? said + " (" + thrown.getClass().getSimpleName() + ")" : said;
    }

    /** The last cause, but that of a refused or broken connection's own sentence. */
    private static Throwable root(Throwable thrown) {
        var last = thrown;
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            // What the driver says names host and port; what is behind it, a socket say, does not.
            if (cause instanceof PSQLException) {
                return cause;
            }
            last = cause;
        }
        return last;
    }

    private static Stream<Throwable> causes(Throwable thrown) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause);
    }
}
