package dev.memoryservice.operator.pod;

import dev.memoryservice.operator.server.RunningImage;
import dev.memoryservice.operator.server.ServerImageFixture;

/** A {@link ServerPod} without a container of beans. */
public final class PodFixture {

    private PodFixture() {}

    public static ServerPod serverPod() {
        return new ServerPod(ServerImageFixture.serverImage(), new RunningImage(ServerImageFixture.serverImage()));
    }
}
