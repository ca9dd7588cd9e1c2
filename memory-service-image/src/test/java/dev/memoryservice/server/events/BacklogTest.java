package dev.memoryservice.server.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BacklogTest {

    private final Backlog backlog = new Backlog();

    @Test
    void oneClientMayLagBehindWhileOthersDoNot() {
        backlog.add(256 * 1024);

        assertThat(backlog.isTooMuch(256 * 1024)).isFalse();
        assertThat(backlog.isTooMuch(256 * 1024 + 1)).isTrue();
    }

    @Test
    void whenManyLagBehindOnlyThoseThatKeepUpStay() {
        backlog.add(33 * 1024 * 1024);

        assertThat(backlog.isTooMuch(8 * 1024)).isFalse();
        assertThat(backlog.isTooMuch(16 * 1024)).isTrue();
        backlog.add(-2 * 1024 * 1024);
        assertThat(backlog.isTooMuch(16 * 1024)).isFalse();
        assertThat(backlog.bytes()).isEqualTo(31 * 1024 * 1024);
    }
}
