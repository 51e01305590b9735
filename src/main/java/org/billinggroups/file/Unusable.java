package org.billinggroups.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;

/** Why a file or folder cannot be used, where trying again does not help before somebody mends it. */
public final class Unusable {
    private Unusable() {}

    /** The reason in words; empty if it may pass, as a full disk does. */
    public static Optional<String> reason(IOException failure) {
        return Optional.ofNullable(switch (failure) {
            case AccessDeniedException denied -> "this user may not do that";
            case NotDirectoryException file -> "a file is in the way";
            case FileAlreadyExistsException file -> "a file is in the way";
            case FileSystemException other when "Not a directory".equals(other.getReason()) -> "a file is in the way";
            case FileSystemException other when "Operation not permitted".equals(other.getReason()) ->
                "this user may not do that";
            default -> null;
        });
    }

    /** What to say of it. */
    public static String sentence(FileSystemException failure, String reason) {
        return failure.getFile() + " cannot be used (" + reason + "): mend that, or name another one";
    }
}
