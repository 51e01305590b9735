package org.billinggroups.metrics;

/** The metrics that there are. Their names here have dots, in files underscores. */
enum Metric {
    RUNNING("billing.running", "1 while the command runs, else 0"),
    START("billing.start.timestamp.seconds", "When the command was last started"),
    DURATION("billing.duration.seconds", "How long the command took"),
    EXIT_CODE("billing.exit.code", "The command's last exit code, before --ok-codes"),
    LAST_SUCCESS("billing.last.success.timestamp.seconds", "When the command last ended with 0 or 3"),
    STEP_SECONDS("billing.step.seconds", "How long each step of the command's job took"),
    HEAP("billing.heap.bytes", "Heap of the command's JVM: the most that was used, and what it may use"),
    CONNECTIONS("billing.connections", "Database connections that the command had open when it ended"),

    PERIODS_DUE("billing.periods.due", "Periods that have ended and are not finished"),
    PERIODS_DUE_SINCE("billing.periods.due.since.timestamp.seconds",
            "When the oldest of the periods that are due ended"),
    INVOICES_ISSUED("billing.run.invoices.issued", "Invoices of the last run that issued any"),
    PARKED_GROUPS("billing.parked.groups", "Billing groups that cannot be invoiced before something is mended"),
    USAGE_ROWS("billing.usage.rows", "Usage records of all periods by what became of them"),
    MAILS_DOUBTFUL("billing.mails.doubtful", "Mails of which nobody knows whether they were sent");

    private final String dotted;
    private final String meaning;

    Metric(String dotted, String meaning) {
        this.dotted = dotted;
        this.meaning = meaning;
    }

    String dotted() {
        return dotted;
    }

    String meaning() {
        return meaning;
    }

    /** Its name in files and queries. */
    String written() {
        return dotted.replace('.', '_');
    }
}
