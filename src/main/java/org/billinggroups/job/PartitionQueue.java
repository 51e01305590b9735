package org.billinggroups.job;

import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.springframework.integration.jdbc.store.JdbcChannelMessageStore;
import org.springframework.integration.jdbc.store.channel.PostgresChannelMessageStoreQueryProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * The requests to workers, on a channel in the database. A request is taken in a transaction of its own, which lasts as
 * long as the work: when the worker or its session dies, the request is there again.
 */
@Component
class PartitionQueue {
    private static final String GROUP = "partitions";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final JdbcChannelMessageStore store;
    private final TransactionTemplate transaction;
    private final JdbcClient jdbc;

    PartitionQueue(DataSource pool) {
        // Another object than the pool: with the same, the transactions of steps would be joined.
        var own = new DelegatingDataSource(pool);
        jdbc = JdbcClient.create(own);
        transaction = new TransactionTemplate(new JdbcTransactionManager(own));
        store = new JdbcChannelMessageStore(own);
        store.setTablePrefix("worker_");
        store.setChannelMessageStoreQueryProvider(new PostgresChannelMessageStoreQueryProvider());
        store.setSerializer((Message<?> message, java.io.OutputStream out) -> out
                .write(message.getPayload().toString().getBytes(StandardCharsets.UTF_8)));
        store.setDeserializer(in -> new GenericMessage<>(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        store.afterPropertiesSet();
    }

    /** Adds a request, in the caller's transaction on this queue if there is one. */
    void send(PartitionRequest request) {
        transaction.executeWithoutResult(status -> store.addMessageToGroup(GROUP,
                new GenericMessage<>(JSON.writeValueAsString(request))));
    }

    /**
     * Takes the next request that nobody else has taken, if there is one, and lets it be worked on. If that ends with
     * an exception, or is not done, the request is there again.
     *
     * @param work whether the request is done with
     * @return whether there was one
     */
    boolean take(Predicate<PartitionRequest> work) {
        return Boolean.TRUE.equals(transaction.execute(status -> {
            var message = store.pollMessageFromGroup(GROUP);
            if (message == null) {
                return false;
            }
            if (!work.test(JSON.readValue(message.getPayload().toString(), PartitionRequest.class))) {
                status.setRollbackOnly();
            }
            return true;
        }));
    }

    /** Removes what nobody has taken. */
    void clear() {
        transaction.executeWithoutResult(status -> jdbc.sql("""
                DELETE FROM worker_channel_message WHERE ctid IN (
                    SELECT ctid FROM worker_channel_message FOR UPDATE SKIP LOCKED)
                """).update());
    }
}
