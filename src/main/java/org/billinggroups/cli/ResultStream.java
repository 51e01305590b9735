package org.billinggroups.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Standard output. A reader who is gone, as {@code head} is after a few lines, has read what he wanted. */
public final class ResultStream extends OutputStream {
    private final OutputStream target;
    private boolean readerGone;

    ResultStream(OutputStream target) {
        this.target = target;
    }

    /** Makes it the standard output of this process. */
    public static void install() {
        System.setOut(new PrintStream(new ResultStream(new FileOutputStream(FileDescriptor.out)), true,
                StandardCharsets.UTF_8));
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[]{ (byte) value }, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (readerGone) {
            return;
        }
        try {
            target.write(bytes, offset, length);
        } catch (IOException e) {
            if (!"Broken pipe".equals(e.getMessage())) {
                throw e;
            }
            readerGone = true;
        }
    }
}
