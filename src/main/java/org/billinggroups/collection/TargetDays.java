package org.billinggroups.collection;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.Set;

/**
 * The days on which banks settle in euros, those of T2 (formerly TARGET): not Saturdays and Sundays, New Year's Day,
 * Good Friday, Easter Monday, the first of May, and the first two days of Christmas.
 */
final class TargetDays {
    private static final Set<MonthDay> HOLIDAYS = Set.of(MonthDay.of(1, 1), MonthDay.of(5, 1), MonthDay.of(12, 25),
            MonthDay.of(12, 26));

    private TargetDays() {}

    /** Whether it is one of them. */
    static boolean contains(LocalDate day) {
        var easter = easterSunday(day.getYear());
        return day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY
                && !HOLIDAYS.contains(MonthDay.from(day)) && !day.equals(easter.minusDays(2))
                && !day.equals(easter.plusDays(1));
    }

    /** The first of them on or after a day. */
    static LocalDate from(LocalDate day) {
        var next = day;
        while (!contains(next)) {
            next = next.plusDays(1);
        }
        return next;
    }

    /** By the Gregorian calendar, as the formula of Meeus, Jones and Butcher has it. */
    private static LocalDate easterSunday(int year) {
        int cycle = year % 19;
        int century = year / 100;
        int moon = (19 * cycle + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
        int weekday = (32 + 2 * (century % 4) + 2 * (year % 100 / 4) - moon - year % 100 % 4) % 7;
        int correction = (cycle + 11 * moon + 22 * weekday) / 451;
        int days = moon + weekday - 7 * correction + 114;
        return LocalDate.of(year, days / 31, days % 31 + 1);
    }
}
