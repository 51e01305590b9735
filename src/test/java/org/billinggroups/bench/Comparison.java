package org.billinggroups.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What ours takes beside something else, and what is aimed at.
 *
 * @param subject what is measured, with its size
 * @param against the limit or the peer
 * @param goal what the ratio ought to be, or nothing
 */
record Comparison(String subject, Times ours, String against, Times theirs, Ratio ratio, String goal) {
    /** What the ratio of the medians is. */
    enum Ratio {
        /** How many times as fast ours is. */
        SPEED("× as fast"),
        /** How many times as long ours takes. */
        TIME("× as long");

        private final String text;

        Ratio(String text) {
            this.text = text;
        }
    }

    static final List<String> HEAD = List.of("what", "ours", "beside", "its time", "ours is", "aim");

    private double ratio(double mine, double other) {
        return ratio == Ratio.SPEED ? other / mine : mine / other;
    }

    private double value() {
        return ratio(ours.median(), theirs.median());
    }

    List<String> row() {
        return List.of(subject, ours.text(), against, theirs.text(),
                TextTable.format("%.2f %s", value(), ratio.text), goal);
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("what", subject);
        json.put("ours", ours.json());
        json.put("beside", against);
        json.put("theirs", theirs.json());
        json.put("ratio", value());
        // Where others use the machine as well, the best rounds were disturbed least.
        json.put("ratio_of_best_rounds", ratio(ours.min(), theirs.min()));
        json.put("ratio_of", ratio.name().toLowerCase(Locale.ROOT));
        json.put("aim", goal);
        return json;
    }
}
