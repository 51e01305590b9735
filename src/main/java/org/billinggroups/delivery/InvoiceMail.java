package org.billinggroups.delivery;

import jakarta.activation.DataHandler;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import org.billinggroups.file.RefusedException;
import org.billinggroups.file.Sha256;
import org.billinggroups.invoice.Invoice;
import org.billinggroups.wording.Language;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;

/** The mail that brings an invoice: a few sentences, and the documents. */
final class InvoiceMail {
    private static final int ID_BYTES = 16;

    private final DeliverySettings settings;

    /** What is sent. */
    enum Kind {
        /** The page. */
        PDF("application/pdf", null),
        /** The electronic form, where it is a file of its own. */
        XML("application/xml", "mail-xml"),
        /** All lines, where the page has sums. */
        CSV("text/csv", "mail-lines"),
        /** What tools for cloud costs read. */
        FOCUS("text/csv", "mail-focus");

        private final String type;
        final @Nullable String key;

        Kind(String type, @Nullable String key) {
            this.type = type;
            this.key = key;
        }
    }

    /** A file as it was published. */
    record Attached(Kind kind, String name, byte[] content) {}

    InvoiceMail(DeliverySettings settings) {
        this.settings = settings;
    }

    /**
     * @throws MessagingException if the recipient's address is none
     * @throws RefusedException if there is no sender
     */
    Message of(JavaMailSender sender, Invoice invoice, String recipient, List<Attached> files)
            throws MessagingException {
        return message(sender.createMimeMessage(), invoice, recipient, files, new Words(MailText.subject(invoice),
                MailText.text(invoice, files), ""));
    }

    /**
     * A reminder that something of the invoice is open.
     *
     * @param reminder which one it is, from 1 on
     * @throws MessagingException if the recipient's address is none
     * @throws RefusedException if there is no sender
     */
    Message reminder(JavaMailSender sender, Invoice invoice, String recipient, List<Attached> files, int reminder,
            Money open) throws MessagingException {
        var subject = Language.of(invoice.buyer().language()).text(
                reminder == 1 ? "reminder-subject" : "reminder-again", MailText.subject(invoice),
                Integer.toString(reminder));
        return message(sender.createMimeMessage(), invoice, recipient, files,
                new Words(subject, MailText.reminder(invoice, files, open), "\nreminder " + reminder));
    }

    /** What a mail says, and what makes its id another one than that of the mail that brings the invoice. */
    private record Words(String subject, String text, String distinction) {}

    private Message message(MimeMessage template, Invoice invoice, String recipient, List<Attached> files, Words words)
            throws MessagingException {
        var message = new Message(template, messageId(invoice, recipient + words.distinction));
        var helper = new MimeMessageHelper(message, true, StandardCharsets.UTF_8.name());
        helper.setFrom(from(invoice));
        helper.setReplyTo(settings.replyTo().isEmpty() ? from(invoice) : own(settings.replyTo()));
        helper.setTo(new InternetAddress(recipient, true));
        helper.setSubject(oneLine(words.subject));
        helper.setText(words.text);
        for (var file : files) {
            helper.getRootMimeMultipart().addBodyPart(part(file));
        }
        return message;
    }

    /** As Base64 always: mail servers may end the lines of texts otherwise, and the hash would be another. */
    private static MimeBodyPart part(Attached file) throws MessagingException {
        var part = new MimeBodyPart();
        part.setDataHandler(new DataHandler(new ByteArrayDataSource(file.content, file.kind.type)));
        part.setFileName(file.name);
        part.setDisposition(Part.ATTACHMENT);
        part.setHeader("Content-Transfer-Encoding", "base64");
        return part;
    }

    private InternetAddress from(Invoice invoice) {
        var from = settings.from().isEmpty() ? invoice.seller().email() : settings.from();
        if (from == null) {
            throw new RefusedException("mails have no sender: set billing.mail.from, or the seller's email");
        }
        return own(from);
    }

    private static InternetAddress own(String address) {
        try {
            return new InternetAddress(address, true);
        } catch (AddressException e) {
            throw new RefusedException("'" + address + "' is no address to send mails from: " + e.getMessage());
        }
    }

    /** Header lines end where a line ends. */
    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }

    /** The same invoice to the same recipient has the same id, so that mail systems can tell a duplicate. */
    private static String messageId(Invoice invoice, String recipient) {
        var digest = Sha256.newDigest().digest(
                (invoice.seller().id() + "\n" + invoice.number() + "\n" + recipient).getBytes(StandardCharsets.UTF_8));
        return "<" + HexFormat.of().formatHex(digest, 0, ID_BYTES) + "@billing-groups>";
    }

    /** A message that has its id already, which the library would make just before sending. */
    static final class Message extends MimeMessage {
        private final String id;
        private boolean handedOver;

        private Message(MimeMessage template, String id) throws MessagingException {
            super(Session.getInstance(new Properties()));
            this.id = id;
            if (template.getSession() != null) {
                this.session = template.getSession();
            }
        }

        /**
         * Whether its text went to a server, or a part of it: the library writes it when the server is ready to take
         * it.
         */
        boolean isHandedOver() {
            return handedOver;
        }

        @Override
        public void writeTo(OutputStream out, String[] withoutHeaders) throws IOException, MessagingException {
            handedOver = true;
            super.writeTo(out, withoutHeaders);
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
