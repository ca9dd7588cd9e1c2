package dev.memoryservice.crds.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaComparisonTest {

    private static List<String> breaks(String before, String after) {
        return SchemaComparison.breaks("spec", schema(before), schema(after));
    }

    private static JsonNode schema(String yaml) {
        // What begins with a brace would be read as JSON.
        return Serialization.unmarshal("---\n" + yaml, JsonNode.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
                    {properties: {a: {type: string}}}             | {properties: {b: {type: string}}}                      | spec.a: the field is gone
                    {properties: {a: {properties: {b: {}}}}}      | {properties: {a: {}}}                                  | spec.a.b: the field is gone
                    {type: object, properties: {a: {}}}           | {type: object}                                         | spec.a: the field is gone
                    {type: integer}                               | {type: string}                                         | spec: type was "integer", is "string"
                    {type: string}                                | {x-kubernetes-int-or-string: true, type: string}       | spec: x-kubernetes-int-or-string was not there, is true
                    {items: {type: integer}}                      | {items: {type: string}}                                | spec[]: type was "integer", is "string"
                    {additionalProperties: {maxLength: 9}}        | {additionalProperties: {maxLength: 8}}                 | spec.*: maxLength was 9, is 8
                    {additionalProperties: {type: string}}        | {properties: {a: {type: string}}}                      | spec.*: additionalProperties was {"type":"string"}, is not there
                    {properties: {a: {}}}                         | {properties: {a: {}}, required: [a]}                   | spec.a: the field is required
                    {properties: {a: {}}, required: [a]}          | {properties: {a: {}, b: {}}, required: [a, b]}         | spec.b: the field is required
                    {enum: [A, B]}                                | {enum: [B, C]}                                         | spec: the value "A" is gone
                    {type: string}                                | {type: string, enum: [A]}                              | spec: enum was not there, is ["A"]
                    {minimum: 1}                                  | {minimum: 2}                                           | spec: minimum was 1, is 2
                    {}                                            | {minimum: 0}                                           | spec: minimum was not there, is 0
                    {maximum: 2.5}                                | {maximum: 2}                                           | spec: maximum was 2.5, is 2
                    {}                                            | {maxLength: 63}                                        | spec: maxLength was not there, is 63
                    {minItems: 1}                                 | {minItems: 2}                                          | spec: minItems was 1, is 2
                    {maxItems: 10}                                | {maxItems: 9}                                          | spec: maxItems was 10, is 9
                    {minProperties: 1}                            | {minProperties: 2}                                     | spec: minProperties was 1, is 2
                    {maxProperties: 8}                            | {maxProperties: 7}                                     | spec: maxProperties was 8, is 7
                    {minLength: 1}                                | {minLength: 2}                                         | spec: minLength was 1, is 2
                    {maximum: 1}                                  | {maximum: 1, exclusiveMaximum: true}                   | spec: exclusiveMaximum is new
                    {}                                            | {uniqueItems: true}                                    | spec: uniqueItems is new
                    {}                                            | {multipleOf: 2}                                        | spec: multipleOf was not there, is 2
                    {}                                            | {pattern: a+}                                          | spec: pattern was not there, is "a+"
                    {pattern: a*}                                 | {pattern: a+}                                          | spec: pattern was "a*", is "a+"
                    {}                                            | {format: date-time}                                    | spec: format was not there, is "date-time"
                    {nullable: true}                              | {}                                                     | spec: nullable is gone
                    {x-kubernetes-preserve-unknown-fields: true}  | {}                                                     | spec: x-kubernetes-preserve-unknown-fields is gone
                    {x-kubernetes-preserve-unknown-fields: true}  | {x-kubernetes-preserve-unknown-fields: true, properties: {a: {}}} | spec.a: the field has a schema, but could be anything before
                    {x-kubernetes-list-type: atomic}              | {x-kubernetes-list-type: set}                          | spec: x-kubernetes-list-type was "atomic", is "set"
                    {x-kubernetes-list-map-keys: [a]}             | {x-kubernetes-list-map-keys: [b]}                      | spec: x-kubernetes-list-map-keys was ["a"], is ["b"]
                    {anyOf: [{type: integer}]}                    | {anyOf: [{type: string}]}                              | spec: anyOf was [{"type":"integer"}], is [{"type":"string"}]
                    {}                                            | {not: {maxLength: 3}}                                  | spec: not was not there, is {"maxLength":3}
                    {default: 1}                                  | {default: 2}                                           | spec: default was 1, is 2
                    {default: 1}                                  | {}                                                     | spec: default was 1, is not there
                    {type: string}                                | {type: string, default: x}                             | spec: default was not there, is "x"
                    {}                                            | {x-kubernetes-validations: [{rule: self > 1, message: too small}]} | spec: a rule is new: self > 1 (too small)
                    {x-kubernetes-validations: [{rule: self > 1}]} | {x-kubernetes-validations: [{rule: self > 2, message: m}]} | spec: a rule is new: self > 2 (m)
                    {}                                            | {a-keyword-of-tomorrow: 1}                             | spec: a-keyword-of-tomorrow was not there, is 1
                    """)
    void whatTakesLessThanBeforeBreaks(String before, String after, String expected) {
        assertThat(breaks(before, after)).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
                    {description: A}                              | {description: B, title: C}
                    {properties: {a: {type: string}}}             | {properties: {a: {type: string}, b: {type: object, properties: {c: {minimum: 3}}, required: [c]}}}
                    {properties: {a: {}}}                         | {properties: {a: {}, b: {default: x}}, required: [b]}
                    {properties: {a: {}}, required: [a]}          | {properties: {a: {}}}
                    {enum: [A]}                                   | {enum: [A, B]}
                    {enum: [A]}                                   | {}
                    {minimum: 2, maxLength: 5}                    | {minimum: 1, maxLength: 6}
                    {minimum: 2, maxItems: 5}                     | {}
                    {pattern: a, format: date, multipleOf: 2}     | {}
                    {maximum: 1, exclusiveMaximum: true}          | {maximum: 1}
                    {}                                            | {nullable: true}
                    {}                                            | {x-kubernetes-preserve-unknown-fields: true}
                    {x-kubernetes-validations: [{rule: self > 1, message: A}]} | {x-kubernetes-validations: [{rule: self > 1, message: B}]}
                    {x-kubernetes-validations: [{rule: self > 1}, {rule: self > 2}]} | {x-kubernetes-validations: [{rule: self > 1}]}
                    """)
    void whatTakesAsMuchOrMoreBreaksNothing(String before, String after) {
        assertThat(breaks(before, after)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock = "{properties: {a: {enum: [A, B]}, b: {}}} | {properties: {a: {enum: [C], maxLength: 1}}}")
    void eachBreakIsSaid(String before, String after) {
        assertThat(breaks(before, after))
                .containsExactlyInAnyOrder(
                        "spec.a: the value \"A\" is gone",
                        "spec.a: the value \"B\" is gone",
                        "spec.a: maxLength was not there, is 1",
                        "spec.b: the field is gone");
    }
}
