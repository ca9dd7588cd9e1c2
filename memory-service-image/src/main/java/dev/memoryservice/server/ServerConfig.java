package dev.memoryservice.server;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Everything that can be set. The environment variable of {@code memory-service.auth.api-keys.directory} is {@code
 * MEMORY_SERVICE_AUTH_API_KEYS_DIRECTORY}, and so on. Names of older set-ups are aliases, see {@code
 * application.properties}.
 */
@ConfigMapping(prefix = "memory-service")
public interface ServerConfig {

    /** The stores of each tenant; the first one takes what names none. {@code all} is reserved. */
    @WithDefault("default")
    List<String> stores();

    /** Host names that requests may be addressed to, without port; empty allows all. */
    Optional<List<String>> allowedHosts();

    Cors cors();

    Tls tls();

    Auth auth();

    Sqlite sqlite();

    Model model();

    Limits limits();

    Events events();

    LanguageModel languageModel();

    interface Cors {
        /** Origins of browsers that may call, for example {@code https://memory.example.com}; {@code *} allows all. */
        Optional<List<String>> allowedOrigins();
    }

    /** With both files clients speak HTTPS on the one port; a broken pair keeps the server from starting. */
    interface Tls {
        /** The certificate and those between it and its authority, PEM. */
        Optional<Path> certificate();

        /** The certificate's private key, PEM. */
        Optional<Path> privateKey();

        /** How often the files are read again. */
        @WithDefault("5s")
        Duration reload();
    }

    interface Auth {
        /** {@code APIKey}, or {@code None} to let everybody in. */
        @WithDefault("APIKey")
        List<String> modes();

        /** One key, named {@code default}, for set-ups without a directory. */
        Optional<String> apiKey();

        @WithName("api-keys")
        ApiKeys apiKeys();
    }

    interface ApiKeys {
        /** A directory with one file for each named key; a mounted Secret fits. */
        Optional<Path> directory();

        /** How often the directory is read again, 100 ms to 5 min. */
        @WithDefault("2s")
        Duration poll();
    }

    interface Sqlite {
        /** The database file. */
        @WithDefault("memory.db")
        Path path();

        /** {@code name=value,name=value}: pragmas that every connection sets. */
        Optional<String> pragmas();
    }

    interface Model {
        /** Where the converted embedding model and its vocabulary are. */
        @WithDefault("model")
        Path directory();
    }

    interface Limits {
        /** The longest content of a memory, in bytes of UTF-8. */
        @WithDefault("1048576")
        int contentBytes();

        /** The longest metadata of a memory, in bytes of JSON. */
        @WithDefault("65536")
        int metadataBytes();

        /** The longest body of a request, in bytes. */
        @WithDefault("4194304")
        int bodyBytes();

        /** How many requests are worked on at the same time; event streams do not count. */
        @WithDefault("256")
        int concurrentRequests();
    }

    interface Events {
        /** How many past events a client can catch up with. */
        @WithDefault("1000")
        int replay();

        /** How often an idle stream gets a sign of life. */
        @WithDefault("30s")
        Duration heartbeat();

        /** How many streams may be open at the same time. */
        @WithDefault("256")
        int maxConnections();
    }

    interface LanguageModel {
        /** The address of an OpenAI-compatible service, for example {@code https://api.openai.com/v1}; empty for none. */
        Optional<String> url();

        /** What the service calls the model. */
        @WithDefault("gpt-4o-mini")
        String model();

        /** A file with the key, for example of a mounted Secret; empty where the service asks for none. */
        Optional<Path> apiKeyFile();

        /** How long one question may take, all attempts together. */
        @WithDefault("20s")
        Duration timeout();
    }
}
