package dev.memoryservice.server.openapi;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * The description of the REST interface. It is JSON, which is YAML as well, and a file of the build: to make it from the
 * annotations at each start would take a fifth of the start. A test fails while the two differ.
 */
@Path("/openapi")
public class OpenApiResource {

    static final String FILE = "/openapi.json";

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(hidden = true)
    public byte[] description() {
        try (InputStream file = OpenApiResource.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException("the build left out " + FILE);
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + FILE, e);
        }
    }
}
