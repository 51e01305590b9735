package org.billinggroups.statement;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import org.billinggroups.account.Seller;
import org.billinggroups.account.Sellers;
import org.billinggroups.file.InputFile;
import org.billinggroups.file.InputProblem;
import org.billinggroups.file.InputProblems;
import org.billinggroups.file.InvalidInputException;
import org.billinggroups.file.Sha256;
import org.billinggroups.invoice.NumbersInText;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/** Imports bank statements, each file in one transaction, and matches what they bring. */
@Service
@EnableConfigurationProperties(StatementSettings.class)
public class StatementImport {
    private static final int ENOUGH_TO_KNOW = 64;

    private final TransactionOperations transaction;
    private final Sellers sellers;
    private final StatementSettings settings;
    private final StatementStage stage;
    private final StatementRows rows;
    private final EntryMatching matching;
    private final JdbcClient jdbc;
    private final Clock clock;

    StatementImport(TransactionOperations transaction, Sellers sellers, StatementSettings settings,
            StatementStage stage, StatementRows rows, EntryMatching matching, JdbcClient jdbc, Clock clock) {
        this.transaction = transaction;
        this.sellers = sellers;
        this.settings = settings;
        this.stage = stage;
        this.rows = rows;
        this.matching = matching;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Imports a file, unless it was imported before.
     *
     * @param onAccount whether what is more than is open goes on the group's account
     * @throws InvalidInputException if anything in it is wrong; nothing of it is kept
     */
    public ImportedStatement importFile(Path file, boolean onAccount, String actor) {
        var sha256 = hash(file);
        return transaction.execute(status -> {
            rows.takeTurns();
            var before = rows.find(sha256);
            if (before.isPresent()) {
                return before.get().again();
            }
            try {
                return importNew(file, sha256, onAccount, actor);
            } catch (SQLException e) {
                throw new DataAccessResourceFailureException("importing " + file + ": " + e.getMessage(), e);
            }
        });
    }

    private ImportedStatement importNew(Path file, String sha256, boolean onAccount, String actor)
            throws SQLException {
        var seller = sellers.require();
        var problems = new InputProblems();
        var format = new String[1];
        var staged = stage.fill(NumbersInText.ofSeller(jdbc, seller.id()), sink -> {
            format[0] = read(file, sha256, seller, problems,
                    new BookedSoFar(sink, file.toString(), problems, tomorrow()));
            problems.requireNone();
        });
        int fresh = stage.findNew();
        var id = rows.addFile(sha256, file.toString(), format[0], staged.entries() - fresh, staged.leftOut(), actor);
        var counts = matching.add(id, onAccount, actor);
        return new ImportedStatement(id, sha256, format[0], false, fresh, staged.entries() - fresh, staged.leftOut(),
                counts.matched(), counts.unmatched(), counts.charges());
    }

    /** Somewhere it is tomorrow already. */
    private LocalDate tomorrow() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).plusDays(1);
    }

    /** Refuses what is booked later than can be. */
    private record BookedSoFar(BankEntry.Sink sink, String file, InputProblems problems, LocalDate latest)
            implements
                BankEntry.Sink {
        @Override
        public void add(BankEntry entry) throws SQLException {
            if (entry.bookedOn().isAfter(latest)) {
                problems.add(new InputProblem(file, entry.line(), "booking day", entry.bookedOn().toString(),
                        "is in the future; expected at most " + latest));
            }
            sink.add(entry);
        }

        @Override
        public void leaveOut() {
            sink.leaveOut();
        }
    }

    /** The format that was read. */
    private String read(Path file, String sha256, Seller seller, InputProblems problems, BankEntry.Sink sink)
            throws SQLException {
        var accounts = StatementAccounts.of(seller, settings.accounts());
        var digest = Sha256.newDigest();
        try (var in = new BufferedInputStream(new DigestInputStream(InputFile.open(file), digest))) {
            var format = "csv";
            if (isXml(in)) {
                format = new CamtReader(file.toString(), accounts, problems, sink).read(in);
                in.transferTo(OutputStream.nullOutputStream());
            } else {
                CsvStatement.of(file.toString(), accounts, problems, sink).read(in);
            }
            if (!HexFormat.of().formatHex(digest.digest()).equals(sha256)) {
                problems.add(InputProblem.ofFile(file.toString(), "was changed while it was read"));
            }
            return format;
        } catch (IOException e) {
            throw new InvalidInputException(InputProblem.ofUnreadable(file.toString(), e));
        }
    }

    /** Whatever its encoding, the first mark of XML is {@code <}. */
    private static boolean isXml(InputStream in) throws IOException {
        in.mark(ENOUGH_TO_KNOW);
        var beginning = in.readNBytes(ENOUGH_TO_KNOW);
        in.reset();
        for (byte one : beginning) {
            if (one > ' ') {
                return one == '<';
            }
        }
        return false;
    }

    private static String hash(Path file) {
        try (var in = InputFile.open(file)) {
            return Sha256.of(in);
        } catch (IOException e) {
            throw new InvalidInputException(InputProblem.ofUnreadable(file.toString(), e));
        }
    }
}
