package org.billinggroups.cli;

import org.billinggroups.seal.SealChain.Seal;

/** A root as it is given to others, who compare it. */
record RootJson(long seal, String root, String content, String kind, String subject) {
    static RootJson of(Seal seal) {
        return new RootJson(seal.position(), seal.root(), seal.content(), seal.kind(), seal.subject());
    }

    /** The same for people, as the page of a proof reads it too. */
    String line() {
        return "root " + seal + " " + root + " " + kind + " " + subject;
    }
}
