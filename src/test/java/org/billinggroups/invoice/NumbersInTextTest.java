package org.billinggroups.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers of invoices as payers and banks write them, and what is none. */
class NumbersInTextTest {
    @ParameterizedTest
    @CsvSource(delimiter = ';', nullValues = "none", value = {
            "INV-{year}-{number:6}; Invoice INV-2026-000001; INV-2026-000001",
            "INV-{year}-{number:6}; inv2026 000001, INV/2026/000002.; INV-2026-000001 INV-2026-000002",
            "INV-{year}-{number:6}; INV-2026-|000001; INV-2026-000001",
            "INV-{year}-{number:6}; INV-2026-0000|01 thanks; INV-2026-000001",
            "INV-{year}-{number:6}; INV-2026-000001 again INV-2026-000001; INV-2026-000001",
            "INV-{year}-{number:6}; INV-2026-1000000; INV-2026-1000000",
            "INV-{year}-{number:6}; XINV-2026-000001 and INV-2024-000001 and INV-2026-00001; none",
            "INV-{year}-{number:6}; RE:INV-2025-000007EUR; INV-2025-000007",
            "INV-{year}-{number:6}; INV2026000001INV2026000006; INV-2026-000001 INV-2026-000006",
            "INV-{year}-{number:6}; INV-2026-          000001; INV-2026-000001",
            "E{year}{number:4}; Ref 5A9E20260001; none",
            "{number:5}/{year}; 00012/2026 12/2026; 00012/2026",
            "{number}; paid on 12 for 4711; 4711",
            "Ä{number:4}; ä0001; Ä0001" })
    void areFound(String series, String text, String found) {
        assertThat(String.join(" ", NumbersInText.of(series, 2025, 2026).find(List.of(text.split("\\|")))))
                .isEqualTo(found == null ? "" : found);
    }
}
