package dev.memoryservice.server.memory;

import java.util.OptionalLong;

/** How many memories tenants may have. */
public interface TenantLimits {

    /** How many memories the tenant may have, 0 or more; empty for as many as there is room for. */
    OptionalLong mostMemories(String tenant);
}
