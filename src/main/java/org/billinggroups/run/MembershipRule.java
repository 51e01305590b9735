package org.billinggroups.run;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.billinggroups.file.RefusedException;

/** Which group gets the usage of a project that was in several. */
public enum MembershipRule {
    /** The group that the project is in at the end of the period gets all of it. */
    PERIOD_END,
    /** Each record goes to the group that the project was in when it started. */
    BY_USAGE_TIME;

    /** The name as settings and the database write it, such as {@code period-end}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The rule with that {@link #code()}.
     *
     * @throws RefusedException if there is none
     */
    public static MembershipRule ofCode(String code) {
        return Arrays.stream(values()).filter(rule -> rule.code().equals(code)).findFirst()
                .orElseThrow(() -> new RefusedException("setting billing.membership is '" + code + "': expected "
                        + Arrays.stream(values()).map(MembershipRule::code).collect(Collectors.joining(" or "))));
    }
}
