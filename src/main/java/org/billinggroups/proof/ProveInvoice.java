package org.billinggroups.proof;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.billinggroups.account.FrozenJson;
import org.billinggroups.document.Documents;
import org.billinggroups.file.AtomicFile;
import org.billinggroups.file.RefusedException;
import org.billinggroups.file.RegularFile;
import org.billinggroups.file.Sha256;
import org.billinggroups.invoice.Invoice;
import org.billinggroups.invoice.Invoices;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.proof.ProofScope.Before;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.InvoicingRuns;
import org.billinggroups.seal.SealChain.Seal;
import org.billinggroups.seal.SealedEvents;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Writes the proof of an invoice: an archive of all that it follows from, with a page that calculates it again. */
@Service
public class ProveInvoice {
    /** The format of an archive; the page refuses newer ones. */
    static final int FORMAT = 1;

    private final JdbcClient jdbc;
    private final Invoices invoices;
    private final InvoicingRuns runs;
    private final Documents documents;
    private final ProofSeals seals;
    private final ProofUsage usage;
    private final TransactionTemplate snapshot;

    ProveInvoice(JdbcClient jdbc, Invoices invoices, InvoicingRuns runs, Documents documents, ProofSeals seals,
            ProofUsage usage, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.invoices = invoices;
        this.runs = runs;
        this.documents = documents;
        this.seals = seals;
        this.usage = usage;
        this.snapshot = SealedEvents.snapshot(transactions);
    }

    /**
     * An archive that was written.
     *
     * @param run the folder of the run
     * @param root the root that the run is sealed with
     * @param head the head of the chain of all seals when it was
     * @param seals of all runs that the invoice rests on, its own among them, in the order of the chain
     * @param creditNotes what has taken it back since, wholly or in part; the archive does not tell of them
     * @param usageRecords how many usage records are in it
     * @param sha256 the hash of the archive
     * @param pageSha256 the hash of the page in it, which all archives of a version of the program share
     */
    public record Proof(String number, String run, String root, String head, List<Seal> seals,
            List<String> creditNotes, long usageRecords, String sha256, String pageSha256) {}

    /** What was put into an archive. */
    private record Content(long usageRecords, List<Seal> seals, List<String> creditNotes) {}

    /**
     * Writes the archive of an issued invoice, in place of a file that is there.
     *
     * @throws RefusedException if there is no such invoice, or it cannot be proved alone
     * @throws org.billinggroups.audit.DifferenceFoundException if something is not what was sealed
     */
    public Proof write(String number, Path file) throws IOException {
        var invoice = invoices.findByNumber(number).orElseThrow(() -> Invoices.unknown(number));
        var correction = invoice.correction();
        if (correction != null) {
            throw new RefusedException(number + " is a credit note, whose lines are those of " + correction.number()
                    + " taken back: 'billing prove " + correction.number() + " --out FILE' proves that invoice");
        }
        var run = runs.findByInvoiceNumber(number).orElseThrow();
        refuseAmongPublished(file, run);
        var seal = seals.of(run);
        var page = ProofPage.html();
        var contents = new AtomicReference<@Nullable Content>();
        var written = AtomicFile.write(file, out -> {
            try {
                contents.set(snapshot.execute(status -> {
                    try (var archive = new ProofArchive(out)) {
                        archive.addUnlisted("index.html", page);
                        return write(invoice, run, archive);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }));
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        });
        var content = Objects.requireNonNull(contents.get());
        return new Proof(number, String.valueOf(run.folder()), seal.root(), seal.link(), content.seals(),
                content.creditNotes(), content.usageRecords(), written.sha256(),
                Sha256.of(new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8))));
    }

    /** Of this run and of others, by whichever links. */
    private static void refuseAmongPublished(Path file, InvoicingRun run) throws IOException {
        var folder = Objects.requireNonNull(file.toAbsolutePath().normalize().getParent()).toRealPath();
        if (Files.isDirectory(run.output()) && folder.startsWith(run.output().toRealPath())) {
            throw new RefusedException("--out " + file + ": the proof would come among the published files; expected a "
                    + "folder that is not below " + run.output());
        }
    }

    private Content write(Invoice invoice, InvoicingRun run, ProofArchive archive) throws IOException {
        var scope = new ProofScope(jdbc, run, invoice.groupId());
        var before = scope.before();
        writeDocuments(invoice, run, archive);
        long records = 0;
        List<BillingPeriod> periods = new ArrayList<>(scope.latePeriods());
        periods.add(run.period());
        for (var period : periods) {
            long count = usage.write(run.id(), invoice.groupId(), period, archive);
            requireAllUsage(invoice, period, count, scope.billedRecords(period, before));
            records += count;
        }
        return new Content(records, writeSeals(invoice, run, scope, before, archive),
                invoices.creditNotesOf(invoice.id()));
    }

    private static void requireAllUsage(Invoice invoice, BillingPeriod period, long present, long billed) {
        if (present != billed) {
            throw new RefusedException(invoice.number() + " rests on " + billed + " usage records of " + period
                    + ", of which " + present + " are there: 'billing verify " + period
                    + "' tells more; usage that was taken back can be imported again");
        }
    }

    private void writeDocuments(Invoice invoice, InvoicingRun run, ProofArchive archive) throws IOException {
        for (var document : documents.ofInvoice(invoice.id())) {
            var file = run.publishedFolder().resolve(document.path());
            if (!RegularFile.has(run.output(), file, document.sha256())) {
                throw new RefusedException(file + " is lost or not as it was published: 'billing render "
                        + invoice.number() + "' first");
            }
            archive.add("invoice/" + file.getFileName(), out -> {
                try (var in = RegularFile.open(run.output(), file)) {
                    in.transferTo(out);
                }
            });
        }
    }

    private List<Seal> writeSeals(Invoice invoice, InvoicingRun run, ProofScope scope, List<Before> earlier,
            ProofArchive archive) throws IOException {
        Map<Long, List<String>> numbers = new TreeMap<>();
        var inputs = scope.inputs();
        inputs.forEach(id -> numbers.put(id, new ArrayList<>()));
        earlier.forEach(before -> numbers.computeIfAbsent(before.runId(), id -> new ArrayList<>())
                .add(before.number()));
        Objects.requireNonNull(numbers.get(run.id())).add(Objects.requireNonNull(invoice.number()));
        List<Map<String, Object>> all = new ArrayList<>();
        List<Seal> written = new ArrayList<>();
        for (var entry : numbers.entrySet()) {
            var of = runs.get(entry.getKey());
            boolean frozen = inputs.contains(of.id());
            written.add(seals.write(of, invoice.groupId(), frozen, entry.getValue(), archive));
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("key", key(of));
            fields.put("seal", ProofSeals.folder(of));
            fields.put("inputs", frozen);
            fields.put("invoices", entry.getValue());
            all.add(fields);
        }
        Map<String, Object> contents = new LinkedHashMap<>();
        contents.put("format", FORMAT);
        contents.put("invoice", invoice.number());
        contents.put("group", invoice.groupId().toString());
        contents.put("run", key(run));
        contents.put("runs", all);
        contents.put("credits", scope.credits());
        archive.add("contents.json", FrozenJson.write(contents) + "\n");
        written.sort(Comparator.comparing(Seal::position));
        return written;
    }

    /** As other rows of the seal name the run. */
    private static String key(InvoicingRun run) {
        return run.period() + " attempt " + run.attempt();
    }
}
