package org.billinggroups.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * On what was measured.
 *
 * @param load how many processes wanted to run during the last minute before, other people's included
 */
record Machine(int cores, long memoryGb, String system, String jdk, String postgresql, double load) {

    static Machine here(String postgresql) {
        var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new Machine(Runtime.getRuntime().availableProcessors(),
                Math.round(system.getTotalMemorySize() / (double) (1 << 30)),
                system.getName() + " " + system.getVersion() + ", " + system.getArch(),
                System.getProperty("java.vendor") + " " + Runtime.version(), postgresql,
                system.getSystemLoadAverage());
    }

    String text() {
        return cores + " cores, " + memoryGb + " GB, " + system + ", JDK " + jdk + ", PostgreSQL " + postgresql
                + " with durable settings; load before " + load;
    }
}
