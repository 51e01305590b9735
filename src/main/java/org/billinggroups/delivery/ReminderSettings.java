package org.billinggroups.delivery;

import java.util.List;
import org.billinggroups.file.RefusedException;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of reminders.
 *
 * @param afterDays the days after the due date on which the first, second and any further reminder is due
 */
@ConfigurationProperties("billing.reminders")
record ReminderSettings(@DefaultValue({
        "7", "21", "35" }) List<Integer> afterDays) {
    /** @throws RefusedException if no reminder is ever due, or a later one not after an earlier one */
    void requireUsable() {
        int before = 0;
        for (int days : afterDays) {
            if (days <= before) {
                before = Integer.MAX_VALUE;
                break;
            }
            before = days;
        }
        if (before == 0 || before == Integer.MAX_VALUE) {
            throw new RefusedException("billing.reminders.after-days '" + afterDays
                    + "': expected days after the due date, each more than the one before, such as 7,21,35");
        }
    }

    /** Whether an invoice is overdue for long enough for a reminder, 1 being the first. */
    boolean isDue(int reminder, long overdueDays) {
        return overdueDays >= afterDays.get(reminder - 1);
    }

    /**
     * Which reminder is due: the one after the last, once an invoice is overdue for so long, and the last one is as
     * long ago as lies between the two.
     *
     * @param last the last reminder; 0 if there was none
     * @param daysSinceLast since when; of no meaning without a last one
     * @return 0 if none is due
     */
    int next(long overdueDays, int last, long daysSinceLast) {
        if (last >= afterDays.size() || !isDue(last + 1, overdueDays)) {
            return 0;
        }
        return last > 0 && daysSinceLast < afterDays.get(last) - afterDays.get(last - 1) ? 0 : last + 1;
    }
}
