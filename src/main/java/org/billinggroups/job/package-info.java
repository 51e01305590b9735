/**
 * The batch jobs as lists of steps, and everything about starting, stopping, recovering and exclusiveness.
 *
 * <p>It owns the order of work. What a step does is in the package that the step is about.
 */
@NullMarked
package org.billinggroups.job;

import org.jspecify.annotations.NullMarked;
