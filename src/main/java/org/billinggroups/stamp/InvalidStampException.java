package org.billinggroups.stamp;

import org.jspecify.annotations.Nullable;

/** A token that proves nothing; the message says why, as the rest of a sentence that begins with the token. */
final class InvalidStampException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidStampException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
