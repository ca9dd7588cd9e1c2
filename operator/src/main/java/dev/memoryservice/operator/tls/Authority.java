package dev.memoryservice.operator.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The authority of one server (RFC 5280): a key on P-256 and the certificate that clients trust.
 *
 * @param certificate what clients trust; may sign servers, and no further authorities
 */
record Authority(X509Certificate certificate, PrivateKey key) {

    /** Clients that already trust an authority trust it for this long. */
    static final Duration LIFETIME = Duration.ofDays(3650);

    /** So that the clocks of clients may be late. */
    static final Duration SKEW = Duration.ofMinutes(5);

    private static final String SIGNATURE = "SHA256withECDSA";

    /** RFC 5280 allows 20 octets, of which the first bit is a sign. */
    private static final int SERIAL_BITS = 159;

    private static final SecureRandom RANDOM = new SecureRandom();

    /** A new authority with a new key. */
    static Authority create(String name, Instant now) {
        KeyPair pair = newKey();
        return new Authority(signItself(name(name), pair.getPublic(), pair.getPrivate(), now), pair.getPrivate());
    }

    /**
     * The same authority with a new certificate. The key and the name stay, so whoever trusts the certificate before
     * trusts what is signed from now on, and the other way round.
     */
    Authority renewed(Instant now) {
        X500Name name =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        return new Authority(signItself(name, certificate.getPublicKey(), key, now), key);
    }

    /** A certificate for a server of these names, with a new key. */
    CertificateMaterial issue(String name, Collection<String> dnsNames, Duration validity, Instant now) {
        KeyPair pair = newKey();
        try {
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                            certificate,
                            serial(),
                            Date.from(now.minus(SKEW)),
                            Date.from(now.plus(validity)),
                            new javax.security.auth.x500.X500Principal(
                                    name(name).getEncoded()),
                            pair.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(
                            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                    .addExtension(Extension.subjectAlternativeName, false, alternatives(dnsNames))
                    .addExtension(
                            Extension.authorityKeyIdentifier,
                            false,
                            // Of the key alone: with the serial number, what is signed now would not fit the next
                            // certificate of the same authority.
                            new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate.getPublicKey()))
                    .addExtension(
                            Extension.subjectKeyIdentifier,
                            false,
                            new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
            return new CertificateMaterial(List.of(sign(builder, key)), pair.getPrivate(), List.of(certificate));
        } catch (IOException | GeneralSecurityException | OperatorCreationException impossible) {
            throw new IllegalStateException("a certificate could not be signed", impossible);
        }
    }

    /** Whether the certificate was signed by this authority's key. */
    boolean signed(X509Certificate other) {
        return CertificateMaterial.isSignedBy(other, certificate.getPublicKey())
                && other.getIssuerX500Principal().equals(certificate.getSubjectX500Principal());
    }

    private static X509Certificate signItself(X500Name name, PublicKey publicKey, PrivateKey key, Instant now) {
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    name, serial(), Date.from(now.minus(SKEW)), Date.from(now.plus(LIFETIME)), name, publicKey);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                    .addExtension(
                            Extension.subjectKeyIdentifier,
                            false,
                            new JcaX509ExtensionUtils().createSubjectKeyIdentifier(publicKey));
            return sign(builder, key);
        } catch (IOException | GeneralSecurityException | OperatorCreationException impossible) {
            throw new IllegalStateException("an authority could not be made", impossible);
        }
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(key)));
    }

    private static GeneralNames alternatives(Collection<String> dnsNames) {
        return new GeneralNames(dnsNames.stream()
                .map(dnsName -> new GeneralName(GeneralName.dNSName, dnsName))
                .toArray(GeneralName[]::new));
    }

    private static X500Name name(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, commonName)
                .build();
    }

    private static BigInteger serial() {
        return new BigInteger(SERIAL_BITS, RANDOM).setBit(0);
    }

    private static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this Java runtime makes no keys on P-256", impossible);
        }
    }

    /** Without the key, which must not reach a log. */
    @Override
    public String toString() {
        return "Authority " + certificate.getSubjectX500Principal();
    }
}
