package dev.memoryservice.server.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.server.auth.Scope;
import io.vertx.core.http.HttpMethod;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NeededScopeTest {

    @ParameterizedTest
    @CsvSource({
        "GET, /api/memories, READ",
        "HEAD, /api/memories, READ",
        "GET, /api/of/the/future, READ",
        "POST, /api/of/the/future, WRITE",
        "PUT, /api/memories/1, WRITE",
        "PATCH, /api/memories/1, WRITE",
        "DELETE, /api/memories/1, WRITE",
        "PROPFIND, /api/memories, WRITE",
        "POST, /api/search, READ",
        "POST, /api/search/by-time, READ",
        "PUT, /api/search, WRITE",
        "POST, /api/search/other, WRITE",
        "POST, /api/events/ticket, READ",
        "POST, /mcp, READ",
        "POST, /mcp/messages/1, READ",
        "DELETE, /mcp, READ",
        "POST, /mcpx, WRITE",
        "GET, /metrics, ADMIN",
        "GET, /api/backup/list, ADMIN",
        "POST, /api/backup/now, ADMIN",
        "GET, /admin/stats, ADMIN",
        "GET, /api/admin, ADMIN",
        "GET, /api/admin/users, ADMIN",
        "GET, /api/admin;x=1/users, ADMIN",
        "GET, /api;y/admin;x=1/users;z, ADMIN",
        "GET, /metrics;x, ADMIN",
        "DELETE, /api/admin/tenants/alice, ADMIN",
        "GET, /api/administration, READ"
    })
    void everyRequestNeedsTheScopeOfWhatItDoes(String method, String path, Scope needed) {
        assertThat(NeededScope.of(HttpMethod.valueOf(method), path)).isEqualTo(needed);
    }
}
