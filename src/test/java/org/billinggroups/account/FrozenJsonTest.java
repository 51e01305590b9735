package org.billinggroups.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FrozenJsonTest {
    @Test
    void readsWhatWasFrozenBeforeFieldsWereAdded() {
        var seller = FrozenJson.read("""
                {"id": "main", "name": "Seller", "address_lines": ["Street 1"], "city": "Helsinki", "zip_code": null,
                 "country_code": "FI", "vat_id": null, "invoice_series": "INV-{year}-{number:6}", "currency": "EUR"}
                """, Seller.class);
        assertThat(seller.taxNumber()).isNull();
        var details = FrozenJson.read("""
                {"company": "Acme", "address_lines": ["Street 1"], "city": "Espoo", "country_code": "FI",
                 "currency": "EUR", "billing_emails": [], "billing_contact_emails": [], "payment_terms_days": 14,
                 "language": "en", "discount_percent": 0, "tax_exempt_reason": null}
                """, BillingDetails.class);
        assertThat(details.taxTerritory()).isNull();
        assertThat(details.debtorAccount()).isNull();
    }
}
