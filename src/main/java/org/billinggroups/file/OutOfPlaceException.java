package org.billinggroups.file;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** At the place of a file, or of a folder on the way to it, is a link, a named pipe or whatever else. */
public final class OutOfPlaceException extends FileSystemException {
    private static final long serialVersionUID = 1L;

    OutOfPlaceException(Path path, String reason) {
        super(path.toString(), null, reason);
    }

    /** What is where, in a sentence. */
    public String sentence() {
        return getFile() + ": " + getReason();
    }
}
