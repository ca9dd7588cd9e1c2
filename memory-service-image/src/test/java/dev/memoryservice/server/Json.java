package dev.memoryservice.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.JsonPathException;
import com.jayway.jsonpath.Option;
import com.jayway.jsonpath.ParseContext;
import com.jayway.jsonpath.spi.json.JacksonJsonProvider;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import io.restassured.response.ResponseBodyExtractionOptions;
import org.hamcrest.Description;
import org.hamcrest.Matcher;
import org.hamcrest.StringDescription;
import org.hamcrest.TypeSafeDiagnosingMatcher;

/**
 * What answers in JSON hold, by paths like {@code memories[0].content} and {@code memories[*].content}, or {@code $} for
 * the whole. RestAssured has such paths too, but compiles a Groovy script for each, which takes longer than the request.
 */
public final class Json {

    private static final int SHOWN = 1_000;

    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** What a path ends with may be missing, and is null; what it leads through may not. */
    private static final ParseContext PATHS = JsonPath.using(Configuration.builder()
            .jsonProvider(new JacksonJsonProvider(MAPPER))
            .mappingProvider(new JacksonMappingProvider(MAPPER))
            .options(Option.DEFAULT_PATH_LEAF_TO_NULL, Option.REQUIRE_PROPERTIES)
            .build());

    private Json() {}

    /** Matches the text of a body that has at the path what is expected. */
    public static Matcher<String> json(String path, Matcher<?> expected) {
        return new BodyWith(path, expected);
    }

    /** What the body has at the path: a text, a number, a truth value, a map, a list or null. */
    @SuppressWarnings("TypeParameterUnusedInFormals")
    public static <T> T at(ResponseBodyExtractionOptions body, String path) {
        String text = body.asString();
        try {
            return at(text, path);
        } catch (JsonPathException | IllegalArgumentException e) {
            throw new IllegalArgumentException(path + " could not be read in " + shown(text), e);
        }
    }

    @SuppressWarnings("TypeParameterUnusedInFormals")
    private static <T> T at(String body, String path) {
        String root = path.startsWith("$") ? "" : path.startsWith("[") ? "$" : "$.";
        return PATHS.parse(body).read(root + path);
    }

    /** The whole body, for who asks for much of it. */
    public static JsonNode tree(ResponseBodyExtractionOptions body) {
        try {
            return MAPPER.readTree(body.asString());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("No JSON: " + shown(body.asString()), e);
        }
    }

    private static String shown(String body) {
        return body.length() <= SHOWN ? body : body.substring(0, SHOWN) + "...";
    }

    private static final class BodyWith extends TypeSafeDiagnosingMatcher<String> {

        private final String path;
        private final Matcher<?> expected;

        /** RestAssured shows what was expected and the body; what was found belongs between them. */
        private String found = "";

        BodyWith(String path, Matcher<?> expected) {
            this.path = path;
            this.expected = expected;
        }

        @Override
        protected boolean matchesSafely(String body, Description mismatch) {
            Description difference = new StringDescription();
            boolean matches = matches(body, difference);
            found = matches ? "" : ", but " + difference;
            if (!matches) {
                mismatch.appendText(path + ": " + difference + ", in " + shown(body));
            }
            return matches;
        }

        private boolean matches(String body, Description difference) {
            Object value;
            try {
                value = at(body, path);
            } catch (JsonPathException | IllegalArgumentException e) {
                difference.appendText("could not be read: " + e.getMessage());
                return false;
            }
            if (expected.matches(value)) {
                return true;
            }
            expected.describeMismatch(value, difference);
            return false;
        }

        @Override
        public void describeTo(Description description) {
            description.appendText(path + ": ").appendDescriptionOf(expected).appendText(found);
        }
    }
}
