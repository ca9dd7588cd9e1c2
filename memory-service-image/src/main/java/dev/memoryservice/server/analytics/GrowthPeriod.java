package dev.memoryservice.server.analytics;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;

/** How far back growth is shown, and in which steps. */
public enum GrowthPeriod {
    /** Seven days. */
    WEEK(7, ChronoUnit.DAYS, "EEE d MMM"),
    /** Thirty days. */
    MONTH(30, ChronoUnit.DAYS, "d MMM"),
    /** Thirteen weeks, which begin on Monday. */
    QUARTER(13, ChronoUnit.WEEKS, "'Week of' d MMM"),
    /** Twelve months. */
    YEAR(12, ChronoUnit.MONTHS, "MMM yyyy");

    private final int steps;
    private final ChronoUnit step;
    private final String label;

    GrowthPeriod(int steps, ChronoUnit step, String label) {
        this.steps = steps;
        this.step = step;
        this.label = label;
    }

    int steps() {
        return steps;
    }

    /**
     * The beginning of a step.
     *
     * @param number 0 for the first; the last one runs today
     */
    LocalDate start(int number, LocalDate today) {
        LocalDate current =
                switch (this) {
                    case WEEK, MONTH -> today;
                    case QUARTER -> today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                    case YEAR -> today.withDayOfMonth(1);
                };
        return current.plus(number + 1L - steps, step);
    }

    String label(LocalDate start) {
        return DateTimeFormatter.ofPattern(label, Locale.ENGLISH).format(start);
    }
}
