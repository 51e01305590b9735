package org.billinggroups.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.billinggroups.TestApplication;
import org.billinggroups.cli.CommandInProcess;
import org.billinggroups.database.TestDatabase;
import org.billinggroups.job.SmallCompany;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/**
 * Links, pipes and whatever else in the place of published files and folders, and beside them, are named: none is
 * followed, and nothing waits for a pipe.
 */
@Timeout(120)
class OutOfPlaceTest {
    private static final String PDF = "2026-10/run-1/invoices/INV-2026-000001.pdf";
    private static final String LEDGER = "2026-10/run-1/ledger.csv";

    @TempDir
    private static Path folder;

    private static Path out;
    private static TestDatabase database;
    private static ConfigurableApplicationContext context;

    /** What is done below the output folder. */
    @FunctionalInterface
    private interface Act {
        void in(Path out) throws Exception;
    }

    @BeforeAll
    static void publishes() {
        out = folder.resolve("out");
        database = TestDatabase.create();
        var company = SmallCompany.write(folder, 1);
        run(0, "apply", company.apply().toString());
        run(0, "price", "import", company.prices().toString());
        run(0, "import", company.usage().toString());
        run(0, "run", "2026-10", "--issue-date", "2026-11-02", "--out", out.toString());
        run(0, "invoice", "credit-note", "INV-2026-000001", "--reason", "Wrong", "--issue-date", "2026-11-03");
        context = TestApplication.on(database);
    }

    @AfterAll
    static void close() {
        context.close();
        database.close();
    }

    @BeforeEach
    void keep() throws Exception {
        execute("cp", "-a", out.toString(), folder.resolve("kept").toString());
    }

    @AfterEach
    void putBack() throws Exception {
        FileSystemUtils.deleteRecursively(out);
        execute("mv", folder.resolve("kept").toString(), out.toString());
        FileSystemUtils.deleteRecursively(folder.resolve("away"));
    }

