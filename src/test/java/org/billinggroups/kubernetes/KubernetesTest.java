package org.billinggroups.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.billinggroups.kubernetes.Kustomization.at;
import static org.billinggroups.kubernetes.Kustomization.maps;
import static org.billinggroups.kubernetes.Kustomization.name;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.scheduling.support.CronExpression;

/** The manifests in {@code jobs/kubernetes}, held against Kubernetes' own models and against each other. */
class KubernetesTest {
    private static final Path SECRETS = Kustomization.ROOT.resolve("overlays/own-database/secret.example.yaml");

    @ParameterizedTest
    @ValueSource(strings = { "base", "own-database", "trial", "workers", "workers-keda" })
    void isWhatKubernetesKnows(String overlay) {
        var manifests = Kustomization.build(overlay);
        assertThat(manifests).hasSizeGreaterThan(7).filteredOn(manifest -> !Model.isForeign(manifest))
                .allSatisfy(Model::check);
        assertThat(manifests).extracting(manifest -> manifest.get("kind") + " " + name(manifest))
                .doesNotHaveDuplicates();
        var schedules = manifests.stream().filter(manifest -> manifest.get("kind").equals("CronJob"))
                .map(job -> (String) at(job, "spec").get("schedule"));
        assertThat(schedules).allSatisfy(schedule -> CronExpression.parse("0 " + schedule));
    }

    @Test
    void secretsOfTheExampleAreWhatKubernetesKnows() {
        assertThat(Kustomization.read(SECRETS)).hasSize(2).allSatisfy(Model::check);
    }

