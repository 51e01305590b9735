/**
 * The command line: one class per command, output for people and as JSON, and the exit codes.
 *
 * <p>It owns words and tables on the terminal. It does not own any rule of billing.
 */
@NullMarked
package org.billinggroups.cli;

import org.jspecify.annotations.NullMarked;
