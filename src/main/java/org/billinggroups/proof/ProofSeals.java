package org.billinggroups.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.billinggroups.account.FrozenJson;
import org.billinggroups.audit.DifferenceFoundException;
import org.billinggroups.file.RefusedException;
import org.billinggroups.file.Sha256;
import org.billinggroups.invoice.RunSeals;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.RunFormat;
import org.billinggroups.seal.Leaf;
import org.billinggroups.seal.MerkleTree;
import org.billinggroups.seal.SealChain;
import org.billinggroups.seal.SealChain.Seal;
import org.billinggroups.seal.SealedRows;
import org.billinggroups.seal.SealedTable;
import org.springframework.stereotype.Component;

/**
 * Writes the seals that a proof rests on: of each run its seal, the leaves that concern the group, byte by byte, the
 * way from each to the root, and the rows that the leaves are made of.
 */
@Component
record ProofSeals(SealChain chain, RunSeals seals, SealedRows rows) {
    /** A leaf that goes into the archive, and how its rows are found. */
    private record Wanted(String name, String kind, String subject, List<SealedTable> tables,
            List<Object> parameters) {}

    /** The folder of a run's seal in an archive. */
    static String folder(InvoicingRun run) {
        return "seals/" + String.valueOf(run.folder()).replaceAll("[^A-Za-z0-9.-]+", "-");
    }

    /** The seal of a run. */
    Seal of(InvoicingRun run) {
        return seals.find(run).orElseThrow(() -> new RefusedException(run.period() + " " + run.title()
                + " is not sealed yet: 'billing run " + run.period() + "' completes it"));
    }

    /**
     * Writes the seal of a run.
     *
     * @param inputs whether what it froze is needed
     * @param numbers the invoices of it that are needed
     */
    Seal write(InvoicingRun run, UUID groupId, boolean inputs, List<String> numbers, ProofArchive archive)
            throws IOException {
        var seal = of(run);
        var leaves = chain.leaves(seal);
        var hashes = leaves.stream().map(Leaf::hash).toList();
        List<Map<String, Object>> proofs = new ArrayList<>();
        for (var wanted : wanted(run, groupId, inputs, numbers)) {
            int index = leaves.stream().map(Leaf::subject).toList().indexOf(wanted.subject());
            if (index < 0) {
                throw notAsSealed(run, wanted.subject() + ": is not among what was sealed");
            }
            var leaf = leaves.get(index);
            archive.add(folder(run) + "/" + wanted.name() + ".leaf", leaf.subject() + "\n" + leaf.content());
            if (!writeRows(wanted, folder(run), archive).equals(leaf.content())) {
                throw notAsSealed(run, wanted.subject() + ": is not what was sealed");
            }
            Map<String, Object> proof = new LinkedHashMap<>();
            proof.put("name", wanted.name());
            proof.put("kind", wanted.kind());
            proof.put("index", index);
            proof.put("path", MerkleTree.path(hashes, index));
            proof.put("content_path", MerkleTree.path(hashes.subList(0, seal.contentLeaves()), index));
            proofs.add(proof);
        }
        archive.add(folder(run) + "/seal.json", FrozenJson.write(seal(seal, leaves.size(), proofs)) + "\n");
        return seal;
    }

    private static List<Wanted> wanted(InvoicingRun run, UUID groupId, boolean inputs, List<String> numbers) {
        List<Wanted> wanted = new ArrayList<>();
        if (inputs) {
            wanted.add(new Wanted("run", "run", "run " + run.folder(), RunFormat.RUN, List.of(run.id())));
            wanted.add(new Wanted("group", "group", "group " + groupId, RunFormat.ofOneGroup(),
                    List.of(run.id(), groupId)));
        }
        for (int i = 0; i < numbers.size(); i++) {
            wanted.add(new Wanted("invoice-" + (i + 1), "invoice", "invoice " + numbers.get(i),
                    RunFormat.ofOneInvoice(), List.of(run.id(), numbers.get(i))));
        }
        return wanted;
    }

    /** Writes the rows of a leaf, a file for each table that has any, and gives what the leaf says of them. */
    private String writeRows(Wanted wanted, String folder, ProofArchive archive) throws IOException {
        var content = new StringBuilder();
        var keys = ProofPage.keys(wanted.tables());
        for (int i = 0; i < wanted.tables().size(); i++) {
            var table = wanted.tables().get(i);
            var digest = Sha256.newDigest();
            var count = new long[1];
            rows.forEachRow(table, row -> {
                digest.update((row + "\n").getBytes(StandardCharsets.UTF_8));
                count[0]++;
            }, wanted.parameters().toArray());
            if (count[0] == 0) {
                continue;
            }
            content.append(table.name()).append(' ').append(count[0]).append(' ')
                    .append(HexFormat.of().formatHex(digest.digest())).append('\n');
            if (!ProofPage.LEFT_OUT.contains(table.name())) {
                archive.add("%s/%s.%s.rows".formatted(folder, wanted.name(), keys.get(i)),
                        out -> rows.forEachRow(table, row -> {
                            try {
                                out.write((row + "\n").getBytes(StandardCharsets.UTF_8));
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        }, wanted.parameters().toArray()));
            }
        }
        return content.toString();
    }

    private Map<String, Object> seal(Seal seal, int size, List<Map<String, Object>> leaves) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("position", seal.position());
        fields.put("format", seal.format());
        fields.put("kind", seal.kind());
        fields.put("subject", seal.subject());
        fields.put("content", seal.content());
        fields.put("content_size", seal.contentLeaves());
        fields.put("root", seal.root());
        fields.put("size", size);
        fields.put("before", chain.linkBefore(seal));
        fields.put("link", seal.link());
        fields.put("leaves", leaves);
        return fields;
    }

    private static DifferenceFoundException notAsSealed(InvoicingRun run, String finding) {
        return new DifferenceFoundException(List.of(run.period() + " " + run.title() + ": " + finding
                + ", so nothing can be proved: see 'billing verify " + run.period() + "'"));
    }
}
