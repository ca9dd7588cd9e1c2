package dev.memoryservice.operator.upgrade;

import java.util.Optional;

/**
 * How the pull of an image ended.
 *
 * @param job the name of its Job
 * @param failure why the image cannot be had, and what to do; empty if it is on the node, or nothing is known against it
 */
record PullEnd(String job, Optional<String> failure) {}
