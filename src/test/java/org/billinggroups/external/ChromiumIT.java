package org.billinggroups.external;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.billinggroups.database.TestDatabase;
import org.billinggroups.job.BillingProcess;
import org.billinggroups.job.SmallCompany;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The report as a browser shows it: on a screen, on a phone, in the dark. Needs chromium. */
@Tag("external")
class ChromiumIT {
    @TempDir
    private static Path folder;

    private static TestDatabase database;
    private static Path report;

    @BeforeAll
    static void invoicesAPeriod() {
        database = TestDatabase.create();
        var company = SmallCompany.write(folder.resolve("input"), 12);
        billing("apply", company.apply().toString(), "--yes");
        billing("price", "import", company.prices().toString());
        billing("import", company.usage().toString());
        billing("run", "2026-10", "--issue-date", "2026-11-02", "--out", folder.resolve("out").toString());
        report = folder.resolve("out/2026-10/run-1/report.html");
    }

    @AfterAll
    static void dropDatabase() {
        database.close();
    }

    private static void billing(String... arguments) {
        var ended = BillingProcess.run(database.environment(), arguments);
        assertThat(ended.exitCode()).as(ended.err()).isZero();
    }

    @ParameterizedTest
    @CsvSource({ "screen, 1200, 1400, ", "phone, 500, 2000, ",
            "dark, 1200, 1400, --blink-settings=preferredColorScheme=0" })
    void showsWithoutErrors(String name, int width, int height, String option) throws Exception {
        var picture = Path.of("target", "report-" + name + ".png").toAbsolutePath();
        Files.deleteIfExists(picture);
        var said = chromium(option, "--window-size=" + width + "," + height, "--screenshot=" + picture);
        assertThat(said).doesNotContain("CONSOLE", "ERR_");
        var image = ImageIO.read(picture.toFile());
        assertThat(image.getWidth()).isEqualTo(width);
        assertThat(colours(image)).as("a page with text and charts").isGreaterThan(20);
        assertThat(brightness(image) < 128).as("dark").isEqualTo(option != null);
    }

    private static long colours(BufferedImage image) {
        return Arrays.stream(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
                .distinct().count();
    }

    private static int brightness(BufferedImage image) {
        return image.getRGB(2, 2) >> 8 & 0xFF;
    }

    private static String chromium(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("chromium", "--headless", "--no-sandbox", "--disable-gpu",
                "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", "--hide-scrollbars", "--enable-logging=stderr",
                "--user-data-dir=" + Files.createTempDirectory(folder, "browser")));
        Arrays.stream(options).filter(option -> option != null).forEach(command::add);
        command.add(report.toUri().toString());
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(Map.of("HOME", folder.toString()));
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines().filter(line -> line.contains("CONSOLE") || line.contains("ERR_"))
                .reduce("", (a, b) -> a + b + "\n");
    }
}
