package org.billinggroups.publication;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of published files.
 *
 * @param group the group of the operating system that may read them; empty for their owner alone
 */
@ConfigurationProperties("billing.files")
record FilesSettings(@DefaultValue("") String group) {}
