/**
 * Files read and written: problems with their place, atomic writing, safe CSV.
 *
 * <p>It owns how bytes and cells get in and out. It does not own what they mean.
 */
@NullMarked
package org.billinggroups.file;

import org.jspecify.annotations.NullMarked;
