package org.billinggroups;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.billinggroups.database.TestDatabase;
import org.billinggroups.job.Progress;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The product's own beans on a test database, without its command line. */
public final class TestApplication {
    private TestApplication() {}

    /** Starts the beans; to be closed. */
    public static ConfigurableApplicationContext on(TestDatabase database, String... settings) {
        return start(database, Clock.systemUTC(), settings);
    }

    /** Starts the beans at another time; to be closed. */
    public static ConfigurableApplicationContext at(Instant now, TestDatabase database, String... settings) {
        return start(database, Clock.fixed(now, ZoneOffset.UTC), settings);
    }

    private static ConfigurableApplicationContext start(TestDatabase database, Clock clock, String... settings) {
        return new SpringApplicationBuilder(BillingApplication.class).web(WebApplicationType.NONE)
                .lazyInitialization(true).registerShutdownHook(false)
                .properties("spring.datasource.url=" + database.jdbcUrl(),
                        "spring.datasource.username=" + database.application().username(),
                        "spring.datasource.password=" + database.application().password(),
                        "spring.flyway.enabled=false", "logging.level.root=off")
                .properties(settings)
                .initializers(fresh -> {
                    fresh.getBeanFactory().registerSingleton("progress", new Silent());
                    ((GenericApplicationContext) fresh).registerBean("testClock", Clock.class, () -> clock,
                            definition -> definition.setPrimary(true));
                }).run();
    }

    private static final class Silent implements Progress {
        @Override
        public void warned(String warning) {}

        @Override
        public void started(Step step) {}

        @Override
        public void advanced(String step, long done) {}

        @Override
        public void ended(Step step, long done, long millis) {}
    }
}
