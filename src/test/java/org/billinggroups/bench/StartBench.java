package org.billinggroups.bench;

import java.nio.file.Path;

/** How long a person waits for {@code status}, with its database running, beside a bare start of the JVM. */
final class StartBench {
    private static final int STARTS = 3;

    private final int starts;
    private final Times status = new Times();
    private final Times jvm = new Times();

    StartBench(BenchOptions options) {
        starts = options.quick() ? 1 : STARTS;
    }

    void round(BenchDatabase database, int round) throws Exception {
        for (int i = 0; i < starts; i++) {
            InTurns.run(round + i, () -> status.measure(() -> database.billingUnlogged("status")),
                    () -> jvm.measure(StartBench::startJvm));
        }
    }

    private static int startJvm() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(java, "-version").redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
    }

    Comparison comparison() {
        return new Comparison("start `billing status`", status, "`java -version`", jvm, Comparison.Ratio.TIME,
                "≤ 1.5 s");
    }
}
