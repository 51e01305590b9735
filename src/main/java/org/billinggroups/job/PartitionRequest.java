package org.billinggroups.job;

/**
 * Asks a worker to work on one part of a step.
 *
 * @param stepExecutionId what Spring Batch knows the part by
 * @param step its name, such as {@code draftInvoicesBucket:3}
 * @param seller whose lock the asking process has
 * @param epoch of that lock
 * @param version of the program that asks: only the same one may do it
 * @param output the folder that both must share
 */
record PartitionRequest(long stepExecutionId, String step, String seller, long epoch, String version, String output) {
    /** The name of the step without its bucket. */
    String work() {
        return step.substring(0, step.lastIndexOf(':'));
    }
}
