package org.billinggroups.database;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.billinggroups.postgres.DatabaseLogin;
import org.billinggroups.postgres.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * The database of {@code spring.datasource.url}; without that setting an embedded server in the data folder. The pool
 * and Flyway are Spring Boot's own: this class only says where to connect and as whom.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseConfiguration.Settings.class)
class DatabaseConfiguration {
    private static final String POOL_SIZE = "spring.datasource.hikari.maximum-pool-size";
    private static final String MIGRATES = "spring.flyway.enabled";

    /** One partition per core works at once; a drafting one reads and writes by two connections. */
    private static final int PER_PROCESSOR = 2;

    /** Threads beyond the partitions' that may need a connection: steps, the job repository, signals, the console. */
    private static final int SPARE_CONNECTIONS = 6;

    /** Those that hold locks are none of the pool's. */
    private static final int LOCK_CONNECTIONS = 2;

    /**
     * @param dataDir the data folder, where the embedded database keeps its data
     * @param database {@code external} where the embedded one is no substitute for another that nobody named, {@code
     *     embedded} where it is wanted; see {@link DatabaseAddress}
     */
    @ConfigurationProperties("billing")
    record Settings(@DefaultValue("./data") Path dataDir, @DefaultValue("auto") String database) {}

    @Bean
    FencedTransactionManager transactionManager(DataSource dataSource) {
        return new FencedTransactionManager(dataSource);
    }

    /** Tells afterMigrate.sql whom to grant access; nobody if the address alone says who logs in. */
    @Bean
    static FlywayConfigurationCustomizer grantToApplicationUser(JdbcConnectionDetails database) {
        return flyway -> {
            Map<String, String> placeholders = new HashMap<>(flyway.getPlaceholders());
            String user = Objects.requireNonNullElse(database.getUsername(), "");
            placeholders.put("applicationUser", user.replace("'", "''"));
            flyway.placeholders(placeholders);
        };
    }

    /**
     * As many connections as partitions and others may need; a setting wins. Where nothing is migrated, the database
     * has to be the program's before anything is done with it.
     */
    @Bean
    static BeanPostProcessor settlePool(Environment environment) {
        return new BeanPostProcessor() {
            @Override
            public @Nullable Object postProcessAfterInitialization(Object bean, String name) {
                if (bean instanceof HikariDataSource pool) {
                    if (!environment.containsProperty(POOL_SIZE)) {
                        pool.setMaximumPoolSize(poolSize());
                    }
                    if (!environment.getProperty(MIGRATES, Boolean.class, true)) {
                        var check = DatabaseCheck.of(pool, dataFolder(environment));
                        check.requireMigrated();
                        check.requireConnections(connections(environment));
                    }
                }
                return bean;
            }
        };
    }

    /** Migrates what can be migrated, and refuses the rest before anything is done. */
    @Bean
    static FlywayMigrationStrategy migrate(Environment environment) {
        boolean embedded = isEmbedded(environment);
        return flyway -> {
            var check = DatabaseCheck.of(flyway.getConfiguration().getDataSource(), dataFolder(environment));
            check.requireMigratable();
            check.requireConnections(connections(environment));
            // Nobody else changes the users and tables of the embedded server, and what takes no changes needs none.
            if (check.isBehind() || !embedded && !check.readOnly() && !check.recovering()) {
                flyway.migrate();
            }
        };
    }

    /** The embedded server. Its users depend on it as beans, so the pool is closed first and the server last. */
    @Configuration(proxyBeanMethods = false)
    @Conditional(WithoutUrl.class)
    static class Embedded {
        @Bean(destroyMethod = "close")
        EmbeddedPostgres embeddedPostgres(Settings settings) {
            return EmbeddedPostgres.start(settings.dataDir());
        }

        @Bean
        JdbcConnectionDetails applicationLogin(EmbeddedPostgres postgres) {
            return postgres.application();
        }

        @Bean
        FlywayConnectionDetails migrationLogin(EmbeddedPostgres postgres) {
            DatabaseLogin owner = postgres.owner();
            return new FlywayConnectionDetails() {
                @Override
                public String getJdbcUrl() {
                    return owner.jdbcUrl();
                }

                @Override
                public String getUsername() {
                    return owner.username();
                }

                @Override
                public String getPassword() {
                    return owner.password();
                }
            };
        }
    }

    /** Holds if no external database is configured. */
    static class WithoutUrl implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return isEmbedded(context.getEnvironment());
        }
    }

    private static int poolSize() {
        return PER_PROCESSOR * Runtime.getRuntime().availableProcessors() + SPARE_CONNECTIONS;
    }

    /** As many connections as a command needs at most. */
    private static int connections(Environment environment) {
        return environment.getProperty(POOL_SIZE, Integer.class, poolSize()) + LOCK_CONNECTIONS;
    }

    private static Optional<String> dataFolder(Environment environment) {
        return isEmbedded(environment)
                ? Optional.ofNullable(environment.getProperty("billing.data-dir"))
                : Optional.empty();
    }

    /** Whether no other database is named. */
    static boolean isEmbedded(Environment environment) {
        return !StringUtils.hasText(environment.getProperty("spring.datasource.url"));
    }
}
