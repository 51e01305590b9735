package org.billinggroups.stamp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.billinggroups.cli.CommandTest;
import org.billinggroups.stamp.TestAuthority.Behaviour;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The chain of seals as others keep it: printed, and stamped by an authority of the test's own. */
class TimeStampsTest extends CommandTest {
    private static final String TRUST = "billing.stamp.trusted-certificates";
    private static final String TIMEOUT = "billing.stamp.timeout";

    private TestAuthority authority;

    @BeforeEach
    void issuesAnInvoice() throws Exception {
        authority = new TestAuthority("Stamps");
        billing(0, "apply", write("company.yaml", """
                seller: {id: main, name: Seller Oy, address_lines: [Street 1], city: Helsinki, country_code: FI,
                         vat_id: FI20774740}
                accounts:
                  - id: acme
                    billing_groups:
                      - {name: One, currency: EUR, company: One Ltd, address_lines: [Road 1], city: Town,
                         country_code: US}
                    projects: [{id: p1, billing_group: One}]
                """), "--yes");
        billing(0, "price", "import", write("prices.csv", """
                sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,tier_scope,quantity_rounding,valid_from
                s,per_unit,EUR,hour,,1,,,,,,2020-01-01
                """));
        billing(0, "import", write("usage.csv", """
                usage_id,project,service,sku,quantity,unit,started_at,ended_at
                a,p1,S,s,100,hour,2026-07-05T00:00:00Z,2026-07-05T01:00:00Z
                """));
        billing(0, "run", "2026-07", "--issue-date", "2026-08-01", "--out", folder.resolve("out").toString());
    }

    @AfterEach
    void closesTheAuthority() {
        authority.close();
    }

    private String stamp(int exitCode, String... options) {
        var arguments = new ArrayList<>(List.of("seal", "stamp", "--url", authority.url()));
        arguments.addAll(List.of(options));
        var ended = billing(exitCode, arguments.toArray(String[]::new));
        return ended.out() + ended.err();
    }

    private String verify(int exitCode) {
        return billing(exitCode, "verify", "--data-dir", folder.toString()).out();
    }

