/** What monitoring is told of commands and of the state of billing: files in Prometheus' text format. */
@NullMarked
package org.billinggroups.metrics;

import org.jspecify.annotations.NullMarked;
