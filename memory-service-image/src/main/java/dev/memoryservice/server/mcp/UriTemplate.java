package dev.memoryservice.server.mcp;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address with variables, as RFC 6570 level 1 writes it: {@code memory://tag/{tag}}. A variable stands for one
 * segment, so that a slash inside a value has to be percent-encoded. Without a variable it is an address.
 */
public final class UriTemplate {

    private static final Pattern VARIABLE = Pattern.compile("\\{([a-z_]+)}");

    private final String text;
    private final List<String> variables = new ArrayList<>();
    private final Pattern pattern;

    private UriTemplate(String text) {
        this.text = text;
        StringBuilder regex = new StringBuilder();
        Matcher matcher = VARIABLE.matcher(text);
        int end = 0;
        while (matcher.find()) {
            regex.append(Pattern.quote(text.substring(end, matcher.start()))).append("([^/]+)");
            variables.add(matcher.group(1));
            end = matcher.end();
        }
        pattern =
                Pattern.compile(regex.append(Pattern.quote(text.substring(end))).toString());
    }

    public static UriTemplate of(String text) {
        return new UriTemplate(text);
    }

    /** Whether there is a variable in it. */
    public boolean hasVariables() {
        return !variables.isEmpty();
    }

    /** The names of the variables, in order. */
    public List<String> variables() {
        return List.copyOf(variables);
    }

    /** The values of the variables in an address, when the address is one of this template. */
    public Optional<Map<String, String>> match(String uri) {
        Matcher matcher = pattern.matcher(uri);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < variables.size(); i++) {
            Optional<String> value = decoded(matcher.group(i + 1));
            if (value.isEmpty()) {
                return Optional.empty();
            }
            values.put(variables.get(i), value.get());
        }
        return Optional.of(values);
    }

    private static Optional<String> decoded(String segment) {
        try {
            // A plus is a plus in a path; the decoder means forms.
            return Optional.of(URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** As clients write it. */
    @Override
    public String toString() {
        return text;
    }
}
