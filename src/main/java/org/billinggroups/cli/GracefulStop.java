package org.billinggroups.cli;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.billinggroups.job.ExitCode;
import org.billinggroups.job.StopSignal;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Ends the process well when it is asked to stop (SIGTERM, SIGINT): the job stops at its next safe point, the context
 * is closed by the main thread as always, and the exit code is the command's own. A command that does not end in time
 * is cut off, which is safe as well; a second signal cuts it off at once.
 */
public final class GracefulStop {
    /** Schedulers kill after ten seconds and more. */
    private static final long SECONDS_TO_STOP = 9;
    private static final CountDownLatch FINISHED = new CountDownLatch(1);
    private static volatile int exitCode = ExitCode.STOPPED.code();

    private static final AtomicBoolean INSTALLED = new AtomicBoolean();
    private static volatile @Nullable StopSignal jobs;

    private GracefulStop() {}

    /** Ends the process well from now on; before there is a job to stop, at once. */
    public static void install() {
        if (INSTALLED.compareAndSet(false, true)) {
            Runtime.getRuntime().addShutdownHook(new Thread(GracefulStop::stopAndHalt, "graceful-stop"));
        }
    }

    /** Stops the jobs of this context when the process is asked to end. */
    static void watch(ConfigurableApplicationContext context) {
        jobs = context.getBean(StopSignal.class);
        install();
    }

    /** The command is through and everything closed; to be called before the process exits. */
    public static void finished(int code) {
        exitCode = code;
        FINISHED.countDown();
    }

    private static void stopAndHalt() {
        if (FINISHED.getCount() == 0) {
            return;
        }
        haltAtNextSignal();
        var running = jobs;
        if (running != null) {
            running.request();
            try {
                FINISHED.await(SECONDS_TO_STOP, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        Runtime.getRuntime().halt(exitCode);
    }

    /**
     * While it shuts down, the JVM leaves further signals alone; now one ends it at once. The class for it belongs to
     * the JDK, but to no standard, so that it may be missing: then a second signal waits like the first.
     */
    private static void haltAtNextSignal() {
        try {
            var signal = Class.forName("sun.misc.Signal");
            var handler = Class.forName("sun.misc.SignalHandler");
            var halt = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[]{ handler },
                    (proxy, method, arguments) -> {
                        Runtime.getRuntime().halt(exitCode);
                        return null;
                    });
            for (var name : List.of("TERM", "INT")) {
                signal.getMethod("handle", signal, handler)
                        .invoke(null, signal.getConstructor(String.class).newInstance(name), halt);
            }
        } catch (ReflectiveOperationException e) {
            // The first signal still ends the process within seconds.
        }
    }
}
