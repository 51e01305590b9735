package org.billinggroups.cli;

import org.billinggroups.database.SchemaVersion;
import org.billinggroups.run.ProgramVersion;
import picocli.CommandLine.IVersionProvider;

/** What the build wrote into the jar, and to which version databases are migrated. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[]{ "billing-groups " + ProgramVersion.release() + ", commit " + ProgramVersion.commit()
                + ", schema " + SchemaVersion.NEWEST };
    }
}
