package org.billinggroups.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.billinggroups.job.BillingProcess;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mails are sent once to each recipient, with the published file; what is not known is told and not repeated. */
class SendIT extends MailTest {
    private static final String COMPANY = """
            seller: {id: main, name: "Seller Oy", address_lines: [Katu 1], city: Helsinki, country_code: FI,
              vat_id: FI01120389, email: billing@seller.example}
            tax_rates: [{country_code: FI, rate: 25.5, valid_from: 2024-09-01}]
            accounts:
              - id: acme
                billing_groups:
                  - {name: Ääkköset, currency: EUR, company: C, address_lines: [A], city: B, country_code: FI,
                    billing_emails: [ap@acme.example, Books@acme.example]}
                projects: [{id: web, billing_group: Ääkköset}, {id: silent}]
            """;
    private static final String PRICES = """
            sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,tier_scope,quantity_rounding,valid_from
            vm,per_unit,EUR,hour,,2,,,,,,2026-01-01
            """;
    private static final String USAGE = """
            usage_id,project,service,sku,quantity,unit,started_at,ended_at
            a,web,Compute,vm,5,hour,2026-10-02T00:00:00Z,2026-10-02T05:00:00Z
            """;

    @BeforeEach
    void invoicesAPeriod() throws IOException {
        billing(0, "apply", write("company.yaml", COMPANY), "--yes");
        billing(0, "price", "import", write("prices.csv", PRICES));
        billing(0, "import", write("usage.csv", USAGE));
        billing(0, "run", "2026-10", "--issue-date", "2026-11-02", "--out", folder.resolve("out").toString());
    }

    @Test
    void sendsThePublishedFileToEachAddressOnce() throws Exception {
        assertThat(billing(0, "send", "2026-10").out()).contains("INV-2026-000001 ap@acme.example: sent");
        billing(0, "send", "2026-10");
        assertThat(recipients()).containsExactlyInAnyOrder("ap@acme.example", "books@acme.example");
        var message = server.getReceivedMessages()[0];
        assertThat(message.getSubject()).isEqualTo("Invoice INV-2026-000001 from Seller Oy");
        assertThat(message.getFrom()[0]).hasToString("billing@seller.example");
        var parts = (MimeMultipart) message.getContent();
        var attachment = parts.getBodyPart(1);
        assertThat(attachment.getFileName()).isEqualTo("INV-2026-000001.pdf");
        assertThat(attachment.getInputStream().readAllBytes()).isEqualTo(
                Files.readAllBytes(folder.resolve("out/2026-10/run-1/invoices/INV-2026-000001.pdf")));
        assertThat(server.getReceivedMessages()[0].getMessageID())
                .isNotEqualTo(server.getReceivedMessages()[1].getMessageID()).endsWith("@billing-groups>");
    }

    @Test
    void attachesTheElectronicInvoiceAndLinesThatThePageSums() throws Exception {
        billing(0, "apply", write("seller.yaml", "seller: {id: main, endpoint: \"0216:003701120389\"}"), "--yes");
        billing(0, "group", "edit", "Ääkköset", "--e-invoice", "peppol", "--endpoint", "0204:991-1234",
                "--invoice-lines", "summary");
        billing(0, "import", write("more.csv", USAGE.replace("a,web", "b,web").replace("2026-10", "2026-09")));
        billing(0, "run", "2026-09", "--issue-date", "2026-11-02", "--out", folder.resolve("out").toString());
        billing(0, "send", "2026-09");
        var message = server.getReceivedMessages()[0];
        var parts = (MimeMultipart) message.getContent();
        List<String> names = new ArrayList<>();
        for (int i = 1; i < parts.getCount(); i++) {
            var name = parts.getBodyPart(i).getFileName();
            names.add(name);
            assertThat(parts.getBodyPart(i).getInputStream().readAllBytes()).isEqualTo(
                    Files.readAllBytes(folder.resolve("out/2026-09/run-1/invoices").resolve(name)));
        }
        assertThat(names).containsExactly("INV-2026-000002.pdf", "INV-2026-000002.xml", "INV-2026-000002.csv");
        var text = ((MimeMultipart) parts.getBodyPart(0).getContent()).getBodyPart(0).getContent().toString();
        assertThat(text).contains("attached as INV-2026-000002.xml", "attached file INV-2026-000002.csv")
                .doesNotContain("Factur-X");
    }

