package dev.memoryservice.server;

import static dev.memoryservice.server.Json.at;
import static dev.memoryservice.server.Json.json;
import static dev.memoryservice.server.Json.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.anything;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.restassured.builder.ResponseBuilder;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hamcrest.Matcher;
import org.hamcrest.StringDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    private static final String BODY = """
            {"total": 2, "next": null, "share": 0.5, "of": {"a/b": {"c": 1}},
             "memories": [{"content": "one", "tags": ["x"], "of": {"page": 1}}, {"content": "two", "of": {}}]}
            """;

    private static Stream<Arguments> holds() {
        return Stream.of(
                Arguments.of("total", equalTo(2)),
                Arguments.of("share", equalTo(0.5)),
                Arguments.of("next", nullValue()),
                Arguments.of("missing", nullValue()),
                Arguments.of("$", aMapWithSize(5)),
                Arguments.of("of['a/b'].c", equalTo(1)),
                Arguments.of("memories", hasSize(2)),
                Arguments.of("memories[1]", not(hasKey("tags"))),
                Arguments.of("memories[0].content", equalTo("one")),
                Arguments.of("memories[*].content", contains("one", "two")),
                Arguments.of("memories[*].tags", contains(List.of("x"), null)),
                Arguments.of("memories[?(@.content == 'two')].of", contains(Map.of())),
                Arguments.of("memories[?(@.content == 'three')].of", empty()));
    }

    @ParameterizedTest
    @MethodSource("holds")
    void whatIsThereMatches(String path, Matcher<?> expected) {
        assertThat(json(path, expected).matches(BODY)).isTrue();
        assertThat(json(path, not(expected)).matches(BODY)).isFalse();
    }

    /** Else a path that is wrong would satisfy whoever expects something not to be there. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "missing.content",
                "missing[0]",
                "missing[*].content",
                "missing[?(@.content == 'one')].content",
                "next.content",
                "total.content",
                "memories.content",
                "memories[2]",
                "memories[2].content",
                "memories[*].tag.name"
            })
    void whatAPathLeadsThroughHasToBeThere(String path) {
        for (Matcher<?> expected : List.of(
                nullValue(), not(hasItem("one")), everyItem(equalTo("one")), empty(), not(hasKey("x")), anything())) {
            assertThat(json(path, expected).matches(BODY))
                    .as(expected.toString())
                    .isFalse();
        }
    }

    @Test
    void aMismatchSaysWhereAndWhatWasExpectedAndFound() {
        Matcher<String> matcher = json("memories[0].content", equalTo("two"));
        StringDescription mismatch = new StringDescription();
        matcher.describeMismatch(BODY + " ".repeat(10_000), mismatch);

        assertThat(mismatch.toString())
                .startsWith("memories[0].content: was \"one\", in {\"total\": 2")
                .hasSizeLessThan(1_100);
        assertThatThrownBy(() -> answer(BODY).then().body(matcher))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("memories[0].content: \"two\", but was \"one\"")
                .hasMessageContaining(BODY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "none", "<html/>", "{\"total\": 2", "{\"total\": 2} and more"})
    void whatIsNoJsonIsSaidToBeNone(String text) {
        assertThatThrownBy(() -> answer(text).then().body(json("total", anything())))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("total: ANYTHING, but could not be read");
        assertThatThrownBy(() -> at(answer(text), "total"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("total could not be read in " + text);
    }

    @Test
    void valuesAreWhatTheyAreInJson() {
        int total = at(answer(BODY), "total");
        double share = at(answer(BODY), "share");
        Map<String, Object> of = at(answer(BODY).then().extract(), "memories[0].of");
        List<String> contents = at(answer(BODY), "memories[*].content");
        List<Integer> numbers = at(answer("[1, 2]"), "$");
        int second = at(answer("[1, 2]"), "[1]");

        assertThat(total).isEqualTo(2);
        assertThat(share).isEqualTo(0.5);
        assertThat(of).containsExactly(Map.entry("page", 1));
        assertThat(contents).containsExactly("one", "two");
        assertThat(numbers).containsExactly(1, 2);
        assertThat(second).isEqualTo(2);
        assertThat(Json.<Object>at(answer(BODY), "next")).isNull();
        assertThat(tree(answer(BODY)).at("/of/a~1b/c").asInt()).isEqualTo(1);
        assertThatThrownBy(() -> at(answer(BODY), "memories.content"))
                .hasMessageContaining("memories.content could not be read in {\"total\": 2");
    }

    private static Response answer(String body) {
        return new ResponseBuilder()
                .setStatusCode(200)
                .setContentType("application/json")
                .setBody(body)
                .build();
    }
}
