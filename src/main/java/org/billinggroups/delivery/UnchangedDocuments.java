package org.billinggroups.delivery;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.billinggroups.audit.DifferenceFoundException;
import org.billinggroups.delivery.Deliveries.Due;
import org.billinggroups.file.OutOfPlaceException;
import org.billinggroups.file.RegularFile;
import org.billinggroups.file.Sha256;
import org.billinggroups.invoice.RunSeals;
import org.billinggroups.run.InvoicingRuns;
import org.billinggroups.seal.SealedEvents;
import org.springframework.stereotype.Component;

/** Documents to be mailed, as they were published and sealed. */
@Component
record UnchangedDocuments(InvoicingRuns runs, RunSeals seals, SealedEvents events) {
    /** Nobody gets the document of another, nor a mail twice because somebody removed that it was sent. */
    void requireSealed(List<Due> due) {
        if (due.isEmpty()) {
            return;
        }
        List<String> findings = new ArrayList<>(events.differences(DeliveryFormat.ATTEMPT));
        findings.addAll(events.differences(DeliveryFormat.OUTCOME));
        due.stream().map(Due::runId).distinct().forEach(run -> findings.addAll(seals.differences(runs.get(run))));
        if (!findings.isEmpty()) {
            throw new DifferenceFoundException(findings);
        }
    }

    /** The bytes that were published. */
    byte[] published(Due due) throws IOException {
        var run = runs.get(due.runId());
        var file = run.publishedFolder().resolve(due.path());
        byte[] bytes = {};
        try (var in = RegularFile.open(run.output(), file)) {
            bytes = in.readAllBytes();
        } catch (OutOfPlaceException e) {
            throw new DifferenceFoundException(List.of("file " + e.sentence() + "; nothing more is sent"));
        } catch (NoSuchFileException e) {
            // As a file with other bytes.
        }
        if (!HexFormat.of().formatHex(Sha256.newDigest().digest(bytes)).equals(due.sha256())) {
            throw new DifferenceFoundException(
                    List.of("file " + file + ": is missing or was changed; nothing more is sent"));
        }
        return bytes;
    }
}
