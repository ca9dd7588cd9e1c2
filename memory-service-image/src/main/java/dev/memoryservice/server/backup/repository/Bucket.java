package dev.memoryservice.server.backup.repository;

import com.github.davidmoten.aws.lw.client.Client;
import com.github.davidmoten.aws.lw.client.HttpMethod;
import com.github.davidmoten.aws.lw.client.MaxAttemptsExceededException;
import com.github.davidmoten.aws.lw.client.Request;
import com.github.davidmoten.aws.lw.client.ResponseInputStream;
import com.github.davidmoten.aws.lw.client.xml.XmlElement;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * The requests to a bucket of an object store that speaks the protocol of S3 (API version 2006-03-01), each tried up to
 * four times. What the store answers is told as a {@link RepositoryException} that says what to do.
 */
final class Bucket {

    private static final int ATTEMPTS = 4;

    /** So that all attempts fail before an operator that waits half a minute has given up, and it is told why. */
    private static final long CONNECT_SECONDS = 5;

    private static final long READ_SECONDS = 60;
    private static final int LONGEST_ANSWER = 1 << 20;
    private static final Integer[] WORTH_ANOTHER = {408, 429, 500, 502, 503, 504};

    private final S3Location location;

    Bucket(S3Location location) {
        this.location = location;
    }

    /**
     * An object.
     *
     * @param size in bytes
     */
    record Found(String key, long size) {}

    /**
     * What the store answered.
     *
     * @param tag the entity tag of what was written; empty when it says none
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Answer(int status, byte[] content, Optional<String> tag) {}

    /** An upload that was begun and neither completed nor aborted. */
    record Upload(String key, String id) {}

    /** All objects whose names begin so. */
    List<Found> list(String prefix) {
        List<Found> found = new ArrayList<>();
        Optional<String> next = Optional.empty();
        do {
            Optional<String> from = next;
            XmlElement page = xml(good("list it", HttpMethod.GET, "", request -> from.map(
                            token -> request.query("continuation-token", token))
                    .orElse(request)
                    .query("list-type", "2")
                    .query("prefix", prefix)));
            for (XmlElement object : page.childrenWithName("Contents")) {
                found.add(new Found(object.content("Key"), Long.parseLong(object.content("Size"))));
            }
            next = text(page, "NextContinuationToken");
        } while (next.isPresent());
        return found;
    }

    /** The bytes of an object. To be closed. */
    InputStream read(String key) {
        try {
            ResponseInputStream in = client().url(location.url() + "/" + key).responseInputStream();
            if (in.statusCode() / 100 == 2) {
                return in;
            }
            try (in) {
                throw refused("read " + key, in.statusCode(), in.readNBytes(LONGEST_ANSWER));
            }
        } catch (IOException e) {
            throw unreachable(e);
        } catch (UncheckedIOException | MaxAttemptsExceededException e) {
            throw unreachable(e);
        }
    }

    /** The bytes of a small object; empty when there is none. */
    Optional<byte[]> find(String key) {
        Answer response = send(HttpMethod.GET, key, request -> request);
        if (response.status() == 404
                && !new String(response.content(), StandardCharsets.UTF_8).contains("NoSuchBucket")) {
            return Optional.empty();
        }
        return Optional.of(expectGood("read " + key, response).content());
    }

    void put(String key, byte[] content) {
        good("write " + key, HttpMethod.PUT, key, request -> request.requestBody(content));
    }

    void delete(String key) {
        Answer response = send(HttpMethod.DELETE, key, request -> request);
        if (response.status() != 404) {
            expectGood("delete " + key, response);
        }
    }

    /** Begins an object that comes in parts. */
    Upload begin(String key) {
        XmlElement answer = xml(good("write " + key, HttpMethod.POST, key, request -> request.query("uploads", "")));
        return new Upload(key, answer.content("UploadId"));
    }

    /**
     * Sends a part.
     *
     * @param number from 1
     * @return its entity tag
     */
    String put(Upload upload, int number, byte[] content) {
        Answer response = good("write " + upload.key(), HttpMethod.PUT, upload.key(), request -> request.query(
                        "partNumber", Integer.toString(number))
                .query("uploadId", upload.id())
                .requestBody(content));
        return response.tag()
                .orElseThrow(() -> new RepositoryException(
                        location.place() + " does not speak S3: the answer to a part has no ETag"));
    }

    /** Makes the object of its parts: only then it is there, and then at once. */
    void complete(Upload upload, List<String> tags) {
        StringBuilder parts = new StringBuilder("<CompleteMultipartUpload>");
        for (int i = 0; i < tags.size(); i++) {
            parts.append("<Part><PartNumber>")
                    .append(i + 1)
                    .append("</PartNumber><ETag>")
                    .append(tags.get(i).replace("&", "&amp;").replace("\"", "&quot;"))
                    .append("</ETag></Part>");
        }
        parts.append("</CompleteMultipartUpload>");
        Answer response = good("write " + upload.key(), HttpMethod.POST, upload.key(), request -> request.query(
                        "uploadId", upload.id())
                .requestBody(parts.toString()));
        // What fails while it is completed is answered with 200 as well.
        if (xml(response).name().equals("Error")) {
            throw refused("write " + upload.key(), 200, response.content());
        }
    }

