package org.billinggroups.cli;

import org.billinggroups.period.ProgramVersion;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[]{ "billing-groups " + ProgramVersion.current() };
    }
}
