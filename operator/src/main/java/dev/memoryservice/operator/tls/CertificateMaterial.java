package dev.memoryservice.operator.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a Secret of the type {@code kubernetes.io/tls} holds: a certificate with those between it and its authority, the
 * private key that belongs to it, and the authority where it is not a public one.
 *
 * @param chain the server's own certificate first
 * @param authority what clients are to trust; empty where it is theirs already
 */
record CertificateMaterial(List<X509Certificate> chain, PrivateKey key, List<X509Certificate> authority) {

    static final String CERTIFICATE = "tls.crt";
    static final String PRIVATE_KEY = "tls.key";
    static final String AUTHORITY = "ca.crt";

    /** Shorter ones are refused by clients. */
    private static final int SHORTEST_RSA = 2048;

    private static final int DNS_NAME = 2;

    /** Three of each of some thousand services. */
    private static final RememberedChecks CHECKS = new RememberedChecks(20_000);

    private static final byte[] SIGNED = "the key belongs to the certificate".getBytes(StandardCharsets.UTF_8);

    /**
     * Reads the entries of a Secret.
     *
     * @param secret its name, for messages
     * @param data its entries, encoded as the API has them
     * @throws CertificateProblem when a server could not serve with it
     */
    static CertificateMaterial read(String secret, Map<String, String> data) throws CertificateProblem {
        List<X509Certificate> chain = certificates(secret, CERTIFICATE, entry(secret, CERTIFICATE, data));
        PrivateKey key = key(secret, entry(secret, PRIVATE_KEY, data));
        List<X509Certificate> authority =
                data.containsKey(AUTHORITY) && !decode(secret, AUTHORITY, data).isBlank()
                        ? certificates(secret, AUTHORITY, decode(secret, AUTHORITY, data))
                        : selfSigned(chain.getLast());
        CertificateMaterial material = new CertificateMaterial(chain, key, authority);
        if (!material.keyBelongs()) {
            throw new CertificateProblem(
                    "KeyMismatch",
                    "%s of the Secret \"%s\" does not belong to its %s; put a certificate and its own key into it"
                            .formatted(PRIVATE_KEY, secret, CERTIFICATE));
        }
        return material;
    }

    private static String entry(String secret, String name, Map<String, String> data) throws CertificateProblem {
        if (!data.containsKey(name) || decode(secret, name, data).isBlank()) {
            throw new CertificateProblem(
                    "SecretIncomplete",
                    "the Secret \"%s\" has no entry %s; a certificate needs tls.crt and tls.key, both PEM"
                            .formatted(secret, name));
        }
        return decode(secret, name, data);
    }

    private static String decode(String secret, String name, Map<String, String> data) throws CertificateProblem {
        try {
            return new String(Base64.getDecoder().decode(data.get(name)), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw unreadable(secret, name, "is not text");
        }
    }

    private static List<X509Certificate> certificates(String secret, String name, String text)
            throws CertificateProblem {
        try {
            return Pem.certificates(text);
        } catch (CertificateException e) {
            throw unreadable(secret, name, "is no PEM certificate");
        }
    }

    private static PrivateKey key(String secret, String text) throws CertificateProblem {
        try {
            PrivateKey key = Pem.privateKey(text);
            boolean tooShort = key instanceof RSAKey rsa && rsa.getModulus().bitLength() < SHORTEST_RSA;
            if (tooShort || !Set.of("RSA", "EC").contains(key.getAlgorithm())) {
                throw unreadable(secret, PRIVATE_KEY, "is not an RSA key of at least 2048 bits or an EC key");
            }
            return key;
        } catch (IOException e) {
            throw unreadable(secret, PRIVATE_KEY, "is no unencrypted PEM private key");
        }
    }

    private static CertificateProblem unreadable(String secret, String name, String what) {
        return new CertificateProblem(
                "CertificateUnreadable", "%s of the Secret \"%s\" %s; replace it".formatted(name, secret, what));
    }

    private static List<X509Certificate> selfSigned(X509Certificate last) {
        return isSignedBy(last, last.getPublicKey()) ? List.of(last) : List.of();
    }

    /** Whether the certificate was signed by the private part of that key. */
    static boolean isSignedBy(X509Certificate certificate, PublicKey signer) {
        return CHECKS.ask(
                () -> {
                    try {
                        certificate.verify(signer);
                        return true;
                    } catch (GeneralSecurityException signedByAnother) {
                        return false;
                    }
                },
                "signed",
                encoded(certificate),
                signer.getEncoded());
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException("a certificate that was read cannot be written", impossible);
        }
    }

