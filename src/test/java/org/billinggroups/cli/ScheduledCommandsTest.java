package org.billinggroups.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.billinggroups.kubernetes.Kustomization.at;
import static org.billinggroups.kubernetes.Kustomization.maps;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.billinggroups.Settings;
import org.billinggroups.job.ExitCode;
import org.billinggroups.kubernetes.Kustomization;
import org.billinggroups.kubernetes.Pod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

/** What the crontab and the manifests ask for has to be there: commands, options, exit codes and settings. */
class ScheduledCommandsTest {
    private static final Path CRONTAB = Path.of("jobs/cron/billing-groups");
    private static final Path SETTINGS = Path.of("jobs/cron/env");
    /** The line of either that sets a variable, or that might. */
    private static final Pattern VARIABLE = Pattern.compile("#?([A-Z_]+)=.*");
    private static final Pattern DEFAULT = Pattern.compile("\\$\\{env:(\\w+):-.*");
    private static final Pattern COMMAND = Pattern.compile(".*/jobs/billing (.*)");
    private static final Set<Integer> CODES = Stream.of(ExitCode.values()).map(ExitCode::code)
            .collect(Collectors.toSet());
    /** Variables that commands of manifests are made of, and cron's own. */
    private static final Set<String> OTHERS = Set.of("FILE", "PERIOD", "CRON_TZ", "MAILTO");

    @ParameterizedTest
    @ValueSource(strings = { "own-database", "trial", "workers", "workers-keda" })
    void manifestsAskForWhatIsThere(String overlay) throws IOException {
        var manifests = Kustomization.build(overlay);
        var pods = Pod.of(manifests);
        assertThat(pods).hasSizeGreaterThan(3);
        for (var pod : pods) {
            var environment = pod.environment(manifests, Map.of());
            assertThat(environment).containsKeys("BILLING_LOG_FORMAT", "BILLING_METRICS_DIR");
            assertThat(known(environment.keySet())).as(pod.owner()).containsExactlyElementsOf(environment.keySet());
            var values = Map.of("FILE", "usage.csv", "PERIOD", "2026-10");
            assertParsed(pod.arguments(values));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "own-database", "trial", "workers" })
    void jobsAreNotTriedAgainWhereThatCannotHelp(String overlay) {
        var jobs = Kustomization.build(overlay).stream().filter(manifest -> manifest.get("kind").equals("CronJob"))
                .toList();
        assertThat(jobs).hasSizeGreaterThan(3).allSatisfy(job -> {
            var rule = maps(at(job, "spec", "jobTemplate", "spec", "podFailurePolicy").get("rules")).getFirst();
            assertThat(at(rule, "onExitCodes")).containsEntry("containerName", "billing").containsEntry("values",
                    Stream.of(ExitCode.USAGE, ExitCode.REFUSED, ExitCode.DIFFERENCE).map(ExitCode::code).toList());
        });
    }

    @Test
    void crontabAsksForWhatIsThere() throws IOException {
        Set<String> variables = new TreeSet<>();
        int commands = 0;
        List<String> lines = new ArrayList<>(Files.readAllLines(CRONTAB));
        lines.addAll(Files.readAllLines(SETTINGS));
        for (var line : lines) {
            var variable = VARIABLE.matcher(line);
            var command = COMMAND.matcher(line);
            if (variable.matches()) {
                variables.add(variable.group(1));
            } else if (!line.startsWith("#") && command.matches()) {
                assertParsed(List.of(command.group(1).split(" ")));
                commands++;
            }
        }
        assertThat(commands).isEqualTo(2);
        assertThat(variables).contains("BILLING_LOG_FORMAT", "BILLING_METRICS_DIR").isEqualTo(known(variables));
    }

    @Test
    void unitsAskForWhatIsThere() throws IOException {
        int services = 0;
        try (var files = Files.list(Path.of("jobs/systemd"))) {
            for (var file : files.sorted().toList()) {
                var unit = Files.readString(file);
                if (file.toString().endsWith(".timer")) {
                    assertThat(file.resolveSibling(file.getFileName().toString().replace(".timer", ".service")))
                            .isRegularFile();
                    continue;
                }
                var command = Pattern.compile("ExecStart=/opt/billing-groups/jobs/billing (.*)").matcher(unit);
                assertThat(command.find()).isTrue();
                assertParsed(List.of(command.group(1).split(" ")));
                assertThat(codes(unit, "SuccessExitStatus")).isEqualTo(Set.of(ExitCode.ATTENTION.code(),
                        ExitCode.WAITING.code(), ExitCode.ALREADY_RUNNING.code()));
                assertThat(codes(unit, "RestartPreventExitStatus")).isEqualTo(Set.of(ExitCode.USAGE.code(),
                        ExitCode.REFUSED.code(), ExitCode.DIFFERENCE.code()));
                services++;
            }
        }
        assertThat(services).isEqualTo(2);
    }

    private static Set<Integer> codes(String unit, String name) {
        var line = Pattern.compile("(?m)^" + name + "=(.*)$").matcher(unit);
        assertThat(line.find()).isTrue();
        return Stream.of(line.group(1).split(" ")).map(Integer::valueOf).collect(Collectors.toSet());
    }

    /** Whatever stands in the runbook, also what no test runs. */
    @Test
    void runbookAsksForWhatIsThere() throws IOException {
        var commands = Files.readAllLines(Path.of("src/docs/runbook.md")).stream()
                .filter(line -> line.startsWith("billing ") && !line.contains(" --prepare")
                        && !line.contains("--version"))
                .map(line -> line.replaceAll(" +[#>].*", "").substring("billing ".length())).toList();
        assertThat(commands).hasSizeGreaterThan(15).allSatisfy(line -> assertParsed(List.of(line.split(" "))));
    }

    private static void assertParsed(List<String> arguments) {
        var program = new BillingCommand().withAll(Program::createWithoutBeans)
                .setCaseInsensitiveEnumValuesAllowed(true);
        var parsed = program.parseArgs(arguments.toArray(String[]::new));
        assertThat(parsed.asCommandLineList()).as(arguments.toString()).hasSizeGreaterThan(1);
        assertThat(parsed.asCommandLineList().getLast()).extracting(CommandLine::getSubcommands)
                .isEqualTo(Map.of());
        List<Integer> okCodes = parsed.matchedOptionValue("--ok-codes", List.of());
        assertThat(CODES).containsAll(okCodes);
    }

    /** The names that something reads. */
    private static Set<String> known(Set<String> names) throws IOException {
        Set<String> settings = new TreeSet<>(OTHERS);
        Settings.all().keySet().forEach(name -> settings.add(variable(name)));
        for (var field : GlobalOptions.class.getDeclaredFields()) {
            var option = field.getAnnotation(CommandLine.Option.class);
            var variable = DEFAULT.matcher(option == null ? "" : option.defaultValue());
            if (variable.matches()) {
                settings.add(variable.group(1));
            }
        }
        for (var file : new PathMatchingResourcePatternResolver()
                .getResources("classpath*:META-INF/spring-configuration-metadata.json")) {
            try (var in = file.getInputStream()) {
                JsonMapper.shared().readTree(in).get("properties")
                        .forEach(property -> settings.add(variable(property.get("name").asString())));
            }
        }
        return names.stream().filter(settings::contains).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** As Spring Boot reads a setting from the environment. */
    private static String variable(String setting) {
        return setting.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
    }
}
