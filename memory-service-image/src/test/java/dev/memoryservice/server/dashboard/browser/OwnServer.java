package dev.memoryservice.server.dashboard.browser;

import io.quarkus.test.junit.QuarkusTestProfile;

/** A server of its own for these tests, so that what is to be seen is theirs alone. */
public final class OwnServer implements QuarkusTestProfile {}
