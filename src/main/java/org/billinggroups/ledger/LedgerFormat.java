package org.billinggroups.ledger;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** A kind of file that an accounting program reads. */
interface LedgerFormat {
    /** What it calls our accounts. */
    AccountMap accounts();

    /**
     * Finds out that the format has no way to say something, before anything is written: at least each used account
     * needs a name.
     *
     * @throws org.billinggroups.file.RefusedException naming what it is
     */
    default void check(Journal journal) {
        accounts().check(journal);
    }

    /** Writes what was checked; each invoice's amounts add up to zero. */
    void write(Journal journal, Writer out) throws IOException;

    /** How characters become bytes. */
    default Charset charset() {
        return StandardCharsets.UTF_8;
    }
}
