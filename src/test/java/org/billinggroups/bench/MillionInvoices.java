package org.billinggroups.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What a million invoices in ten minutes need, calculated from two runs of different sizes: what a step costs more in
 * the larger one, divided by how many invoices more that has, is the cost of an invoice. What is the same in both, such
 * as the start of the program, does not grow. Steps that are dealt by bucket share the cores; the others take as long
 * as they take.
 *
 * @param rows of the larger run
 */
record MillionInvoices(RunCosts smaller, RunCosts larger, long rows) {
    private static final int INVOICES = 1_000_000;
    private static final double SECONDS = 600;
    private static final double MEGABYTE = 1e6;
    private static final double MILLIS = 1000;
    private static final RunCosts.Step NOTHING = new RunCosts.Step(false, 0, 0, 0);

    /** What one invoice more costs of a step. */
    private double each(String step, ToDoubleFunction<RunCosts.Step> cost) {
        double more = cost.applyAsDouble(larger.steps().getOrDefault(step, NOTHING))
                - cost.applyAsDouble(smaller.steps().getOrDefault(step, NOTHING));
        return Math.max(more, 0) / (larger.invoices() - smaller.invoices());
    }

    private double sum(ToDoubleFunction<RunCosts.Step> cost) {
        return INVOICES * larger.steps().keySet().stream().mapToDouble(step -> each(step, cost)).sum();
    }

    private double workerCores() {
        return sum(RunCosts.Step::program) / SECONDS;
    }

    private double serverCores() {
        return sum(RunCosts.Step::server) / SECONDS;
    }

    /** How long only one thread works. */
    private double serialSeconds() {
        return sum(step -> step.dealt() ? 0 : step.seconds());
    }

    /** How many times as fast as on one core a run can become, however many there are: Amdahl's law. */
    private double mostSpeedUp() {
        return (serialSeconds() + sum(step -> step.dealt() ? step.program() + step.server() : 0)) / serialSeconds();
    }

    private static double perSecond(long smaller, long larger, int invoices) {
        return (double) (larger - smaller) / invoices * INVOICES / SECONDS / MEGABYTE;
    }

    private double documentsPerSecond() {
        return perSecond(smaller.documentBytes(), larger.documentBytes(), larger.invoices() - smaller.invoices());
    }

    private double logPerSecond() {
        return perSecond(smaller.logBytes(), larger.logBytes(), larger.invoices() - smaller.invoices());
    }

    TextTable table() {
        var table = new TextTable(List.of("step", "dealt by bucket", "program, an invoice", "server, an invoice",
                "a million on one core"));
        larger.steps().forEach((name, step) -> table.add(List.of(name, step.dealt() ? "yes" : "no",
                millis(each(name, RunCosts.Step::program)), millis(each(name, RunCosts.Step::server)),
                TextTable.format("%,.0f s",
                        INVOICES * (each(name, RunCosts.Step::program) + each(name, RunCosts.Step::server))))));
        return table;
    }

    private static String millis(double seconds) {
        return TextTable.format("%.2f ms", MILLIS * seconds);
    }

    String sentence() {
        return TextTable.format("A million such invoices, of %,d million rows, in ten minutes: %.0f cores of workers, "
                + "%.1f of the database, %.0f MB/s of documents, %.0f MB/s of the database's log, if all steps are "
                + "dealt. Those that are not take %,.0f s: at most %.1f times as fast as on one core.",
                rows / larger.invoices(), workerCores(), serverCores(), documentsPerSecond(), logPerSecond(),
                serialSeconds(), mostSpeedUp());
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("smaller_run", smaller);
        json.put("larger_run", larger);
        json.put("invoices", INVOICES);
        json.put("in_seconds", SECONDS);
        json.put("worker_cores", workerCores());
        json.put("database_cores", serverCores());
        json.put("document_megabytes_a_second", documentsPerSecond());
        json.put("log_megabytes_a_second", logPerSecond());
        json.put("serial_seconds", serialSeconds());
        json.put("most_speed_up", mostSpeedUp());
        return json;
    }
}
