package org.billinggroups.database;

import com.zaxxer.hikari.HikariDataSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
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
@EnableConfigurationProperties(DatabaseSettings.class)
class DatabaseConfiguration {

    private static final String POOL_SIZE = "spring.datasource.hikari.maximum-pool-size";

    /** One partition per core works at once; a drafting one reads and writes by two connections. */
    static final int PARTITION_CONNECTIONS = 2 * Runtime.getRuntime().availableProcessors();

    /** Threads beyond the partitions' that may need a connection: steps, the job repository, signals, the console. */
    static final int SPARE_CONNECTIONS = 6;

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

    /** As many connections as partitions and others may need. A setting wins. */
    @Bean
    static BeanPostProcessor sizePoolByCores(Environment environment) {
        return new BeanPostProcessor() {
            @Override
            public @Nullable Object postProcessAfterInitialization(Object bean, String name) {
                if (bean instanceof HikariDataSource pool && !environment.containsProperty(POOL_SIZE)) {
                    pool.setMaximumPoolSize(PARTITION_CONNECTIONS + SPARE_CONNECTIONS);
                }
                return bean;
            }
        };
    }

    /** The embedded server. Its users depend on it as beans, so the pool is closed first and the server last. */
    @Configuration(proxyBeanMethods = false)
    @Conditional(WithoutUrl.class)
    static class Embedded {

        @Bean(destroyMethod = "close")
        EmbeddedPostgres embeddedPostgres(DatabaseSettings settings) {
            return EmbeddedPostgres.start(settings.dataDir());
        }

        @Bean
        JdbcConnectionDetails applicationLogin(EmbeddedPostgres postgres) {
            return postgres.application();
        }

        /** Each command comes by here, and nobody else changes this server's users and tables. */
        @Bean
        FlywayMigrationStrategy migrateWhatIsBehind() {
            return flyway -> {
                if (!SchemaVersion.isReached(flyway.getConfiguration().getDataSource())) {
                    flyway.migrate();
                }
            };
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

    /** Whether no other database is named. */
    static boolean isEmbedded(Environment environment) {
        return !StringUtils.hasText(environment.getProperty("spring.datasource.url"));
    }
}
