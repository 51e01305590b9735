package org.billinggroups.stamp;

import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;

/**
 * A time stamp token: an authority's signature over a hash and a time.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3161">RFC 3161</a>
 */
record StampToken(TimeStampToken token) {
    /** @throws InvalidStampException if the bytes are no token */
    static StampToken of(byte[] encoded) throws InvalidStampException {
        try {
            return new StampToken(new TimeStampToken(new CMSSignedData(encoded)));
        } catch (CMSException | TSPException | IOException | RuntimeException e) {
            throw new InvalidStampException("is no time stamp token", e);
        }
    }

    /** When the authority saw the hash, as it says. */
    Instant time() {
        return token.getTimeStampInfo().getGenTime().toInstant();
    }

    /**
     * Checks the hash, the signature, and the certificate behind it as of the time of the stamp.
     *
     * @param hash what is to be stamped, 64 hexadecimal digits
     * @throws InvalidStampException that says what does not hold
     */
    void require(String hash, TrustedAuthorities trusted) throws InvalidStampException {
        var info = token.getTimeStampInfo();
        if (!info.getMessageImprintAlgOID().equals(NISTObjectIdentifiers.id_sha256)
                || !HexFormat.of().formatHex(info.getMessageImprintDigest()).equals(hash)) {
            throw new InvalidStampException("is of another hash", null);
        }
        var signer = signer();
        try {
            token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(signer));
        } catch (TSPException | OperatorCreationException | CertificateException | RuntimeException e) {
            throw new InvalidStampException("is not signed as it should be: " + e.getMessage(), e);
        }
        try {
            trusted.require(certificate(signer), certificates(), time());
        } catch (CertificateException e) {
            throw new InvalidStampException("has a certificate that cannot be read: " + e.getMessage(), e);
        }
    }

    private X509CertificateHolder signer() throws InvalidStampException {
        for (var candidate : token.getCertificates().getMatches(null)) {
            if (token.getSID().match(candidate)) {
                return candidate;
            }
        }
        throw new InvalidStampException("does not carry the certificate that signed it", null);
    }

    private List<X509Certificate> certificates() throws CertificateException {
        List<X509Certificate> all = new ArrayList<>();
        for (var holder : token.getCertificates().getMatches(null)) {
            all.add(certificate(holder));
        }
        return all;
    }

    private static X509Certificate certificate(X509CertificateHolder holder) throws CertificateException {
        return new JcaX509CertificateConverter().getCertificate(holder);
    }
}
