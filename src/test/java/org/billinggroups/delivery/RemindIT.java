package org.billinggroups.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import org.billinggroups.job.BillingProcess;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reminders come when they are due, once to each address, of what is open. */
class RemindIT extends MailTest {
    private static final String COMPANY = """
            seller: {id: main, name: "Seller Oy", address_lines: [Katu 1], city: Helsinki, country_code: FI,
              vat_id: FI01120389, email: billing@seller.example, iban: FI2112345600000785,
              creditor_id: DE98ZZZ09999999999}
            tax_rates: [{country_code: FI, rate: 25.5, valid_from: 2024-09-01}]
            accounts:
              - id: acme
                billing_groups:
                  - {name: North, currency: EUR, company: C, address_lines: [A], city: B, country_code: FI,
                    billing_emails: [ap@acme.example], billing_contact_emails: [boss@acme.example], reminders: on}
                  - {name: South, currency: EUR, company: C, address_lines: [A], city: B, country_code: FI,
                    billing_emails: [south@acme.example], reminders: on,
                    sepa_mandate: {id: M-1, signed_on: 2026-01-31, iban: FI2112345600000785}}
                projects: [{id: web, billing_group: North}, {id: db, billing_group: South}]
            """;
    private static final String PRICES = """
            sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,tier_scope,quantity_rounding,valid_from
            vm,per_unit,EUR,hour,,2,,,,,,2026-01-01
            """;
    private static final String USAGE = """
            usage_id,project,service,sku,quantity,unit,started_at,ended_at
            a,web,Compute,vm,5,hour,2026-07-02T00:00:00Z,2026-07-02T05:00:00Z
            b,db,Compute,vm,5,hour,2026-07-02T00:00:00Z,2026-07-02T05:00:00Z
            """;
    /** Of the group that wants reminders; the order of groups is that of ids, which are random. */
    private String number = "";

    @BeforeEach
    void invoicesAPeriod() throws IOException {
        billing(0, "apply", write("company.yaml", COMPANY), "--yes");
        billing(0, "price", "import", write("prices.csv", PRICES));
        billing(0, "import", write("usage.csv", USAGE));
        billing(0, "run", "2026-07", "--issue-date", "2026-08-01", "--out", folder.resolve("out").toString());
        number = database.jdbc().sql("""
                SELECT n.number FROM issued_invoice n JOIN billing_group g ON g.id = n.group_id WHERE g.name = 'North'
                """).query(String.class).single();
    }

    private void daysPass(int days) {
        var owner = database.ownerJdbc();
        owner.sql("ALTER TABLE delivery_attempt DISABLE TRIGGER refuse_change").update();
        owner.sql("UPDATE delivery_attempt SET attempted_at = attempted_at - ? * interval '1 day'").param(days)
                .update();
        owner.sql("ALTER TABLE delivery_attempt ENABLE TRIGGER refuse_change").update();
    }

    private String remind(int exitCode, String... options) {
        var arguments = new String[options.length + 1];
        arguments[0] = "remind";
        System.arraycopy(options, 0, arguments, 1, options.length);
        return billing(exitCode, arguments).out();
    }

    @Test
    void remindsOneAfterTheOtherAndThenOthersToo() throws Exception {
        billing(0, "send", "2026-07");
        server.purgeEmailFromAllMailboxes();
        assertThat(remind(0, "--dry-run", "--json")).contains("\"would_send\"", "\"reminder\" : 1")
                .doesNotContain("south");
        assertThat(count("delivery_attempt WHERE reminder > 0")).isZero();
        assertThat(remind(0)).isEqualTo(number + " reminder 1 ap@acme.example: sent\n");
        assertThat(remind(0)).isEqualTo("no reminder is due\n");
        saysWhatIsOpen();
        daysPass(13);
        assertThat(remind(0)).isEqualTo("no reminder is due\n");
        daysPass(1);
        assertThat(remind(0, "--level", "2")).contains("reminder 2 ap@acme.example: sent",
                "reminder 2 boss@acme.example: sent");
        daysPass(14);
        assertThat(remind(0)).contains("reminder 3 boss@acme.example: sent");
        daysPass(100);
        assertThat(remind(0)).isEqualTo("no reminder is due\n");
        assertThat(recipients()).containsExactlyInAnyOrder("ap@acme.example", "ap@acme.example",
                "boss@acme.example", "ap@acme.example", "boss@acme.example");
        billing(0, "send", "2026-07");
        assertThat(recipients()).hasSize(5);
        assertThat(billing(20, "remind", "--level", "4").err()).contains("after-days has 3");
        assertThat(billing(2, "remind", "--level", "0").err()).contains("--level: expected 1 or more");
        billing(0, "verify");
    }

