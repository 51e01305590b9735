package org.billinggroups.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GivenCommandTest {
    @Test
    void isOneForAShell() {
        assertThat(GivenCommand.text(List.of("run", "2026-10", "--out", "/srv/our invoices/$HOME \"x\"")))
                .hasValue("billing run 2026-10 --out \"/srv/our invoices/\\$HOME \\\"x\\\"\"");
    }

    @Test
    void keepsClaimCodesToItself() {
        assertThat(GivenCommand.text(List.of("--json", "credit", "claim", "Main", "GIFT"))).isEmpty();
    }
}
