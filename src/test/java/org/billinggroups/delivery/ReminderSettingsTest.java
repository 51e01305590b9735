package org.billinggroups.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.billinggroups.file.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReminderSettingsTest {
    private static final ReminderSettings SETTINGS = new ReminderSettings(List.of(7, 21, 35));

    /** After 7, 21 and 35 days; begun late, each as long after the one before as lies between them. */
    @ParameterizedTest
    @CsvSource({ "6,0,0,0", "7,0,0,1", "20,1,13,0", "21,1,14,2", "21,1,13,0", "34,2,13,0", "35,2,14,3", "99,3,64,0",
            "99,0,0,1", "99,1,0,0", "99,1,13,0", "99,1,14,2", "99,2,13,0", "99,2,14,3", "8,1,1,0" })
    void comeOneAfterTheOther(long overdue, int last, long daysSinceLast, int next) {
        assertThat(SETTINGS.next(overdue, last, daysSinceLast)).isEqualTo(next);
    }

    @Test
    void needDaysThatGrow() {
        assertThatCode(SETTINGS::requireUsable).doesNotThrowAnyException();
        assertThatCode(() -> new ReminderSettings(List.of(1)).requireUsable()).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "0", "-1", "7,7", "7,21,20" })
    void refuseOtherDays(String days) {
        var settings = new ReminderSettings(
                Stream.of(days.split(",")).filter(one -> !one.isEmpty()).map(Integer::valueOf).toList());
        assertThatThrownBy(settings::requireUsable).isInstanceOf(RefusedException.class)
                .hasMessageContaining("expected days after the due date, each more than the one before");
    }
}
