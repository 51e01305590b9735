package org.billinggroups.job;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of a run that leaves parts of its steps to workers.
 *
 * @param timeout how long it waits while there is no worker
 * @param hungAfter after how long without progress of all parts the sessions of those who hold them are ended
 */
@ConfigurationProperties("billing.workers")
record WorkerSettings(@DefaultValue("15m") Duration timeout, @DefaultValue("10m") Duration hungAfter) {}