    /** Gives up an object that comes in parts; they are gone then. */
    void abort(Upload upload) {
        Answer response = send(HttpMethod.DELETE, upload.key(), request -> request.query("uploadId", upload.id()));
        if (response.status() != 404) {
            expectGood("give up " + upload.key(), response);
        }
    }

    /** The uploads that were begun, of objects whose names begin so; at most a thousand. */
    List<Upload> uploads(String prefix) {
        XmlElement page = xml(good("list its uploads", HttpMethod.GET, "", request -> request.query("uploads", "")
                .query("prefix", prefix)));
        return page.childrenWithName("Upload").stream()
                .map(upload -> new Upload(upload.content("Key"), upload.content("UploadId")))
                .toList();
    }

    private Client client() {
        return Client.s3()
                .region(location.region())
                .accessKey(credential("access-key-id"))
                .secretKey(credential("secret-access-key"))
                .retryMaxAttempts(ATTEMPTS)
                .retryStatusCodes(WORTH_ANOTHER)
                .connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                .readTimeout(READ_SECONDS, TimeUnit.SECONDS)
                .build();
    }

    private String credential(String name) {
        try {
            return Files.readString(location.credentials().resolve(name)).strip();
        } catch (IOException e) {
            throw new RepositoryException(
                    "The credentials of " + location.place() + " cannot be read from "
                            + location.credentials().resolve(name)
                            + ": give the files access-key-id and secret-access-key",
                    e);
        }
    }

    private Answer good(String what, HttpMethod method, String key, UnaryOperator<Request> more) {
        return expectGood(what, send(method, key, more));
    }

    private Answer send(HttpMethod method, String key, UnaryOperator<Request> more) {
        // As a stream, because the library's whole answers fail when a header comes twice, as it does from some stores.
        try (ResponseInputStream in = more.apply(
                        client().url(location.url() + "/" + key).method(method))
                .responseInputStream()) {
            return new Answer(in.statusCode(), in.readNBytes(LONGEST_ANSWER), tag(in));
        } catch (IOException | UncheckedIOException | MaxAttemptsExceededException e) {
            throw unreachable(e);
        }
    }

    private static Optional<String> tag(ResponseInputStream in) {
        return in.headers().entrySet().stream()
                .filter(header -> "etag".equalsIgnoreCase(header.getKey()))
                .map(header -> header.getValue().getFirst())
                .findFirst();
    }

    private Answer expectGood(String what, Answer response) {
        if (response.status() / 100 == 2) {
            return response;
        }
        throw refused(what, response.status(), response.content());
    }

    private RepositoryException unreachable(Exception why) {
        Throwable cause = why.getCause() == null ? why : why.getCause();
        return RepositoryException.passing(
                location.place() + " cannot be reached: check its endpoint and the network policy (" + cause + ")",
                why);
    }

    private RepositoryException refused(String what, int status, byte[] answer) {
        Optional<XmlElement> error = parsed(answer);
        String code = error.flatMap(e -> text(e, "Code")).orElse("");
        String said = "(" + status + (code.isEmpty() ? "" : " " + code)
                + error.flatMap(e -> text(e, "Message"))
                        .map(message -> ": " + message)
                        .orElse("") + ")";
        String advice =
                switch (code) {
                    case "NoSuchBucket" -> "the bucket does not exist: make it, or correct its name";
                    case "InvalidAccessKeyId", "XAdminUserNotFound" ->
                        "the access key is unknown there: check access-key-id";
                    case "SignatureDoesNotMatch" -> "the signature is wrong: check secret-access-key and the region";
                    case "RequestTimeTooSkewed" -> "the clocks differ: set this machine's";
                    case "PermanentRedirect", "AuthorizationHeaderMalformed" ->
                        "the bucket is in another region: correct it";
                    default ->
                        status == 403
                                ? "the credentials may not: allow them to list, read, write and delete there"
                                : "try again, and look into the log of the object store when it goes on";
                };
        String message = "It is refused to " + what + " in " + location.place() + ": " + advice + " " + said;
        return List.of(WORTH_ANOTHER).contains(status)
                ? RepositoryException.passing(message, null)
                : new RepositoryException(message);
    }

    private static Optional<XmlElement> parsed(byte[] answer) {
        try {
            return Optional.of(XmlElement.parse(new String(answer, StandardCharsets.UTF_8)));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private XmlElement xml(Answer response) {
        return parsed(response.content())
                .orElseThrow(() -> new RepositoryException(
                        location.place() + " does not speak S3: check its endpoint. It answered " + response.status()
                                + " with something else than XML"));
    }

    private static Optional<String> text(XmlElement element, String child) {
        return element.childrenWithName(child).stream()
                .findFirst()
                .map(XmlElement::content)
                .filter(content -> content != null && !content.isEmpty());
    }
}
