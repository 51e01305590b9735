/**
 * Files read and written: CSV input, problems with their place, atomic writing, cells that are safe in spreadsheets.
 *
 * <p>It does not own any file format.
 */
@NullMarked
package org.billinggroups.file;

import org.jspecify.annotations.NullMarked;
