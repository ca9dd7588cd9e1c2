package dev.memoryservice.server.oauth.token;

import dev.memoryservice.server.auth.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an access token says.
 *
 * @param id unique ({@code jti})
 * @param user whose memories it is about ({@code sub})
 * @param client who was given it ({@code client_id})
 * @param audience the resources it is for ({@code aud})
 * @param grant the grant it comes from; empty when the client acts by itself
 */
public record AccessToken(
        String id,
        String user,
        String client,
        List<String> audience,
        Set<Scope> scopes,
        Optional<String> grant,
        Instant issued,
        Instant expires) {}
