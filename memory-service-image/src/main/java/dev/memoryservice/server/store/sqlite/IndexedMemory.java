package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.search.Author;

/**
 * What a search needs of every memory before it knows which it wants.
 *
 * @param id the memory's id
 * @param space the id of its space
 * @param createdAt when it was made, in microseconds since 1970
 * @param words its length in words
 * @param author who said it, by {@link Author#key}; 0 for nobody
 * @param conversation which conversation of the space it belongs to; 0 for none
 * @param vector its unit vector; the zero vector when it has none of the present model
 */
record IndexedMemory(
        long id, long space, long createdAt, int words, int author, long conversation, QuantizedVector vector) {

    /** A conversation's number: 64 bits of its name and space, so that 100,000 conversations need no texts in memory. */
    static long conversation(long space, String name) {
        long hash = 0xcbf29ce484222325L ^ space;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
        }
        // The last bits of this sum differ most between similar names; a hash map looks at them. Zero stands for none.
        return hash == 0 ? 1 : hash;
    }
}
