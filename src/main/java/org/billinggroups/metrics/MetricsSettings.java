package org.billinggroups.metrics;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings {@code billing.metrics}.
 *
 * @param dir the folder that node_exporter's textfile collector reads; empty if nobody does
 */
@ConfigurationProperties("billing.metrics")
record MetricsSettings(@DefaultValue("") String dir) {}
