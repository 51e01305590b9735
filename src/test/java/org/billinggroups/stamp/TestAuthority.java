package org.billinggroups.stamp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;
import org.bouncycastle.util.CollectionStore;

/** A small time stamp authority with a root of its own, which can be made to behave badly. */
final class TestAuthority implements AutoCloseable {
    private static final String SIGNATURE = "SHA256withECDSA";
    private static final ASN1ObjectIdentifier POLICY = new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1");

    /** How it answers. */
    enum Behaviour {
        RIGHT, REJECTS, OTHER_HASH, GARBAGE, ERROR, TOO_LONG, STALLS
    }

    private final HttpServer server;
    private final X509CertificateHolder root;
    private final X509CertificateHolder signer;
    private final KeyPair signerKeys;
    private final CountDownLatch closed = new CountDownLatch(1);
    volatile Behaviour behaviour = Behaviour.RIGHT;

    TestAuthority(String name) throws GeneralSecurityException, IOException, OperatorCreationException {
        var keys = KeyPairGenerator.getInstance("EC");
        keys.initialize(256);
        var rootKeys = keys.generateKeyPair();
        signerKeys = keys.generateKeyPair();
        root = certificate(name + " Root", rootKeys, name + " Root", rootKeys, true);
        signer = certificate(name + " Root", rootKeys, name + " Signer", signerKeys, false);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/tsr", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    private static X509CertificateHolder certificate(String issuer, KeyPair issuerKeys, String subject,
            KeyPair subjectKeys, boolean isRoot) throws IOException, OperatorCreationException {
        var now = Instant.now();
        var builder = new JcaX509v3CertificateBuilder(new X500Name("CN=" + issuer), BigInteger.valueOf(isRoot ? 1 : 2),
                Date.from(now.minus(1, ChronoUnit.DAYS)), Date.from(now.plus(30, ChronoUnit.DAYS)),
                new X500Name("CN=" + subject), subjectKeys.getPublic());
        if (isRoot) {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        } else {
            builder.addExtension(Extension.extendedKeyUsage, true,
                    new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping));
        }
        return builder.build(new JcaContentSignerBuilder(SIGNATURE).build(issuerKeys.getPrivate()));
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/tsr";
    }

    /** The root certificate as a file in PEM. */
    Path writeRoot(Path file) throws IOException {
        return Files.writeString(file, "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[]{ '\n' }).encodeToString(root.getEncoded())
                + "\n-----END CERTIFICATE-----\n");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (behaviour == Behaviour.STALLS) {
                exchange.sendResponseHeaders(200, 10);
                exchange.getResponseBody().flush();
                closed.await();
                return;
            }
            var bytes = switch (behaviour) {
                case GARBAGE -> "<html>Welcome</html>".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
                case TOO_LONG -> new byte[200_000];
                case ERROR -> new byte[0];
                default -> response(new TimeStampRequest(exchange.getRequestBody().readAllBytes()));
            };
            exchange.sendResponseHeaders(behaviour == Behaviour.ERROR ? 503 : 200, bytes.length == 0
                    ? -1
                    : bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (TSPException | OperatorCreationException | GeneralSecurityException | InterruptedException e) {
            throw new IOException(e);
        }
    }

    private byte[] response(TimeStampRequest asked)
            throws TSPException, OperatorCreationException, GeneralSecurityException, IOException {
        var digests = new JcaDigestCalculatorProviderBuilder().build();
        var tokens = new TimeStampTokenGenerator(
                new JcaSimpleSignerInfoGeneratorBuilder().build(SIGNATURE, signerKeys.getPrivate(), signer),
                digests.get(new org.bouncycastle.asn1.x509.AlgorithmIdentifier(
                        org.bouncycastle.asn1.oiw.OIWObjectIdentifiers.idSHA1)),
                POLICY);
        tokens.addCertificates(new CollectionStore<>(List.of(signer)));
        var responses = new TimeStampResponseGenerator(tokens, TSPAlgorithms.ALLOWED);
        if (behaviour == Behaviour.REJECTS) {
            return responses.generateFailResponse(PKIStatus.REJECTION, 0, "out of paper").getEncoded();
        }
        var request = behaviour == Behaviour.OTHER_HASH
                ? new org.bouncycastle.tsp.TimeStampRequestGenerator().generate(TSPAlgorithms.SHA256, new byte[32],
                        asked.getNonce())
                : asked;
        return responses.generate(request, BigInteger.TEN, new Date()).getEncoded();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