    private boolean keyBelongs() {
        return CHECKS.ask(this::signsForTheCertificate, "key", encoded(own()), key.getEncoded());
    }

    private boolean signsForTheCertificate() {
        String algorithm = key.getAlgorithm();
        if (!algorithm.equals(own().getPublicKey().getAlgorithm())) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance(algorithm.equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
            signature.initSign(key);
            signature.update(SIGNED);
            byte[] signed = signature.sign();
            signature.initVerify(own().getPublicKey());
            signature.update(SIGNED);
            return signature.verify(signed);
        } catch (GeneralSecurityException unfit) {
            return false;
        }
    }

    /** The server's own certificate. */
    X509Certificate own() {
        return chain.getFirst();
    }

    Instant notBefore() {
        return own().getNotBefore().toInstant();
    }

    Instant notAfter() {
        return own().getNotAfter().toInstant();
    }

    /** What clients are to trust, as text. */
    Optional<String> authorityText() {
        return authority.isEmpty()
                ? Optional.empty()
                : Optional.of(authority.stream().map(Pem::of).collect(Collectors.joining()));
    }

    /** Whether someone who trusts the authority trusts the certificate at that time. True where no authority is given. */
    boolean leadsToAuthority(Instant now) {
        if (authority.isEmpty() || authority.contains(own())) {
            return true;
        }
        return CHECKS.ask(() -> validates(now), "path", bytes(chain, now), bytes(authority, now));
    }

    /** The certificates, and of each whether it is valid by then: all that the time decides. */
    private static byte[] bytes(List<X509Certificate> certificates, Instant now) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (X509Certificate certificate : certificates) {
            bytes.writeBytes(encoded(certificate));
            bytes.write(now.isBefore(certificate.getNotBefore().toInstant()) ? 1 : 0);
            bytes.write(now.isAfter(certificate.getNotAfter().toInstant()) ? 1 : 0);
        }
        return bytes.toByteArray();
    }

    private boolean validates(Instant now) {
        try {
            PKIXParameters trust = new PKIXParameters(authority.stream()
                    .map(trusted -> new TrustAnchor(trusted, null))
                    .collect(Collectors.toSet()));
            trust.setRevocationEnabled(false);
            trust.setDate(Date.from(now));
            List<X509Certificate> path =
                    chain.stream().filter(link -> !authority.contains(link)).toList();
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), trust);
            return true;
        } catch (GeneralSecurityException untrusted) {
            return false;
        }
    }

    /** The DNS names that the certificate is valid for, in order. */
    Set<String> names() {
        try {
            Collection<List<?>> alternatives =
                    Optional.ofNullable(own().getSubjectAlternativeNames()).orElse(List.of());
            return alternatives.stream()
                    .filter(name -> name.getFirst().equals(DNS_NAME))
                    .map(name -> String.valueOf(name.get(1)).toLowerCase(Locale.ROOT))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (CertificateParsingException e) {
            return Set.of();
        }
    }

    /** Whether a client that asks for this host accepts the certificate (RFC 9525: a {@code *} stands for one label). */
    boolean isFor(String host) {
        int dot = host.indexOf('.');
        return names().contains(host) || (dot > 0 && names().contains("*" + host.substring(dot)));
    }

    /** Says the names only, so that no key reaches a log. */
    @Override
    public String toString() {
        return "CertificateMaterial" + names();
    }
}
