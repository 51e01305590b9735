package org.billinggroups.kubernetes;

import static org.billinggroups.kubernetes.Kustomization.at;
import static org.billinggroups.kubernetes.Kustomization.maps;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The pod that a manifest starts.
 *
 * @param owner kind and name of the manifest
 * @param template with the pod's labels and specification
 */
public record Pod(String owner, Map<String, Object> template) {
    /** All pods of an overlay. */
    public static List<Pod> of(List<Map<String, Object>> manifests) {
        return manifests.stream().filter(manifest -> Set.of("CronJob", "Deployment").contains(manifest.get("kind")))
                .map(Pod::of).toList();
    }

    /** The pod of a CronJob or a Deployment. */
    public static Pod of(Map<String, Object> manifest) {
        return new Pod(manifest.get("kind") + " " + Kustomization.name(manifest), manifest.get("kind").equals("CronJob")
                ? at(manifest, "spec", "jobTemplate", "spec", "template")
                : at(manifest, "spec", "template"));
    }

    Map<String, Object> labels() {
        return at(template, "metadata", "labels");
    }

    Map<String, Object> spec() {
        return at(template, "spec");
    }

    Map<String, Object> container() {
        var containers = maps(spec().get("containers"));
        if (containers.size() != 1 || !"billing".equals(containers.getFirst().get("name"))) {
            throw new AssertionError(owner + " has other containers than 'billing'");
        }
        return containers.getFirst();
    }

    /** The command line, as Kubernetes gives it to the program. */
    public List<String> arguments(Map<String, String> environment) {
        return ((List<?>) Objects.requireNonNull(container().get("args"))).stream().map(argument -> {
            var text = (String) argument;
            return text.startsWith("$(") ? environment.get(text.substring(2, text.length() - 1)) : text;
        }).toList();
    }

    /**
     * The environment, as Kubernetes makes it.
     *
     * @param secrets values of Secrets by {@code name/key}
     */
    public Map<String, String> environment(List<Map<String, Object>> manifests, Map<String, String> secrets) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (var source : maps(container().get("envFrom"))) {
            var name = (String) Objects.requireNonNull(at(source, "configMapRef").get("name"));
            at(Kustomization.find(manifests, "ConfigMap", name), "data")
                    .forEach((key, value) -> environment.put(key, (String) value));
        }
        for (var variable : maps(container().get("env"))) {
            environment.put((String) variable.get("name"), variable.containsKey("value")
                    ? (String) variable.get("value")
                    : secrets.getOrDefault(secretOf(variable), "?"));
        }
        return environment;
    }

    private static String secretOf(Map<String, Object> variable) {
        var key = at(variable, "valueFrom", "secretKeyRef");
        return key.get("name") + "/" + key.get("key");
    }

    /** The most that it may use. */
    public String memory() {
        return (String) Objects.requireNonNull(at(container(), "resources", "limits").get("memory"));
    }

    Set<String> references() {
        Set<String> names = new TreeSet<>();
        maps(container().get("envFrom"))
                .forEach(source -> names.add("ConfigMap " + at(source, "configMapRef").get("name")));
        maps(container().get("env")).stream().filter(variable -> variable.containsKey("valueFrom"))
                .forEach(variable -> names.add("Secret " + secretOf(variable)));
        maps(spec().get("volumes")).stream().filter(volume -> volume.containsKey("persistentVolumeClaim"))
                .forEach(volume -> names.add("PersistentVolumeClaim "
                        + at(volume, "persistentVolumeClaim").get("claimName")));
        return names;
    }

    Set<Object> mounts() {
        return maps(container().get("volumeMounts")).stream().map(mount -> mount.get("name"))
                .collect(Collectors.toSet());
    }

    Set<Object> volumes() {
        return maps(spec().get("volumes")).stream().map(volume -> volume.get("name")).collect(Collectors.toSet());
    }
}
