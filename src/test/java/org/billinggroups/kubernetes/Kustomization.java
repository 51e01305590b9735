package org.billinggroups.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/**
 * What kustomize makes of a folder, as far as ours need it: resources, components, and patches that merge or remove.
 * What it does not know, or what has no target, is an error.
 */
public final class Kustomization {
    /** The folder of all of them. */
    public static final Path ROOT = Path.of("jobs", "kubernetes");

    private static final Set<String> KEYS = Set.of("apiVersion", "kind", "resources", "components", "patches");
    /** Elements of these lists are merged by a field; other lists are replaced. */
    private static final Map<String, String> MERGE_KEYS = Map.of("containers", "name", "env", "name", "volumes", "name",
            "volumeMounts", "mountPath");

    private final List<Map<String, Object>> resources = new ArrayList<>();

    private Kustomization() {}

    /** The manifests of an overlay, or of {@code base}. */
    public static List<Map<String, Object>> build(String name) {
        var kustomization = new Kustomization();
        kustomization.add(name.equals("base") ? ROOT.resolve(name) : ROOT.resolve("overlays").resolve(name));
        return kustomization.resources;
    }

    /** The manifest of a kind with a name. */
    public static Map<String, Object> find(List<Map<String, Object>> manifests, String kind, String name) {
        return manifests.stream().filter(manifest -> kind.equals(manifest.get("kind")) && name.equals(name(manifest)))
                .findFirst().orElseThrow(() -> new AssertionError("no " + kind + " " + name));
    }

    /** All documents of a file. */
    public static List<Map<String, Object>> read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All documents of a text. */
    public static List<Map<String, Object>> parse(String text) {
        return StreamSupport.stream(new Yaml().loadAll(text).spliterator(), false).map(Kustomization::map).toList();
    }

    @SuppressWarnings("unchecked")
    public static Map<String, Object> map(@Nullable Object yaml) {
        return (Map<String, Object>) Objects.requireNonNull(yaml);
    }

    /** A list of objects, which may be missing. */
    @SuppressWarnings("unchecked")
    public static List<Map<String, Object>> maps(@Nullable Object yaml) {
        return yaml == null ? List.of() : (List<Map<String, Object>>) yaml;
    }

    /** What lies below, step by step. */
    public static Map<String, Object> at(Map<String, Object> yaml, String... keys) {
        var here = yaml;
        for (var key : keys) {
            if (!here.containsKey(key)) {
                throw new AssertionError("no '" + key + "' in " + here);
            }
            here = map(here.get(key));
        }
        return here;
    }

    public static String name(Map<String, Object> manifest) {
        return (String) Objects.requireNonNull(at(manifest, "metadata").get("name"));
    }

    private void add(Path folder) {
        var file = folder.resolve("kustomization.yaml");
        var yaml = read(file).getFirst();
        if (!KEYS.containsAll(yaml.keySet())) {
            throw new AssertionError(file + " has more than " + KEYS);
        }
        for (var list : List.of("resources", "components")) {
            for (var name : names(yaml.get(list))) {
                var path = folder.resolve(name).normalize();
                if (Files.isDirectory(path)) {
                    add(path);
                } else {
                    resources.addAll(read(path));
                }
            }
        }
        maps(yaml.get("patches")).forEach(patch -> patch(folder, patch));
    }

    private static List<String> names(@Nullable Object list) {
        return list == null ? List.of() : ((List<?>) list).stream().map(String.class::cast).toList();
    }

    private void patch(Path folder, Map<String, Object> entry) {
        var inline = (String) entry.get("patch");
        var change = inline == null ? read(folder.resolve((String) entry.get("path"))).getFirst() : null;
        var target = entry.containsKey("target")
                ? at(entry, "target")
                : Map.of("kind", map(change).get("kind"), "name", name(map(change)));
        var targets = resources.stream().filter(resource -> target.get("kind").equals(resource.get("kind"))
                && target.getOrDefault("name", name(resource)).equals(name(resource))).toList();
        if (targets.isEmpty()) {
            throw new AssertionError("nothing in " + folder + " is the target of " + entry);
        }
        for (var resource : targets) {
            if (change == null) {
                maps(new Yaml().load(inline)).forEach(operation -> remove(resource, operation));
            } else {
                var merged = map(merge("", resource, change));
                merged.put("metadata", entry.containsKey("target") ? resource.get("metadata") : merged.get("metadata"));
                resources.set(resources.indexOf(resource), merged);
            }
        }
    }

    private static void remove(Map<String, Object> resource, Map<String, Object> operation) {
        if (!"remove".equals(operation.get("op"))) {
            throw new AssertionError("unknown operation " + operation);
        }
        var keys = ((String) operation.get("path")).substring(1).split("/");
        var parent = at(resource, Arrays.copyOf(keys, keys.length - 1));
        if (parent.remove(keys[keys.length - 1]) == null) {
            throw new AssertionError("nothing to remove: " + operation);
        }
    }

    private static Object merge(String key, Object old, Object change) {
        if (old instanceof Map && change instanceof Map) {
            var merged = new LinkedHashMap<>(map(old));
            map(change).forEach((name, value) -> merged.merge(name, value, (one, other) -> merge(name, one, other)));
            return merged;
        }
        if (!MERGE_KEYS.containsKey(key)) {
            return change;
        }
        var by = MERGE_KEYS.get(key);
        Map<Object, Object> elements = new LinkedHashMap<>();
        maps(old).forEach(element -> elements.put(element.get(by), element));
        maps(change)
                .forEach(element -> elements.merge(element.get(by), element, (one, other) -> merge("", one, other)));
        return new ArrayList<>(elements.values());
    }
}
