package org.billinggroups.stamp;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of time stamps.
 *
 * @param trustedCertificates a PEM file with the root certificates of the authorities that are trusted; empty if any
 * authority's own certificate will do
 * @param timeout how long to wait for an authority's answer
 */
@ConfigurationProperties("billing.stamp")
record StampSettings(@DefaultValue("") String trustedCertificates, @DefaultValue("30s") Duration timeout) {}
