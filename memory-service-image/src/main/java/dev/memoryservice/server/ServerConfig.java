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

    @WithName("oauth")
    OAuth oauth();

    Sqlite sqlite();

    Model model();

    Embedding embedding();

    Search search();

    Limits limits();

    Events events();

    LanguageModel languageModel();

    Duplicates duplicates();

    Tombstones tombstones();

    Documents documents();

    Backup backup();

    Metrics metrics();

    Logging logging();

    Tracing tracing();

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
        /** {@code APIKey}, {@code OAuth} or both, or {@code None} to let everybody in. */
        @WithDefault("APIKey")
        List<String> modes();

        /** One key, named {@code default}, for set-ups without a directory. */
        Optional<String> apiKey();

        /** {@code name:key,name:key}: more keys, for set-ups without a directory. */
        Optional<List<String>> namedApiKeys();

        @WithName("api-keys")
        ApiKeys apiKeys();

        /** A directory with one file {@code <name>.json} for each user; a mounted Secret fits. */
        Optional<Path> usersDirectory();

        /**
         * A directory with one file for each administrator, in the form of a user's: their keys are accepted in every
         * mode, so that a server can be administrated that takes no keys of clients.
         */
        Optional<Path> administratorsDirectory();
    }

    interface ApiKeys {
        /** A directory with one file for each named key; a mounted Secret fits. */
        Optional<Path> directory();

        /** How often this directory and the users' are read again, 100 ms to 5 min. */
        @WithDefault("2s")
        Duration poll();
    }

    /** The authorization server of this server, or another one; on when OAuth is among the modes. */
    interface OAuth {
        /** What older set-ups switch OAuth on with, beside the modes. */
        @WithDefault("false")
        boolean enabled();

        /** The address of this server as clients see it, https; of the built-in authorization server the issuer. */
        Optional<String> issuer();

        /**
         * A directory with the keys that sign tokens: a file {@code <kid>.pem} for each (RSA, PKCS#8) and a file {@code
         * signing} with the name of the one that signs; a mounted Secret fits. Without it, a key is made beside the
         * database.
         */
        Optional<Path> keysDirectory();

        /** One key instead of the directory, PEM. */
        Optional<String> privateKey();

        /** What belongs to it, PEM; only compared with it. */
        Optional<String> publicKey();

        /** A secret of at least 32 characters that signs with HS256, where there is no key. */
        Optional<String> secretKey();

        /** How long an access token is good, 1 min to 1 day. */
        @WithDefault("1h")
        Duration accessTokenLifetime();

        /** How long a refresh token is good that is not used, 1 min to 365 days. */
        @WithDefault("P30D")
        Duration refreshTokenLifetime();

        /** How long a refresh token may be used again, because answers get lost; 0 to 5 min. */
        @WithDefault("30s")
        Duration refreshTokenGrace();

        /** Whether clients may register themselves. */
        @WithDefault("true")
        boolean dynamicRegistration();

        /** How many clients may register themselves from one address in a minute, 1 to 10,000; six times as many in all. */
        @WithDefault("20")
        int registrationsPerMinute();

        /** Whether an id of a client may be the https address of its description, which is fetched then. */
        @WithDefault("true")
        boolean clientMetadataDocuments();

        External external();
    }

    /** Another issuer in place of the built-in authorization server. */
    interface External {
        /** Its address, as its tokens name it; empty for the built-in one. */
        Optional<String> issuer();

        /** What its tokens for this server name as audience; the address of this server when empty. */
        Optional<String> audience();

        /** The claim with the user's name. */
        @WithDefault("sub")
        String userClaim();

        /** The claim with the scopes: words with spaces between, or a list. */
        @WithDefault("scope")
        String scopeClaim();

        /** The claim that says whose memories they are; empty: those of the user. */
        Optional<String> tenantClaim();
    }

    interface Sqlite {
        /** The database file. */
        @WithDefault("memory.db")
        Path path();

        /** {@code name=value,name=value}: pragmas that every connection sets. */
        Optional<String> pragmas();

        /**
         * Whether a database that a newer server changed is renamed at the start, and an empty one begun in its place, which
         * then gets the memories of a backup. Otherwise such a database is refused.
         */
        @WithDefault("false")
        boolean setAsideNewer();

        /** How often everything stored is read to find damage, at least 1 second; the first time 10 s after the start. */
        @WithDefault("24h")
        Duration integrityCheckEvery();

        /**
         * Moves the database aside at the start, to a file of its name with this at the end, and begins with an empty one;
         * once: not when there is such a file already. The way to a restore when the database is damaged.
         */
        Optional<String> setAside();
    }

    interface Model {
        /** Where the converted embedding models are, each in a folder of its name. */
        @WithDefault("model")
        Path directory();

        /** Which of them is used. Memories with vectors of another one get new ones in the background. */
        @WithDefault("all-MiniLM-L6-v2")
        String name();
    }

    /** An OpenAI-compatible endpoint that makes the vectors in place of a model of the image. */
    interface Embedding {
        /** The address, for example {@code https://api.openai.com/v1}; empty for a model of the image. */
        Optional<String> url();

        /** What the endpoint calls the model. */
        @WithDefault("text-embedding-3-small")
        String model();

        /** How many numbers the model's vectors have, 1 to 4,096. */
        @WithDefault("1536")
        int dimension();

        /** A file with the key, for example of a mounted Secret; empty where the endpoint asks for none. */
        Optional<Path> apiKeyFile();

        /** How long one vector may take, all attempts together. */
        @WithDefault("10s")
        Duration timeout();
    }

    interface Search {
        /** How much of the better neighbour's words counts for a memory of a conversation, 0 to 1. */
        @WithDefault("0.5")
        double neighbours();

        /** Whether the vectors of a memory's neighbours in the conversation count. */
        @WithDefault("true")
        boolean window();

        /** What it is worth that a question names the memory's author, 0 (nothing) to 1. */
        @WithDefault("0.1")
        double authorPrior();

        /** What it is worth that a question names the time at which the memory was made, 0 (nothing) to 1. */
        @WithDefault("0.1")
        double datePrior();

        /** The most passages of one memory that get a vector each, 1 to 1,024; what is after them is found by words. */
        @WithDefault("256")
        int passages();
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

        /** How many requests a minute each caller may make at most, 1 or more; a user may have a lower limit. */
        @WithDefault("60000")
        int requestsPerMinute();

        /** How many requests a minute may come from one address without a good credential, 1 or more. */
        @WithDefault("3000")
        int addressRequestsPerMinute();

        /** How many different wrong keys from one address lock it out, 1 or more. */
        @WithDefault("20")
        int wrongKeys();

        /** For how long, 1 s to 1 h. */
        @WithDefault("5m")
        Duration lockedOutFor();
    }

    interface Events {
        /** How many past events a client can catch up with. */
        @WithDefault("1000")
        int replay();

        /** How often an idle stream gets a sign of life. */
        @WithDefault("30s")
        Duration heartbeat();

        /** How many streams may be open at the same time; an idle one costs 8 KiB. */
        @WithDefault("4096")
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

    interface Duplicates {
        /** Whether a memory is refused that says almost the same as one of the last hours, outside conversations. */
        @WithDefault("true")
        boolean semantic();

        /** How long ago a memory counts for that. */
        @WithDefault("24h")
        Duration window();

        /** From which cosine on two memories say almost the same, above 0 to 1. */
        @WithDefault("0.85")
        double cosine();

        /** Whether memories that may contradict a new one are looked for and tagged. */
        @WithDefault("true")
        boolean contradictions();
    }

    interface Tombstones {
        /** How long a deleted memory's tombstone is kept. */
        @WithDefault("30d")
        Duration retention();

        /** How often older tombstones are removed. */
        @WithDefault("1h")
        Duration purgeEvery();
    }

    interface Documents {
        /** Where uploads lie until they are read; the folder {@code uploads} beside the database when not given. */
        Optional<Path> directory();

        /** The most bytes of an upload, all its files together. */
        @WithDefault("33554432")
        int bytes();

        /** The most files of an upload. */
        @WithDefault("20")
        int files();

        /** The most uploads that wait; one more is being read. */
        @WithDefault("16")
        int queue();

        /** The most pages of a PDF. */
        @WithDefault("2000")
        int pages();

        /** The most characters of text in a document. */
        @WithDefault("10000000")
        int characters();

        /** The most memories that a document becomes. */
        @WithDefault("20000")
        int chunks();

        /** How long reading the text of a document may take; storing it may take longer. */
        @WithDefault("2m")
        Duration timeout();

        /** The heap of the process that reads a document, in MiB. */
        @WithDefault("96")
        int heapMebibytes();
    }

    interface Backup {
        /** Where backups lie, a folder of a volume that is not the data's; nothing is backed up without one. */
        Optional<Path> directory();

        /** Where backups lie instead: a bucket of an object store. */
        S3 s3();

        /**
         * A directory with the keys that backups are encrypted with: a file for each, 32 bytes in base64, and the file
         * {@code current} with the name of the one that encrypts; a mounted Secret fits. Nothing is encrypted without it.
         */
        Optional<Path> encryptionKeysDirectory();

        /** Where stores are made to prove backups in; the folder for temporary files when not given. */
        Optional<Path> scratchDirectory();

        /** The most bytes of a backup that is sent here to be restored. */
        @WithDefault("17179869184")
        long contentBytes();
    }

    /** A bucket of an object store that speaks the protocol of S3. */
    interface S3 {
        /** The store, for example {@code https://minio.example.com}; Amazon's of the region when not given. */
        Optional<String> endpoint();

        /** The bucket, which must exist; no backups lie in a bucket without it. */
        Optional<String> bucket();

        /** What the names of all objects begin with. */
        Optional<String> prefix();

        /** What requests are signed for. */
        @WithDefault("us-east-1")
        String region();

        /** Whether the bucket is named in the path and not in the host; yes when there is an endpoint. */
        Optional<Boolean> pathStyle();

        /** A directory with the files {@code access-key-id} and {@code secret-access-key}; a mounted Secret fits. */
        Optional<Path> credentialsDirectory();
    }

    interface Tracing {
        /** The address of an OpenTelemetry collector (OTLP over HTTP), for example {@code http://collector:4318}; empty for none. */
        Optional<String> endpoint();

        /** What the collector is told that the server is called. */
        @WithDefault("memory-service")
        String serviceName();

        /** What tells servers of one name apart there, for example the namespace of Kubernetes; empty for nothing. */
        Optional<String> serviceNamespace();

        /** How many of a hundred requests are traced that do not say it themselves, 0 to 100. */
        @WithDefault("100")
        int samplingPercent();
    }

    interface Logging {
        /** A file with lines {@code category=LEVEL}, read again like the API keys; it need not be there. */
        Optional<Path> levelsFile();

        /** From how long on a call of the store is written into the log, with its operation and no content; 1 ms or more. */
        @WithDefault("1s")
        Duration slowStore();
    }

    interface Metrics {
        /**
         * A file with the token that opens {@code /metrics} and nothing else; read again like the API keys. While it is
         * not there, there is no such token.
         */
        Optional<Path> tokenFile();
    }
}
