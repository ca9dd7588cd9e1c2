package dev.memoryservice.server.embedding;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;

/**
 * What has to be known of a model of the BERT family to use it; the file {@value #FILE} beside it.
 *
 * @param name the model's name, stored beside the vectors
 * @param dimension how many numbers a vector has, 1 to 4,096
 * @param window the most tokens that it takes in, 256 to 8,192
 * @param pooling how the tokens' vectors become one
 * @param questionPrefix what goes before a question; may be empty
 */
record ModelDescription(String name, int dimension, int window, Pooling pooling, String questionPrefix) {

    /** How the tokens' vectors become the text's. */
    enum Pooling {
        /** Their mean. */
        MEAN,
        /** That of the first token, which stands for the whole text. */
        CLS
    }

    static final String FILE = "model.properties";

    ModelDescription {
        requireWithin("dimension", dimension, 1, 4_096);
        requireWithin("window", window, 256, 8_192);
    }

    /** @throws IllegalStateException when the description is missing something or has a value that cannot be */
    static ModelDescription read(Path directory) {
        Path file = directory.resolve(FILE);
        Properties values = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            values.load(reader);
            return new ModelDescription(
                    required(values, "name"),
                    Integer.parseInt(required(values, "dimension")),
                    Integer.parseInt(required(values, "window")),
                    Pooling.valueOf(required(values, "pooling").toUpperCase(Locale.ROOT)),
                    values.getProperty("question-prefix", ""));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the model's description " + file, e);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("The model's description " + file + " is wrong: " + e.getMessage(), e);
        }
    }

    void write(Path directory) throws IOException {
        Properties values = new Properties();
        values.setProperty("name", name);
        values.setProperty("dimension", Integer.toString(dimension));
        values.setProperty("window", Integer.toString(window));
        values.setProperty("pooling", pooling.name().toLowerCase(Locale.ROOT));
        values.setProperty("question-prefix", questionPrefix);
        // Not Properties.store(), which writes the time: an image is made of the same files each time.
        try (Writer writer = Files.newBufferedWriter(directory.resolve(FILE))) {
            for (String key : values.stringPropertyNames().stream().sorted().toList()) {
                writer.write(key + '=' + values.getProperty(key).replace(" ", "\\ ") + '\n');
            }
        }
    }

    private static String required(Properties values, String key) {
        String value = values.getProperty(key);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(key + " is missing");
        }
        return value.strip();
    }

    private static void requireWithin(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(what + " is " + value + ", not within " + least + " and " + most);
        }
    }
}
