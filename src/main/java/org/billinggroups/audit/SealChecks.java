package org.billinggroups.audit;

import org.billinggroups.seal.SealChain;
import org.billinggroups.seal.SealedEvents;
import org.billinggroups.stamp.TimeStamps;
import org.springframework.stereotype.Component;

/** Checks the chain of all seals, what happened beside runs, and what authorities outside say about the chain. */
@Component
record SealChecks(SealChain chain, SealedEvents events, TimeStamps stamps) {
    void look(Findings whole) {
        whole.add("the chain of seals", chain::brokenLinks);
        whole.add("what happened afterwards", events::differences);
        whole.add("the time stamps", stamps::differences);
    }
}
