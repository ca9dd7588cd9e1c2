package dev.memoryservice.server.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.oauth.token.Secrets;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser without a screen, and the application that sends it: keeps cookies, fills forms, follows nothing by itself. */
final class Visitor implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern HIDDEN = Pattern.compile("name=\"(csrf|request)\" value=\"([^\"]*)\"");

    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private final String server;

    Visitor(int port) {
        server = "http://localhost:" + port;
    }

    record Answered(int status, String body, Map<String, String> headers) {

        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new AssertionError(body, e);
            }
        }

        String header(String name) {
            return headers.getOrDefault(name, "");
        }

        /** A parameter of the address that the browser is sent to. */
        String sent(String name) {
            String query = URI.create(header("location")).getRawQuery();
            return Arrays.stream(query.split("&"))
                    .filter(part -> part.startsWith(name + "="))
                    .map(part -> URLDecoder.decode(part.substring(name.length() + 1), StandardCharsets.UTF_8))
                    .findFirst()
                    .orElse("");
        }
    }

    /** A request for authorization, and the verifier that goes with it. */
    record Request(Map<String, String> parameters, String verifier) {

        static Request of(String client, String redirectUri) {
            String verifier = Secrets.random();
            Map<String, String> parameters = new LinkedHashMap<>();
            parameters.put("response_type", "code");
            parameters.put("client_id", client);
            parameters.put("redirect_uri", redirectUri);
            parameters.put("state", "a state & more");
            parameters.put("code_challenge", Secrets.digest(verifier));
            parameters.put("code_challenge_method", "S256");
            return new Request(parameters, verifier);
        }

        Request with(String name, String value) {
            Map<String, String> changed = new LinkedHashMap<>(parameters);
            changed.put(name, value);
            return new Request(changed, verifier);
        }

        Request without(String name) {
            Map<String, String> changed = new LinkedHashMap<>(parameters);
            changed.remove(name);
            return new Request(changed, verifier);
        }
    }

    Answered get(String path) {
        return send(HttpRequest.newBuilder(URI.create(server + path)));
    }

    Answered post(String path, Map<String, String> form, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(encoded(form)));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    Answered postJson(String path, String body) {
        return send(HttpRequest.newBuilder(URI.create(server + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    Answered authorize(Request request) {
        return get("/oauth/authorize?" + encoded(request.parameters()));
    }

    /** Sends the form of a page with what the user typed or chose. */
    Answered submit(String path, Answered page, Map<String, String> typed) {
        Map<String, String> form = new LinkedHashMap<>();
        Matcher hidden = HIDDEN.matcher(page.body());
        while (hidden.find()) {
            form.putIfAbsent(hidden.group(1), unescaped(hidden.group(2)));
        }
        form.putAll(typed);
        return post(path, form);
    }

    /** Logs in on a page that asks for it, and answers the page after it. */
    Answered logIn(Answered page, String user, String password) {
        assertThat(page.body()).contains("Log in");
        Answered answered = submit("/oauth/login", page, Map.of("user", user, "password", password));
        assertThat(answered.status()).as(answered.body()).isEqualTo(303);
        return get(answered.header("location"));
    }

    /** Goes all the way as this user, and answers what the application is sent. */
    Answered letIn(Request request, String user, String password) {
        Answered page = authorize(request);
        if (page.body().contains("Log in")) {
            page = logIn(page, user, password);
        }
        assertThat(page.body()).contains("Allow access?");
        return submit("/oauth/consent", page, Map.of("decision", "allow"));
    }

    /** Redeems what the application was sent. */
    Answered redeem(Request request, Answered sent) {
        return post(
                "/oauth/token",
                Map.of(
                        "grant_type", "authorization_code",
                        "code", sent.sent("code"),
                        "client_id", request.parameters().get("client_id"),
                        "redirect_uri", request.parameters().get("redirect_uri"),
                        "code_verifier", request.verifier()));
    }

    /** Registers a public client. */
    String register(String redirectUri) {
        Answered answered = postJson(
                "/oauth/register",
                "{\"client_name\":\"A test <b>\",\"redirect_uris\":[\"" + redirectUri
                        + "\"],\"token_endpoint_auth_method\":\"none\"}");
        assertThat(answered.status()).as(answered.body()).isEqualTo(201);
        return answered.json().path("client_id").asText();
    }

    /** The status of a request with a token. */
    int statusWith(String token, String path) {
        return send(HttpRequest.newBuilder(URI.create(server + path)).header("Authorization", "Bearer " + token))
                .status();
    }

    private Answered send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            Map<String, String> headers = new LinkedHashMap<>();
            response.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
            return new Answered(response.statusCode(), response.body(), headers);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static String unescaped(String text) {
        return text.replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
    }

    @Override
    public void close() {
        http.close();
    }
}
