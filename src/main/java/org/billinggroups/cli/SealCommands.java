package org.billinggroups.cli;

import java.time.Instant;
import java.util.concurrent.Callable;
import org.billinggroups.job.ExitCode;
import org.billinggroups.seal.SealChain;
import org.billinggroups.stamp.TimeStamps;
import org.billinggroups.stamp.TimeStamps.Stamp;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code billing seal}: what others can keep to find out later whether seals were made anew. */
@Command(name = "seal", description = "Gives seals to others, who find out with them if seals are made anew.",
        subcommands = { SealCommands.Export.class, SealCommands.TimeStamp.class })
final class SealCommands {
    private static final String RUN = "run";

    @ContextCommand
    @Command(name = "export", description = "Writes the roots of all runs, the head of the chain and its time stamps, "
            + "a line each: for printing, mailing or a notary. 'billing verify --head' takes each of the hashes.")
    static final class Export implements Callable<Integer> {
        private final SealChain chain;
        private final TimeStamps stamps;
        private final Output output;

        @Option(names = "--since", paramLabel = "SEAL", defaultValue = "1",
                description = "Only from that seal on (default: all).")
        private long since;

        @Option(names = "--all", description = "Seals of every kind, not of runs only.")
        private boolean all;

        Export(SealChain chain, TimeStamps stamps, Output output) {
            this.chain = chain;
            this.stamps = stamps;
            this.output = output;
        }

        @Override
        public Integer call() {
            try (var results = new Results(output)) {
                chain.forEach(since, all ? null : RUN, seal -> {
                    var root = RootJson.of(seal);
                    results.add(root.line(), root);
                });
                var head = chain.head();
                if (head.position() > 0) {
                    results.add("head " + head.position() + " " + head.link(),
                            new HeadJson(head.position(), head.link()));
                }
                for (var stamp : stamps.all()) {
                    if (stamp.position() >= since) {
                        results.add("stamp " + stamp.position() + " " + stamp.at() + " " + stamp.authority(),
                                StampJson.of(stamp));
                    }
                }
            }
            return ExitCode.DONE.code();
        }
    }

    private record HeadJson(long seals, String head) {}

    private record StampJson(long seal, Instant stampedAt, String authority) {
        static StampJson of(Stamp stamp) {
            return new StampJson(stamp.position(), stamp.at(), stamp.authority());
        }
    }

    @ContextCommand
    @Command(name = "stamp", description = "Has the head of the chain stamped by a time stamp authority (RFC 3161), "
            + "and keeps its token, which 'billing verify' checks.")
    static final class TimeStamp implements Callable<Integer> {
        private final TimeStamps stamps;
        private final GlobalOptions global;
        private final Output output;

        @Option(names = "--url", required = true, paramLabel = "TSA",
                description = "Where the authority answers, such as https://tsa.example/tsr.")
        private String url;

        TimeStamp(TimeStamps stamps, GlobalOptions global, Output output) {
            this.stamps = stamps;
            this.global = global;
            this.output = output;
        }

        @Override
        public Integer call() throws InterruptedException {
            var stamp = stamps.stamp(url, global.actor);
            output.json(stamp.map(StampJson::of).<Object>map(one -> one).orElse(new Nothing(false)));
            output.message(stamp.map(one -> "stamped seal " + one.position() + " at " + one.at())
                    .orElse("nothing to stamp: there are no seals since the last time stamp of " + url));
            return ExitCode.DONE.code();
        }
    }

    private record Nothing(boolean stamped) {}
}
