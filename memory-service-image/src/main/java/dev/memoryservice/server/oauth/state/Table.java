package dev.memoryservice.server.oauth.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The entries of one kind as the records they are.
 *
 * @param <T> a record of JSON values
 */
public final class Table<T> {

    /** A record with its id and what the port knows of it. */
    public record Row<T>(String id, String owner, Instant expires, T value) {

        /** The same row with another value. */
        public Row<T> with(T other) {
            return new Row<>(id, owner, expires, other);
        }

        /** The same row with another value and end. */
        public Row<T> with(T other, Instant end) {
            return new Row<>(id, owner, end, other);
        }
    }

    /** What an update found and what it left. */
    public record Change<T>(Row<T> before, Row<T> after) {}

    private final OAuthState state;
    private final Kind kind;
    private final Class<T> type;
    private final ObjectMapper json;
    private final Clock clock;

    /**
     * The entries of one kind.
     *
     * @param clock says what has expired
     */
    public Table(OAuthState state, Kind kind, Class<T> type, ObjectMapper json, Clock clock) {
        this.state = state;
        this.kind = kind;
        this.type = type;
        this.json = json;
        this.clock = clock;
    }

    /** As {@link OAuthState#put}. */
    public void put(Row<T> row) {
        state.put(entry(row));
    }

    /** As {@link OAuthState#find}. */
    public Optional<Row<T>> find(String id) {
        return state.find(kind, id, clock.instant()).map(this::row);
    }

    /** As {@link OAuthState#update}. */
    public Optional<Change<T>> update(String id, UnaryOperator<Row<T>> change) {
        return state.update(kind, id, clock.instant(), before -> {
                    Row<T> row = row(before);
                    Row<T> changed = change.apply(row);
                    return changed.equals(row) ? before : entry(changed);
                })
                .map(done -> new Change<>(row(done.before()), row(done.after())));
    }

    /** As {@link OAuthState#remove}. */
    public boolean remove(String id) {
        return state.remove(kind, id);
    }

    /** As {@link OAuthState#ofOwner}. */
    public List<Row<T>> ofOwner(String owner) {
        return state.ofOwner(kind, owner, clock.instant()).stream()
                .map(this::row)
                .toList();
    }

    /** As {@link OAuthState#all}. */
    public List<Row<T>> all() {
        return state.all(kind, clock.instant()).stream().map(this::row).toList();
    }

    private Row<T> row(Entry entry) {
        try {
            return new Row<>(entry.id(), entry.owner(), entry.expires(), json.readValue(entry.value(), type));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An entry of the kind " + kind + " is not as it was written", e);
        }
    }

    private Entry entry(Row<T> row) {
        try {
            return new Entry(
                    kind,
                    row.id(),
                    row.owner(),
                    json.writeValueAsString(row.value()),
                    row.expires().truncatedTo(ChronoUnit.MILLIS));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Records of texts and numbers are JSON", e);
        }
    }
}
