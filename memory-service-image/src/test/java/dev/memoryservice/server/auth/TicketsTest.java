package dev.memoryservice.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoryservice.server.request.RefusedException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TicketsTest {

    private static final Caller ALICE =
            new Caller("alice", "tenant", Set.of(Scope.READ), Caller.Credential.USER_KEY, Quota.UNLIMITED);

    private final Tickets tickets = new Tickets();

    @Test
    void aTicketStandsForItsCallerOnce() {
        String ticket = tickets.issue(ALICE);

        assertThat(tickets.redeem(ticket)).hasValue(ALICE);
        assertThat(tickets.redeem(ticket)).isEmpty();
    }

    @Test
    void anInventedTicketStandsForNobody() {
        assertThat(tickets.redeem("invented")).isEmpty();
    }

    @Test
    void noMoreThan4096TicketsWait() {
        for (int i = 0; i < 4096; i++) {
            tickets.issue(ALICE);
        }

        assertThatThrownBy(() -> tickets.issue(ALICE))
                .isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(refused.reason())
                        .isEqualTo(RefusedException.Reason.TOO_MANY));
    }
}
