package dev.memoryservice.server.document;

import java.util.List;

/**
 * What the memories of a document get in common.
 *
 * @param tags labels, normalised, at most {@link #MOST}
 * @param type their memory type
 */
public record Labels(List<String> tags, String type) {

    /** Memories take a few more, which say where they come from. */
    public static final int MOST = 50;

    /** The type of memories from documents when none is given. */
    public static final String USUAL_TYPE = "document";
}
