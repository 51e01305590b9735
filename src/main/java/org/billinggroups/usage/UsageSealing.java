package org.billinggroups.usage;

import org.billinggroups.seal.SealedEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Lets the seals of usage files be compared with the rest. */
@Configuration(proxyBeanMethods = false)
class UsageSealing {
    @Bean
    SealedEvent sealedUsage() {
        return UsageSeals.USAGE;
    }
}
