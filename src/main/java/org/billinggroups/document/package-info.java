/**
 * From an invoice to what people read: PDF and lines CSV, written so that a crash leaves nothing torn.
 *
 * <p>It owns the look of documents and the table {@code document}. It does not own amounts: it prints what the invoice
 * says.
 */
@NullMarked
package org.billinggroups.document;

import org.jspecify.annotations.NullMarked;
