package dev.memoryservice.crds.v1alpha1.user;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** An OAuth client of the user's own, and a password for the login page of the server. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record UserOAuthSpec(
        @JsonPropertyDescription("Where the server may send the browser after a login with the user's own client, each"
                + " compared as a whole: an https address, or http on this machine (localhost, 127.0.0.1, [::1])."
                + " Default: none, so that the client may use client credentials only; applications that register"
                + " themselves bring their own.")
        @Size(max = 16)
        List<
                        @Pattern("^(https://[^\\s#]+"
                                + "|http://(localhost|127\\.0\\.0\\.1|\\[::1\\])(:[0-9]{1,5})?(/[^\\s#]*)?)$")
                        @Size(max = 500) String>
                redirectURIs) {

    public UserOAuthSpec {
        redirectURIs = redirectURIs == null ? List.of() : List.copyOf(redirectURIs);
    }
}
