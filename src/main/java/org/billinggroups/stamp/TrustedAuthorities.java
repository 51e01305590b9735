package org.billinggroups.stamp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.Set;
import org.billinggroups.file.RefusedException;

/**
 * Whose time stamps count: of the authorities whose root certificates are given, or of any.
 *
 * @param roots empty if any authority's own certificate will do
 */
record TrustedAuthorities(Set<TrustAnchor> roots) {
    static final String SETTING = "billing.stamp.trusted-certificates";

    TrustedAuthorities {
        roots = Set.copyOf(roots);
    }

    /**
     * Reads certificates in PEM.
     *
     * @param file empty for none
     * @throws RefusedException if the file cannot be read or has no certificate
     */
    static TrustedAuthorities read(String file) {
        if (file.isEmpty()) {
            return new TrustedAuthorities(Set.of());
        }
        Set<TrustAnchor> roots = new HashSet<>();
        try (var in = Files.newInputStream(Path.of(file))) {
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                roots.add(new TrustAnchor((X509Certificate) certificate, null));
            }
        } catch (IOException | CertificateException e) {
            throw new RefusedException(SETTING + " '" + file + "': expected a file with certificates in PEM, but it "
                    + "cannot be read: " + e.getMessage());
        }
        if (roots.isEmpty()) {
            throw new RefusedException(SETTING + " '" + file + "': expected a file with certificates in PEM, but it "
                    + "has none");
        }
        return new TrustedAuthorities(roots);
    }

    /**
     * Checks that a certificate was issued by one of them, and was good at that time. Whether it was revoked is not
     * asked: that would need the network, and a stamp is to be checked years later.
     *
     * @param others certificates that may lie between
     */
    void require(X509Certificate signer, Collection<X509Certificate> others, Instant at) throws InvalidStampException {
        if (roots.isEmpty()) {
            return;
        }
        try {
            var target = new X509CertSelector();
            target.setCertificate(signer);
            var parameters = new PKIXBuilderParameters(roots, target);
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(others)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(at));
            CertPathBuilder.getInstance("PKIX").build(parameters);
        } catch (GeneralSecurityException e) {
            throw new InvalidStampException("is signed by '" + signer.getSubjectX500Principal().getName()
                    + "', which none of the certificates in " + SETTING + " vouches for", e);
        }
    }
}
