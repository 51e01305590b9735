package org.billinggroups.delivery;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of mails; the server's are Spring's own, {@code spring.mail.*}.
 *
 * @param from the sender's address; empty for the seller's e-mail
 * @param replyTo where answers go; empty for the sender
 * @param perMinute how many mails are sent in a minute at most; 0 for no limit
 * @param attempts how often a mail is tried that the server does not take at the moment
 * @param pauseSeconds how long to wait between such tries
 */
@ConfigurationProperties("billing.mail")
record DeliverySettings(@DefaultValue("") String from, @DefaultValue("") String replyTo,
        @DefaultValue("60") int perMinute, @DefaultValue("3") int attempts, @DefaultValue("5") int pauseSeconds) {}
