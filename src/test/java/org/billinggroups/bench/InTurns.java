package org.billinggroups.bench;

/** Lets those that are compared take turns, so that none is always the first or the last. */
final class InTurns {
    private InTurns() {}

    /** What may fail. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    /** Runs each, in odd rounds from the first to the last, in even ones from the last to the first. */
    static void run(int round, Work... works) throws Exception {
        for (int i = 0; i < works.length; i++) {
            works[round % 2 == 1 ? i : works.length - 1 - i].run();
        }
    }
}
