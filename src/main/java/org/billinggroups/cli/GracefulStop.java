package org.billinggroups.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.billinggroups.job.ExitCode;
import org.billinggroups.job.StopSignal;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Ends the process well when it is asked to stop (SIGTERM, SIGINT): the job stops at its next safe point, the context is
 * closed by the main thread as always, and the exit code is the command's own. A command that does not end in time is
 * cut off, which is safe as well.
 */
public final class GracefulStop {
    /** Schedulers kill after ten seconds and more. */
    private static final long SECONDS_TO_STOP = 9;
    private static final CountDownLatch FINISHED = new CountDownLatch(1);
    private static volatile int exitCode = ExitCode.STOPPED.code();

    private GracefulStop() {}

    /** Stops the jobs of this context when the process is asked to end. */
    static void watch(ConfigurableApplicationContext context) {
        var stop = context.getBean(StopSignal.class);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAndHalt(stop), "graceful-stop"));
    }

    /** The command is through and everything closed; to be called before the process exits. */
    public static void finished(int code) {
        exitCode = code;
        FINISHED.countDown();
    }

    private static void stopAndHalt(StopSignal stop) {
        if (FINISHED.getCount() == 0) {
            return;
        }
        stop.request();
        try {
            FINISHED.await(SECONDS_TO_STOP, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(exitCode);
    }
}
