package org.billinggroups.stamp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.billinggroups.file.PrintableText;
import org.billinggroups.file.RefusedException;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.jspecify.annotations.Nullable;

/**
 * A time stamp authority, asked over HTTP (RFC 3161, section 3.4).
 *
 * @param timeout how long to wait for its answer
 */
record StampAuthority(URI address, Duration timeout) {
    private static final SecureRandom NONCES = new SecureRandom();
    private static final int NONCE_BITS = 64;
    private static final int LONGEST_ANSWER = 100_000;
    private static final int OK = 200;
    private static final int LONGEST_REASON = 200;

    /** @throws RefusedException if that is no address of an authority */
    static StampAuthority at(String url, Duration timeout) {
        try {
            var address = new URI(url);
            if (address.getScheme() != null && Set.of("http", "https").contains(address.getScheme())
                    && address.getHost() != null && address.getUserInfo() == null) {
                return new StampAuthority(address, timeout);
            }
        } catch (URISyntaxException e) {
            // Told below.
        }
        throw new RefusedException("--url: expected the address of a time stamp authority, such as "
                + "https://tsa.example/tsr, without user and password");
    }

    /**
     * Asks for a token.
     *
     * @param hash what it stamps, a SHA-256 as 64 hexadecimal digits
     * @throws StampFailedException if there is none
     */
    byte[] stamp(String hash) throws InterruptedException {
        var generator = new TimeStampRequestGenerator();
        generator.setCertReq(true);
        var request = generator.generate(NISTObjectIdentifiers.id_sha256, HexFormat.of().parseHex(hash),
                new BigInteger(NONCE_BITS, NONCES));
        try {
            return token(request, post(request.getEncoded()));
        } catch (IOException e) {
            throw failed("cannot be reached: " + (e.getMessage() == null ? e : e.getMessage()), e);
        }
    }

    private byte[] post(byte[] query) throws IOException, InterruptedException {
        try (var client = HttpClient.newBuilder().connectTimeout(timeout).build()) {
            var asked = client.sendAsync(HttpRequest.newBuilder(address).timeout(timeout)
                    .header("Content-Type", "application/timestamp-query").POST(BodyPublishers.ofByteArray(query))
                    .build(), head -> new FirstBytes());
            try {
                // The request's own limit ends with the head of the answer.
                var answer = asked.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
                if (answer.statusCode() != OK) {
                    throw failed("answers with HTTP status " + answer.statusCode(), null);
                }
                if (answer.body().length > LONGEST_ANSWER) {
                    throw failed("answers with more than " + LONGEST_ANSWER + " bytes", null);
                }
                return answer.body();
            } catch (TimeoutException e) {
                throw new IOException("no whole answer within " + timeout.toSeconds() + " s", e);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
            } finally {
                asked.cancel(true);
            }
        }
    }

    private byte[] token(TimeStampRequest request, byte[] answer) {
        try {
            var response = new TimeStampResponse(answer);
            response.validate(request);
            var token = response.getTimeStampToken();
            if (token == null) {
                throw failed("gives no time stamp: status " + response.getStatus() + (response.getStatusString() == null
                        ? ""
                        : ", " + PrintableText.shortened(response.getStatusString(), LONGEST_REASON)), null);
            }
            return token.getEncoded();
        } catch (TSPException | IOException e) {
            throw failed("gives an answer of no use: " + e.getMessage(), e);
        }
    }

    /** Keeps a body as it comes, but not much more than is allowed. */
    private static final class FirstBytes implements BodySubscriber<byte[]> {
        private final CompletableFuture<byte[]> body = new CompletableFuture<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private Flow.@Nullable Subscription subscription;

        @Override
        public CompletionStage<byte[]> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Flow.Subscription to) {
            subscription = to;
            to.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (var buffer : buffers) {
                var part = new byte[Math.min(buffer.remaining(), LONGEST_ANSWER + 1 - bytes.size())];
                buffer.get(part);
                bytes.writeBytes(part);
            }
            if (bytes.size() > LONGEST_ANSWER) {
                Objects.requireNonNull(subscription).cancel();
                onComplete();
            }
        }

        @Override
        public void onError(Throwable error) {
            body.completeExceptionally(error);
        }

        @Override
        public void onComplete() {
            body.complete(bytes.toByteArray());
        }
    }

    private StampFailedException failed(String what, @Nullable Throwable cause) {
        return new StampFailedException("time stamp authority " + address + " " + what + "; nothing is stamped", cause);
    }
}
