package org.billinggroups.document;

/**
 * The file beside a document that has all lines of the invoice.
 *
 * @param name such as {@code INV-2026-000001.csv}
 * @param sha256 of its bytes, in hexadecimal
 * @param lines how many
 */
record LinesFile(String name, String sha256, int lines) {}
