package dev.memoryservice.server.importing;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Why an item was not imported. */
public enum Reason {
    /** Its content is nothing but white space. */
    @JsonProperty("empty")
    EMPTY,
    /** Its content, tags, type or metadata are over a limit. */
    @JsonProperty("too_large")
    TOO_LARGE,
    /** Another memory with the same content is there. */
    @JsonProperty("duplicate")
    DUPLICATE,
    /** It has no date, or one that is none. */
    @JsonProperty("bad_date")
    BAD_DATE,
    /** It was deleted where it comes from. */
    @JsonProperty("deleted")
    DELETED,
    /** It belongs to a store that this server does not have. */
    @JsonProperty("unknown_store")
    UNKNOWN_STORE,
    /** It is not what an item of its file looks like. */
    @JsonProperty("unreadable")
    UNREADABLE
}
