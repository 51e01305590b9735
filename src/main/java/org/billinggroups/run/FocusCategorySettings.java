package org.billinggroups.run;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is in FOCUS files.
 *
 * @param serviceCategory the category of a service, by its name
 */
@ConfigurationProperties("billing.focus")
record FocusCategorySettings(@DefaultValue Map<String, String> serviceCategory) {}
