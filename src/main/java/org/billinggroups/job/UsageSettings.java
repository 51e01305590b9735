package org.billinggroups.job;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of usage.
 *
 * @param sources who delivers usage for each period: a run waits until all of them have
 */
@ConfigurationProperties("billing.usage")
public record UsageSettings(@DefaultValue List<String> sources) {
    /** Drops what is empty between commas. */
    public UsageSettings {
        sources = sources.stream().map(String::strip).filter(source -> !source.isEmpty()).distinct().toList();
    }
}
