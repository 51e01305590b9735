package org.billinggroups.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.billinggroups.seal.SealChain;

/** A result with the end of the chain of seals. */
record SealedJson<T>(@JsonUnwrapped T result, long seals, String head) {
    SealedJson(T result, SealChain.Head end) {
        this(result, end.position(), end.link());
    }
}
