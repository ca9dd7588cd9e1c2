package dev.memoryservice.server.document.rest;

import dev.memoryservice.server.document.ReceivedFile;
import dev.memoryservice.server.document.Spool;
import dev.memoryservice.server.request.RefusedException;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Optional;

/**
 * The form of an upload, whose files lie on the disk. They are deleted when the request ends, unless they were taken.
 *
 * @param files what came, in order
 * @param values the other fields
 * @param refusal why it was not received whole, if it was not
 */
record ReceivedForm(
        List<ReceivedFile> files, MultivaluedMap<String, String> values, Optional<RefusedException> refusal) {

    private static final String KEY = ReceivedForm.class.getName();

    static ReceivedForm of(List<ReceivedFile> files, MultiMap values) {
        MultivaluedMap<String, String> fields = new MultivaluedHashMap<>();
        values.forEach(field -> fields.add(field.getKey(), field.getValue()));
        return new ReceivedForm(files, fields, Optional.empty());
    }

    static ReceivedForm refused(RefusedException why) {
        return new ReceivedForm(List.of(), new MultivaluedHashMap<>(), Optional.of(why));
    }

    /** The form that came with a request. */
    static ReceivedForm of(RoutingContext request) {
        return Optional.<ReceivedForm>ofNullable(request.get(KEY))
                .orElseGet(() -> new ReceivedForm(List.of(), new MultivaluedHashMap<>(), Optional.empty()));
    }

    void attachTo(RoutingContext request) {
        request.put(KEY, this);
        request.addEndHandler(
                ended -> Optional.<ReceivedForm>ofNullable(request.get(KEY)).ifPresent(ReceivedForm::delete));
    }

    /** Hands the files over: whoever calls this sees to their end. */
    List<ReceivedFile> take(RoutingContext request) {
        request.remove(KEY);
        return files;
    }

    private void delete() {
        files.forEach(file -> Spool.delete(file.content()));
    }
}
