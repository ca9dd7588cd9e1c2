package dev.memoryservice.server.openapi;

import dev.memoryservice.server.request.Detail;
import dev.memoryservice.server.request.InvalidDetail;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeIn;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/** What all operations have in common: how to show a key, and how refusals look. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Memory Service",
                        version = "1",
                        description = "Memories of AI agents: store, find, list, delete."),
        security = {@SecurityRequirement(name = "bearer"), @SecurityRequirement(name = "apiKey")},
        components =
                @Components(
                        securitySchemes = {
                            @SecurityScheme(
                                    securitySchemeName = "bearer",
                                    type = SecuritySchemeType.HTTP,
                                    scheme = "bearer"),
                            @SecurityScheme(
                                    securitySchemeName = "apiKey",
                                    type = SecuritySchemeType.APIKEY,
                                    in = SecuritySchemeIn.HEADER,
                                    apiKeyName = "X-API-Key")
                        },
                        responses = {
                            @APIResponse(
                                    name = "Refusal",
                                    description = "Not done; detail says what was wrong and what to do",
                                    content =
                                            @Content(
                                                    mediaType = "application/json",
                                                    schema = @Schema(implementation = Detail.class))),
                            @APIResponse(
                                    name = "InvalidInput",
                                    description = "Values of the request are wrong",
                                    content =
                                            @Content(
                                                    mediaType = "application/json",
                                                    schema = @Schema(implementation = InvalidDetail.class))),
                            @APIResponse(
                                    name = "NoKey",
                                    description = "The request has no API key",
                                    headers = @Header(name = "WWW-Authenticate", schema = @Schema(examples = "Bearer")),
                                    content =
                                            @Content(
                                                    mediaType = "application/json",
                                                    schema = @Schema(implementation = Detail.class))),
                            @APIResponse(
                                    name = "WrongKey",
                                    description =
                                            "The credential is none of this server, is expired or suspended, or has not the scope; WWW-Authenticate then names it",
                                    content =
                                            @Content(
                                                    mediaType = "application/json",
                                                    schema = @Schema(implementation = Detail.class))),
                            @APIResponse(
                                    name = "TooLarge",
                                    description = "More than the limit; detail names it",
                                    content =
                                            @Content(
                                                    mediaType = "application/json",
                                                    schema = @Schema(implementation = Detail.class))),
                            @APIResponse(
                                    name = "TooMany",
                                    description = "More at once or in a minute than is allowed; nothing was done",
                                    headers = {
                                        @Header(
                                                name = "Retry-After",
                                                description = "Seconds to wait",
                                                schema = @Schema(examples = "1")),
                                        @Header(
                                                name = "RateLimit-Limit",
                                                description = "Requests a minute",
                                                schema = @Schema(examples = "600")),
                                        @Header(
                                                name = "RateLimit-Remaining",
                                                description = "How many are left",
                                                schema = @Schema(examples = "0")),
                                        @Header(
                                                name = "RateLimit-Reset",
                                                description = "Seconds until all are back",
                                                schema = @Schema(examples = "60"))
                                    },
                                    content =
                                            @Content(
                                                    mediaType = "application/json",
                                                    schema = @Schema(implementation = Detail.class))),
                            @APIResponse(
                                    name = "PlaceUnusable",
                                    description =
                                            "The place of the backups takes or gives nothing; detail says why and what to do",
                                    headers =
                                            @Header(
                                                    name = "Retry-After",
                                                    description = "Seconds to wait; only of a place that is away",
                                                    schema = @Schema(examples = "10")),
                                    content =
                                            @Content(
                                                    mediaType = "application/json",
                                                    schema = @Schema(implementation = Detail.class))),
                            @APIResponse(
                                    name = "Busy",
                                    description = "Cannot be done now; nothing was changed",
                                    headers =
                                            @Header(
                                                    name = "Retry-After",
                                                    description = "Seconds to wait",
                                                    schema = @Schema(examples = "1")),
                                    content =
                                            @Content(
                                                    mediaType = "application/json",
                                                    schema = @Schema(implementation = Detail.class)))
                        }))
public final class ApiDescription extends Application {}
