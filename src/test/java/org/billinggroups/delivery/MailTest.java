package org.billinggroups.delivery;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.billinggroups.cli.CommandTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test with a mail server, which keeps what it is given. */
abstract class MailTest extends CommandTest {
    final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    @BeforeEach
    final void startServer() {
        server.start();
        use(server.getSmtp().getPort());
    }

    @AfterEach
    final void stopServer() {
        server.stop();
        Stream.of("host", "port", "properties.mail.smtp.starttls.required")
                .forEach(name -> System.clearProperty("spring.mail." + name));
        Stream.of("per-minute", "pause-seconds", "from").forEach(name -> System.clearProperty("billing.mail." + name));
    }

    /** Lets commands hand their mails over to that port. */
    static void use(int port) {
        System.setProperty("spring.mail.host", "127.0.0.1");
        System.setProperty("spring.mail.port", Integer.toString(port));
        System.setProperty("billing.mail.per-minute", "0");
        System.setProperty("billing.mail.pause-seconds", "0");
    }

    /** The same for a process. */
    final Map<String, String> environment(int port) {
        var environment = new HashMap<>(database.environment());
        environment.put("SPRING_MAIL_HOST", "127.0.0.1");
        environment.put("SPRING_MAIL_PORT", Integer.toString(port));
        environment.put("BILLING_MAIL_PERMINUTE", "0");
        return environment;
    }

    final List<String> recipients() throws Exception {
        List<String> recipients = new ArrayList<>();
        for (MimeMessage message : server.getReceivedMessages()) {
            recipients.add(message.getAllRecipients()[0].toString());
        }
        return recipients;
    }

    final long count(String table) {
        return database.jdbc().sql("SELECT count(*) FROM " + table).query(Long.class).single();
    }
}