    @ParameterizedTest
    @ValueSource(strings = { "spec: {schedule: x, jobTemplate: {}, suspnd: true}",
            "spec: {schedule: x, jobTemplate: {spec: {template: {spec: {containers: [{name: a, imag: b}]}}}}}",
            "spec: {schedule: x, jobTemplate: {}, suspend: 'true'}", "spec: {schedule: x}", "spex: 1",
            "spec: {schedule: x, jobTemplate: {spec: {backoffLimit: four}}}" })
    void refusesWhatKubernetesDoesNotKnow(String rest) {
        var manifest = Kustomization.parse("apiVersion: batch/v1\nkind: CronJob\n" + rest).getFirst();
        assertThatThrownBy(() -> Model.check(manifest)).isInstanceOf(RuntimeException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = { "own-database", "trial", "workers", "workers-keda" })
    void whatIsReferredToIsThere(String overlay) {
        var manifests = Kustomization.build(overlay);
        Set<String> there = new HashSet<>();
        manifests.forEach(manifest -> there.add(manifest.get("kind") + " " + name(manifest)));
        if (!overlay.equals("trial")) {
            Kustomization.read(SECRETS).forEach(secret -> at(secret, "stringData").keySet()
                    .forEach(key -> there.add("Secret " + name(secret) + "/" + key)));
        }
        for (var pod : Pod.of(manifests)) {
            assertThat(pod.references()).as(pod.owner()).isSubsetOf(there);
            assertThat(pod.mounts()).as(pod.owner()).isEqualTo(pod.volumes());
        }
    }

    /** Whoever is selected: pods with these labels have to be there. */
    @ParameterizedTest
    @ValueSource(strings = { "own-database", "trial", "workers" })
    void whatIsSelectedIsThere(String overlay) {
        var manifests = Kustomization.build(overlay);
        var labels = Pod.of(manifests).stream().map(Pod::labels).toList();
        List<Map<String, Object>> selected = new ArrayList<>();
        for (var manifest : manifests) {
            switch ((String) manifest.get("kind")) {
                case "NetworkPolicy" -> selected.add(at(manifest, "spec", "podSelector", "matchLabels"));
                case "PodDisruptionBudget", "Deployment" -> selected
                        .add(at(manifest, "spec", "selector", "matchLabels"));
                default -> {
                }
            }
        }
        assertThat(selected).hasSizeGreaterThan(1).allSatisfy(selector -> assertThat(labels)
                .anySatisfy(pod -> assertThat(pod).containsAllEntriesOf(selector)));
        assertThat(labels).allSatisfy(pod -> assertThat(pod).containsKey("app.kubernetes.io/component")
                .containsEntry("app.kubernetes.io/name", "billing-groups"));
    }

    /** Files are readable by their owner alone, so that one user has to be in all pods. */
    @ParameterizedTest
    @ValueSource(strings = { "own-database", "trial", "workers" })
    void podsAreHardenedAndHaveOneUser(String overlay) {
        assertThat(Pod.of(Kustomization.build(overlay))).hasSizeGreaterThan(3).allSatisfy(pod -> {
            assertThat(at(pod.spec(), "securityContext")).containsEntry("runAsNonRoot", true)
                    .containsEntry("runAsUser", 10001).containsEntry("runAsGroup", 10001)
                    .containsEntry("fsGroup", 10001)
                    .containsEntry("seccompProfile", Map.of("type", "RuntimeDefault"));
            assertThat(at(pod.container(), "securityContext")).containsEntry("allowPrivilegeEscalation", false)
                    .containsEntry("readOnlyRootFilesystem", true)
                    .containsEntry("capabilities", Map.of("drop", List.of("ALL")));
            assertThat(at(pod.container(), "resources")).containsOnlyKeys("requests", "limits");
            assertThat(pod.spec()).containsEntry("automountServiceAccountToken", false)
                    .containsEntry("terminationGracePeriodSeconds", 30);
        });
        assertThat(Kustomization.build(overlay)).filteredOn(manifest -> manifest.get("kind").equals("CronJob"))
                .allSatisfy(job -> assertThat(at(job, "spec", "jobTemplate", "spec"))
                        .containsKeys("activeDeadlineSeconds", "backoffLimit", "podFailurePolicy"));
    }

    @Test
    void onlyTheOwnersJobKnowsTheOwner() {
        var pods = Pod.of(Kustomization.build("workers"));
        assertThat(pods.stream().filter(pod -> pod.references().toString().contains("billing-owner")))
                .extracting(Pod::owner).containsExactly("CronJob billing-migrate");
    }

    @Test
    void scalerScalesTheWorkersAndLeavesTheirNumberAlone() {
        var manifests = Kustomization.build("workers-keda");
        var scaler = Kustomization.find(manifests, "ScaledObject", "billing-worker");
        var target = (String) at(scaler, "spec", "scaleTargetRef").get("name");
        assertThat(at(Kustomization.find(manifests, "Deployment", target), "spec")).doesNotContainKey("replicas");
        var login = (String) at(maps(at(scaler, "spec").get("triggers")).getFirst(), "authenticationRef").get("name");
        Kustomization.find(manifests, "TriggerAuthentication", login);
    }

    /** Commands write one file each, and each command runs in one pod at a time but for workers. */
    @Test
    void eachFileOfMetricsIsWrittenByOnePod() {
        var manifests = Kustomization.build("workers");
        for (var pod : Pod.of(manifests)) {
            assertThat(pod.environment(manifests, Map.of())).containsEntry("BILLING_METRICS_DIR",
                    pod.owner().equals("Deployment billing-worker") ? "" : "/data");
        }
    }

    @Test
    void embeddedDatabaseIsForOnePodAtATime() {
        var volume = Kustomization.find(Kustomization.build("trial"), "PersistentVolumeClaim", "billing-data");
        assertThat(at(volume, "spec")).containsEntry("accessModes", List.of("ReadWriteOncePod"));
    }

    /** Whatever is not part of an overlay would be checked by nobody. */
    @Test
    void everyFileIsUsed() throws IOException {
        var used = new StringBuilder();
        try (var files = Files.walk(Kustomization.ROOT)) {
            var all = files.filter(Files::isRegularFile).toList();
            for (var file : all) {
                used.append(file.endsWith("kustomization.yaml") ? Files.readString(file) : "");
            }
            assertThat(all).filteredOn(file -> !file.endsWith("kustomization.yaml") && !file.equals(SECRETS))
                    .allSatisfy(file -> assertThat(used).contains(file.getFileName().toString()));
        }
    }
}
