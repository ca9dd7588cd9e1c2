package dev.memoryservice.e2e.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Stops, breaks or replaces what all tests share: the operator, the API server. No other test runs meanwhile, and
 * {@code e2e/test.sh own} gives these a cluster of their own, on which they mostly wait.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Isolated
@Tag("own-cluster")
public @interface ClusterOfItsOwn {}