    @Test
    void attachesWhatIsAskedFor() throws Exception {
        assertThat(billing(20, "send", "2026-10", "--attach", "pdf,focus").err()).contains(
                "nothing is sent", "invoice INV-2026-000001 was published without a FOCUS file", "billing.focus=on");
        assertThat(billing(20, "send", "2026-10", "--attach", "UBL").err())
                .contains("invoice INV-2026-000001 cannot be written as UBL: ");
        billing(0, "apply", write("seller.yaml", "seller: {id: main, endpoint: \"0216:003701120389\"}"), "--yes");
        billing(0, "group", "edit", "Ääkköset", "--endpoint", "0204:991-1234");
        billing(0, "import", write("more.csv", USAGE.replace("a,web", "b,web").replace("2026-10", "2026-09")));
        System.setProperty("billing.focus", "on");
        try {
            billing(0, "run", "2026-09", "--issue-date", "2026-11-02", "--out", folder.resolve("out").toString());
        } finally {
            System.clearProperty("billing.focus");
        }
        billing(0, "send", "2026-09", "--attach", "pdf,csv,focus,ubl");
        billing(0, "send", "2026-10");
        var mails = new HashMap<List<String>, Integer>();
        for (var message : server.getReceivedMessages()) {
            mails.merge(attachments(message), 1, Integer::sum);
        }
        assertThat(mails).isEqualTo(Map.of(List.of("INV-2026-000001.pdf"), 2, List.of("INV-2026-000002.pdf",
                "INV-2026-000002-ubl.xml", "INV-2026-000002.csv", "INV-2026-000002-focus.csv"), 2));
    }

    private static List<String> attachments(MimeMessage message) throws Exception {
        var parts = (MimeMultipart) message.getContent();
        List<String> names = new ArrayList<>();
        for (int i = 1; i < parts.getCount(); i++) {
            names.add(parts.getBodyPart(i).getFileName());
        }
        return names;
    }

    @Test
    void tellsWhatItWouldSendAndSendsNothing() {
        assertThat(billing(0, "send", "2026-10", "--dry-run", "--json").out()).contains("\"would_send\"");
        assertThat(server.getReceivedMessages()).isEmpty();
        assertThat(count("delivery_attempt")).isZero();
    }

