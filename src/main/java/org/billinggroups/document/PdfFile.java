package org.billinggroups.document;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.Deflater;

/**
 * The objects of a PDF 1.7 file (ISO 32000-1) in the order in which they are written, then the table of where each
 * stands. Nothing in it depends on the time, the locale or chance.
 */
final class PdfFile implements AutoCloseable {
    /** Measured on invoices: takes less than half the time of the usual level, and streams are a fifth larger. */
    private static final int LEVEL = 3;
    /** The second line has bytes that are no text, so that nobody takes the file for text. */
    private static final String HEADER = "%PDF-1.7\n%\u00E2\u00E3\u00CF\u00D3\n";
    private static final int OFFSET_DIGITS = 10;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final OutputStream out;
    private final List<Long> offsets = new ArrayList<>();
    /** One for all streams: a new one clears a quarter of a megabyte. */
    private final Deflater deflater = new Deflater(LEVEL);
    private long position;

    /** Starts the file. Closing it leaves the stream open. */
    PdfFile(OutputStream out) throws IOException {
        this.out = out;
        print(HEADER);
    }

    /** Deflates a stream for this file. */
    Deflated deflated(Deflated.Content content) throws IOException {
        return Deflated.by(deflater, content);
    }

    /** The number of an object that is written later. */
    int reserve() {
        offsets.add(-1L);
        return offsets.size();
    }

    /** Writes an object, and gives its number. */
    int add(String object) throws IOException {
        int number = reserve();
        write(number, object);
        return number;
    }

    /** Writes the object of a reserved number. */
    void write(int number, String object) throws IOException {
        start(number);
        print(object);
        print("\nendobj\n");
    }

    /** Writes a stream, and gives its number; what the dictionary says of its length and filter comes by itself. */
    int add(String entries, Deflated stream) throws IOException {
        return addStream(entries + "/Filter/FlateDecode", stream.bytes());
    }

    /** Writes a stream as it is, and gives its number. */
    int addStream(String entries, byte[] bytes) throws IOException {
        int number = reserve();
        start(number);
        print("<<" + entries + "/Length " + bytes.length + ">>\nstream\n");
        print(bytes);
        print("\nendstream\nendobj\n");
        return number;
    }

    private void start(int number) throws IOException {
        offsets.set(number - 1, position);
        print(number + " 0 obj\n");
    }

    /** Writes the table of objects and the trailer, which ends the file. */
    void finish(int catalog, int info, byte[] id) throws IOException {
        long table = position;
        int size = offsets.size() + 1;
        var end = new StringBuilder("xref\n0 " + size + "\n0000000000 65535 f \n");
        for (long offset : offsets) {
            if (offset < 0) {
                throw new IllegalStateException("an object was reserved but not written");
            }
            var digits = Long.toString(offset);
            end.append("0".repeat(OFFSET_DIGITS - digits.length())).append(digits).append(" 00000 n \n");
        }
        var identity = "<" + HEX.formatHex(id) + ">";
        end.append("trailer\n<</Size ").append(size).append("/Root ").append(reference(catalog)).append("/Info ")
                .append(reference(info)).append("/ID[").append(identity).append(identity)
                .append("]>>\nstartxref\n").append(table).append("\n%%EOF\n");
        print(end.toString());
    }

    @Override
    public void close() {
        deflater.end();
    }

    /** How other objects name an object. */
    static String reference(int number) {
        return number + " 0 R";
    }

    /** A text for people, in any script. */
    static String text(String text) {
        return "<FEFF" + HEX.formatHex(text.getBytes(StandardCharsets.UTF_16BE)) + ">";
    }

    private void print(String ascii) throws IOException {
        print(ascii.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void print(byte[] bytes) throws IOException {
        out.write(bytes);
        position += bytes.length;
    }
}