    @Test
    void printsRootsThatVerificationFindsAgain() {
        var lines = billing(0, "seal", "export").out().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst()).matches("root \\d+ [0-9a-f]{64} run 2026-07/run-1");
        assertThat(lines.getLast()).matches("head \\d+ [0-9a-f]{64}");
        for (var line : lines) {
            billing(0, "verify", "--head", line.split(" ")[2], "--data-dir", folder.toString());
        }
        billing(21, "verify", "--head", "0".repeat(64), "--data-dir", folder.toString());
        assertThat(billing(0, "seal", "export", "--all", "--since", "2").out()).contains("root 2 ")
                .doesNotContain("root 1 ");
    }

    @Test
    void stampsTheHeadOnceAndChecksTheTokenWithoutTheAuthority() throws IOException {
        assertThat(stamp(0)).containsPattern("stamped seal \\d+ at 20");
        assertThat(stamp(0)).contains("nothing to stamp");
        assertThat(billing(0, "seal", "export").out()).containsPattern(
                "(?m)^stamp \\d+ 20\\S+Z " + authority.url() + "$");
        billing(0, "invoice", "pay", "INV-2026-000001", "--amount", "1", "--on", "2026-08-02");
        assertThat(stamp(0)).contains("stamped seal");
        authority.close();
        verify(0);
        var trusted = authority.writeRoot(folder.resolve("root.pem"));
        setting(trusted.toString(), () -> verify(0));
    }

    private static void setting(String file, Runnable check) {
        System.setProperty(TRUST, file);
        try {
            check.run();
        } finally {
            System.clearProperty(TRUST);
        }
    }

    @Test
    void keepsNothingOfAnswersThatAreNoStamps() {
        List.of(Behaviour.REJECTS, Behaviour.OTHER_HASH, Behaviour.GARBAGE, Behaviour.ERROR, Behaviour.TOO_LONG)
                .forEach(behaviour -> {
                    authority.behaviour = behaviour;
                    assertThat(stamp(5)).as(behaviour.name().toLowerCase(Locale.ROOT)).contains(authority.url(),
                            switch (behaviour) {
                                case REJECTS -> "out of paper";
                                case ERROR -> "HTTP status 503";
                                case TOO_LONG -> "more than 100000 bytes";
                                default -> "of no use";
                            }, "nothing is stamped");
                });
        authority.behaviour = Behaviour.STALLS;
        System.setProperty(TIMEOUT, "1s");
        try {
            assertThat(stamp(5)).contains(authority.url(), "no whole answer within 1 s", "nothing is stamped");
        } finally {
            System.clearProperty(TIMEOUT);
        }
        authority.close();
        assertThat(stamp(5)).contains("cannot be reached");
        assertThat(billing(20, "seal", "stamp", "--url", "https://user:secret@tsa.example/").err())
                .contains("without user and password").doesNotContain("secret");
        assertThat(billing(20, "seal", "stamp", "--url", "file:///etc/passwd").err()).contains("expected the address");
        assertThat(database.ownerJdbc().sql("SELECT count(*) FROM seal_stamp").query(Long.class).single()).isZero();
        verify(0);
    }

    @Test
    void countsOnlyAuthoritiesThatAreTrusted() throws Exception {
        try (var other = new TestAuthority("Others")) {
            var root = other.writeRoot(folder.resolve("root.pem"));
            setting(root.toString(), () -> assertThat(stamp(5)).contains("CN=Stamps Signer", TRUST));
            stamp(0);
            setting(root.toString(), () -> assertThat(verify(21)).contains("CN=Stamps Signer"));
        }
        setting(write("empty.pem", ""), () -> assertThat(stamp(20)).contains("it has none"));
        setting(folder.resolve("none.pem").toString(), () -> assertThat(stamp(20)).contains("cannot be read"));
    }

    @Test
    void namesStampsThatWereChangedMovedOrTakenAway() {
        stamp(0);
        var jdbc = database.ownerJdbc();
        jdbc.sql("ALTER TABLE seal_stamp DISABLE TRIGGER USER").update();
        jdbc.sql(
                "UPDATE seal_stamp SET token = set_byte(token, length(token) - 9, get_byte(token, length(token) - 9) # 1)")
                .update();
        assertThat(verify(21)).contains("the token is not signed as it should be", "is not what was sealed");
        jdbc.sql(
                "UPDATE seal_stamp SET token = set_byte(token, length(token) - 9, get_byte(token, length(token) - 9) # 1),"
                        + " position = position - 1")
                .update();
        assertThat(verify(21)).contains("the token is of another hash", "has no seal", "was sealed and is missing");
        jdbc.sql("UPDATE seal_stamp SET position = position + 1").update();
        for (var column : List.of("authority", "recorded_by", "login")) {
            jdbc.sql("UPDATE seal_stamp SET %1$s = %1$s || 'x'".formatted(column)).update();
            assertThat(verify(21)).as(column).contains(column.equals("authority")
                    ? "was sealed and is missing"
                    : "is not what was sealed");
            jdbc.sql("UPDATE seal_stamp SET %1$s = left(%1$s, -1)".formatted(column)).update();
        }
        verify(0);
        jdbc.sql("UPDATE seal_stamp SET token = 'x'").update();
        assertThat(verify(21)).contains("the token is no time stamp token");
        jdbc.sql("DELETE FROM seal_stamp").update();
        assertThat(verify(21)).contains("was sealed and is missing");
    }

    @Test
    void findsOutWhoeverMakesTheChainAnew() {
        var printed = billing(0, "seal", "export").out().lines().toList().getFirst().split(" ")[2];
        stamp(0);
        var jdbc = database.ownerJdbc();
        jdbc.sql("ALTER TABLE seal DISABLE TRIGGER USER").update();
        jdbc.sql("ALTER TABLE seal_leaf DISABLE TRIGGER USER").update();
        jdbc.sql("UPDATE seal SET root = repeat('a', 64), link = repeat('b', 64) WHERE kind = 'run'").update();
        assertThat(verify(21)).contains("the token is of another hash");
        assertThat(billing(21, "verify", "--head", printed, "--data-dir", folder.toString()).out())
                .contains("the chain of seals has no " + printed);
    }
}