    @Test
    void refusesToSendAFileThatWasChanged() throws IOException {
        Files.writeString(folder.resolve("out/2026-10/run-1/invoices/INV-2026-000001.pdf"), "other");
        assertThat(billing(21, "send", "2026-10").err()).contains("INV-2026-000001.pdf").contains("was changed");
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void leavesNothingDoubtfulWhereTheSenderIsWrong() {
        System.setProperty("billing.mail.from", "accounts at seller");
        assertThat(billing(20, "send", "2026-10").err()).contains("'accounts at seller' is no address");
        assertThat(count("delivery_attempt")).isZero();
    }

    @Test
    void triesAgainWhenTheServerIsBack() throws Exception {
        use(closedPort());
        assertThat(billing(5, "send", "2026-10").out()).contains("not sent; 'billing send 2026-10' tries again");
        assertThat(count("delivery_attempt")).as("two recipients, three tries").isEqualTo(6);
        use(server.getSmtp().getPort());
        billing(0, "send", "2026-10");
        assertThat(recipients()).hasSize(2);
    }

    @Test
    void remembersWhatTheServerRefusesAndWhy() throws Exception {
        assertThat(sentTo(Map.of("RCPT", "550 no such user here"), 3))
                .contains("refused by the mail server (550 no such user here");
        use(server.getSmtp().getPort());
        assertThat(billing(3, "send", "2026-10").out()).contains("refused by the mail server (550 no such user here");
        assertThat(billing(3, "send", "2026-10", "--dry-run").out()).contains("(550 no such user here");
        assertThat(server.getReceivedMessages()).isEmpty();
        billing(0, "send", "2026-10", "--again", "INV-2026-000001");
        assertThat(recipients()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({ "greeting, 421 too busy", "greeting, 554 not for you", "MAIL, ''", "RCPT, ''", "DATA, ''" })
    void triesAgainWhatAServerDidNotBeginToTake(String command, String answer) throws Exception {
        assertThat(sentTo(Map.of(command, answer), 5)).contains("not sent; 'billing send 2026-10' tries again")
                .doesNotContain("may have been");
        use(server.getSmtp().getPort());
        billing(0, "send", "2026-10");
        assertThat(recipients()).hasSize(2);
    }

    @Test
    void triesAgainWhatMayNotBeSentWithoutEncryption() {
        System.setProperty("spring.mail.properties.mail.smtp.starttls.required", "true");
        assertThat(billing(5, "send", "2026-10").out()).contains("not sent; 'billing send 2026-10' tries again",
                "STARTTLS is required");
    }

    @Test
    void doesNotRepeatAMailThatTheServerMayHaveTaken() throws Exception {
        assertThat(sentTo(Map.of(".", ""), 3)).contains("may have been sent or not");
        use(server.getSmtp().getPort());
        billing(3, "send", "2026-10");
        assertThat(recipients()).isEmpty();
    }

    @Test
    void countsAMailAsSentWhoseServerTookItAndBrokeOffThen() throws Exception {
        assertThat(sentTo(Map.of("QUIT", ""), 0)).contains("ap@acme.example: sent");
    }

    @Test
    void doesNotRepeatAMailWhoseProcessWasKilledBeforeItKnew() throws Exception {
        try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var process = BillingProcess.start(environment(silent.getLocalPort()), "send", "2026-10");
            silent.accept();
            process.kill();
        }
        assertThat(count("delivery_attempt")).isEqualTo(1);
        assertThat(billing(3, "send", "2026-10").out()).contains("ap@acme.example: may have been sent or not");
        assertThat(recipients()).containsExactly("books@acme.example");
        billing(0, "send", "2026-10", "--again", "INV-2026-000001");
        assertThat(recipients()).containsExactlyInAnyOrder("ap@acme.example", "books@acme.example");
    }

    @Test
    void processesAtOnceSendOneMailEach() throws Exception {
        var processes = Stream.of(1, 2, 3).map(n -> BillingProcess.start(environment(server.getSmtp().getPort()),
                "send", "2026-10")).toList();
        assertThat(processes.stream().map(process -> process.await().exitCode())).contains(0)
                .allMatch(code -> code == 0 || code == 10);
        assertThat(recipients()).containsExactlyInAnyOrder("ap@acme.example", "books@acme.example");
    }

    @Test
    void namesGroupsWithoutAddress() throws IOException {
        billing(0, "group", "edit", "Ääkköset", "--billing-email", "");
        billing(0, "import", write("september.csv", USAGE.replace("2026-10", "2026-09")));
        billing(0, "run", "2026-09", "--issue-date", "2026-11-02", "--out", folder.resolve("out").toString());
        assertThat(billing(3, "send", "2026-09").out()).contains("Ääkköset: has no billing e-mail address");
    }

    @Test
    void needsAMailServerAndSomethingToSend() {
        System.clearProperty("spring.mail.host");
        assertThat(billing(20, "send", "2026-10").err()).contains("spring.mail.host");
        assertThat(billing(20, "send", "2026-08").err()).contains("nothing of period 2026-08 is published");
    }

    private static int closedPort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** What is told where a server answers some commands in its own way; with an empty answer it breaks off. */
    private String sentTo(Map<String, String> answers, int exitCode) throws IOException {
        try (var socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            use(socket.getLocalPort());
            CompletableFuture.runAsync(() -> {
                while (!socket.isClosed()) {
                    try (var connection = socket.accept()) {
                        converse(connection, answers);
                    } catch (IOException e) {
                        // The client is gone, or the test is over.
                    }
                }
            });
            return billing(exitCode, "send", "2026-10").out();
        }
    }

    private static void converse(Socket connection, Map<String, String> answers) throws IOException {
        var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
        var command = "greeting";
        for (var line = command; line != null; line = in.readLine()) {
            if (command.equals("DATA") && !line.equals(".")) {
                continue;
            }
            command = line.split(" ", 2)[0];
            var answer = answers.getOrDefault(command, switch (command) {
                case "greeting" -> "220 ready";
                case "DATA" -> "354 go on";
                case "QUIT" -> "221 bye";
                default -> "250 ok";
            });
            if (answer.isEmpty()) {
                connection.setSoLinger(true, 0);
                return;
            }
            connection.getOutputStream().write((answer + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
    }
}