    @Test
    void sendsTheReminderThatIsAskedForAlsoWithoutThoseBeforeIt() {
        assertThat(remind(0, "--level", "2")).contains("reminder 2 ap@acme.example: sent",
                "reminder 2 boss@acme.example: sent");
        for (var level : new String[]{ "1", "2" }) {
            assertThat(remind(0, "--level", level)).isEqualTo("no reminder is due\n");
        }
        assertThat(remind(0)).isEqualTo("no reminder is due\n");
        assertThat(remind(0, "--level", "3", "--dry-run")).contains("reminder 3 ap@acme.example: would be sent");
        daysPass(14);
        assertThat(remind(0)).contains("reminder 3 ap@acme.example: sent");
    }

    private void saysWhatIsOpen() throws Exception {
        var message = server.getReceivedMessages()[0];
        assertThat(message.getSubject()).isEqualTo("Payment reminder: Invoice " + number + " from Seller Oy");
        var parts = (MimeMultipart) message.getContent();
        assertThat(((MimeMultipart) parts.getBodyPart(0).getContent()).getBodyPart(0).getContent().toString())
                .contains("Still open: EUR 12.55", "It was due on 15 August 2026", "Reference: RF");
        assertThat(parts.getBodyPart(1).getInputStream().readAllBytes()).isEqualTo(
                Files.readAllBytes(folder.resolve("out/2026-07/run-1/invoices").resolve(number + ".pdf")));
    }

    @Test
    void remindsOfNothingThatIsPaidOrSwitchedOff() {
        billing(0, "invoice", "pay", number, "--amount", "12.55", "--on", "2026-08-20");
        assertThat(remind(0)).isEqualTo("no reminder is due\n");
        billing(0, "invoice", "pay", number, "--amount", "-0.01", "--on", "2026-08-21");
        assertThat(remind(0, "--dry-run")).contains("would be sent");
        billing(0, "group", "edit", "North", "--reminders", "off");
        assertThat(remind(0)).isEqualTo("no reminder is due\n");
        billing(0, "group", "edit", "North", "--reminders", "on", "--billing-email", "");
        assertThat(remind(3)).isEqualTo(number + " reminder 1 North: has no billing e-mail address\n");
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void remindsOfWhatNoDebitWasAnnouncedFor() throws IOException {
        billing(0, "apply", write("company.yaml", COMPANY.replaceFirst("FI2112345600000785",
                "TR330006100519786457841326")), "--yes");
        billing(0, "import",
                write("august.csv", USAGE.replace("2026-07", "2026-08").replaceAll("(?m)^([ab]),", "$12,")));
        billing(0, "run", "2026-08", "--issue-date", "2026-09-01", "--out", folder.resolve("out").toString());
        assertThat(remind(0, "--dry-run")).as("the account is outside of SEPA, so the customer is to pay")
                .containsOnlyOnce("south@acme.example");
    }

    @Test
    void doesNotRepeatAReminderWhoseProcessWasKilledBeforeItKnew() throws Exception {
        billing(0, "group", "edit", "North", "--billing-email", "ap@acme.example", "--billing-email",
                "books@acme.example");
        try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var process = BillingProcess.start(environment(silent.getLocalPort()), "remind");
            silent.accept();
            process.kill();
        }
        assertThat(count("delivery_attempt")).isEqualTo(1);
        assertThat(remind(3)).contains("reminder 1 ap@acme.example: may have been sent or not",
                "reminder 1 books@acme.example: sent");
        assertThat(remind(3)).doesNotContain("books");
        assertThat(recipients()).containsExactly("books@acme.example");
        daysPass(14);
        assertThat(remind(0)).contains("reminder 2 ap@acme.example: sent", "reminder 2 boss@acme.example: sent");
    }

    @Test
    void triesAgainWhatTheServerDidNotTake() throws Exception {
        int closed;
        try (var socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        use(closed);
        assertThat(remind(5)).contains("not sent; 'billing remind' tries again");
        daysPass(30);
        use(server.getSmtp().getPort());
        assertThat(remind(0)).contains("reminder 1 ap@acme.example: sent");
        assertThat(recipients()).containsExactly("ap@acme.example");
    }

    @Test
    void sendsTheReminderThatIsAskedForAlsoWhereAnEarlierOneFailed() throws Exception {
        try (var socket = new ServerSocket(0)) {
            use(socket.getLocalPort());
        }
        assertThat(remind(5)).contains("reminder 1 ap@acme.example: not sent");
        use(server.getSmtp().getPort());
        assertThat(remind(0, "--level", "2")).contains("reminder 2 ap@acme.example: sent");
        assertThat(remind(0)).isEqualTo("no reminder is due\n");
        assertThat(recipients()).containsExactlyInAnyOrder("ap@acme.example", "boss@acme.example");
    }
}
