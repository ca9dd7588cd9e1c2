package dev.memoryservice.server.embedding;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * BERT's uncased tokenizer in plain Java: drops control characters, puts every CJK character on its own, strips
 * accents, lower-cases, splits at white space and punctuation, then cuts each word greedily into the longest pieces
 * of the vocabulary. Gives the same ids as the model's own tokenizer, which a test proves against the native one,
 * with one exception that is deliberate: a control token spelled out in the text ({@code [SEP]}) is plain text.
 *
 * <p>Reads only as much of the text as the model's window holds, so a text of a megabyte costs no more than a page.
 * Safe for use by many threads.
 */
public final class WordPieceTokenizer {

    private static final int LONGEST_WORD = 100;

    private final Map<String, Integer> pieces;
    private final int window;
    private final long unknown;
    private final long begin;
    private final long end;

    /**
     * @param vocabulary the pieces; a piece's id is its place
     * @param window the most ids to give, the begin and the end included
     * @throws IllegalArgumentException when the vocabulary lacks [UNK], [CLS] or [SEP]
     */
    public WordPieceTokenizer(List<String> vocabulary, int window) {
        this.pieces = HashMap.newHashMap(vocabulary.size());
        for (int id = 0; id < vocabulary.size(); id++) {
            pieces.put(vocabulary.get(id), id);
        }
        this.window = window;
        this.unknown = required("[UNK]");
        this.begin = required("[CLS]");
        this.end = required("[SEP]");
    }

    /**
     * A tokenizer over a file of one piece per line.
     *
     * @throws UncheckedIOException when the file cannot be read
     */
    public static WordPieceTokenizer load(Path vocabulary, int window) {
        try {
            return new WordPieceTokenizer(Files.readAllLines(vocabulary), window);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the vocabulary " + vocabulary, e);
        }
    }

    /** The ids of {@code text} between the begin and the end token, at most as many as the window. */
    public long[] encode(String text) {
        Run run = new Run();
        run.read(text, 0);
        return run.ids();
    }

    /**
     * Where a text that starts at {@code start} stops to fit the window: after its last word that fits as a whole.
     * Greater than {@code start}, since the longest word fits.
     */
    public int reach(String text, int start) {
        Run run = new Run();
        int read = run.read(text, start);
        return read == text.length() && !run.isCut() ? read : Math.max(run.wholeUntil, start + 1);
    }

    private long required(String piece) {
        Integer id = pieces.get(piece);
        if (id == null) {
            throw new IllegalArgumentException("The vocabulary has no " + piece + "; it is not one of a BERT model");
        }
        return id;
    }

    /** One text on its way through; holds the word that is not finished yet. */
    private final class Run {

        private final long[] ids = new long[window];
        private int size;
        private final StringBuilder word = new StringBuilder();
        private int wordLength;

        /** Where in the text the run is, and until where every word has all of its pieces. */
        private int position;

        private int wholeUntil;
        private boolean cut;

        Run() {
            ids[size++] = begin;
        }

        /** Reads until the window is full or the text ends; tells how far it came. */
        int read(String text, int start) {
            position = start;
            while (position < text.length() && size < window - 1) {
                int codePoint = text.codePointAt(position);
                accept(codePoint);
                position += Character.charCount(codePoint);
            }
            endWord();
            return position;
        }

        boolean isCut() {
            return cut;
        }

        private void accept(int codePoint) {
            if (codePoint < 0x80) {
                acceptNormalised(codePoint);
            } else if (isChinese(codePoint)) {
                endWord();
                acceptDecomposed(codePoint);
                endWord();
            } else {
                acceptDecomposed(codePoint);
            }
        }

        long[] ids() {
            ids[size++] = end;
            return Arrays.copyOf(ids, size);
        }

        private void acceptDecomposed(int codePoint) {
            if (isWhitespace(codePoint)) {
                endWord();
            } else if (!isControl(codePoint)) {
                String decomposed = Normalizer.normalize(Character.toString(codePoint), Normalizer.Form.NFD);
                decomposed.codePoints().forEach(this::acceptNormalised);
            }
        }

        private void acceptNormalised(int codePoint) {
            if (isWhitespace(codePoint)) {
                endWord();
            } else if (isPunctuation(codePoint)) {
                endWord();
                append(codePoint);
                endWord();
            } else if (!isControl(codePoint) && Character.getType(codePoint) != Character.NON_SPACING_MARK) {
                // Per character, not String.toLowerCase: the model's tokenizer knows no final sigma.
                append(Character.toLowerCase(codePoint));
            }
        }

        private void append(int codePoint) {
            if (wordLength++ <= LONGEST_WORD) {
                word.appendCodePoint(codePoint);
            }
        }

        private void endWord() {
            if (wordLength > 0) {
                if (wordLength > LONGEST_WORD || !addPieces()) {
                    add(unknown);
                }
                word.setLength(0);
                wordLength = 0;
            }
            if (!cut) {
                wholeUntil = position;
            }
        }

        /** Adds the longest pieces from left to right; a word with a rest that no piece matches adds nothing. */
        private boolean addPieces() {
            int sizeBefore = size;
            for (int start = 0; start < word.length(); ) {
                String prefix = start == 0 ? "" : "##";
                int stop = word.length();
                Integer id = pieces.get(prefix + word.substring(start, stop));
                while (id == null && stop > start + 1) {
                    stop--;
                    id = pieces.get(prefix + word.substring(start, stop));
                }
                if (id == null) {
                    size = sizeBefore;
                    return false;
                }
                // Beyond the window pieces are still matched: whether the word is known depends on its end.
                add(id);
                start = stop;
            }
            return true;
        }

        private void add(long id) {
            if (size < window - 1) {
                ids[size] = id;
                size++;
            } else {
                cut = true;
            }
        }
    }

    private static boolean isWhitespace(int codePoint) {
        return codePoint == '\t' || codePoint == '\n' || codePoint == '\r' || Character.isSpaceChar(codePoint);
    }

    private static boolean isControl(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> true;
            default -> codePoint == 0xFFFD;
        };
    }

    private static boolean isPunctuation(int codePoint) {
        if (codePoint < 0x80) {
            return (codePoint >= 33 && codePoint <= 47)
                    || (codePoint >= 58 && codePoint <= 64)
                    || (codePoint >= 91 && codePoint <= 96)
                    || (codePoint >= 123 && codePoint <= 126);
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }

    private static boolean isChinese(int codePoint) {
        return (codePoint >= 0x4E00 && codePoint <= 0x9FFF)
                || (codePoint >= 0x3400 && codePoint <= 0x4DBF)
                || (codePoint >= 0x20000 && codePoint <= 0x2A6DF)
                || (codePoint >= 0x2A700 && codePoint <= 0x2B73F)
                || (codePoint >= 0x2B740 && codePoint <= 0x2B81F)
                || (codePoint >= 0x2B920 && codePoint <= 0x2CEAF)
                || (codePoint >= 0xF900 && codePoint <= 0xFAFF)
                || (codePoint >= 0x2F800 && codePoint <= 0x2FA1F);
    }
}
