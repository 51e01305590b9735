package org.billinggroups.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** How many seconds the same work took in each round. */
final class Times {
    private final List<Double> seconds = new ArrayList<>();

    /** Does the work and adds its time. */
    <T> T measure(Callable<T> work) throws Exception {
        long start = System.nanoTime();
        T made = work.call();
        add((System.nanoTime() - start) / 1e9);
        return made;
    }

    void add(double value) {
        seconds.add(value);
    }

    double median() {
        var sorted = seconds.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    double min() {
        return seconds.stream().min(Double::compare).orElseThrow();
    }

    private double max() {
        return seconds.stream().max(Double::compare).orElseThrow();
    }

    boolean isEmpty() {
        return seconds.isEmpty();
    }

    /** The median, and between which times it lies. */
    String text() {
        if (seconds.size() == 1) {
            return duration(median());
        }
        return duration(median()) + " (" + figure(median(), min()) + "–" + figure(median(), max()) + ")";
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("median_seconds", median());
        json.put("min_seconds", min());
        json.put("max_seconds", max());
        json.put("rounds", List.copyOf(seconds));
        return json;
    }

    /** Seconds, or milliseconds where they are few, with three digits that count. */
    static String duration(double seconds) {
        return figure(seconds, seconds) + (seconds < 0.1 ? " ms" : " s");
    }

    /** A time in the unit of another one. */
    private static String figure(double unitOf, double seconds) {
        double figure = unitOf < 0.1 ? seconds * 1000 : seconds;
        return TextTable.format(figure < 9.995 ? "%.2f" : figure < 99.95 ? "%.1f" : "%,.0f", figure);
    }
}
