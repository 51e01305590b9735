package org.billinggroups.kubernetes;

import com.google.gson.ExclusionStrategy;
import com.google.gson.FieldAttributes;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1CronJob;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaim;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1StorageClass;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** What Kubernetes' own models say of a manifest. */
record Model(String apiVersion, Class<?> type, Check check) {
    /** Times are what the server says; our manifests have none. */
    private static final Gson GSON = new GsonBuilder().setExclusionStrategies(new ExclusionStrategy() {
        @Override
        public boolean shouldSkipField(FieldAttributes field) {
            return false;
        }

        @Override
        public boolean shouldSkipClass(Class<?> type) {
            return type.equals(OffsetDateTime.class);
        }
    }).create();

    private static final Map<String, Model> KINDS = Map.of(
            "ConfigMap", new Model("v1", V1ConfigMap.class, V1ConfigMap::validateJsonElement),
            "CronJob", new Model("batch/v1", V1CronJob.class, V1CronJob::validateJsonElement),
            "Deployment", new Model("apps/v1", V1Deployment.class, V1Deployment::validateJsonElement),
            "NetworkPolicy", new Model("networking.k8s.io/v1", V1NetworkPolicy.class,
                    V1NetworkPolicy::validateJsonElement),
            "PersistentVolumeClaim", new Model("v1", V1PersistentVolumeClaim.class,
                    V1PersistentVolumeClaim::validateJsonElement),
            "PodDisruptionBudget", new Model("policy/v1", V1PodDisruptionBudget.class,
                    V1PodDisruptionBudget::validateJsonElement),
            "Secret", new Model("v1", V1Secret.class, V1Secret::validateJsonElement),
            "StorageClass", new Model("storage.k8s.io/v1", V1StorageClass.class, V1StorageClass::validateJsonElement));

    interface Check {
        void accept(JsonElement json) throws IOException;
    }

    /**
     * Refuses fields that the model does not have or that are missing, and values of other types, which would not come
     * out of it as they went in.
     *
     * @throws IllegalArgumentException with what is wrong
     */
    static void check(Map<String, Object> manifest) {
        var model = KINDS.get(Objects.requireNonNull(manifest.get("kind")));
        if (model == null || !model.apiVersion().equals(manifest.get("apiVersion"))) {
            throw new IllegalArgumentException("no kind: " + manifest.get("apiVersion") + " " + manifest.get("kind"));
        }
        var json = GSON.toJsonTree(manifest);
        try {
            model.check().accept(json);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
        var read = GSON.toJsonTree(GSON.fromJson(json, model.type()));
        if (!isKept(json, read)) {
            throw new IllegalArgumentException("read as " + read + " instead of " + json);
        }
    }

    /** Models add empty lists and objects. */
    private static boolean isKept(JsonElement given, JsonElement read) {
        if (given.isJsonObject() && read.isJsonObject()) {
            return given.getAsJsonObject().entrySet().stream().allMatch(field -> read.getAsJsonObject()
                    .has(field.getKey()) && isKept(field.getValue(), read.getAsJsonObject().get(field.getKey())));
        }
        if (given.isJsonArray() && read.isJsonArray()) {
            var one = given.getAsJsonArray();
            var other = read.getAsJsonArray();
            return one.size() == other.size()
                    && IntStream.range(0, one.size()).allMatch(i -> isKept(one.get(i), other.get(i)));
        }
        return given.equals(read);
    }

    /** What only KEDA's own model can judge. */
    static boolean isForeign(Map<String, Object> manifest) {
        return List.of("ScaledObject", "TriggerAuthentication").contains(manifest.get("kind"));
    }
}
