/**
 * Owns the electronic form of invoices: the semantic model of EN 16931, and its two syntaxes, UN/CEFACT CII (as
 * Factur-X embeds it into the PDF) and OASIS UBL 2.1 (as Peppol sends it).
 */
@NullMarked
package org.billinggroups.einvoice;

import org.jspecify.annotations.NullMarked;
