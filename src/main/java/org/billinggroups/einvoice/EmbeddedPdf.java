package org.billinggroups.einvoice;

/**
 * The page of an invoice as a file inside its electronic form.
 *
 * @param name such as {@code INV-2026-000001.pdf}
 */
public record EmbeddedPdf(String name, byte[] content) {}
