package org.billinggroups.rehearsal;

import org.billinggroups.account.ApplyFiles;
import org.billinggroups.account.BillingGroups;
import org.billinggroups.rating.OtherPrices;
import org.billinggroups.rating.OtherRates;
import org.billinggroups.run.LaidOver;
import org.springframework.stereotype.Component;

/** Reads the files that are laid over what runs froze. */
@Component
record OtherFiles(ApplyFiles applyFiles, BillingGroups groups) {
    /** @throws org.billinggroups.file.InvalidInputException if a file cannot be used */
    LaidOver read(RehearsalRequest request) {
        boolean asDated = request.asDated();
        return new LaidOver(request.first(), request.last(),
                request.prices().isEmpty() ? OtherPrices.NONE : OtherPrices.read(request.prices(), asDated, groups),
                request.rates().map(file -> OtherRates.read(file, asDated)).orElse(OtherRates.NONE),
                applyFiles.toLayOver(request.company()));
    }
}
