package dev.memoryservice.server.openapi;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/** Says once what is true of every parameter and every operation, and not at each of forty. */
public final class CommonParts implements OASFilter {

    /** A parameter that nothing else is said of is a text. */
    @Override
    public Parameter filterParameter(Parameter parameter) {
        if (parameter.getRef() == null && parameter.getSchema() == null && parameter.getContent() == null) {
            parameter.setSchema(OASFactory.createSchema().addType(Schema.SchemaType.STRING));
        }
        return parameter;
    }

    /**
     * What every operation may be refused for: by the limits on requests, and, before it is known what the request is
     * for and without a body, by the HTTP server.
     */
    @Override
    public Operation filterOperation(Operation operation) {
        operation
                .getResponses()
                .addAPIResponse("429", OASFactory.createAPIResponse().ref("TooMany"))
                .addAPIResponse(
                        "414", OASFactory.createAPIResponse().description("The address is longer than 4,096 bytes"))
                .addAPIResponse("431", OASFactory.createAPIResponse().description("The headers are longer than 20 KB"));
        return operation;
    }
}
