package dev.memoryservice.server.oauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectUrisTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example.com/callback",
                "https://app.example.com:8443/callback?x=y",
                "http://127.0.0.1/callback",
                "http://[::1]:8080/callback",
                "http://localhost:3000/",
                "cursor://anysphere.cursor-retrieval/oauth/callback",
                "com.example.app:/callback"
            })
    void anAddressOfAnApplicationIsAllowed(String uri) {
        assertThat(RedirectUris.allowed(uri)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "callback",
                "/callback",
                "http://example.com/callback",
                "http://127.0.0.1.example.com/",
                "http://localhost@evil.example/",
                "https://user@app.example.com/",
                "https://app.example.com/#fragment",
                "https:///callback",
                "javascript:alert(1)",
                "JavaScript:alert(1)",
                "data:text/html,x",
                "file:///etc/passwd",
                "https://app.example.com/\r\nSet-Cookie: x",
                "https://exa mple.com/",
                "https://ex\u00e4mple.com/"
            })
    void anAddressThatLeadsElsewhereIsNot(String uri) {
        assertThat(RedirectUris.allowed(uri)).isFalse();
    }

    @Test
    void addressesAreComparedLetterByLetter() {
        List<String> registered = List.of("https://app.example.com/callback");

        assertThat(RedirectUris.matches(registered, "https://app.example.com/callback"))
                .isTrue();
        for (String other : List.of(
                "https://app.example.com/callback/",
                "https://app.example.com/callback?x",
                "https://app.example.com:443/callback",
                "https://APP.example.com/callback",
                "http://app.example.com/callback",
                "https://app.example.com/x/../callback")) {
            assertThat(RedirectUris.matches(registered, other)).as(other).isFalse();
        }
    }

    @Test
    void onTheLoopbackAnyPortIsTheSame() {
        List<String> registered = List.of("http://127.0.0.1/callback", "http://localhost:8080/callback");

        assertThat(RedirectUris.matches(registered, "http://127.0.0.1:54321/callback"))
                .isTrue();
        assertThat(RedirectUris.matches(registered, "http://localhost:1/callback"))
                .isTrue();
        assertThat(RedirectUris.matches(registered, "http://[::1]:54321/callback"))
                .isFalse();
        assertThat(RedirectUris.matches(registered, "http://127.0.0.1:54321/other"))
                .isFalse();
        assertThat(RedirectUris.matches(registered, "http://127.0.0.1:54321/callback?x"))
                .isFalse();
        assertThat(RedirectUris.matches(List.of("https://app.example.com:1/"), "https://app.example.com:2/"))
                .isFalse();
    }
}
