package dev.memoryservice.crds.v1alpha1.logging;

/** From which weight on a line is logged. */
public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG
}
