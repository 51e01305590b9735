package org.billinggroups.job;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** What other processes know this one by. */
final class ThisProcess {
    private ThisProcess() {}

    /** Machine and process, such as {@code billing-1/4711}, with so many characters at most. */
    static String name(int longest) {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "unknown";
        }
        var process = "/" + ProcessHandle.current().pid();
        return host.substring(0, Math.min(host.length(), longest - process.length())) + process;
    }
}
