package org.billinggroups.cli;

import java.util.List;
import org.billinggroups.job.ImportLauncher;
import org.billinggroups.usage.ImportBatch;
import org.billinggroups.usage.ImportBatch.Known;
import org.billinggroups.usage.ImportRequest;
import org.jspecify.annotations.Nullable;

/**
 * Decides which files of a command are imported in one transaction: all, if they replace others or have charges that
 * came before; else each has its own.
 */
record ImportBatches(ImportLauncher launcher, @Nullable String source, Known known, String actor) {
    /**
     * @param all whether these are all files of the command; else nothing is to be decided together
     * @return none where files would have to be decided together with such as cannot be read
     */
    List<ImportBatch> of(List<ImportRequest> requests, boolean all) {
        if (requests.isEmpty()) {
            return List.of();
        }
        var command = ImportBatch.command(requests.stream().map(ImportRequest::sha256).toList());
        if (known == Known.REPLACE || known == Known.REPLACE_BY_LESS || hasKnownCharge(requests, command)) {
            return all ? List.of(new ImportBatch(requests, source, known, actor, command)) : List.of();
        }
        return requests.stream()
                .map(request -> new ImportBatch(List.of(request), source, known, actor, command)).toList();
    }

    private boolean hasKnownCharge(List<ImportRequest> requests, String command) {
        if (known == Known.ADD || requests.size() == 1) {
            return false;
        }
        return requests.stream().anyMatch(request -> launcher.hasKnownCharge(request, command));
    }
}