    private static void execute(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    private static String run(int code, String... arguments) {
        var ended = CommandInProcess.run(database, arguments);
        assertThat(ended.exitCode()).as(String.join(" ", arguments) + ended.out() + ended.err()).isEqualTo(code);
        return ended.out() + ended.err();
    }

    /** Moves something away and puts a link to it in its place: the bytes are the same. */
    private static void link(Path path) throws IOException {
        Files.createSymbolicLink(path, Files.move(path, folder.resolve("away")));
    }

    private static void pipe(Path path) throws Exception {
        Files.deleteIfExists(path);
        execute("mkfifo", path.toString());
    }

    private static void socket(Path path) throws IOException {
        Files.deleteIfExists(path);
        ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path)).close();
    }

    private static void openToAll(Path path) throws IOException {
        var permissions = Files.isDirectory(path) ? "rwxr-xrwx" : "rw-r--rw-";
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private static Arguments attack(String path, String finding, Act act) {
        return Arguments.of(path, finding, act);
    }

    static Stream<Arguments> attacks() {
        return Stream.of(attack(PDF, ": is a link, not a file", out -> link(out.resolve(PDF))),
                attack(LEDGER, ": is a named pipe, socket or device, not a file", out -> pipe(out.resolve(LEDGER))),
                attack(LEDGER, ": is a named pipe, socket or device, not a file", out -> socket(out.resolve(LEDGER))),
                attack("2026-10/run-1/invoices", ": is a link, not a folder",
                        out -> link(out.resolve("2026-10/run-1/invoices"))),
                attack("2026-10/run-1", ": is a link, not a folder", out -> link(out.resolve("2026-10/run-1"))),
                attack("2026-10", ": is a link, not a folder", out -> link(out.resolve("2026-10"))),
                attack("corrections/CN-2026-000001", ": is a link, not a folder",
                        out -> link(out.resolve("corrections/CN-2026-000001"))),
                attack("2026-10/run-1/invoices/extra", ": does not belong to the run",
                        out -> Files.createDirectory(out.resolve("2026-10/run-1/invoices/extra"))),
                attack("2026-10/run-1/invoices/extra/x.pdf", ": does not belong to the run", out -> Files.createFile(
                        Files.createDirectory(out.resolve("2026-10/run-1/invoices/extra")).resolve("x.pdf"))),
                attack("2026-10/run-1/foo.pdf", ": does not belong to the run",
                        out -> Files.createFile(out.resolve("2026-10/run-1/foo.pdf"))),
                attack("2026-10/run-1/nowhere", ": does not belong to the run",
                        out -> Files.createSymbolicLink(out.resolve("2026-10/run-1/nowhere"), Path.of("gone"))),
                attack("2026-10/run-1/pipe", ": does not belong to the run",
                        out -> pipe(out.resolve("2026-10/run-1/pipe"))),
                attack("2026-10/run-9", ": belongs to no run",
                        out -> Files.createSymbolicLink(out.resolve("2026-10/run-9"), Path.of("run-1"))),
                attack("2026-10/.run-1.building", ": belongs to no run",
                        out -> Files.createDirectory(out.resolve("2026-10/.run-1.building"))),
                attack("2026-10/pipe", ": belongs to no run", out -> pipe(out.resolve("2026-10/pipe"))),
                attack("2026-07", ": belongs to no run of this database, and is empty",
                        out -> Files.createDirectory(out.resolve("2026-07"))),
                attack("2026-07", ": belongs to no run of this database, and is no folder",
                        out -> Files.createSymbolicLink(out.resolve("2026-07"), Path.of("2026-10"))),
                attack("estimates", ": belongs to no run of this database, and is empty",
                        out -> Files.createDirectory(out.resolve("estimates"))),
                attack("corrections/CN-2026-000002", ": belongs to no run", out -> Files.createSymbolicLink(
                        out.resolve("corrections/CN-2026-000002"), Path.of("CN-2026-000001"))));
    }

    @ParameterizedTest(name = "{0}{1}")
    @MethodSource("attacks")
    void namesWhatIsOutOfPlace(String path, String finding, Act act) throws Exception {
        act.in(out);
        assertThat(look().differences()).anyMatch(found -> found.endsWith(out.resolve(path) + finding)
                || found.startsWith(out.resolve(path) + finding));
    }

    @Test
    void differenceIsWorseThanAWarningAndNothingWaitsForAPipe() throws Exception {
        assertThat(run(0, "verify")).doesNotContain("warning");
        for (var open : new String[]{ PDF, "2026-10/run-1/invoices", "2026-10/run-1", "2026-10", "" }) {
            openToAll(out.resolve(open));
            assertThat(look().warnings()).contains(out.resolve(open) + ": everybody may write to it");
        }
        assertThat(run(3, "verify", "--json")).contains("\"warnings\"", PDF + ": everybody may write to it");
        pipe(out.resolve(LEDGER));
        assertThat(run(21, "verify")).contains("warning: ", "ledger.csv: is a named pipe");
    }

    @Test
    void renderPutsFilesInPlaceOfLinksAndPipesButWritesToNoLinkedFolder() throws Exception {
        var bytes = Files.readAllBytes(out.resolve(PDF));
        link(out.resolve(PDF));
        pipe(out.resolve(LEDGER));
        Files.createDirectory(out.resolve("2026-10/.run-1.restoring"));
        assertThat(look().warnings()).anyMatch(found -> found.contains(".run-1.restoring"));
        assertThat(run(0, "render", "2026-10")).contains("2 file(s) written again");
        assertThat(folder.resolve("away")).hasBinaryContent(bytes);
        assertThat(look()).isEqualTo(new Findings());

        FileSystemUtils.deleteRecursively(folder.resolve("away"));
        link(out.resolve("2026-10/run-1/invoices"));
        Files.delete(folder.resolve("away/INV-2026-000001.pdf"));
        assertThat(run(20, "render", "2026-10")).contains("invoices: is a link, not a folder: move it away");
        assertThat(folder.resolve("away/INV-2026-000001.pdf")).doesNotExist();
        Files.delete(out.resolve("2026-10/run-1/invoices"));
        Files.delete(out.resolve(LEDGER));
        Files.createDirectories(out.resolve(LEDGER).resolve("x"));
        assertThat(run(20, "render", "2026-10")).contains("ledger.csv: is a folder, not a file: move it away");
        FileSystemUtils.deleteRecursively(out.resolve(LEDGER));
        run(0, "render", "2026-10");
        assertThat(look()).isEqualTo(new Findings());
    }

    private static Findings look() throws IOException {
        List<Findings> all = new ArrayList<>();
        all.add(context.getBean(Audit.class).look(Optional.empty(), out, (run, findings) -> all.add(findings)));
        var sum = new Findings();
        all.forEach(findings -> {
            sum.differences().addAll(findings.differences());
            sum.unreadable().addAll(findings.unreadable());
            sum.warnings().addAll(findings.warnings());
        });
        return sum;
    }
}
