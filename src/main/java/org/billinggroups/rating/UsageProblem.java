package org.billinggroups.rating;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.billinggroups.file.CellText;
import org.jspecify.annotations.Nullable;

/**
 * Usage that cannot be priced. Runs keep the sentence, of which this knows what it speaks of.
 *
 * @param project who used it; null if the sentence does not say it
 */
public record UsageProblem(String sku, @Nullable String project) {
    private static final String WRONG_UNIT = " is priced per ";
    private static final Pattern SENTENCE = Pattern.compile("no price for SKU (?<sku>.+?) at \\S+ "
            + "\\(project (?<project>.+?)\\)(?=$|;)"
            + "|SKU (?<sku2>.+?)" + WRONG_UNIT + ".+?, but project (?<project2>.+?) used it in "
            + "|quantity \\S+ of (?<sku3>.+?) (is beyond the last tier|has no price in the model)");

    static String noPrice(UsageSum sum) {
        return "no price for SKU " + CellText.visible(sum.sku()) + " at " + sum.startedAt() + " (project "
                + sum.project() + ")";
    }

    static String wrongUnit(UsageSum sum, Price price) {
        return "SKU " + sum.sku() + WRONG_UNIT + CellText.visible(price.unit()) + ", but project " + sum.project()
                + " used it in " + CellText.visible(sum.unit());
    }

    static boolean isWrongUnit(String sentence) {
        return sentence.contains(WRONG_UNIT);
    }

    /** What a sentence speaks of, or the first of several. */
    public static Optional<UsageProblem> of(String sentence) {
        var found = SENTENCE.matcher(sentence);
        return found.find() ? Optional.of(new UsageProblem(sku(found), project(found))) : Optional.empty();
    }

    private static String sku(Matcher found) {
        var first = found.group("sku");
        var second = found.group("sku2");
        return first != null ? first : second != null ? second : found.group("sku3");
    }

    private static @Nullable String project(Matcher found) {
        var first = found.group("project");
        return first != null ? first : found.group("project2");
    }
}
