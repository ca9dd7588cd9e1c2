package dev.memoryservice.operator.server;

import dev.memoryservice.operator.testing.Services;

/** A {@link ServerImage} without a container of beans. */
public final class ServerImageFixture {

    private ServerImageFixture() {}

    public static ServerImage serverImage() {
        return new ServerImage(Services.settings());
    }
}
