package dev.memoryservice.server.analytics;

/** What an activity breakdown counts by. */
public enum Granularity {
    /** The 24 hours of the day. */
    HOURLY,
    /** The seven days of the week. */
    DAILY,
    /** The last twelve weeks. */
    WEEKLY,
    /** The last twelve months. */
    MONTHLY
}
