package dev.memoryservice.operator.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.FieldsV1;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SharedFieldsTest {

    private static final String OF_A_DEPLOYMENT = """
            {"f:metadata": {"f:labels": {"f:app": {}}, "f:ownerReferences": {"k:{\\"uid\\":\\"%s\\"}": {}}},
             "f:spec": {"f:replicas": {}, "f:template": {"f:spec": {"f:containers": {"k:{\\"name\\":\\"server\\"}": {"f:image": {}}}}}}}
            """;

    private final SharedFields shared = new SharedFields();

    @Test
    void fieldsStayWhatTheyWere() throws Exception {
        FieldsV1 read = read(OF_A_DEPLOYMENT.formatted("a"));

        assertThat(shared.share(read)).isEqualTo(read);
    }

    @Test
    void whatIsTheSameIsThereOnce() throws Exception {
        Map<String, Object> one =
                shared.share(read(OF_A_DEPLOYMENT.formatted("a"))).getAdditionalProperties();
        Map<String, Object> other =
                shared.share(read(OF_A_DEPLOYMENT.formatted("b"))).getAdditionalProperties();

        assertThat(other.get("f:spec")).isSameAs(one.get("f:spec"));
        assertThat(below(other, "f:metadata").get("f:labels"))
                .isSameAs(below(one, "f:metadata").get("f:labels"));
        assertThat(other.get("f:metadata")).isNotEqualTo(one.get("f:metadata"));
    }

    @Test
    void fieldsThatDifferStayDifferent() throws Exception {
        FieldsV1 one = shared.share(read("{\"f:data\": {\"f:a\": {}}}"));
        FieldsV1 other = shared.share(read("{\"f:data\": {\"f:b\": {}}}"));

        assertThat(below(one.getAdditionalProperties(), "f:data")).containsOnlyKeys("f:a");
        assertThat(below(other.getAdditionalProperties(), "f:data")).containsOnlyKeys("f:b");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> below(Map<String, Object> fields, String name) {
        return (Map<String, Object>) fields.get(name);
    }

    private static FieldsV1 read(String json) throws JsonProcessingException {
        return new ObjectMapper().readValue(json, FieldsV1.class);
    }
}
