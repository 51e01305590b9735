package org.billinggroups.account;

import java.nio.file.Path;
import java.util.List;
import org.springframework.stereotype.Service;

/** Makes sellers, accounts, groups, projects and tax rates what files declare. */
@Service
public class ApplyFiles {
    private final Changes changes;

    ApplyFiles(Changes changes) {
        this.changes = changes;
    }

    /**
     * What the files would change; nothing is written.
     *
     * @param prune whether what they leave out is to be deleted
     * @throws org.billinggroups.file.InvalidInputException if a file cannot be used
     */
    public ChangePlan plan(List<Path> files, boolean prune) {
        return changes.plan(files.stream().map(ApplyFileReader::read).toList(), prune);
    }

    /**
     * What the files declare, to be laid over what runs froze; nothing is written.
     *
     * @throws org.billinggroups.file.InvalidInputException if a file cannot be used
     */
    public OtherTerms toLayOver(List<Path> files) {
        return files.isEmpty()
                ? OtherTerms.NONE
                : OtherTerms.of(changes.planFreely(files.stream().map(ApplyFileReader::read).toList()));
    }
}
