package org.billinggroups.proof;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipInputStream;
import org.billinggroups.file.Sha256;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.Value;

/** The page's script without a browser. Hashes and text come from Java, which takes a tenth of the time. */
public final class CheckedArchive implements AutoCloseable {
    private static final String GLUE = """
            (paths, contents, host) => {
              const files = new Map();
              for (let i = 0; i < paths.length; i += 1) {
                files.set(paths[i], new Uint8Array(new ArrayBuffer(contents[i])));
              }
              const result = checkArchive(files, {
                text: (bytes) => host.text(bytes),
                sha256: (bytes) => bytesOfHex(host.sha256(bytes)),
              });
              const { difference } = result;
              return difference === null
                ? `${result.lines.length} lines, ${result.figures.length} figures`
                : `DIFFERENCE ${difference.file}|${difference.line}|${difference.expected}|${difference.found}`;
            }
            """;

    private final Context context;
    private final Value check;

    /** Reads the script. */
    public CheckedArchive() {
        context = Context.newBuilder("js").allowHostAccess(HostAccess.ALL).option("engine.WarnInterpreterOnly", "false")
                .build();
        context.eval("js", ProofPage.calculation());
        check = context.eval("js", GLUE);
    }

    /** What the script calls. */
    public static final class Host {
        /** The text of bytes; fails if they are none. */
        public String text(Value bytes) throws CharacterCodingException {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(bytes))).toString();
        }

        /** The hash of bytes. */
        public String sha256(Value bytes) {
            return HexFormat.of().formatHex(Sha256.newDigest().digest(bytes(bytes)));
        }

        private static byte[] bytes(Value array) {
            var bytes = new byte[array.getMember("length").asInt()];
            array.getMember("buffer").readBuffer(array.getMember("byteOffset").asLong(), bytes, 0, bytes.length);
            return bytes;
        }
    }

    /** What the page says of these files: how much was right, or the first difference. */
    public String check(Map<String, byte[]> files) {
        var contents = files.values().stream().map(ByteBuffer::wrap).toArray();
        return check.execute(files.keySet().toArray(), contents, new Host()).asString();
    }

    /** What a part of the script gives. */
    String eval(String expression) {
        return context.eval("js", expression).toString();
    }

    /** The files of an archive. */
    public static Map<String, byte[]> files(byte[] archive) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    @Override
    public void close() {
        context.close();
    }
}
