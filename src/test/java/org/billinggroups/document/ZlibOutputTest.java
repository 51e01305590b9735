package org.billinggroups.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZlibOutputTest {
    private static final int LEVEL = 2;

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 100, 1_000_000 })
    void anInflaterReadsIt(int size) throws IOException {
        var bytes = bytes(size);
        assertThat(inflated(written(bytes))).isEqualTo(bytes);
    }

    @Test
    void aWrongSumIsNoticed() throws IOException {
        var written = written(bytes(100));
        written[written.length - 1]++;
        assertThatThrownBy(() -> inflated(written)).isInstanceOf(ZipException.class);
    }

    @Test
    void knowsHowMuchWasWritten() throws IOException {
        try (var out = new ZlibOutput(new ByteArrayOutputStream(), LEVEL)) {
            out.write('x');
            out.write(new byte[70_000]);
            out.finish();
            assertThat(out.size()).isEqualTo(70_001);
        }
    }

    private static byte[] bytes(int size) {
        var bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        Arrays.fill(bytes, 0, size / 2, (byte) 'x');
        return bytes;
    }

    private static byte[] written(byte[] bytes) throws IOException {
        var written = new ByteArrayOutputStream();
        try (var out = new ZlibOutput(written, LEVEL)) {
            out.write(bytes);
        }
        return written.toByteArray();
    }

    private static byte[] inflated(byte[] written) throws IOException {
        try (var in = new InflaterInputStream(new ByteArrayInputStream(written))) {
            return in.readAllBytes();
        }
    }
}
